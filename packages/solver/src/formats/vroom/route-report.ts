/**
 * One vehicle's order of steps, timed, loaded, priced and held against every constraint: what VROOM's plan mode answers.
 * Refuses to change the order.
 */
import { actionOf, type Legs, legsOf, rowOf, tablesFor, ticksOf } from "./legs.ts";
import type { VroomBreak, VroomPlace, VroomRequest, VroomTask, VroomVehicle } from "./request.ts";
import { type Link, offSpan, startTimes, totalOff } from "./times.ts";

/** Why a step or route breaks a rule. */
export interface VroomViolation {
  readonly cause:
    | "delay"
    | "lead_time"
    | "load"
    | "max_tasks"
    | "skills"
    | "precedence"
    | "missing_break"
    | "max_travel_time"
    | "max_distance"
    | "max_load";
  /** Seconds early or late. */
  readonly duration?: number;
}

/** A step to be timed, with the bounds that a plan lays on it. */
export type Stage = {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
} & (
  | { readonly kind: "start" | "end" }
  | { readonly kind: "task"; readonly task: number }
  | { readonly kind: "break"; readonly pause: VroomBreak }
);

/** A timed step. Times in ticks. */
export interface TimedStage {
  readonly stage: Stage;
  readonly place: VroomPlace | undefined;
  readonly arrival: number;
  readonly start: number;
  readonly setup: number;
  readonly service: number;
  /** Since the start of the route. */
  readonly travel: number;
  readonly distance: number;
  readonly load: readonly number[];
  readonly violations: readonly VroomViolation[];
}

/** A whole timed route. */
export interface RouteReport {
  readonly vehicle: VroomVehicle;
  readonly stages: readonly TimedStage[];
  readonly travel: number;
  /** Ticks in a second. */
  readonly ticks: number;
  readonly distance: number;
  readonly setup: number;
  readonly service: number;
  readonly waiting: number;
  /** Not rounded. */
  readonly cost: number;
  readonly priority: number;
  readonly delivery: readonly number[];
  readonly pickup: readonly number[];
  /** Of the route itself and of its steps. */
  readonly violations: readonly VroomViolation[];
}

interface Frame {
  readonly request: VroomRequest;
  readonly vehicle: VroomVehicle;
  readonly legs: Legs;
  readonly ticks: number;
  readonly size: number;
}

interface Laid {
  readonly stage: Stage;
  readonly place: VroomPlace | undefined;
  readonly leg: { travel: number; distance: number; cost: number };
  readonly setup: number;
  readonly service: number;
}

function taskOf({ request }: Frame, stage: Stage): VroomTask | undefined {
  return stage.kind === "task" ? request.tasks[stage.task] : undefined;
}

function placeAt(frame: Frame, stages: readonly Stage[], index: number): VroomPlace | undefined {
  const { vehicle } = frame;
  const stage = stages[index];
  const tasks = stages.flatMap((other) => taskOf(frame, other) ?? []);
  if (stage?.kind === "start") return vehicle.start ?? tasks[0]?.place ?? vehicle.end;
  if (stage?.kind === "end") return vehicle.end ?? tasks.at(-1)?.place ?? vehicle.start;
  return stage && taskOf(frame, stage)?.place;
}

/** Legs, setups and services along the order; a break keeps the place before it. */
function layOut(frame: Frame, stages: readonly Stage[]): Laid[] {
  const { legs, size, ticks, vehicle } = frame;
  let row: number | undefined;
  // Where the last action was: without a start of its own the vehicle's first task still needs its setup.
  let stood: number | undefined;
  return stages.map((stage, index) => {
    const none = { travel: 0, distance: 0, cost: 0 };
    if (stage.kind === "break")
      return { stage, place: undefined, leg: none, setup: 0, service: stage.pause.service * ticks };
    const place = placeAt(frame, stages, index);
    const next = place ? rowOf(place, size, `vehicle ${vehicle.id}`) : row;
    const moves = row !== undefined && next !== undefined;
    const leg =
      moves && row !== undefined && next !== undefined
        ? { travel: legs.travel(row, next), distance: legs.distance(row, next), cost: legs.cost(row, next) }
        : none;
    const task = taskOf(frame, stage);
    const action = task ? actionOf(task, vehicle.type) : { setup: 0, service: 0 };
    const stays = stood === next;
    row = next;
    if (stage.kind === "task" || vehicle.start) stood = next;
    return {
      stage,
      place,
      leg,
      setup: stays ? 0 : action.setup * ticks,
      service: action.service * ticks,
    };
  });
}

function spansOf(frame: Frame, stage: Stage): Link["spans"] {
  const { vehicle, ticks } = frame;
  const spans =
    stage.kind === "break"
      ? stage.pause.windows
      : stage.kind === "task"
        ? taskOf(frame, stage)?.windows
        : vehicle.window && [vehicle.window];
  return spans?.map(([start, end]) => [start * ticks, end * ticks] as const);
}

/** The chain of starts; `drivenFirst` are breaks that are taken on arrival instead of before driving on. */
function linksOf(frame: Frame, laid: readonly Laid[], drivenFirst: ReadonlySet<number>): Link[] {
  let carried = 0;
  return laid.map(({ stage, leg }, index) => {
    const before = laid[index - 1];
    const action = before ? before.setup + before.service : 0;
    let driven = leg.travel - carried;
    if (stage.kind === "break") {
      const next = laid.findIndex((other, at) => at > index && other.stage.kind !== "break");
      driven = drivenFirst.has(index) ? (laid[next]?.leg.travel ?? 0) - carried : 0;
      carried += driven;
    } else carried = 0;
    const scaled = (value: number | undefined) => (value === undefined ? undefined : value * frame.ticks);
    return {
      gap: index === 0 ? 0 : action + driven,
      spans: spansOf(frame, stage),
      after: scaled(stage.after),
      before: scaled(stage.before),
    };
  });
}

/** Links and starts, with each break where it harms least. */
function timed(frame: Frame, laid: readonly Laid[]): { links: Link[]; starts: number[] } {
  const driven = new Set<number>();
  let links = linksOf(frame, laid, driven);
  let starts = startTimes(links);
  const worth = (chain: readonly Link[], at: readonly number[]): number => totalOff(chain, at) * 1e9 + (at.at(-1) ?? 0);
  for (const [index, { stage }] of laid.entries()) {
    if (stage.kind !== "break") continue;
    const other = linksOf(frame, laid, new Set([...driven, index]));
    const times = startTimes(other);
    if (worth(other, times) >= worth(links, starts)) continue;
    driven.add(index);
    [links, starts] = [other, times];
  }
  return { links, starts };
}

function plus(a: readonly number[], b: readonly number[], sign = 1): number[] {
  return a.map((value, index) => value + sign * (b[index] ?? 0));
}

const exceeds = (load: readonly number[], room: readonly number[]): boolean =>
  load.some((value, index) => value > (room[index] ?? 0));

/** Load after each stage. */
function loadsOf(frame: Frame, stages: readonly Stage[]): number[][] {
  const none = Array.from({ length: frame.request.dimensions }, () => 0);
  let load = stages.reduce((sum, stage) => plus(sum, taskOf(frame, stage)?.delivery ?? none), none);
  return stages.map((stage) => {
    const task = taskOf(frame, stage);
    if (task) {
      load = plus(plus(load, task.delivery, -1), task.pickup);
      load = plus(load, task.amount, task.kind === "delivery" ? -1 : 1);
    }
    return load;
  });
}

function stepViolations(frame: Frame, stages: readonly Stage[], index: number): VroomViolation[] {
  const stage = stages[index];
  const task = stage && taskOf(frame, stage);
  if (!task) return [];
  const found: VroomViolation[] = [];
  if (task.skills.some((skill) => !frame.vehicle.skills.includes(skill))) found.push({ cause: "skills" });
  if (task.mate === undefined) return found;
  const mate = stages.findIndex((other) => other.kind === "task" && other.task === task.mate);
  const inOrder = task.kind === "pickup" ? mate > index : mate >= 0 && mate < index;
  // A pickup after its delivery is told once, at the delivery.
  if (!inOrder && !(task.kind === "pickup" && mate >= 0)) found.push({ cause: "precedence" });
  return found;
}

function timeViolations(start: number, spans: Link["spans"], ticks: number): VroomViolation[] {
  const { lead, delay } = offSpan(start, spans);
  if (lead > 0) return [{ cause: "lead_time", duration: Math.floor(lead / ticks) }];
  return delay > 0 ? [{ cause: "delay", duration: Math.floor(delay / ticks) }] : [];
}

function stagesOf(frame: Frame, laid: readonly Laid[], stages: readonly Stage[]): TimedStage[] {
  const { links, starts } = timed(frame, laid);
  const loads = loadsOf(frame, stages);
  let [travel, distance, onRoad] = [0, 0, 0];
  return laid.map(({ stage, place, leg, setup, service }, index) => {
    const start = starts[index] ?? 0;
    const gap = links[index]?.gap ?? 0;
    const before = laid[index - 1];
    const driven = index === 0 ? 0 : gap - (before ? before.setup + before.service : 0);
    travel += driven;
    onRoad = stage.kind === "break" ? onRoad + driven : 0;
    if (stage.kind !== "break") distance += leg.distance;
    const load = loads[index] ?? [];
    const violations = [
      ...timeViolations(start, links[index]?.spans, frame.ticks),
      ...(exceeds(load, frame.vehicle.capacity) ? [{ cause: "load" } as const] : []),
      ...(stage.kind === "break" && stage.pause.maxLoad && exceeds(load, stage.pause.maxLoad)
        ? [{ cause: "max_load" } as const]
        : []),
      ...stepViolations(frame, stages, index),
    ];
    const arrival = index === 0 ? start : (starts[index - 1] ?? 0) + gap;
    return { stage, place, arrival, start, setup, service, travel, distance, load, violations };
  });
}

function routeViolations(vehicle: VroomVehicle, stages: readonly TimedStage[], ticks: number): VroomViolation[] {
  const found: VroomViolation[] = [];
  const last = stages.at(-1);
  const tasks = stages.filter(({ stage }) => stage.kind === "task").length;
  if (tasks > (vehicle.maxTasks ?? Number.POSITIVE_INFINITY)) found.push({ cause: "max_tasks" });
  if ((last?.travel ?? 0) > (vehicle.maxTravelTime ?? Number.POSITIVE_INFINITY) * ticks)
    found.push({ cause: "max_travel_time" });
  if ((last?.distance ?? 0) > (vehicle.maxDistance ?? Number.POSITIVE_INFINITY)) found.push({ cause: "max_distance" });
  const taken = stages.flatMap(({ stage }) => (stage.kind === "break" ? [stage.pause.id] : []));
  for (const { id } of vehicle.breaks) if (!taken.includes(id)) found.push({ cause: "missing_break" });
  return found;
}

function total(stages: readonly TimedStage[], value: (stage: TimedStage) => number): number {
  return stages.reduce((sum, stage) => sum + value(stage), 0);
}

/** `stages` (start, tasks and breaks, end) on `vehicle`. Throws VroomError when a place has no row. */
export function reportRoute(request: VroomRequest, vehicle: VroomVehicle, stages: readonly Stage[]): RouteReport {
  const ticks = ticksOf(request);
  const { size } = tablesFor(request, vehicle);
  const frame: Frame = { request, vehicle, legs: legsOf(request, vehicle), ticks, size };
  const laid = layOut(frame, stages);
  const timedStages = stagesOf(frame, laid, stages);
  const tasks = stages.flatMap((stage) => taskOf(frame, stage) ?? []);
  const none = Array.from({ length: request.dimensions }, () => 0);
  const last = timedStages.at(-1);
  const [travel, distance] = [last?.travel ?? 0, last?.distance ?? 0];
  const setup = total(timedStages, (stage) => stage.setup);
  const service = total(timedStages, (stage) => stage.service);
  const worked = total(timedStages, (stage) => (stage.stage.kind === "task" ? stage.setup + stage.service : 0));
  const { fixed, perTaskHour } = vehicle.costs;
  const driving = laid.reduce((sum, { leg }) => sum + leg.cost, 0);
  return {
    vehicle,
    stages: timedStages,
    travel,
    ticks,
    distance,
    setup,
    service,
    waiting: total(timedStages, (stage) => stage.start - stage.arrival),
    cost: fixed + driving + (perTaskHour * worked) / (3600 * ticks),
    priority: tasks.reduce((sum, { priority }) => sum + priority, 0),
    delivery: tasks.reduce(
      (sum, task) => plus(plus(sum, task.delivery), task.kind === "delivery" ? task.amount : none),
      none,
    ),
    pickup: tasks.reduce(
      (sum, task) => plus(plus(sum, task.pickup), task.kind === "pickup" ? task.amount : none),
      none,
    ),
    violations: routeViolations(vehicle, timedStages, ticks),
  };
}
