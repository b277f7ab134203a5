/**
 * What a leg takes and costs on a vehicle, and what a task takes on it. Knows the tables of the profiles, speed factors and
 * unit costs; refuses to know routes.
 */
import type { VroomPlace, VroomRequest, VroomTables, VroomTask, VroomVehicle } from "./request.ts";
import { badInput, VroomError } from "./vroom-error.ts";

/** Legs between rows of the tables. Times are in ticks: hundredths of a second when a speed factor is given, else seconds. */
export interface Legs {
  travel(from: number, to: number): number;
  /** Metres; 0 without a table of distances. */
  distance(from: number, to: number): number;
  /** What driving it costs: by the own table of costs, or by time and distance. Not rounded. */
  cost(from: number, to: number): number;
}

/** Ticks in a second. */
export function ticksOf({ vehicles }: VroomRequest): number {
  return vehicles.some(({ speedFactor }) => speedFactor !== 1) ? 100 : 1;
}

/** The tables of the vehicle's profile. Throws VroomError 3 when it has none. */
export function tablesFor(request: VroomRequest, vehicle: VroomVehicle): VroomTables {
  const found = request.tables.get(vehicle.profile);
  if (found) return found;
  throw new VroomError(
    3,
    `profile ${vehicle.profile} has neither matrices nor a router: give matrices.${vehicle.profile}.durations, or name a road network or a router`,
  );
}

/** The legs of `vehicle`. */
export function legsOf(request: VroomRequest, vehicle: VroomVehicle): Legs {
  const { size, durations, distances, costs } = tablesFor(request, vehicle);
  const { perHour, perKm } = vehicle.costs;
  // VROOM rounds the hundredths of a second that a second becomes, not the leg.
  const factor = ticksOf(request) === 1 ? 1 : Math.round(100 / vehicle.speedFactor);
  const perSecond = (perHour * factor) / (3600 * ticksOf(request));
  return {
    travel: (from, to) => (durations[from * size + to] ?? 0) * factor,
    distance: (from, to) => distances?.[from * size + to] ?? 0,
    cost: (from, to) => {
      const cell = from * size + to;
      return costs?.[cell] ?? (durations[cell] ?? 0) * perSecond + (perKm * (distances?.[cell] ?? 0)) / 1000;
    },
  };
}

/** The row of `place`. Throws VroomError 2 when it has none or lies outside the tables. */
export function rowOf(place: VroomPlace, size: number, what: string): number {
  if (place.index === undefined) return badInput(what, "has no index into the matrices");
  return place.index < size ? place.index : badInput(what, `index ${place.index} exceeds the matrices of ${size} rows`);
}

/** Setup and service of `task` on a vehicle of `type`, in seconds. */
export function actionOf(task: VroomTask, type: string | undefined): { setup: number; service: number } {
  const setup = type === undefined ? undefined : task.setupPerType.get(type);
  const service = type === undefined ? undefined : task.servicePerType.get(type);
  return { setup: setup ?? task.setup, service: service ?? task.service };
}

/** Checks that every row exists, custom costs agree with unit costs, and distances are there where they are priced. */
export function checkTables(request: VroomRequest): void {
  const sizes = new Set(request.vehicles.map((vehicle) => tablesFor(request, vehicle).size));
  if (sizes.size > 1) badInput("matrices", `have different sizes: ${[...sizes].join(", ")}`);
  const [size = 0] = sizes;
  for (const { kind, id, place } of request.tasks) rowOf(place, size, `${kind} ${id}`);
  for (const vehicle of request.vehicles) {
    const name = `vehicle ${vehicle.id}`;
    for (const place of [vehicle.start, vehicle.end]) if (place) rowOf(place, size, name);
    const tables = tablesFor(request, vehicle);
    if (tables.costs && (vehicle.costs.perHour !== 3600 || vehicle.costs.perKm !== 0))
      badInput(name, "custom costs are incompatible with per_hour or per_km");
    const priced = vehicle.costs.perKm > 0 || vehicle.maxDistance !== undefined;
    if (priced && !tables.distances)
      throw new VroomError(
        3,
        `${name}: per_km and max_distance need matrices.${vehicle.profile}.distances or a router`,
      );
  }
}

/** Unique coordinates of a request without matrices, in order. Throws VroomError 2 where a place has none. */
export function coordinatesOf(request: VroomRequest): (readonly [number, number])[] {
  const found = new Map<string, readonly [number, number]>();
  const add = (place: VroomPlace | undefined, what: string): void => {
    if (!place) return;
    const point = place.coordinates ?? badInput(what, "needs coordinates where there are no matrices");
    found.set(point.join(), point);
  };
  for (const { kind, id, place } of request.tasks) add(place, `${kind} ${id}`);
  for (const { id, start, end } of request.vehicles) {
    add(start, `vehicle ${id}`);
    add(end, `vehicle ${id}`);
  }
  return [...found.values()];
}

/** True when the request brings no tables for a profile that it uses. Throws VroomError 2 when it brings only some. */
export function needsRouter(request: VroomRequest): boolean {
  const profiles = new Set(request.vehicles.map(({ profile }) => profile));
  const lacking = [...profiles].filter((profile) => !request.tables.has(profile));
  if (lacking.length > 0 && request.tables.size > 0) badInput(`matrices.${lacking[0]}`, "is missing");
  return lacking.length > 0;
}

/** `request` with the tables that a router gave for the rows of `coordinatesOf`. */
export function withRouterTables(request: VroomRequest, tables: ReadonlyMap<string, VroomTables>): VroomRequest {
  const rows = new Map(coordinatesOf(request).map((point, index) => [point.join(), index]));
  const placed = (place: VroomPlace): VroomPlace => ({ ...place, index: rows.get(place.coordinates?.join() ?? "") });
  return {
    ...request,
    tables,
    tasks: request.tasks.map((task) => ({ ...task, place: placed(task.place) })),
    vehicles: request.vehicles.map((vehicle) => ({
      ...vehicle,
      start: vehicle.start && placed(vehicle.start),
      end: vehicle.end && placed(vehicle.end),
    })),
  };
}
