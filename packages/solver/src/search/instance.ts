/**
 * A problem laid out for the search: flat arrays by visit, by vehicle type, and tables by profile and speed. Knows the
 * model's defaults; refuses to know solutions.
 */
import { unreachable } from "@antar/measure";
import type { Loading, Matrices, Problem, Stop, VehicleType } from "../model.ts";
import { visitCount } from "../model.ts";

/** Stands for "no way" in the search's tables: no leg is as long, and a handful of them still fit into 32 bits. */
export const barred = 0x10000000;
/** The end of time. */
export const forever = 0x3fffffff;

/** The earliest moment of a segment that breaks a window: later than any latest. */
export const never = 0x60000000;

/** Distances and durations of one profile at one speed; `...To` are the transposed tables (the same ones if symmetric). */
export interface Table {
  readonly size: number;
  readonly distance: Int32Array;
  readonly duration: Int32Array;
  readonly distanceTo: Int32Array;
  readonly durationTo: Int32Array;
}

/** How much of time the search has to look at. */
export type TimeMode = 0 | 1 | 2 | 3;
/** No clock at all. */
export const timeless: TimeMode = 0;
/** Windows only: earliest and latest moments suffice. */
export const windowsOnly: TimeMode = 1;
/** Durations are limited or priced, or trips wait for releases: segments (duration, earliest, latest). */
export const segments: TimeMode = 2;
/** Several windows, soft deadlines or breaks: segments as a relaxation, then the route is run through. */
export const exact: TimeMode = 3;

/** One vehicle type with its defaults filled in. */
export interface Fleet {
  readonly type: VehicleType;
  readonly table: Table;
  readonly capacity: Int32Array;
  readonly start: number;
  readonly end: number;
  readonly startWindow: readonly [number, number];
  readonly endWindow: readonly [number, number];
  readonly shift: readonly [number, number];
  readonly maxTrips: number;
  readonly maxClients: number;
  readonly maxDistance: number;
  readonly maxDuration: number;
  readonly reloads: readonly number[];
  /** Price of the vehicle and its first trip. */
  /** The price of a trip included; raised for a while by the search (tension.ts). */
  fixedCost: number;
  /** Price of each further trip. */
  readonly perTrip: number;
  readonly perDistance: number;
  readonly perDuration: number;
  readonly overtimeAfter: number;
  readonly overtimeCost: number;
  readonly startLoading: Required<Loading>;
  readonly reloadLoading: Required<Loading>;
  /** How many of its vehicles the search keeps a slot for. */
  readonly slots: number;
}

/** Everything that the search reads; indices of visits are the model's. */
export interface Instance {
  readonly problem: Problem;
  readonly visits: number;
  readonly dimensions: number;
  readonly location: Int32Array;
  readonly depotLocation: Int32Array;
  readonly depotOpen: Int32Array;
  readonly depotClose: Int32Array;
  readonly service: Int32Array;
  /** Hull of the windows. */
  readonly open: Int32Array;
  readonly close: Int32Array;
  readonly release: Int32Array;
  /** [visit x dimension]: brought from the depot, taken to the depot, change on board by a shipment's end. */
  readonly delivery: Int32Array;
  readonly pickup: Int32Array;
  readonly change: Int32Array;
  /** The other end of the shipment, -1 for clients. */
  readonly mate: Int32Array;
  readonly group: Int32Array;
  /** Members of each group. */
  readonly members: readonly (readonly number[])[];
  /** Price of absence, for those that may be absent; counted at the pickup of a shipment. */
  readonly prize: Float64Array;
  /** Weight of absence, for those that may not; higher priorities outweigh all lower ones together. */
  readonly level: Float64Array;
  readonly groupLevel: Float64Array;
  /** [type x visit]: 1 if the type may serve it. */
  readonly allowed: Uint8Array;
  readonly fleets: readonly Fleet[];
  readonly mode: TimeMode;
  readonly makespan: number;
  readonly balance: number;
  readonly hasPickups: boolean;
  readonly hasShipments: boolean;
  readonly hasReleases: boolean;
  readonly hasGroups: boolean;
  readonly hasOptional: boolean;
}

function stopsOf(problem: Problem): Stop[] {
  const ends = (problem.shipments ?? []).flatMap(({ pickup, delivery }) => [pickup, delivery]);
  return [...problem.clients, ...ends];
}

/** True when the tables must be rebuilt with a row per depot and visit, and one more for "nowhere". */
function needsOwnRows(problem: Problem): boolean {
  return (
    problem.clients.some(({ backhaul }) => backhaul === true) ||
    problem.vehicleTypes.some(({ startDepot, endDepot }) => startDepot === null || endDepot === null)
  );
}

function expanded(problem: Problem, source: Int32Array, rows: Int32Array, half: (value: number) => number): Int32Array {
  const size = rows.length + 1;
  const width = Math.round(Math.sqrt(source.length));
  const depots = problem.depots.length;
  const cells = new Int32Array(size * size);
  for (let from = 0; from < rows.length; from++) {
    const homeward = problem.clients[from - depots]?.backhaul === true;
    for (let to = 0; to < rows.length; to++) {
      const client = problem.clients[to - depots];
      const turned = homeward && client !== undefined && client.backhaul !== true;
      cells[from * size + to] = turned ? barred : half(source[rows[from]! * width + rows[to]!]!);
    }
  }
  return cells;
}

function transposed(cells: Int32Array, size: number): Int32Array {
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++)
      if (cells[row * size + column] !== cells[column * size + row]) {
        const turned = new Int32Array(size * size);
        for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) turned[j * size + i] = cells[i * size + j]!;
        return turned;
      }
  return cells;
}

/** `pair` with every cell unreachable in both tables where it is so in one. */
function agreed(pair: Matrices): Matrices {
  const { durations, distances } = pair;
  if (durations === distances) return pair;
  const split = durations.some((time, cell) => (time === unreachable) !== (distances[cell] === unreachable));
  if (!split) return pair;
  const bar = (own: Int32Array, other: Int32Array) =>
    own.map((value, cell) => (other[cell] === unreachable ? unreachable : value));
  return { durations: bar(durations, distances), distances: bar(distances, durations) };
}

function tableOf(problem: Problem, pair: Matrices, speedPercent: number, rows: Int32Array | undefined): Table {
  const scaled = (value: number) => (value === unreachable ? barred : Math.floor((value * 100) / speedPercent + 0.5));
  const plain = (value: number) => (value === unreachable ? barred : value);
  const same = pair.distances === pair.durations && speedPercent === 100;
  const build = (source: Int32Array, cell: (value: number) => number) => {
    if (rows) return expanded(problem, source, rows, cell);
    const untouched = cell === plain || speedPercent === 100;
    return untouched && !source.includes(unreachable) ? source : source.map(cell);
  };
  const distance = build(pair.distances, plain);
  const duration = same ? distance : build(pair.durations, scaled);
  const size = Math.round(Math.sqrt(distance.length));
  const distanceTo = transposed(distance, size);
  const durationTo = duration === distance ? distanceTo : transposed(duration, size);
  return { size, distance, duration, distanceTo, durationTo };
}

function loadingOf(loading: Loading | undefined): Required<Loading> {
  return { fixed: loading?.fixed ?? 0, perUnit: loading?.perUnit ?? 0, dimension: loading?.dimension ?? 0 };
}

function overlap(one: readonly [number, number], other: readonly [number, number]): [number, number] {
  return [Math.max(one[0], other[0]), Math.min(one[1], other[1])];
}

function slotsOf(problem: Problem, index: number, type: VehicleType): number {
  const named = [...(problem.locks ?? []), ...(problem.assignments ?? [])]
    .filter(({ vehicleType }) => vehicleType === index)
    .map(({ vehicle }) => vehicle + 1);
  return Math.min(type.count, Math.max(visitCount(problem), ...named));
}

function fleetOf(problem: Problem, index: number, type: VehicleType, table: Table): Fleet {
  const always: readonly [number, number] = [0, forever];
  const shift = type.shift ?? always;
  const depotWindow = (depot: number | null) => (depot === null ? undefined : problem.depots[depot]?.window) ?? always;
  const place = (depot: number | null) => {
    if (depot === null) return table.size - 1;
    return needsOwnRows(problem) ? depot : (problem.depots[depot]?.location ?? depot);
  };
  const reloads = type.reloadDepots ?? [];
  return {
    type,
    table,
    capacity: Int32Array.from(type.capacity),
    start: place(type.startDepot),
    end: place(type.endDepot),
    startWindow: overlap(shift, depotWindow(type.startDepot)),
    endWindow: overlap(shift, depotWindow(type.endDepot)),
    shift: [shift[0], shift[1]],
    maxTrips: reloads.length === 0 ? 1 : (type.maxTrips ?? Math.max(1, visitCount(problem))),
    maxClients: type.maxClients ?? forever,
    maxDistance: type.maxDistance ?? forever,
    maxDuration: type.maxDuration ?? forever,
    reloads,
    fixedCost: (type.fixedCost ?? 0) + (type.costPerTrip ?? 0),
    perTrip: type.costPerTrip ?? 0,
    perDistance: type.costPerDistance ?? 1,
    perDuration: type.costPerDuration ?? 0,
    overtimeAfter: type.overtime?.after ?? forever,
    overtimeCost: type.overtime?.cost ?? 0,
    startLoading: loadingOf(type.startLoading),
    reloadLoading: loadingOf(type.reloadLoading),
    slots: slotsOf(problem, index, type),
  };
}

function fleetsOf(problem: Problem, rows: Int32Array | undefined): Fleet[] {
  const tables = new Map<string, Table>();
  return problem.vehicleTypes.map((type, index) => {
    const profile = type.profile ?? 0;
    const speed = type.speedPercent ?? 100;
    const key = `${profile}/${speed}`;
    const pair = problem.matrices[profile];
    if (!pair) throw new RangeError(`no matrices for profile ${profile}`);
    const table = tables.get(key) ?? tableOf(problem, agreed(pair), speed, rows);
    tables.set(key, table);
    return fleetOf(problem, index, type, table);
  });
}

function modeOf(problem: Problem, stops: readonly Stop[]): TimeMode {
  const types = problem.vehicleTypes;
  if (stops.some(({ windows, due }) => (windows?.length ?? 0) > 1 || due)) return exact;
  if (types.some(({ breaks }) => (breaks?.length ?? 0) > 0)) return exact;
  if ((problem.objective?.makespan ?? 0) > 0 || (problem.objective?.balance ?? 0) > 0) return segments;
  if (problem.clients.some(({ release }) => (release ?? 0) > 0)) return segments;
  const timed = types.some(
    (type) =>
      type.maxDuration !== undefined ||
      (type.costPerDuration ?? 0) > 0 ||
      (type.overtime?.cost ?? 0) > 0 ||
      (type.startLoading?.perUnit ?? 0) > 0 ||
      (type.reloadLoading?.perUnit ?? 0) > 0,
  );
  if (timed) return segments;
  const windowed =
    stops.some(({ windows }) => windows) || types.some(({ shift }) => shift) || problem.depots.some((d) => d.window);
  return windowed ? windowsOnly : timeless;
}

/** Weights per priority: one of a level outweighs all of the lower levels together (up to 2^52). */
function levelsOf(priorities: readonly number[]): Map<number, number> {
  const weights = new Map<number, number>();
  let below = 0;
  for (const priority of [...new Set(priorities)].sort((a, b) => a - b)) {
    const weight = Math.min(2 ** 40, below + 1);
    weights.set(priority, weight);
    below += weight * priorities.filter((other) => other === priority).length;
  }
  return weights;
}

interface Absence {
  readonly prize: Float64Array;
  readonly level: Float64Array;
  readonly groupLevel: Float64Array;
}

function absenceOf(problem: Problem): Absence {
  const shipments = problem.shipments ?? [];
  const claims = [...problem.clients, ...shipments];
  const must = claims.map((claim, i) => claim.required !== false && problem.clients[i]?.group === undefined);
  const groups = problem.groups ?? [];
  const priorityOf = (group: number) =>
    Math.max(0, ...problem.clients.filter((client) => client.group === group).map(({ priority }) => priority ?? 0));
  const asked = [
    ...claims.filter((_, i) => must[i]).map(({ priority }) => priority ?? 0),
    ...groups.map((_, g) => priorityOf(g)),
  ];
  const weights = levelsOf(asked);
  const prize = new Float64Array(visitCount(problem));
  const level = new Float64Array(visitCount(problem));
  claims.forEach((claim, i) => {
    const visit = i < problem.clients.length ? i : problem.clients.length + 2 * (i - problem.clients.length);
    if (must[i]) level[visit] = weights.get(claim.priority ?? 0) ?? 1;
    else prize[visit] = claim.prize ?? 0;
  });
  const groupLevel = Float64Array.from(groups, (group, g) =>
    group.required === false ? 0 : (weights.get(priorityOf(g)) ?? 1),
  );
  return { prize, level, groupLevel };
}

interface Amounts {
  readonly delivery: Int32Array;
  readonly pickup: Int32Array;
  readonly change: Int32Array;
  readonly mate: Int32Array;
}

function amountsOf(problem: Problem, dimensions: number): Amounts {
  const visits = visitCount(problem);
  const clients = problem.clients.length;
  const delivery = new Int32Array(visits * dimensions);
  const pickup = new Int32Array(visits * dimensions);
  const change = new Int32Array(visits * dimensions);
  const mate = new Int32Array(visits).fill(-1);
  problem.clients.forEach((client, visit) => {
    delivery.set(client.delivery ?? [], visit * dimensions);
    pickup.set(client.pickup ?? [], visit * dimensions);
  });
  problem.shipments?.forEach((shipment, index) => {
    const at = clients + 2 * index;
    mate[at] = at + 1;
    mate[at + 1] = at;
    shipment.amount.forEach((amount, dimension) => {
      change[at * dimensions + dimension] = amount;
      change[(at + 1) * dimensions + dimension] = -amount;
    });
  });
  return { delivery, pickup, change, mate };
}

function allowedOf(problem: Problem): Uint8Array {
  const visits = visitCount(problem);
  const clients = problem.clients.length;
  const allowed = new Uint8Array(problem.vehicleTypes.length * visits).fill(1);
  for (let visit = 0; visit < visits; visit++) {
    const claim = problem.clients[visit] ?? problem.shipments?.[(visit - clients) >> 1];
    if (!claim?.allowedTypes) continue;
    for (let type = 0; type < problem.vehicleTypes.length; type++)
      allowed[type * visits + visit] = claim.allowedTypes.includes(type) ? 1 : 0;
  }
  return allowed;
}

/** `problem`, which must be sound (`validate`), laid out for the search. */
export function createInstance(problem: Problem): Instance {
  const stops = stopsOf(problem);
  const visits = stops.length;
  const depots = problem.depots.length;
  const rowsOf = Int32Array.from([...problem.depots, ...stops], ({ location }, index) => location ?? index);
  const ownRows = needsOwnRows(problem);
  const dimensions = problem.vehicleTypes[0]?.capacity.length ?? 0;
  const ofDepot = (end: 0 | 1) => Int32Array.from(problem.depots, ({ window }) => window?.[end] ?? (end ? forever : 0));
  const groups = problem.groups ?? [];
  const release = Int32Array.from({ length: visits }, (_, visit) => problem.clients[visit]?.release ?? 0);
  const group = Int32Array.from({ length: visits }, (_, visit) => problem.clients[visit]?.group ?? -1);
  const amounts = amountsOf(problem, dimensions);
  return {
    problem,
    visits,
    dimensions,
    location: Int32Array.from({ length: visits }, (_, i) => (ownRows ? depots + i : (rowsOf[depots + i] ?? 0))),
    depotLocation: Int32Array.from({ length: depots }, (_, i) => (ownRows ? i : (rowsOf[i] ?? 0))),
    depotOpen: ofDepot(0),
    depotClose: ofDepot(1),
    service: Int32Array.from(stops, ({ service }) => service ?? 0),
    open: Int32Array.from(stops, ({ windows }) => windows?.[0]?.[0] ?? 0),
    close: Int32Array.from(stops, ({ windows }) => windows?.at(-1)?.[1] ?? forever),
    release,
    ...amounts,
    group,
    members: groups.map((_, index) => Array.from(group.keys()).filter((visit) => group[visit] === index)),
    ...absenceOf(problem),
    allowed: allowedOf(problem),
    fleets: fleetsOf(problem, ownRows ? rowsOf : undefined),
    mode: modeOf(problem, stops),
    makespan: problem.objective?.makespan ?? 0,
    balance: problem.objective?.balance ?? 0,
    hasPickups: amounts.pickup.some((amount) => amount > 0) || amounts.change.some((amount) => amount !== 0),
    hasShipments: (problem.shipments?.length ?? 0) > 0,
    hasReleases: release.some((time) => time > 0),
    hasGroups: groups.length > 0,
    hasOptional:
      [...problem.clients, ...(problem.shipments ?? [])].some(({ required }) => required === false) ||
      groups.some(({ required }) => required === false),
  };
}
