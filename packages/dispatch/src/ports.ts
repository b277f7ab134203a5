/**
 * What dispatch needs from outside: a planner and a queue. Knows their shape only.
 */
import type { Brief, Finding, Plan, RoadClosure } from "@antar/domain";
import type { SubAnswer, SubPlan } from "@antar/planning";
import type { PlanRequest, ProgressView, RouteDrawing, StudyRequest } from "./views.ts";

/** What a planning run gives back. */
export interface PlanOutcome {
  readonly plan: Plan;
  /** Findings of an audit that shares nothing with the planner. */
  readonly findings: readonly Finding[];
  /** The routes as lines; each feature names its `vehicle` in the properties. */
  readonly drawing: RouteDrawing;
  /** Pairs of straight legs of different vehicles that cross, and the share by which territories overlap; absent: not measured. */
  readonly compact?: { readonly crossings: number; readonly overlap: number };
}

/** How a planning run is watched and stopped. */
export interface PlanWatch {
  onProgress(progress: ProgressView): void;
  /** Turns true when the run must stop early with the best that it has. */
  readonly signal: { readonly aborted: boolean };
}

/** The answer to a question about a plan: any JSON document. */
export interface StudyOutcome {
  readonly study: unknown;
}

/** The plan waits for sub-plans that others are to make. */
export interface SubPlansOutcome {
  readonly subPlans: readonly SubPlan[];
}

/** What the planner is asked for. */
export interface PlanTask {
  readonly request: PlanRequest;
  /** Closures and slow roads that hold. */
  readonly closures: readonly RoadClosure[];
  /** Absent: a plan of the brief. */
  readonly study?: StudyRequest;
  /** The version that the study is about, or whose locks a plan keeps. */
  readonly base?: Plan;
  /** The present moment, ISO 8601. */
  readonly now: string;
  /** Sub-plans are to be made by others; these are answered. Absent: everything is made here. */
  readonly fanOut?: { readonly answers: readonly SubAnswer[] };
}

/**
 * Makes and audits a plan of `brief`, or answers a question about one. Rejects with a Refusal when the request cannot be met
 * (unknown setting, roads).
 */
export type Planner = (
  brief: Brief,
  task: PlanTask,
  watch: PlanWatch,
) => Promise<PlanOutcome | StudyOutcome | SubPlansOutcome>;

/** A message to the plan worker: ids only. */
export interface JobMessage {
  readonly tenant: string;
  readonly job: string;
}

/** A message to the workers of sub-plans: ids only. */
export interface SubPlanMessage extends JobMessage {
  readonly subPlan: string;
}

/** Where messages wait. `enqueue` resolves once the message is safe; it may be delivered more than once. */
export interface Queue<Message> {
  enqueue(message: Message): Promise<void>;
}
export type JobQueue = Queue<JobMessage>;
export type SubPlanQueue = Queue<SubPlanMessage>;

/** Makes a sub-plan. */
export type SubPlanner = (sub: SubPlan) => Promise<SubAnswer>;

/** Where the bytes of attachments are kept. Names are `<tenant>/<sha256>`. */
export interface AttachmentFiles {
  /** Bytes that have arrived; 0 when none. */
  size(name: string): Promise<number>;
  /** Puts `bytes` at `offset`; answers the bytes that have arrived, undefined when `offset` is not where they end. */
  append(name: string, offset: number, bytes: Uint8Array): Promise<number | undefined>;
  read(name: string): Promise<Uint8Array | undefined>;
  remove(name: string): Promise<void>;
  /** Where a device sends the whole by itself; undefined: through the service. */
  uploadAddress?(
    name: string,
    about: { readonly sha256: string; readonly bytes: number; readonly type: string },
  ): Promise<{ method: string; address: string; headers: Record<string, string> }>;
}

/** An alarm as the channels carry it. */
export interface ToldAlarm {
  readonly tenant: string;
  readonly brief: string;
  readonly alarm: string;
  readonly kind: string;
  readonly about: string;
  readonly says: { readonly id: string; readonly en: string };
  /** Epoch seconds. */
  readonly raisedAt: number;
}

/** Something counted or timed, of one tenant. Holds nothing of persons. */
export interface Measurement {
  readonly tenant: string;
  /**
   * planSeconds: from the first worker that took the job to its version. unassigned: visits that the version leaves out.
   * lateness: seconds that the latest vehicle is past its limit. lateVehicles: how many are. conflicts: events whose id
   * stands for another one.
   */
  readonly name: "planSeconds" | "unassigned" | "lateness" | "lateVehicles" | "conflicts";
  readonly value: number;
}

/** Takes measurements. Must not throw. */
export type Measure = (measurement: Measurement) => void;

/** One way to one receiver. */
export interface AlarmChannel {
  /** Stays the same, and holds no secret. */
  readonly name: string;
  /** True when the receiver took it. */
  tell(alarm: ToldAlarm): Promise<boolean>;
}

/** A kind of channel: webhook, web push, later SMS. */
export interface AlarmTeller {
  channelsOf(receivers: {
    readonly webhooks: readonly { readonly url: string; readonly secret: string }[];
    readonly pushes: readonly { readonly id: string; readonly endpoint: string }[];
  }): readonly AlarmChannel[];
}
