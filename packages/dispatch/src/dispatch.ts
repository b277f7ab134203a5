/**
 * The application: every verb takes an actor and an input, and answers a value or throws a Refusal.
 */
import type { Actor } from "./actor.ts";
import { type BriefView, listBriefs, type PutBrief, putBrief, readBrief } from "./briefs.ts";
import type { Context } from "./context.ts";
import { cancelJob, type RequestPlan, readJob, requestPlan } from "./jobs.ts";
import {
  listAssignments,
  listPlans,
  type PlanInput,
  type PublishPlan,
  publishPlan,
  readAssignment,
  readBoard,
  readDrawing,
  readMyAssignment,
  readPlan,
  readPlanHead,
  type TaggedAssignment,
} from "./plans.ts";
import type {
  AssignmentList,
  BoardView,
  BriefHeadView,
  BriefList,
  JobView,
  PlanHeadView,
  PlanList,
  PlanView,
  RouteDrawing,
} from "./views.ts";

/** The verbs. Each throws Refusal `not-found` for what is absent or not the actor's to see. */
export interface Dispatch {
  putBrief(actor: Actor, input: PutBrief): Promise<BriefHeadView>;
  readBrief(actor: Actor, input: { id: string }): Promise<BriefView>;
  listBriefs(actor: Actor, input: { limit: number; after?: string }): Promise<BriefList>;
  requestPlan(actor: Actor, input: RequestPlan): Promise<JobView>;
  readJob(actor: Actor, input: { id: string }): Promise<JobView>;
  cancelJob(actor: Actor, input: { id: string }): Promise<JobView>;
  readPlan(actor: Actor, input: PlanInput): Promise<PlanView>;
  readPlanHead(actor: Actor, input: PlanInput): Promise<PlanHeadView>;
  readDrawing(actor: Actor, input: PlanInput): Promise<RouteDrawing>;
  listPlans(actor: Actor, input: { brief: string }): Promise<PlanList>;
  publishPlan(actor: Actor, input: PublishPlan): Promise<PlanHeadView>;
  listAssignments(actor: Actor, input: { brief: string }): Promise<AssignmentList>;
  readAssignment(actor: Actor, input: { brief: string; vehicle: string }): Promise<TaggedAssignment>;
  readMyAssignment(actor: Actor, input: { brief?: string; vehicle?: string }): Promise<TaggedAssignment>;
  readBoard(actor: Actor, input: { brief: string }): Promise<BoardView>;
  /** Resolves when the store answers. */
  ready(): Promise<void>;
  /** Puts the jobs of a tenant that were left unfinished back into the queue; answers how many. */
  resumeJobs(tenant: string): Promise<number>;
}

/** The application over its ports. */
export function createDispatch(context: Context): Dispatch {
  return {
    putBrief: (actor, input) => putBrief(context, actor, input),
    readBrief: (actor, input) => readBrief(context, actor, input),
    listBriefs: (actor, input) => listBriefs(context, actor, input),
    requestPlan: (actor, input) => requestPlan(context, actor, input),
    readJob: (actor, input) => readJob(context, actor, input),
    cancelJob: (actor, input) => cancelJob(context, actor, input),
    readPlan: (actor, input) => readPlan(context, actor, input),
    readPlanHead: (actor, input) => readPlanHead(context, actor, input),
    readDrawing: (actor, input) => readDrawing(context, actor, input),
    listPlans: (actor, input) => listPlans(context, actor, input),
    publishPlan: (actor, input) => publishPlan(context, actor, input),
    listAssignments: (actor, input) => listAssignments(context, actor, input),
    readAssignment: (actor, input) => readAssignment(context, actor, input),
    readMyAssignment: (actor, input) => readMyAssignment(context, actor, input),
    readBoard: (actor, input) => readBoard(context, actor, input),
    ready: () => context.store.ready(),
    resumeJobs: async (tenant) => {
      const open = await context.store.listOpenJobs(tenant);
      for (const { job } of open) await context.queue.enqueue({ tenant, job });
      return open.length;
    },
  };
}
