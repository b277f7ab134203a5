/**
 * Timed routes as VROOM's output. Knows its names, its order of keys and its rounding down; refuses to decide anything.
 */
import { ticksOf } from "./legs.ts";
import type { VroomPlace, VroomRequest, VroomTask } from "./request.ts";
import type { RouteReport, TimedStage, VroomViolation } from "./route-report.ts";
import type { VroomCode } from "./vroom-error.ts";

/** Milliseconds. */
export interface VroomTimes {
  readonly loading: number;
  readonly solving: number;
  readonly routing: number;
}

interface Place {
  readonly location?: readonly [number, number];
  readonly location_index?: number;
}

/** One step of a route. */
export interface VroomAnswerStep extends Place {
  readonly type: "start" | "job" | "pickup" | "delivery" | "break" | "end";
  readonly description?: string;
  readonly id?: number;
  readonly job?: number;
  readonly setup: number;
  readonly service: number;
  readonly waiting_time: number;
  readonly load?: readonly number[];
  readonly arrival: number;
  readonly duration: number;
  readonly distance?: number;
  readonly violations: readonly VroomViolation[];
}

interface Sums {
  readonly cost: number;
  readonly delivery?: readonly number[];
  readonly amount?: readonly number[];
  readonly pickup?: readonly number[];
  readonly setup: number;
  readonly service: number;
  readonly duration: number;
  readonly waiting_time: number;
  readonly priority: number;
  readonly distance?: number;
  readonly violations: readonly VroomViolation[];
}

/** One route. */
export interface VroomAnswerRoute extends Sums {
  readonly vehicle: number;
  readonly description?: string;
  readonly steps: readonly VroomAnswerStep[];
}

/** A whole answer. */
export interface VroomAnswer {
  readonly code: 0;
  readonly summary: Sums & {
    readonly routes: number;
    readonly unassigned: number;
    readonly computing_times: VroomTimes;
  };
  readonly unassigned: readonly (Place & {
    readonly id: number;
    readonly type: VroomTask["kind"];
    readonly description?: string;
  })[];
  readonly routes: readonly VroomAnswerRoute[];
}

/** The answer to a request that is refused. */
export interface VroomRefusal {
  readonly code: VroomCode;
  readonly error: string;
}

function placeKeys(place: VroomPlace | undefined): Place {
  return {
    ...(place?.coordinates ? { location: place.coordinates } : {}),
    ...(place?.index === undefined || place.coordinates ? {} : { location_index: place.index }),
  };
}

const down = (value: number, ticks: number): number => Math.floor(value / ticks + 1e-9);

function stepOf(timed: TimedStage, request: VroomRequest, distances: boolean): VroomAnswerStep {
  const ticks = ticksOf(request);
  const { stage } = timed;
  const task = stage.kind === "task" ? request.tasks[stage.task] : undefined;
  const named = task ?? (stage.kind === "break" ? stage.pause : undefined);
  return {
    type: stage.kind === "task" ? (task?.kind ?? "job") : stage.kind,
    ...(named?.description === undefined ? {} : { description: named.description }),
    ...placeKeys(timed.place),
    ...(named ? { id: named.id } : {}),
    setup: down(timed.setup, ticks),
    service: down(timed.service, ticks),
    waiting_time: down(timed.start - timed.arrival, ticks),
    ...(task?.kind === "job" ? { job: task.id } : {}),
    ...(request.dimensions > 0 ? { load: timed.load } : {}),
    arrival: down(timed.arrival, ticks),
    duration: down(timed.travel, ticks),
    ...(distances ? { distance: timed.distance } : {}),
    violations: timed.violations,
  };
}

/** Violations of the same cause as one, their durations added. */
function joined(violations: readonly VroomViolation[]): VroomViolation[] {
  const found = new Map<VroomViolation["cause"], VroomViolation>();
  for (const { cause, duration } of violations) {
    const before = found.get(cause)?.duration ?? 0;
    found.set(cause, duration === undefined ? { cause } : { cause, duration: before + duration });
  }
  return [...found.values()];
}

function routeOf(report: RouteReport, request: VroomRequest, distances: boolean): VroomAnswerRoute {
  const { vehicle } = report;
  const ticks = ticksOf(request);
  return {
    vehicle: vehicle.id,
    cost: Math.floor(report.cost + 1e-6),
    ...(vehicle.description === undefined ? {} : { description: vehicle.description }),
    ...(request.dimensions > 0 ? { delivery: report.delivery, amount: report.delivery, pickup: report.pickup } : {}),
    setup: down(report.setup, ticks),
    service: down(report.service, ticks),
    duration: down(report.travel, ticks),
    waiting_time: down(report.waiting, ticks),
    priority: report.priority,
    ...(distances ? { distance: report.distance } : {}),
    steps: report.stages.map((stage) => stepOf(stage, request, distances)),
    violations: joined([...report.violations, ...report.stages.flatMap(({ violations }) => violations)]),
  };
}

/** Distances are told when every used profile has a table of them. */
function tellsDistances({ tables }: VroomRequest): boolean {
  return tables.size > 0 && [...tables.values()].every(({ distances }) => distances !== undefined);
}

/** The answer whose routes are `reports`. */
export function vroomAnswer(request: VroomRequest, reports: readonly RouteReport[], times: VroomTimes): VroomAnswer {
  const distances = tellsDistances(request);
  const routes = reports.map((report) => routeOf(report, request, distances));
  const served = new Set(
    reports.flatMap(({ stages }) => stages.flatMap(({ stage }) => (stage.kind === "task" ? [stage.task] : []))),
  );
  const unassigned = request.tasks.flatMap((task, index) => (served.has(index) ? [] : [task]));
  const sum = (value: (route: VroomAnswerRoute) => number): number =>
    routes.reduce((all, route) => all + value(route), 0);
  const amounts = (key: "delivery" | "pickup"): number[] =>
    Array.from({ length: request.dimensions }, (_, at) => sum((route) => route[key]?.[at] ?? 0));
  return {
    code: 0,
    summary: {
      cost: Math.floor(reports.reduce((all, { cost }) => all + cost, 0) + 1e-6),
      routes: routes.length,
      unassigned: unassigned.length,
      ...(request.dimensions > 0
        ? { delivery: amounts("delivery"), amount: amounts("delivery"), pickup: amounts("pickup") }
        : {}),
      setup: sum(({ setup }) => setup),
      service: sum(({ service }) => service),
      duration: sum(({ duration }) => duration),
      waiting_time: sum((route) => route.waiting_time),
      priority: sum(({ priority }) => priority),
      ...(distances ? { distance: sum((route) => route.distance ?? 0) } : {}),
      violations: joined(routes.flatMap(({ violations }) => violations)),
      computing_times: times,
    },
    unassigned: unassigned.map(({ id, kind, place, description }) => ({
      id,
      ...placeKeys(place),
      type: kind,
      ...(description === undefined ? {} : { description }),
    })),
    routes,
  };
}
