/**
 * The two tables, as data. Knows keys and expiry only; infra declares the very same and a test compares them.
 */

/** Key design of one DynamoDB table, in the words that infra uses too. */
export interface TableDefinition {
  readonly fields: { readonly pk: "string"; readonly sk: "string" };
  readonly primaryIndex: { readonly hashKey: "pk"; readonly rangeKey: "sk" };
  /** Attribute with the epoch second after which DynamoDB may delete the item; absent: nothing ever expires. */
  readonly ttl?: "expires";
}

/** Names of the two tables at run time. */
export interface TableNames {
  readonly main: string;
  readonly ledger: string;
}

const fields = { pk: "string", sk: "string" } as const;
const primaryIndex = { hashKey: "pk", rangeKey: "sk" } as const;

/** Main: everything that is written again or derived. Ledger: append-only, never deleted from. */
export const tables: { readonly main: TableDefinition; readonly ledger: TableDefinition } = {
  main: { fields, primaryIndex, ttl: "expires" },
  ledger: { fields, primaryIndex },
};
