export {
  Brief,
  briefSchemaId,
  Capacity,
  Mode,
  Opening,
  Place,
  PlaceCode,
  PlaceKind,
  Point,
  TimeWindow,
  VehicleType,
} from "./brief.ts";
export { ClosedArea, RoadClosure, readClosures } from "./closure.ts";
export { canonicalJson, digestOf } from "./document.ts";
export { type ExtraOrder, extraRefusal, extrasOf, mustBeExtraOrders, underPlan, withExtras } from "./extra.ts";
export type { Finding, Tepat } from "./finding.ts";
export { ballotsOf, type KitLoad, kitsOf, piecesPerKit, sizeOf } from "./kit.ts";
export {
  Convoy,
  Extra,
  HeldTrip,
  Leg,
  Load,
  mostExtraKits,
  mostExtras,
  Plan,
  PlanSummary,
  planSchemaId,
  Remaking,
  Route,
  Stop,
  Takes,
  Trip,
  Unassigned,
  Unavoidable,
  Undelivered,
} from "./plan.ts";
export { readBrief, troublesOf } from "./read-brief.ts";
export { readPlan } from "./read-plan.ts";
export { Refusal, type RefusalCode, type Sentence, type Trouble } from "./refusal.ts";
export { settingKeys, withSettings } from "./settings.ts";
