export { DocumentRef, longestDocument } from "./documents.ts";
export { createTable, type DynamoAddress, type DynamoDoor, doorOf, openDynamoClient } from "./door.ts";
export { type DynamoStoreOptions, openDynamoStore } from "./dynamo-store.ts";
export type { ListOptions, Outcome, Page, RetryOptions, Stored } from "./items.ts";
export {
  Approval,
  AuditEntry,
  BoardRowRecord,
  BriefHead,
  Claim,
  CustodyEntry,
  EtaRecord,
  JobRecord,
  OpenJob,
  PlanHead,
  Pointer,
  SubPlanRecord,
} from "./records.ts";
export {
  AlarmRecord,
  AttachmentRecord,
  ClosureRecord,
  Consent,
  PersonalPart,
  PositionRecord,
  Review,
} from "./records-field.ts";
export { Device, Handshake, Person, PushAddress, SignInCode, TenantSettings } from "./records-people.ts";
export type { Shelf, ShelfKey, Shelves } from "./shelves.ts";
export type {
  BriefKey,
  Change,
  FirstBoard,
  Shape,
  Store,
  StoredAssignment,
  StoredBoard,
  UnitKey,
  VersionKey,
} from "./store.ts";
export { type TableDefinition, type TableNames, tables } from "./tables.ts";
