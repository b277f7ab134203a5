export { type Actor, permit, policy, type Role, roles, type Verb } from "./actor.ts";
export type { BriefView, PutBrief } from "./briefs.ts";
export type { Context } from "./context.ts";
export { createDispatch, type Dispatch } from "./dispatch.ts";
export type { RequestPlan } from "./jobs.ts";
export type { PlanInput, PublishPlan, TaggedAssignment } from "./plans.ts";
export type { JobMessage, JobQueue, Planner, PlanOutcome, PlanWatch } from "./ports.ts";
export { type ProcessQueue, type ProcessQueueOptions, queueInProcess } from "./queue.ts";
export {
  AssignmentList,
  AssignmentView,
  BoardRow,
  BoardView,
  BriefHeadView,
  BriefList,
  FindingView,
  JobState,
  JobView,
  PlaceView,
  PlanHeadView,
  PlanList,
  PlanRequest,
  PlanState,
  PlanView,
  ProgressView,
  RoadsView,
  RouteDrawing,
  SentenceView,
  TroubleView,
} from "./views.ts";
export { createPlanWorker, type PlanWorker, type WorkerOptions } from "./worker.ts";
