/** The door of the solver: the model, the search, the independent checker. */
export { check, type Violation, type ViolationCode } from "./check.ts";
export {
  bestOf,
  type Cut,
  type Island,
  type IslandLeg,
  type IslandOptions,
  type PlainBudget,
  solveOnIslands,
} from "./islands.ts";
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
export { type Progress, type SolveOptions, solve } from "./solve.ts";
export { type Call, type Timetable, timetable } from "./timetable.ts";
export { type Until, type UntilPart, until } from "./until.ts";
export { largest, longestLeg, ProblemError, validate } from "./validate.ts";
