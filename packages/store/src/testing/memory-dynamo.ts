/**
 * DynamoDB in memory: the four operations of the door, with the conditions that items.ts uses and no others. Knows what a
 * test compares with dynalite, operation by operation; refuses expressions that it does not know.
 */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DynamoDoor, RawItem, RawPage } from "../door.ts";

/** Bytes of one page of a Query, as DynamoDB bounds it. */
const pageBytes = 1_048_576;

/** The tables, readable and writable from outside, for snapshots and for stale reads. */
export interface MemoryTables {
  /** table -> partition -> sort key -> item */
  readonly tables: Map<string, Map<string, Map<string, RawItem>>>;
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** The error of a condition that was not met. */
export const conditionFailed = (): Error =>
  failure("ConditionalCheckFailedException", "The conditional request failed");

const textOf = (value: AttributeValue | undefined): string => {
  if (value?.S === undefined) throw failure("ValidationException", "a key must be a string");
  return value.S;
};

const compareBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

/** Bytes of an item as DynamoDB counts them, near enough for the page limit: names and values. */
function sizeOf(item: RawItem): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + name.length + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.B !== undefined) return value.B.length;
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  if (value.L !== undefined) return 3 + value.L.reduce((sum, part) => sum + 1 + valueSize(part), 0);
  return 1;
}

function holds(condition: string | undefined, values: RawItem | undefined, item: RawItem | undefined): boolean {
  switch (condition) {
    case undefined:
      return true;
    case "attribute_not_exists(pk)":
      return item === undefined;
    case "n = :n":
      return item?.n?.N !== undefined && item.n.N === values?.[":n"]?.N;
    default:
      throw failure("ValidationException", `this engine does not know the condition ${condition}`);
  }
}

/** An empty database. Every operation takes effect before its promise resolves; nothing waits. */
export function createMemoryDynamo(): DynamoDoor & MemoryTables {
  const tables: MemoryTables["tables"] = new Map();
  const partition = (table: string, pk: string): Map<string, RawItem> => {
    const known = tables.get(table) ?? new Map<string, Map<string, RawItem>>();
    tables.set(table, known);
    const items = known.get(pk) ?? new Map<string, RawItem>();
    known.set(pk, items);
    return items;
  };
  const place = (table: string | undefined, key: RawItem | undefined) => {
    const sk = textOf(key?.sk);
    return { items: partition(table ?? "", textOf(key?.pk)), sk };
  };
  return {
    tables,
    getItem: async ({ TableName, Key }) => {
      const { items, sk } = place(TableName, Key);
      return items.get(sk);
    },
    putItem: async ({ TableName, Item, ConditionExpression, ExpressionAttributeValues }) => {
      const { items, sk } = place(TableName, Item);
      if (!Item || sizeOf(Item) > 409_600) {
        throw failure("ValidationException", "Item size has exceeded the maximum allowed size");
      }
      if (!holds(ConditionExpression, ExpressionAttributeValues, items.get(sk))) throw conditionFailed();
      items.set(sk, Item);
    },
    deleteItem: async ({ TableName, Key }) => {
      const { items, sk } = place(TableName, Key);
      items.delete(sk);
    },
    query: async (input) =>
      queryOf(input, partition(input.TableName ?? "", textOf(input.ExpressionAttributeValues?.[":pk"]))),
  };
}

type QueryInput = Parameters<DynamoDoor["query"]>[0];

/** The page of `items` that `input` asks for. */
export function queryOf(input: QueryInput, items: ReadonlyMap<string, RawItem>): RawPage {
  const known = ["pk = :pk", "pk = :pk AND begins_with(sk, :prefix)"];
  if (!known.includes(input.KeyConditionExpression ?? "")) {
    throw failure("ValidationException", `this engine does not know ${input.KeyConditionExpression}`);
  }
  const prefix = input.ExpressionAttributeValues?.[":prefix"]?.S ?? "";
  const forward = input.ScanIndexForward ?? true;
  const start = input.ExclusiveStartKey?.sk?.S;
  const sorted = [...items.entries()]
    .filter(([sk]) => sk.startsWith(prefix))
    .sort(([left], [right]) => (forward ? compareBytes(left, right) : compareBytes(right, left)));
  const rest = start === undefined ? sorted : sorted.filter(([sk]) => compareBytes(sk, start) * (forward ? 1 : -1) > 0);
  const page: RawItem[] = [];
  let bytes = 0;
  for (const [, item] of rest) {
    page.push(item);
    bytes += sizeOf(item);
    if (page.length === input.Limit || bytes > pageBytes) break;
  }
  const lastItem = page.at(-1);
  const full = page.length === input.Limit || bytes > pageBytes;
  const last = full && lastItem?.pk && lastItem.sk ? { pk: lastItem.pk, sk: lastItem.sk } : undefined;
  return { items: page, last };
}
