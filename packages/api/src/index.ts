export type {
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
  FindingView,
  JobState,
  JobView,
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
} from "@antar/dispatch";
export { type Api, createApi } from "./create-api.ts";
export type { ApiOptions, Asset } from "./port.ts";
export type { Problem, ProblemCode } from "./problem.ts";
export { readReceipt, receiptSigner } from "./receipts.ts";
export { identifyByToken, type TokenRules } from "./tokens.ts";
