import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { marshall } from "./attributes.ts";
import { type DynamoDoor, doorOf, openDynamoClient } from "./door.ts";
import { openDynamoStore } from "./dynamo-store.ts";
import { type EmbeddedStore, openEmbeddedStore } from "./embedded.ts";
import { createMemoryDynamo, testStore } from "./testing/index.ts";

testStore("the memory engine", async () => {
  const store = openDynamoStore({ door: createMemoryDynamo(), tables: { main: "Main", ledger: "Ledger" } });
  return { store, close: async () => undefined };
});

let embedded: EmbeddedStore;
let dynalite: DynamoDoor;
beforeAll(async () => {
  embedded = await openEmbeddedStore({ memory: true });
  dynalite = doorOf(openDynamoClient(embedded.address));
});
afterAll(() => embedded.close());

const table = "Main";
const sk = fc.constantFrom("A#1", "A#10", "A#2", "B", "B#é", "B#z", "R");
const size = fc.constantFrom(1, 1, 1, 200_000, 420_000);
type Operation =
  | { kind: "get"; sk: string }
  | { kind: "put"; sk: string; n: number; size: number; condition: "none" | "absent" | "revision" }
  | { kind: "remove"; sk: string }
  | { kind: "query"; prefix: string; limit: number; forward: boolean; after: string | null };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant("get" as const), sk }),
  fc.record({
    kind: fc.constant("put" as const),
    sk,
    n: fc.integer({ min: 1, max: 3 }),
    size,
    condition: fc.constantFrom("none" as const, "absent" as const, "revision" as const),
  }),
  fc.record({ kind: fc.constant("remove" as const), sk }),
  fc.record({
    kind: fc.constant("query" as const),
    prefix: fc.constantFrom("", "A#", "B", "none"),
    limit: fc.integer({ min: 1, max: 8 }),
    forward: fc.boolean(),
    after: fc.option(fc.constantFrom("A#1", "A#15", "B")),
  }),
);

async function apply(door: DynamoDoor, pk: string, operation: Operation): Promise<unknown> {
  try {
    switch (operation.kind) {
      case "get":
        return await door.getItem({ TableName: table, Key: marshall({ pk, sk: operation.sk }), ConsistentRead: true });
      case "put":
        return await door.putItem({
          TableName: table,
          Item: marshall({ pk, sk: operation.sk, n: operation.n, body: "x".repeat(operation.size) }),
          ...(operation.condition === "absent" ? { ConditionExpression: "attribute_not_exists(pk)" } : {}),
          ...(operation.condition === "revision"
            ? { ConditionExpression: "n = :n", ExpressionAttributeValues: marshall({ ":n": operation.n }) }
            : {}),
        });
      case "remove":
        return await door.deleteItem({ TableName: table, Key: marshall({ pk, sk: operation.sk }) });
      case "query": {
        const bounded = operation.prefix !== "";
        const inside = operation.after?.startsWith(operation.prefix) ?? false;
        return await door.query({
          TableName: table,
          KeyConditionExpression: bounded ? "pk = :pk AND begins_with(sk, :prefix)" : "pk = :pk",
          ExpressionAttributeValues: marshall(bounded ? { ":pk": pk, ":prefix": operation.prefix } : { ":pk": pk }),
          ConsistentRead: true,
          Limit: operation.limit,
          ScanIndexForward: operation.forward,
          ...(inside ? { ExclusiveStartKey: marshall({ pk, sk: operation.after }) } : {}),
        });
      }
    }
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}

test("the memory engine answers as dynalite does, operation by operation", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 14 }), async (operations) => {
      runs += 1;
      const memory = createMemoryDynamo();
      for (const [index, each] of operations.entries()) {
        const [left, right] = [await apply(memory, `run-${runs}`, each), await apply(dynalite, `run-${runs}`, each)];
        expect([index, left]).toEqual([index, right]);
      }
    }),
    { numRuns: 150, seed: 20_241_127 },
  );
});
