/**
 * A VROOM request as a problem of the solver. Knows how VROOM's words map to the model's, and what the model lacks:
 * limits that its tables cannot carry are told, so that the caller can hold the answer against them.
 */
import { unreachable } from "@antar/measure";
import type { Client, Depot, Matrices, Problem, Shipment, Stop, TimeWindow, VehicleType } from "../../model.ts";
import { largest, longestLeg } from "../../validate.ts";
import { actionOf, type Legs, legsOf, rowOf, tablesFor, ticksOf } from "./legs.ts";
import type { VroomBreak, VroomRequest, VroomTask, VroomVehicle } from "./request.ts";
import { badInput } from "./vroom-error.ts";

/** The problem with what leads back. Visit v is `request.tasks[v]`. */
export interface VroomProblem {
  readonly problem: Problem;
  /** Vehicles of the request by type and number within it. */
  readonly vehicles: readonly (readonly VroomVehicle[])[];
  /** Problem cost of a unit of cost. */
  readonly scale: number;
  /** First moment of the problem, in ticks. */
  readonly origin: number;
}

/** Tables and durations that vehicles share. */
interface Class {
  readonly legs: Legs;
  readonly vehicle: VroomVehicle;
  readonly key: string;
}

interface Plan {
  readonly request: VroomRequest;
  readonly ticks: number;
  readonly origin: number;
  readonly size: number;
  /** Rows are tasks of their own, because what a leg takes depends on the task. */
  readonly wide: boolean;
  readonly classes: readonly Class[];
  readonly depotRows: readonly number[];
  /** Least service of each task over all vehicle types, ticks. */
  readonly least: readonly number[];
}

function classKey({ profile, speedFactor, costs, type }: VroomVehicle, byType: boolean): string {
  const { perHour, perKm, perTaskHour } = costs;
  return JSON.stringify([profile, speedFactor, perHour, perKm, perTaskHour, byType ? type : null]);
}

const perType = ({ setupPerType, servicePerType }: VroomTask): boolean => setupPerType.size + servicePerType.size > 0;

/** First moment so that all windows fit below the model's largest number; windows of vehicles and tasks matter only. */
function originOf({ tasks, vehicles }: VroomRequest, ticks: number): number {
  const spans = [
    ...tasks.flatMap(({ windows }) => windows ?? []),
    ...vehicles.flatMap(({ window }) => (window ? [window] : [])),
  ];
  const last = Math.max(0, ...spans.map(([, end]) => end));
  if (last * ticks <= largest / 2) return 0;
  // A vehicle without a window may set out before the first one opens.
  const lead = vehicles.some(({ window }) => !window) ? Math.floor(largest / 8 / ticks) : 0;
  return Math.max(0, Math.min(...spans.map(([start]) => start)) - lead) * ticks;
}

function planOf(request: VroomRequest): Plan {
  const ticks = ticksOf(request);
  const byType = request.tasks.some(perType);
  const classes = new Map<string, Class>();
  for (const vehicle of request.vehicles) {
    const key = classKey(vehicle, byType);
    if (!classes.has(key)) classes.set(key, { legs: legsOf(request, vehicle), vehicle, key });
  }
  const [first] = request.vehicles;
  const size = first ? tablesFor(request, first).size : 0;
  const places = request.vehicles.flatMap(({ id, start, end }) =>
    [start, end].flatMap((place) => (place ? [rowOf(place, size, `vehicle ${id}`)] : [])),
  );
  const types = [...classes.values()].map(({ vehicle }) => vehicle.type);
  const least = request.tasks.map((task) =>
    Math.min(
      ...types.map((type) => {
        const { setup, service } = actionOf(task, type);
        return (setup + service) * ticks;
      }),
    ),
  );
  return {
    request,
    ticks,
    origin: originOf(request, ticks),
    size,
    wide: byType || request.vehicles.some(({ costs }) => costs.perTaskHour > 0),
    classes: [...classes.values()],
    depotRows: [...new Set(places)],
    least,
  };
}

/** Cost of a leg that ends at `task`, and what it takes beyond the driving because of the task that it leaves. */
interface Leg {
  readonly cost: number;
  readonly time: number;
}

function legOf(
  plan: Plan,
  { legs, vehicle }: Class,
  rows: { from: number; to: number; left?: number; met?: number },
): Leg {
  const { request, ticks } = plan;
  const { perTaskHour } = vehicle.costs;
  const travel = legs.travel(rows.from, rows.to);
  const driving = legs.cost(rows.from, rows.to);
  const action = (task: number | undefined): number => {
    const found = task === undefined ? undefined : request.tasks[task];
    if (!found) return 0;
    const { setup, service } = actionOf(found, vehicle.type);
    return (setup + service) * ticks;
  };
  const extra = rows.left === undefined ? 0 : action(rows.left) - (plan.least[rows.left] ?? 0);
  return { cost: driving + (perTaskHour * action(rows.met)) / (3600 * ticks), time: travel + extra };
}

/** Rows of the problem's tables: the request's own, or depots and tasks. */
function rowsOf({ request, size, wide, depotRows }: Plan): { row: number; task?: number }[] {
  if (!wide) return Array.from({ length: size }, (_, row) => ({ row }));
  const tasks = request.tasks.map(({ kind, id, place }, task) => ({ row: rowOf(place, size, `${kind} ${id}`), task }));
  return [...depotRows.map((row) => ({ row })), ...tasks];
}

function eachLeg(plan: Plan, one: Class, visit: (leg: Leg, cell: number) => void): void {
  const rows = rowsOf(plan);
  rows.forEach((from, a) => {
    rows.forEach((to, b) => {
      const left = from.task === undefined ? {} : { left: from.task };
      const met = to.task === undefined ? {} : { met: to.task };
      visit(legOf(plan, one, { from: from.row, to: to.row, ...left, ...met }), a * rows.length + b);
    });
  });
}

/** How finely costs are counted: exactly when all are whole, else as finely as the model's numbers allow. */
function scaleOf(plan: Plan): number {
  let [highest, whole] = [1, true];
  for (const one of plan.classes)
    eachLeg(plan, one, ({ cost }) => {
      if (cost === Number.POSITIVE_INFINITY) return;
      highest = Math.max(highest, cost);
      whole &&= Number.isInteger(cost);
    });
  const fixed = Math.max(1, ...plan.request.vehicles.map(({ costs }) => costs.fixed));
  const fits = (scale: number): boolean => highest * scale <= longestLeg && fixed * scale <= largest / 4;
  return (whole ? [1] : [1000, 100, 10, 1]).find(fits) ?? Math.min(longestLeg / highest, largest / 4 / fixed);
}

function matricesOf(plan: Plan, one: Class, scale: number): Matrices {
  const count = rowsOf(plan).length;
  const durations = new Int32Array(count * count);
  const distances = new Int32Array(count * count);
  eachLeg(plan, one, ({ cost, time }, cell) => {
    durations[cell] = time <= longestLeg ? time : unreachable;
    distances[cell] = time <= longestLeg ? Math.round(cost * scale) : unreachable;
  });
  return { durations, distances };
}

function windowOf([start, end]: readonly [number, number], { ticks, origin }: Plan): TimeWindow | undefined {
  const last = Math.min(largest, end * ticks - origin);
  return last < 0 ? undefined : [Math.max(0, start * ticks - origin), last];
}

function stopOf(plan: Plan, visit: number): Stop {
  const task = plan.request.tasks[visit];
  if (!task) return {};
  const windows = task.windows?.flatMap((span) => {
    const window = windowOf(span, plan);
    return window ? [window] : [];
  });
  const place = plan.wide ? {} : { location: rowOf(task.place, plan.size, `${task.kind} ${task.id}`) };
  return {
    ...place,
    service: Math.min(largest, plan.least[visit] ?? 0),
    ...(windows && windows.length > 0 ? { windows } : {}),
  };
}

function pauseOf(pause: VroomBreak, plan: Plan) {
  // The model knows one window for a break: the longest.
  const longest = pause.windows?.reduce((best, span) => (span[1] - span[0] > best[1] - best[0] ? span : best));
  const window = longest && windowOf(longest, plan);
  return { duration: Math.min(largest, pause.service * plan.ticks), ...(window ? { window } : {}) };
}

/** What a second of driving, and a metre, cost on the legs of a class taken together. */
function ratesOf(plan: Plan, one: Class): { perSecond: number; perMetre: number } {
  let [cost, seconds, metres] = [0, 0, 0];
  for (let from = 0; from < plan.size; from++)
    for (let to = 0; to < plan.size; to++) {
      if (one.legs.travel(from, to) === Number.POSITIVE_INFINITY) continue;
      cost += one.legs.cost(from, to);
      seconds += one.legs.travel(from, to) / plan.ticks;
      metres += one.legs.distance(from, to);
    }
  return { perSecond: cost / Math.max(1, seconds), perMetre: cost / Math.max(1, metres) };
}

/**
 * What a route may cost so that it keeps the vehicle's limits: exactly where cost is time or distance alone, else by what
 * a second or a metre costs on the whole, to be corrected by what comes of it. Undefined: no limit, or no such rate.
 */
function costLimit(
  { costs, maxTravelTime, maxDistance }: VroomVehicle,
  plan: Plan,
  one: Class | undefined,
): number | undefined {
  if (costs.perTaskHour > 0 || !one || (maxTravelTime === undefined && maxDistance === undefined)) return undefined;
  const { perSecond, perMetre } = ratesOf(plan, one);
  const limit = Math.min(
    maxTravelTime === undefined ? Number.POSITIVE_INFINITY : maxTravelTime * perSecond,
    maxDistance === undefined ? Number.POSITIVE_INFINITY : maxDistance * perMetre,
  );
  return limit > 0 ? limit : undefined;
}

/** Limits found to be needed, by the id of the vehicle, in units of cost. */
export type CostLimits = ReadonlyMap<number, number>;

function typeOf(vehicle: VroomVehicle, plan: Plan, more: { scale: number; limits: CostLimits }): VehicleType {
  const depot = (place: VroomVehicle["start"]): number | null =>
    place ? plan.depotRows.indexOf(rowOf(place, plan.size, `vehicle ${vehicle.id}`)) : null;
  const byType = plan.request.tasks.some(perType);
  const key = classKey(vehicle, byType);
  const profile = plan.classes.findIndex((one) => one.key === key);
  const limit = more.limits.get(vehicle.id) ?? costLimit(vehicle, plan, plan.classes[profile]);
  const shift = vehicle.window && windowOf(vehicle.window, plan);
  if (vehicle.window && !shift) badInput(`vehicle ${vehicle.id}.time_window`, "ends before everything else begins");
  return {
    count: 1,
    capacity: plan.request.dimensions === 0 ? [1] : vehicle.capacity.map((room) => Math.min(largest, room)),
    startDepot: depot(vehicle.start),
    endDepot: depot(vehicle.end),
    ...(shift ? { shift } : {}),
    ...(vehicle.maxTasks === undefined ? {} : { maxClients: Math.min(largest, vehicle.maxTasks) }),
    ...(limit === undefined ? {} : { maxDistance: Math.min(largest, Math.floor(limit * more.scale + 1e-6)) }),
    ...(vehicle.breaks.length === 0 ? {} : { breaks: vehicle.breaks.map((pause) => pauseOf(pause, plan)) }),
    fixedCost: Math.round(vehicle.costs.fixed * more.scale),
    profile,
  };
}

/** Vehicles that are alike in all that the search sees, together. */
function fleetsOf(plan: Plan, more: { scale: number; limits: CostLimits }) {
  const fleets = new Map<string, { type: VehicleType; vehicles: VroomVehicle[] }>();
  for (const vehicle of plan.request.vehicles) {
    const type = typeOf(vehicle, plan, more);
    const key = JSON.stringify([type, [...vehicle.skills].sort((a, b) => a - b)]);
    const fleet = fleets.get(key) ?? { type, vehicles: [] };
    fleet.vehicles.push(vehicle);
    fleets.set(key, fleet);
  }
  return [...fleets.values()];
}

function allowedFor({ skills }: VroomTask, fleets: ReturnType<typeof fleetsOf>): { allowedTypes?: number[] } {
  if (skills.length === 0) return {};
  const able = ({ vehicles }: { vehicles: readonly VroomVehicle[] }) =>
    skills.every((skill) => vehicles[0]?.skills.includes(skill));
  return { allowedTypes: fleets.flatMap((fleet, type) => (able(fleet) ? [type] : [])) };
}

function amountOf(values: readonly number[]): readonly number[] {
  return values.length === 0 ? [0] : values.map((value) => Math.min(largest, value));
}

/** The problem of `request`; `limits` are laid on top of what it says. Throws VroomError. */
export function vroomProblem(request: VroomRequest, limits: CostLimits = new Map()): VroomProblem {
  const plan = planOf(request);
  const scale = scaleOf(plan);
  const fleets = fleetsOf(plan, { scale, limits });
  const clients: Client[] = [];
  const shipments: Shipment[] = [];
  request.tasks.forEach((task, visit) => {
    const claim = { priority: task.priority, ...allowedFor(task, fleets) };
    if (task.kind === "job")
      clients.push({
        ...stopOf(plan, visit),
        ...claim,
        delivery: amountOf(task.delivery),
        pickup: amountOf(task.pickup),
      });
    if (task.kind === "pickup")
      shipments.push({
        ...claim,
        amount: amountOf(task.amount),
        pickup: stopOf(plan, visit),
        delivery: stopOf(plan, visit + 1),
      });
  });
  const depots: Depot[] = plan.depotRows.map((location, depot) => ({ location: plan.wide ? depot : location }));
  const problem: Problem = {
    depots,
    clients,
    shipments,
    vehicleTypes: fleets.map(({ type, vehicles }) => ({ ...type, count: vehicles.length })),
    matrices: plan.classes.map((one) => matricesOf(plan, one, scale)),
  };
  return { problem, vehicles: fleets.map(({ vehicles }) => vehicles), scale, origin: plan.origin };
}
