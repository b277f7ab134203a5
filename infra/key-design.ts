/**
 * Keys of the two tables, as data that a test compares with what the store expects. Knows no cloud.
 */

const keys = {
  fields: { pk: "string", sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
} as const;

/** Main: written again and expiring. Ledger: append-only. */
export const keyDesign = { main: { ...keys, ttl: "expires" }, ledger: keys } as const;
