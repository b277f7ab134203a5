/**
 * Whole tables out and in again: backups, exports of one tenant, restoring. Knows items as DynamoDB writes them; refuses to
 * know what they mean. Its own door: the functions of the service may not scan.
 */
import { createHash } from "node:crypto";
import { Refusal } from "@antar/domain";
import { type DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import type { RawItem } from "./door.ts";
import { isConditionFailure } from "./items.ts";
import type { TableNames } from "./tables.ts";

/** Tables within reach of an operator. */
export interface Tables {
  readonly client: DynamoDBClient;
  readonly names: TableNames;
}

type TableName = keyof TableNames;
const tableNames: readonly TableName[] = ["ledger", "main"];

/** First line of a backup. */
const Header = z.object({ antar: z.literal("backup/1"), at: z.string(), tenant: z.string().nullable() });
/** Last line of a backup: without it the file was cut. */
const Trailer = z.object({ items: z.int().min(0), sha256: z.string() });
const Line = z.object({ t: z.enum(["main", "ledger"]), i: z.record(z.string(), z.unknown()) });

async function* scan({ client, names }: Tables, table: TableName): AsyncGenerator<RawItem> {
  let start: RawItem | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: names[table],
        ConsistentRead: true,
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    for (const item of page.Items ?? []) yield item;
    start = page.LastEvaluatedKey;
  } while (start);
}

/** Bytes as base64 under `B`, as DynamoDB's own JSON has them. */
function written(item: RawItem): string {
  return JSON.stringify(item, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
  );
}

const belongs = (item: RawItem, tenant: string | undefined): boolean => {
  const part = `T#${encodeURIComponent(tenant ?? "")}`;
  return tenant === undefined || item.pk?.S === part || (item.pk?.S ?? "").startsWith(`${part}#`);
};

/**
 * The lines of a backup of all tables, or of one tenant. The tables are read twice: what the first reading named was written
 * before its end, so the second finds every part of it even while the service goes on writing.
 */
export async function* backupLines(
  tables: Tables,
  { at, tenant }: { readonly at: string; readonly tenant?: string },
): AsyncGenerator<string> {
  const digest = createHash("sha256");
  let items = 0;
  const line = (value: string): string => {
    digest.update(`${value}\n`);
    return value;
  };
  yield line(JSON.stringify({ antar: "backup/1", at, tenant: tenant ?? null }));
  const seen = new Map<string, string>();
  for (const round of [1, 2]) {
    for (const table of tableNames) {
      for await (const item of scan(tables, table)) {
        if (!belongs(item, tenant)) continue;
        const name = `${table} ${item.pk?.S} ${item.sk?.S}`;
        const revision = item.n?.N ?? "";
        if (round === 2 && seen.get(name) === revision) continue;
        seen.set(name, revision);
        items += 1;
        yield line(`{"t":"${table}","i":${written(item)}}`);
      }
    }
  }
  yield JSON.stringify({ items, sha256: digest.digest("hex") });
}

function broken(id: string, en: string): Refusal {
  return new Refusal("bad-input", { id, en });
}

/** What a whole and unaltered backup says of itself. Throws Refusal `bad-input` when it was cut or changed. */
export async function checkBackup(
  lines: AsyncIterable<string>,
): Promise<{ at: string; tenant: string | null; items: number }> {
  const digest = createHash("sha256");
  let last: string | undefined;
  let header: z.infer<typeof Header> | undefined;
  let items = -1;
  for await (const text of lines) {
    if (last !== undefined) {
      digest.update(`${last}\n`);
      items += 1;
    }
    header ??= Header.safeParse(parsed(text)).data;
    if (!header) throw broken("Bukan cadangan Antar", "Not a backup of Antar");
    last = text;
  }
  const trailer = Trailer.safeParse(parsed(last ?? ""));
  if (!header || !trailer.success || trailer.data.sha256 !== digest.digest("hex") || trailer.data.items !== items) {
    throw broken("Cadangan terpotong atau berubah; pakai cadangan lain", "The backup was cut or changed; use another");
  }
  return { at: header.at, tenant: header.tenant, items };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function itemOf(value: unknown): RawItem {
  const revive = (name: string, part: unknown): unknown =>
    name === "B" && typeof part === "string" ? new Uint8Array(Buffer.from(part, "base64")) : part;
  return walked(value, revive);
}

/** `value` with every `B` as bytes. */
function walked(value: unknown, revive: (name: string, part: unknown) => unknown): RawItem {
  const copy = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(copy);
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, revive(name, copy(inner))]));
  };
  return Attributes.parse(copy(value));
}

const Attributes = z.custom<RawItem>((value) => value !== null && typeof value === "object");

const samePut = async (
  { client, names }: Tables,
  table: TableName,
  item: RawItem,
  later: boolean,
): Promise<boolean> => {
  try {
    await client.send(
      new PutItemCommand({
        TableName: names[table],
        Item: item,
        ...(later ? {} : { ConditionExpression: "attribute_not_exists(pk)" }),
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
};

/**
 * Puts the items of a backup that was checked into `tables`. What stands there already is left alone, so restoring again
 * goes on where it stopped. Answers how many were put and how many stood there.
 */
export async function restoreLines(
  tables: Tables,
  lines: AsyncIterable<string>,
): Promise<{ readonly put: number; readonly stood: number }> {
  const own = new Set<string>();
  const told = { put: 0, stood: 0 };
  let number = 0;
  for await (const text of lines) {
    number += 1;
    const line = Line.safeParse(parsed(text));
    if (number === 1 || !line.success) continue;
    const item = itemOf(line.data.i);
    const name = `${line.data.t} ${item.pk?.S} ${item.sk?.S}`;
    // A second line of the same item is a later state that this very backup saw.
    const done = await samePut(tables, line.data.t, item, own.has(name));
    if (done) own.add(name);
    if (done) told.put += 1;
    else told.stood += 1;
  }
  return told;
}
