/**
 * Reads a VROOM problem (https://github.com/VROOM-Project/vroom, docs/API.md, version 1.15): a JSON value into typed parts.
 * Knows names, types and defaults; refuses to know how a problem is solved.
 */
import { badInput } from "./vroom-error.ts";

type Json = Readonly<Record<string, unknown>>;

/** A span of seconds, both ends included. */
export type Span = readonly [start: number, end: number];

/** A place: coordinates, a row of the matrices, or both. */
export interface VroomPlace {
  readonly coordinates: readonly [number, number] | undefined;
  readonly index: number | undefined;
}

/** A job, or one end of a shipment. */
export interface VroomTask {
  readonly kind: "job" | "pickup" | "delivery";
  readonly id: number;
  readonly description: string | undefined;
  readonly place: VroomPlace;
  readonly setup: number;
  readonly service: number;
  readonly setupPerType: ReadonlyMap<string, number>;
  readonly servicePerType: ReadonlyMap<string, number>;
  /** Ascending; undefined: always. */
  readonly windows: readonly Span[] | undefined;
  /** Loaded at the vehicle's start and brought here. */
  readonly delivery: readonly number[];
  /** Fetched here and kept to the vehicle's end. */
  readonly pickup: readonly number[];
  /** Of a shipment. */
  readonly amount: readonly number[];
  readonly skills: readonly number[];
  readonly priority: number;
  /** For the ends of a shipment: the other end's position among all tasks. */
  readonly mate: number | undefined;
}

/** A pause of a vehicle. */
export interface VroomBreak {
  readonly id: number;
  readonly description: string | undefined;
  readonly windows: readonly Span[] | undefined;
  readonly service: number;
  readonly maxLoad: readonly number[] | undefined;
}

/** One step of a route that the request lays down. */
export interface VroomStep {
  readonly type: "start" | "job" | "pickup" | "delivery" | "break" | "end";
  readonly id: number | undefined;
  readonly at: number | undefined;
  readonly after: number | undefined;
  readonly before: number | undefined;
}

/** One vehicle. */
export interface VroomVehicle {
  readonly id: number;
  readonly profile: string;
  readonly description: string | undefined;
  readonly type: string | undefined;
  readonly start: VroomPlace | undefined;
  readonly end: VroomPlace | undefined;
  readonly capacity: readonly number[];
  readonly skills: readonly number[];
  readonly window: Span | undefined;
  readonly breaks: readonly VroomBreak[];
  readonly costs: {
    readonly fixed: number;
    readonly perHour: number;
    readonly perKm: number;
    readonly perTaskHour: number;
  };
  readonly speedFactor: number;
  readonly maxTasks: number | undefined;
  readonly maxTravelTime: number | undefined;
  readonly maxDistance: number | undefined;
  readonly steps: readonly VroomStep[] | undefined;
}

/** Square tables of one profile, row by row. */
export interface VroomTables {
  readonly size: number;
  readonly durations: Float64Array;
  readonly distances: Float64Array | undefined;
  readonly costs: Float64Array | undefined;
}

/** A whole request. Tasks: jobs, then pickup and delivery of each shipment in turn. */
export interface VroomRequest {
  readonly tasks: readonly VroomTask[];
  readonly vehicles: readonly VroomVehicle[];
  /** By profile; profiles without tables need coordinates and a router. */
  readonly tables: ReadonlyMap<string, VroomTables>;
  /** Dimensions of the amounts. */
  readonly dimensions: number;
}

const greatest = 0xffffffff;

function objectAt(value: unknown, place: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value));
  return badInput(place, "must be an object");
}

function listAt(object: Json, key: string, place: string): readonly unknown[] | undefined {
  const value = object[key];
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value : badInput(`${place}${key}`, "must be an array");
}

function wholeAt(value: unknown, place: string, most = greatest): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most) return value;
  return badInput(place, `must be a whole number of 0..${most}`);
}

function wholeIn(object: Json, key: string, place: string, most = greatest): number | undefined {
  return object[key] === undefined ? undefined : wholeAt(object[key], `${place}.${key}`, most);
}

function textIn(object: Json, key: string, place: string): string | undefined {
  const value = object[key];
  if (value === undefined || typeof value === "string") return value;
  return badInput(`${place}.${key}`, "must be a string");
}

function amountsIn(object: Json, key: string, place: string, dimensions: number): number[] | undefined {
  const list = listAt(object, key, `${place}.`);
  if (list === undefined) return undefined;
  if (list.length !== dimensions)
    badInput(`${place}.${key}`, `has ${list.length} amounts where the first vehicle's capacity has ${dimensions}`);
  return list.map((amount, index) => wholeAt(amount, `${place}.${key}[${index}]`));
}

function spanAt(value: unknown, place: string): Span {
  if (!Array.isArray(value) || value.length < 2) return badInput(place, "must be a pair of whole numbers");
  const start = wholeAt(value[0], `${place}[0]`);
  const end = wholeAt(value[1], `${place}[1]`);
  return start <= end ? [start, end] : badInput(place, `starts at ${start}, after its end ${end}`);
}

/** Windows in order, those that touch or overlap joined. */
function windowsIn(object: Json, place: string): readonly Span[] | undefined {
  const list = listAt(object, "time_windows", `${place}.`);
  if (list === undefined) return undefined;
  if (list.length === 0) badInput(`${place}.time_windows`, "is empty; leave it out when any time will do");
  const spans = list.map((span, index) => spanAt(span, `${place}.time_windows[${index}]`));
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const joined: [number, number][] = [];
  for (const [start, end] of spans) {
    const last = joined.at(-1);
    if (last && start <= last[1] + 1) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

function placeIn(object: Json, keys: { coordinates: string; index: string }, place: string): VroomPlace | undefined {
  const index = wholeIn(object, keys.index, place);
  const list = listAt(object, keys.coordinates, `${place}.`);
  if (list === undefined) return index === undefined ? undefined : { coordinates: undefined, index };
  const [lon, lat] = list;
  if (typeof lon !== "number" || typeof lat !== "number" || !Number.isFinite(lon) || !Number.isFinite(lat))
    return badInput(`${place}.${keys.coordinates}`, "must be [lon, lat]");
  return { coordinates: [lon, lat], index };
}

function perTypeIn(object: Json, key: string, place: string): ReadonlyMap<string, number> {
  if (object[key] === undefined) return new Map();
  const entries = Object.entries(objectAt(object[key], `${place}.${key}`));
  return new Map(entries.map(([type, value]) => [type, wholeAt(value, `${place}.${key}.${type}`)]));
}

function skillsIn(object: Json, place: string): number[] {
  return (listAt(object, "skills", `${place}.`) ?? []).map((skill, index) =>
    wholeAt(skill, `${place}.skills[${index}]`),
  );
}

type Shared = Pick<VroomTask, "kind" | "delivery" | "pickup" | "amount" | "skills" | "priority" | "mate">;

function taskAt(object: Json, place: string, shared: Shared): VroomTask {
  const found = placeIn(object, { coordinates: "location", index: "location_index" }, place);
  return {
    ...shared,
    id: wholeAt(object.id, `${place}.id`, Number.MAX_SAFE_INTEGER),
    description: textIn(object, "description", place),
    place: found ?? badInput(place, "needs a location or a location_index"),
    setup: wholeIn(object, "setup", place) ?? 0,
    service: wholeIn(object, "service", place) ?? 0,
    setupPerType: perTypeIn(object, "setup_per_type", place),
    servicePerType: perTypeIn(object, "service_per_type", place),
    windows: windowsIn(object, place),
  };
}

function jobAt(value: unknown, place: string, dimensions: number): VroomTask {
  const object = objectAt(value, place);
  const none = Array.from({ length: dimensions }, () => 0);
  const old = object.delivery === undefined && object.pickup === undefined;
  const delivery = amountsIn(object, old ? "amount" : "delivery", place, dimensions) ?? none;
  return taskAt(object, place, {
    kind: "job",
    delivery,
    pickup: amountsIn(object, "pickup", place, dimensions) ?? none,
    amount: none,
    skills: skillsIn(object, place),
    priority: wholeIn(object, "priority", place, 100) ?? 0,
    mate: undefined,
  });
}

function shipmentAt(value: unknown, place: string, context: { dimensions: number; first: number }): VroomTask[] {
  const object = objectAt(value, place);
  const none = Array.from({ length: context.dimensions }, () => 0);
  const shared = {
    delivery: none,
    pickup: none,
    amount: amountsIn(object, "amount", place, context.dimensions) ?? none,
    skills: skillsIn(object, place),
    priority: wholeIn(object, "priority", place, 100) ?? 0,
  };
  return (["pickup", "delivery"] as const).map((kind, end) => {
    const inner = `${place}.${kind}`;
    return taskAt(objectAt(object[kind], inner), inner, { ...shared, kind, mate: context.first + 1 - end });
  });
}

function breakAt(value: unknown, place: string, dimensions: number): VroomBreak {
  const object = objectAt(value, place);
  return {
    id: wholeAt(object.id, `${place}.id`, Number.MAX_SAFE_INTEGER),
    description: textIn(object, "description", place),
    windows: windowsIn(object, place),
    service: wholeIn(object, "service", place) ?? 0,
    maxLoad: amountsIn(object, "max_load", place, dimensions),
  };
}

const stepTypes = ["start", "job", "pickup", "delivery", "break", "end"] as const;

function stepAt(value: unknown, place: string): VroomStep {
  const object = objectAt(value, place);
  const type = stepTypes.find((known) => known === object.type);
  if (type === undefined) return badInput(`${place}.type`, `must be one of ${stepTypes.join(", ")}`);
  const named = type !== "start" && type !== "end";
  return {
    type,
    id: named ? wholeAt(object.id, `${place}.id`, Number.MAX_SAFE_INTEGER) : undefined,
    at: wholeIn(object, "service_at", place),
    after: wholeIn(object, "service_after", place),
    before: wholeIn(object, "service_before", place),
  };
}

function costsIn(object: Json, place: string): VroomVehicle["costs"] {
  const costs = object.costs === undefined ? {} : objectAt(object.costs, `${place}.costs`);
  return {
    fixed: wholeIn(costs, "fixed", `${place}.costs`) ?? 0,
    perHour: wholeIn(costs, "per_hour", `${place}.costs`) ?? 3600,
    perKm: wholeIn(costs, "per_km", `${place}.costs`) ?? 0,
    perTaskHour: wholeIn(costs, "per_task_hour", `${place}.costs`) ?? 0,
  };
}

function speedIn(object: Json, place: string): number {
  const value = object.speed_factor;
  if (value === undefined) return 1;
  const rounded = typeof value === "number" ? Math.round(value * 100) / 100 : Number.NaN;
  return rounded > 0 && rounded <= 5
    ? rounded
    : badInput(`${place}.speed_factor`, "must be a number above 0, at most 5");
}

function vehicleAt(value: unknown, place: string, dimensions: number): VroomVehicle {
  const object = objectAt(value, place);
  const id = wholeAt(object.id, `${place}.id`, Number.MAX_SAFE_INTEGER);
  const start = placeIn(object, { coordinates: "start", index: "start_index" }, place);
  const end = placeIn(object, { coordinates: "end", index: "end_index" }, place);
  if (!start && !end) badInput(place, `no start or end specified for vehicle ${id}`);
  const none = Array.from({ length: dimensions }, () => 0);
  const breaks = (listAt(object, "breaks", `${place}.`) ?? []).map((one, index) =>
    breakAt(one, `${place}.breaks[${index}]`, dimensions),
  );
  breaks.sort((a, b) => (a.windows?.[0]?.[0] ?? 0) - (b.windows?.[0]?.[0] ?? 0));
  if (new Set(breaks.map((one) => one.id)).size < breaks.length)
    badInput(`${place}.breaks`, "two breaks have the same id");
  return {
    id,
    profile: textIn(object, "profile", place) || "car",
    description: textIn(object, "description", place),
    type: textIn(object, "type", place),
    start,
    end,
    capacity: amountsIn(object, "capacity", place, dimensions) ?? none,
    skills: skillsIn(object, place),
    window: object.time_window === undefined ? undefined : spanAt(object.time_window, `${place}.time_window`),
    breaks,
    costs: costsIn(object, place),
    speedFactor: speedIn(object, place),
    maxTasks: wholeIn(object, "max_tasks", place),
    maxTravelTime: wholeIn(object, "max_travel_time", place),
    maxDistance: wholeIn(object, "max_distance", place),
    steps: listAt(object, "steps", `${place}.`)?.map((step, index) => stepAt(step, `${place}.steps[${index}]`)),
  };
}

function matrixAt(value: unknown, place: string): { size: number; cells: Float64Array } {
  if (!Array.isArray(value)) return badInput(place, "must be an array of rows");
  const size = value.length;
  const cells = new Float64Array(size * size);
  value.forEach((row: unknown, from) => {
    const line =
      Array.isArray(row) && row.length === size
        ? row
        : badInput(`${place}[${from}]`, `must be a row of ${size} numbers`);
    line.forEach((cell: unknown, to) => {
      cells[from * size + to] = wholeAt(cell, `${place}[${from}][${to}]`);
    });
  });
  return { size, cells };
}

function tablesAt(value: unknown, place: string): VroomTables {
  const object = objectAt(value, place);
  if (object.durations === undefined) badInput(`${place}.durations`, "is missing");
  const read = (key: string) => (object[key] === undefined ? undefined : matrixAt(object[key], `${place}.${key}`));
  const durations = matrixAt(object.durations, `${place}.durations`);
  const [distances, costs] = [read("distances"), read("costs")];
  for (const [key, other] of [
    ["distances", distances],
    ["costs", costs],
  ] as const)
    if (other && other.size !== durations.size)
      badInput(`${place}.${key}`, `has ${other.size} rows, durations ${durations.size}`);
  return { size: durations.size, durations: durations.cells, distances: distances?.cells, costs: costs?.cells };
}

function tablesOf(root: Json): ReadonlyMap<string, VroomTables> {
  if (root.matrices !== undefined) {
    const entries = Object.entries(objectAt(root.matrices, "matrices"));
    return new Map(entries.map(([profile, value]) => [profile, tablesAt(value, `matrices.${profile}`)]));
  }
  if (root.matrix === undefined) return new Map();
  return new Map([["car", tablesAt({ durations: root.matrix }, "matrix")]]);
}

function refuseTwins(tasks: readonly VroomTask[], vehicles: readonly VroomVehicle[]): void {
  for (const kind of ["job", "pickup", "delivery"] as const) {
    const ids = new Set<number>();
    for (const { id } of tasks.filter((task) => task.kind === kind))
      if (ids.size === ids.add(id).size) badInput(`${kind} ${id}`, "appears twice");
  }
  const ids = new Set<number>();
  for (const { id } of vehicles) if (ids.size === ids.add(id).size) badInput(`vehicle ${id}`, "appears twice");
}

/** True when `value` looks like a VROOM problem. */
export function isVroom(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("vehicles" in value)) return false;
  return "jobs" in value || "shipments" in value;
}

/** The request in `value`. Throws VroomError 2 that names the field. */
export function readVroom(value: unknown): VroomRequest {
  const root = objectAt(value, "input");
  const list = listAt(root, "vehicles", "");
  if (!list || list.length === 0) return badInput("vehicles", "no vehicle defined");
  const first = objectAt(list[0], "vehicles[0]");
  const dimensions = Array.isArray(first.capacity) ? first.capacity.length : 0;
  const vehicles = list.map((vehicle, index) => vehicleAt(vehicle, `vehicles[${index}]`, dimensions));
  const jobs = (listAt(root, "jobs", "") ?? []).map((job, index) => jobAt(job, `jobs[${index}]`, dimensions));
  const shipments = (listAt(root, "shipments", "") ?? []).flatMap((shipment, index) =>
    shipmentAt(shipment, `shipments[${index}]`, { dimensions, first: jobs.length + 2 * index }),
  );
  const tasks = [...jobs, ...shipments];
  if (tasks.length === 0) badInput("jobs", "there is neither a job nor a shipment");
  refuseTwins(tasks, vehicles);
  return { tasks, vehicles, tables: tablesOf(root), dimensions };
}
