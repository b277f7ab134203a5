export { type Actor, policy, type Role, roles, type Verb } from "./actor.ts";
export type { BriefView, PutBrief } from "./briefs.ts";
export { brokenAt, hashOf, type LogPlace } from "./chain.ts";
export type { Context, Receipt } from "./context.ts";
export { type AppendEvents, projectUnit } from "./custody.ts";
export { createDispatch, type Dispatch } from "./dispatch.ts";
export { giveUpJob } from "./job-ends.ts";
export type { RequestPlan, RequestStudy } from "./jobs.ts";
export { contradicted, type LogState, rebuild, verifyLogs, type Witness } from "./operations.ts";
export { type Erased, erasePersonal } from "./personal.ts";
export type { PlanInput, PublishPlan, TaggedAssignment } from "./plans.ts";
export type {
  AlarmChannel,
  AlarmTeller,
  AttachmentFiles,
  JobMessage,
  JobQueue,
  Measure,
  Measurement,
  Planner,
  PlanOutcome,
  PlanTask,
  PlanWatch,
  Queue,
  StudyOutcome,
  SubPlanMessage,
  SubPlanner,
  SubPlanQueue,
  SubPlansOutcome,
  ToldAlarm,
} from "./ports.ts";
export { type ProcessQueue, type ProcessQueueOptions, queueInProcess } from "./queue.ts";
export type { DeviceProof, SignedIn, SignIn, Standing } from "./sign-in.ts";
export {
  createSubPlanWorker,
  type FanInOptions,
  type FanOut,
  joinSubPlans,
  type SubPlanWorker,
  type SubPlanWorkerOptions,
} from "./sub-plans.ts";
export {
  AssignmentList,
  AssignmentView,
  BoardRow,
  BoardView,
  BriefHeadView,
  BriefList,
  ContactList,
  CustodyEvent,
  EtaList,
  EventBatch,
  EventResult,
  EventResults,
  ExpectedView,
  eventKinds,
  FindingView,
  JobState,
  JobView,
  LogEntryView,
  LogView,
  PlaceView,
  PlanDiffView,
  PlanEditGiven,
  PlanHeadView,
  PlanList,
  PlanRequest,
  PlanState,
  PlanView,
  ProgressView,
  ReceiptView,
  ReviewNote,
  RoadsView,
  RouteDrawing,
  SentenceView,
  StudyRequest,
  TroubleView,
  UnitList,
} from "./views.ts";
export {
  AlarmList,
  AlarmView,
  AttachmentView,
  AttachmentWish,
  attachmentTypes,
  CheckpointView,
  ClosureList,
  ClosureView,
  ConcernView,
  ConsentGiven,
  ConsentView,
  DeliveryList,
  longestAttachment,
  PositionBatch,
  PositionGiven,
  PositionList,
  PositionsTaken,
  PositionView,
  PushGiven,
  PushView,
} from "./views-field.ts";
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
