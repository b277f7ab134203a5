export type {
  AlarmList,
  AlarmView,
  AssignmentList,
  AssignmentView,
  AttachmentView,
  BoardRow,
  BoardView,
  BriefHeadView,
  BriefList,
  ClosureList,
  ClosureView,
  CodeView,
  CodeWish,
  ConcernView,
  ConsentView,
  ContactList,
  CustodyEvent,
  DeliveryList,
  DeviceList,
  DeviceView,
  EtaList,
  EventBatch,
  EventResult,
  EventResults,
  FindingView,
  JobState,
  JobView,
  LogView,
  MeView,
  PersonGiven,
  PersonList,
  PersonView,
  PlaceView,
  PlanDiffView,
  PlanEditGiven,
  PlanHeadView,
  PlanList,
  PlanRequest,
  PlanState,
  PlanView,
  PositionBatch,
  PositionGiven,
  PositionList,
  PositionView,
  ProgressView,
  ReceiptView,
  RoadsView,
  RouteDrawing,
  SecretView,
  SentenceView,
  SessionView,
  SettingsGiven,
  SettingsView,
  StudyRequest,
  TroubleView,
  UnitList,
} from "@antar/dispatch";
export { type ChannelOptions, pushKeyOf, pushTeller, webhookTeller } from "./alarm-channels.ts";
export { type Api, createApi } from "./create-api.ts";
export { freshKey, freshRing, KeyRing, publicKeys, rotated } from "./key-ring.ts";
export { type IdentityProvider, OidcSettings, openIdentityProvider } from "./oidc.ts";
export { createOsrm, type OsrmOptions, osrmLimits } from "./osrm/create-osrm.ts";
export type { OsrmLimits } from "./osrm/services.ts";
export type { ApiOptions, Asset, SignInOptions } from "./port.ts";
export { NotSignedIn, type Problem, type ProblemCode } from "./problem.ts";
export { readReceipt, receiptSigner } from "./receipts.ts";
export { createTokenIssuer, type IssuerOptions, identifyByToken, type TokenIssuer, type TokenRules } from "./tokens.ts";
export {
  answerVroom,
  networkTables,
  type VroomAsked,
  type VroomPorts,
  type VroomTableOf,
} from "./vroom/answer-vroom.ts";
export { createVroom, type VroomAnswerer, type VroomLimits, vroomLimits } from "./vroom/create-vroom.ts";
