/**
 * The tables: point-in-time recovery and deletion protection on both.
 */
import { keyDesign } from "./key-design.ts";

const guarded = { deletionProtection: true, transform: { table: { pointInTimeRecovery: { enabled: true } } } } as const;

export const main = new sst.aws.Dynamo("Main", { ...keyDesign.main, ...guarded });
export const ledger = new sst.aws.Dynamo("Ledger", { ...keyDesign.ledger, ...guarded });
