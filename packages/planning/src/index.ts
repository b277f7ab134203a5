/** The door of planning: from a brief and roads to a plan, and what can be drawn of it. */
export { type Alternative, askStop, type StopAnswer } from "./ask-stop.ts";
export { auditPlan } from "./audit/audit-plan.ts";
export type { AuditRoads } from "./audit/audit-roads.ts";
export { auditCollection } from "./audit/collection-rules.ts";
export { auditTwoEchelon, twoEchelonCost } from "./audit/two-echelon-rules.ts";
export { type CollectOptions, collect } from "./collect/collect.ts";
export type {
  Collection,
  CollectionLimit,
  CollectionStop,
  CollectionTrip,
  LateBoxes,
  ReadyEvent,
} from "./collect/collection.ts";
export { type Compactness, compactnessOf, type Measure } from "./compactness.ts";
export { type EditedPlan, editPlan, type PlanEdit } from "./edit-plan.ts";
export { type EscortGain, escortGain, moreEscorts } from "./escort-gain.ts";
export type { Sighting } from "./etas/facts.ts";
export { assumedHabits, type DayLog, type Habits, learnHabits } from "./etas/habits.ts";
export {
  type Eta,
  type EtaOptions,
  type Etas,
  type Expected,
  type Forecast,
  openForecast,
  projectEtas,
} from "./etas/project-etas.ts";
export { type Explained, type ExplainOptions, explainPlan, withoutReopened } from "./explain.ts";

export {
  makePlanFannedOut,
  pendingSubPlans,
  type SubAnswer,
  type SubPlan,
  type SubPlanPort,
  solveSubPlan,
} from "./fan-out.ts";
export { heldIn } from "./locks.ts";
export { makePlan, type PlanOptions, type PlanProgress } from "./make-plan.ts";
export { diffPlans, type PlanDiff } from "./plan-diff.ts";
export {
  type Addition,
  additionsFor,
  type Tried,
  type TryOptions,
  tryAdditions,
} from "./rehearse/more-resources.ts";
export {
  type Expectation,
  type Rehearsal,
  type RehearseOptions,
  rehearse,
  type ToldDay,
  toldDays,
} from "./rehearse/rehearse.ts";
export { type Spread, usualSpread } from "./rehearse/spread.ts";
export { type Replanned, replan } from "./replan.ts";
export { rememberRoads } from "./road-memory.ts";
export {
  type RouteGeometries,
  routeGeometries,
  type StopProperties,
  type Territories,
  type Territory,
  type TripProperties,
  territoriesOf,
} from "./route-geometries.ts";
export type { FreighterRoute, TruckRoute, TwoEchelonSolution, TwoEchelonTask } from "./two-echelon/solution.ts";
export { solveTwoEchelon, type TwoEchelonOptions } from "./two-echelon/solve-two-echelon.ts";
export type { Happening, Transfer } from "./under-way.ts";
export { type Outcome, type Scenario, type WhatIfOptions, whatIf } from "./what-if.ts";
