export { type Actor, permit, policy, type Role, roles, type Verb } from "./actor.ts";
export type { JobMessage, JobQueue, Planner, PlanOutcome, PlanWatch } from "./ports.ts";
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
