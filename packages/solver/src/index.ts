/** The door of the solver: the model, the search, the independent checker. */
export type {
  Assignment,
  Break,
  Claim,
  Client,
  CostParts,
  Depot,
  DueTime,
  Group,
  Loading,
  Lock,
  Matrices,
  Objective,
  Overtime,
  Problem,
  Route,
  Shipment,
  Solution,
  Stop,
  TimeWindow,
  Trip,
  Unassigned,
  UnassignedReason,
  VehicleReference,
  VehicleType,
} from "./model.ts";
export { visitCount, visitOf } from "./model.ts";
export { type Until, until } from "./until.ts";
