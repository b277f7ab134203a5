/**
 * The few DynamoDB operations that the store uses, with AWS's own inputs and answers. Knows the SDK; refuses to know
 * items. No retry here: items.ts is the one layer that retries.
 */
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { TableDefinition } from "./tables.ts";

/** An item as DynamoDB writes it. */
export type RawItem = Record<string, AttributeValue>;

/** One page of a Query. */
export interface RawPage {
  readonly items: readonly RawItem[];
  readonly last: RawItem | undefined;
}

/** The operations. Each rejects with the SDK's own errors. */
export interface DynamoDoor {
  getItem(input: GetItemCommandInput): Promise<RawItem | undefined>;
  putItem(input: PutItemCommandInput): Promise<void>;
  deleteItem(input: DeleteItemCommandInput): Promise<void>;
  query(input: QueryCommandInput): Promise<RawPage>;
}

/** The operations over an SDK client. The client must not retry by itself: use `openDynamoClient`. */
export function doorOf(client: DynamoDBClient): DynamoDoor {
  return {
    getItem: async (input) => (await client.send(new GetItemCommand(input))).Item,
    putItem: async (input) => {
      await client.send(new PutItemCommand(input));
    },
    deleteItem: async (input) => {
      await client.send(new DeleteItemCommand(input));
    },
    query: async (input) => {
      const answer = await client.send(new QueryCommand(input));
      return { items: answer.Items ?? [], last: answer.LastEvaluatedKey };
    },
  };
}

/** Where DynamoDB is. Without `endpoint` the AWS endpoint of `region`. */
export interface DynamoAddress {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An SDK client that makes one attempt per call. */
export function openDynamoClient(address: DynamoAddress = {}): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 1, ...address });
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Creates the table `name` unless it exists, and resolves once it can be used. */
export async function createTable(client: DynamoDBClient, name: string, table: TableDefinition): Promise<void> {
  const { hashKey, rangeKey } = table.primaryIndex;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: Object.keys(table.fields).map((field) => ({ AttributeName: field, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: hashKey, KeyType: "HASH" },
          { AttributeName: rangeKey, KeyType: "RANGE" },
        ],
      }),
    );
  } catch (error) {
    if (!isNamed(error, "ResourceInUseException")) throw error;
  }
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await client.send(new DescribeTableCommand({ TableName: name }));
    if (answer.Table?.TableStatus === "ACTIVE") return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`table ${name} did not become active`);
}
