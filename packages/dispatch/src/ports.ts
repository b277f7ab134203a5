/**
 * What dispatch needs from outside: a planner and a queue. Knows their shape only.
 */
import type { Brief, Finding, Plan } from "@antar/domain";
import type { PlanRequest, ProgressView, RouteDrawing } from "./views.ts";

/** What a planning run gives back. */
export interface PlanOutcome {
  readonly plan: Plan;
  /** Findings of an audit that shares nothing with the planner. */
  readonly findings: readonly Finding[];
  /** The routes as lines; each feature names its `vehicle` in the properties. */
  readonly drawing: RouteDrawing;
}

/** How a planning run is watched and stopped. */
export interface PlanWatch {
  onProgress(progress: ProgressView): void;
  /** Turns true when the run must stop early with the best that it has. */
  readonly signal: { readonly aborted: boolean };
}

/** Makes and audits a plan of `brief`. Rejects with a Refusal when the request cannot be met (unknown setting, roads). */
export type Planner = (brief: Brief, request: PlanRequest, watch: PlanWatch) => Promise<PlanOutcome>;

/** A message to the plan worker: ids only. */
export interface JobMessage {
  readonly tenant: string;
  readonly job: string;
}

/** Where planning jobs wait. `enqueue` resolves once the message is safe; it may be delivered more than once. */
export interface JobQueue {
  enqueue(message: JobMessage): Promise<void>;
}
