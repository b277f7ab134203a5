/**
 * Items with a kind, a schema version and a revision, written by conditional single-item puts. Knows retry and how to
 * recognise its own write; refuses to know what a body means.
 */
import { Refusal } from "@antar/domain";
import { type AttributeValue, marshall, unmarshall } from "./attributes.ts";
import type { DynamoDoor, RawItem } from "./door.ts";
import type { Key, KeyRange } from "./keys.ts";
import { bodyOf, type RecordKind } from "./record-kind.ts";

/** A body as it stands in the table. */
export interface Stored<Body> {
  readonly body: Body;
  /** 1 when created, one more with every change. */
  readonly revision: number;
  /** Ids of the last writes, newest first: by these a writer knows its own write again. */
  readonly writes: readonly string[];
}

/** Answer of a conditional write: done, or what stands there instead. */
export type Outcome<Body> =
  | { readonly written: true; readonly current: Stored<Body> }
  | { readonly written: false; readonly current: Stored<Body> | undefined };

/** One page of bodies. */
export interface Page<Body> {
  readonly items: readonly Stored<Body>[];
  /** Cursor of the next page; undefined at the end. */
  readonly next: string | undefined;
}

/** How a Query runs. */
export interface ListOptions {
  readonly limit?: number;
  readonly after?: string;
  readonly newestFirst?: boolean;
  /** True when a decision hangs on the answer. */
  readonly consistent?: boolean;
}

/** How and how often failed calls are repeated. */
export interface RetryOptions {
  readonly attempts: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** What stands beside the body. */
export interface Extra {
  readonly expires?: number;
  readonly bytes?: Uint8Array;
}

/** Write ids that an item remembers. */
const remembered = 12;

const transient = new Set([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
  "InternalServerError",
  "ServiceUnavailable",
  "TimeoutError",
  "AbortError",
  "LimitExceededException",
]);

function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === "object" ? Reflect.get(value, name) : undefined;
}

/** True when the same call may succeed later. Whether it took effect is not known. */
export function isTransient(error: unknown): boolean {
  if (transient.has(String(field(error, "name")))) return true;
  const status = field(field(error, "$metadata"), "httpStatusCode");
  if (typeof status === "number" && status >= 500) return true;
  return ["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND"].includes(String(field(error, "code")));
}

/** True when a condition was not met. */
export function isConditionFailure(error: unknown): boolean {
  return field(error, "name") === "ConditionalCheckFailedException";
}

/** The items of one table. */
export class Items {
  readonly #door: DynamoDoor;
  readonly #table: string;
  readonly #retry: RetryOptions;

  constructor(door: DynamoDoor, table: string, retry: RetryOptions) {
    this.#door = door;
    this.#table = table;
    this.#retry = retry;
  }

  /** The body under `key`, read consistently; undefined when there is none. */
  async get<Body>(kind: RecordKind<Body>, key: Key): Promise<Stored<Body> | undefined> {
    const item = await this.raw(key);
    return item && storedOf(kind, item);
  }

  /** The whole item under `key`, read consistently. */
  async raw(key: Key): Promise<RawItem | undefined> {
    return this.#calling(() =>
      this.#door.getItem({ TableName: this.#table, Key: marshall({ ...key }), ConsistentRead: true }),
    );
  }

  /** Puts `body` where nothing stands. `write` is an id that no other write shares. */
  async create<Body>(kind: RecordKind<Body>, key: Key, given: { body: Body; write: string } & Extra) {
    return this.#put(kind, key, given, undefined);
  }

  /** Puts `body` in the place of `previous`, unless somebody else changed it since. */
  async change<Body>(
    kind: RecordKind<Body>,
    key: Key,
    given: { body: Body; write: string; previous: Stored<Body> } & Extra,
  ) {
    return this.#put(kind, key, given, given.previous);
  }

  /** Puts without a condition: only for items whose content follows from their key. */
  async set<Body>(kind: RecordKind<Body>, key: Key, given: { body: Body; write: string } & Extra): Promise<void> {
    const item = itemOf(kind, key, given, undefined);
    await this.#calling(() => this.#door.putItem({ TableName: this.#table, Item: item }));
  }

  /** Removes what stands under `key`, if anything. */
  async remove(key: Key): Promise<void> {
    await this.#calling(() => this.#door.deleteItem({ TableName: this.#table, Key: marshall({ ...key }) }));
  }

  /** One page of the bodies in `range`, in the order of their keys. */
  async list<Body>(kind: RecordKind<Body>, range: KeyRange, options: ListOptions = {}): Promise<Page<Body>> {
    const { items, next } = await this.page(range, options);
    return { items: items.map((item) => storedOf(kind, item)), next };
  }

  /** All bodies in `range`. */
  async listAll<Body>(kind: RecordKind<Body>, range: KeyRange, options: ListOptions = {}): Promise<Stored<Body>[]> {
    return (await this.all(range, options)).map((item) => storedOf(kind, item));
  }

  /** All items in `range`, whole. */
  async all(range: KeyRange, options: ListOptions = {}): Promise<RawItem[]> {
    const found: RawItem[] = [];
    let after: string | undefined;
    do {
      const page = await this.page(range, after === undefined ? options : { ...options, after });
      found.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return found;
  }

  /** One page of the items in `range`, whole. */
  async page(range: KeyRange, options: ListOptions): Promise<{ items: readonly RawItem[]; next: string | undefined }> {
    const bound = range.prefix === "" ? "" : " AND begins_with(sk, :prefix)";
    const values = range.prefix === "" ? { ":pk": range.pk } : { ":pk": range.pk, ":prefix": range.prefix };
    const page = await this.#calling(() =>
      this.#door.query({
        TableName: this.#table,
        KeyConditionExpression: `pk = :pk${bound}`,
        ExpressionAttributeValues: marshall(values),
        ConsistentRead: options.consistent ?? false,
        ScanIndexForward: !(options.newestFirst ?? false),
        ...(options.limit === undefined ? {} : { Limit: options.limit }),
        ...(options.after === undefined
          ? {}
          : { ExclusiveStartKey: marshall({ pk: range.pk, sk: `${range.prefix}${options.after}` }) }),
      }),
    );
    const last = page.last && String(unmarshall(page.last).sk).slice(range.prefix.length);
    return { items: page.items, next: last };
  }

  async #put<Body>(
    kind: RecordKind<Body>,
    key: Key,
    given: { body: Body; write: string } & Extra,
    previous: Stored<Body> | undefined,
  ): Promise<Outcome<Body>> {
    const item = itemOf(kind, key, given, previous);
    const condition = previous
      ? { ConditionExpression: "n = :n", ExpressionAttributeValues: marshall({ ":n": previous.revision }) }
      : { ConditionExpression: "attribute_not_exists(pk)" };
    try {
      await this.#calling(() => this.#door.putItem({ TableName: this.#table, Item: item, ...condition }));
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
      return this.#afterRefusal(kind, key, given.write);
    }
    return { written: true, current: storedOf(kind, item) };
  }

  /** A failed condition after a lost answer may be our own write that did commit: the write ids tell. */
  async #afterRefusal<Body>(kind: RecordKind<Body>, key: Key, write: string): Promise<Outcome<Body>> {
    const current = await this.get(kind, key);
    if (current?.writes.includes(write)) return { written: true, current };
    return { written: false, current };
  }

  async #calling<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const { attempts, sleep, random } = this.#retry;
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (attempt >= attempts) throw busy(error);
        await sleep(Math.min(2_000, 25 * 2 ** attempt) * (0.5 + random() / 2));
      }
    }
  }
}

function busy(cause: unknown): Refusal {
  const refusal = new Refusal("busy", {
    id: "Penyimpanan sedang sibuk; coba lagi sebentar",
    en: "The store is busy; try again in a moment",
  });
  refusal.cause = cause;
  return refusal;
}

function itemOf<Body>(
  kind: RecordKind<Body>,
  key: Key,
  given: { body: Body; write: string } & Extra,
  previous: Stored<Body> | undefined,
): Record<string, AttributeValue> {
  return marshall({
    ...key,
    kind: kind.name,
    v: kind.version,
    n: (previous?.revision ?? 0) + 1,
    w: [given.write, ...(previous?.writes ?? [])].slice(0, remembered),
    body: given.body,
    ...(given.expires === undefined ? {} : { expires: given.expires }),
    ...(given.bytes === undefined ? {} : { z: given.bytes }),
  });
}

/** `item` as a body of the newest version of `kind`. */
export function storedOf<Body>(kind: RecordKind<Body>, item: RawItem): Stored<Body> {
  const { body, n, v, w } = unmarshall(item);
  const writes = Array.isArray(w) ? w.map(String) : [];
  return { body: bodyOf(kind, Number(v), body), revision: Number(n), writes };
}

/** The bytes beside the body; undefined when there are none. */
export function bytesOf(item: RawItem): Uint8Array | undefined {
  return item.z?.B;
}
