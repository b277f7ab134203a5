export { type Actor, policy, type Role, roles, type Verb } from "./actor.ts";
export type { BriefView, PutBrief } from "./briefs.ts";
export { brokenAt, hashOf, type LogPlace } from "./chain.ts";
export type { Context, Receipt } from "./context.ts";
export { type AppendEvents, projectUnit } from "./custody.ts";
export { createDispatch, type Dispatch } from "./dispatch.ts";
export type { RequestPlan } from "./jobs.ts";
export type { PlanInput, PublishPlan, TaggedAssignment } from "./plans.ts";
export type { JobMessage, JobQueue, Planner, PlanOutcome, PlanWatch } from "./ports.ts";
export { type ProcessQueue, type ProcessQueueOptions, queueInProcess } from "./queue.ts";
export type { DeviceProof, SignedIn, SignIn, Standing } from "./sign-in.ts";
export {
  AssignmentList,
  AssignmentView,
  BoardRow,
  BoardView,
  BriefHeadView,
  BriefList,
  CustodyEvent,
  EventBatch,
  EventResult,
  EventResults,
  eventKinds,
  FindingView,
  JobState,
  JobView,
  LogEntryView,
  LogView,
  PlaceView,
  PlanHeadView,
  PlanList,
  PlanRequest,
  PlanState,
  PlanView,
  ProgressView,
  ReceiptView,
  RoadsView,
  RouteDrawing,
  SentenceView,
  TroubleView,
  UnitList,
} from "./views.ts";
export {
  AuditList,
  CodeSignIn,
  CodeView,
  CodeWish,
  DeviceList,
  DeviceView,
  IdentitySignIn,
  MeView,
  PersonGiven,
  PersonList,
  PersonName,
  PersonView,
  Renewal,
  SecretSignIn,
  SecretView,
  SessionView,
  SettingsGiven,
  SettingsView,
} from "./views-people.ts";
export { createPlanWorker, type PlanWorker, type WorkerOptions } from "./worker.ts";
