/**
 * The tables of a service for an operator: those of a running service on this machine, those in its folder, or those that the
 * environment names in the cloud.
 */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { doorOf, openDynamoClient, openDynamoStore, type Store } from "@antar/store";
import { openEmbeddedStore } from "@antar/store/embedded";
import type { Tables } from "@antar/store/operations";
import * as z from "zod";
import { badUsage } from "../command.ts";
import { readJsonFile, writeWhole } from "../files.ts";

const Address = z.object({
  endpoint: z.string(),
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});
const Running = z.object({ address: Address, tables: z.object({ main: z.string(), ledger: z.string() }) });

/** Tables and the store over them. */
export interface OpenedTables {
  readonly tables: Tables;
  readonly store: Store;
  close(): Promise<void>;
}

const noteOf = (folder: string): string => join(folder, "running.json");

/** Notes where the database of a running service listens, so that an operator's command reaches it. */
export async function noteRunning(folder: string, running: z.infer<typeof Running>): Promise<() => Promise<void>> {
  await writeWhole(noteOf(folder), `${JSON.stringify(running)}\n`);
  return () => rm(noteOf(folder), { force: true });
}

function over(tables: Tables, close: () => Promise<void>): OpenedTables {
  const store = openDynamoStore({ door: doorOf(tables.client), tables: tables.names });
  return { tables, store, close };
}

async function running(folder: string): Promise<OpenedTables | undefined> {
  if (!existsSync(noteOf(folder))) return undefined;
  const { address, tables: names } = Running.parse(await readJsonFile(noteOf(folder)));
  const client = openDynamoClient(address);
  const opened = over({ client, names }, async () => client.destroy());
  // A service that was killed leaves its note behind.
  const alive = await fetch(address.endpoint).then(
    () => true,
    () => false,
  );
  return alive ? opened : undefined;
}

/**
 * Opens the tables TABLE_MAIN and TABLE_LEDGER of the environment (at DYNAMODB_ENDPOINT where that is set), else those of the
 * service in `folder`, running or not. Throws Refusal `bad-input` when there is none and `fresh` is not asked for.
 */
export async function openTables(folder: string, { fresh = false } = {}): Promise<OpenedTables> {
  const { TABLE_MAIN: main, TABLE_LEDGER: ledger, DYNAMODB_ENDPOINT: endpoint } = process.env;
  if (main && ledger) {
    const client = openDynamoClient(endpoint ? { endpoint } : {});
    return over({ client, names: { main, ledger } }, async () => client.destroy());
  }
  const live = await running(folder);
  if (live) return live;
  const path = join(folder, "store");
  if (!fresh && !existsSync(path)) {
    throw badUsage(`${path}: tidak ada basis data di sini`, `${path}: there is no database here`);
  }
  const embedded = await openEmbeddedStore({ folder: path });
  const client = openDynamoClient(embedded.address);
  return over({ client, names: embedded.tables }, async () => {
    client.destroy();
    await embedded.close();
  });
}
