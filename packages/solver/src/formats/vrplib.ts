/**
 * Reads VRPLIB `.vrp` files: capacitated problems of CVRPLIB, and the dialect with windows, releases, prizes, backhauls,
 * groups, several depots, reloading and unequal vehicles. Knows what the sections mean; refuses to cut the text itself.
 */
import type { Client, Group, Problem, TimeWindow, VehicleReference, VehicleType } from "../model.ts";
import { FormatError } from "./format-error.ts";
import { type RoutingInstance, scaledOptional } from "./instance.ts";
import { type Leg, longestOf, matricesOf, type Rounding, type Scale, scaled, scaleFor } from "./rounding.ts";
import { vrplibLegs } from "./vrplib-legs.ts";
import { cutVrplib, figures, headerCount, headerNumber, numberedRows, type VrplibText } from "./vrplib-text.ts";

/** What the sections of one text are read with. */
interface Reading {
  readonly text: VrplibText;
  /** Number of nodes. */
  readonly count: number;
  /** Nodes (from 0) that are depots, and those that are clients, in order. */
  readonly depots: readonly number[];
  readonly clients: readonly number[];
  readonly scale: Scale;
}

const known = new Set([
  "NODE_COORD",
  "EDGE_WEIGHT",
  "DISPLAY_DATA",
  "DEMAND",
  "LINEHAUL",
  "BACKHAUL",
  "DEPOT",
  "SERVICE_TIME",
  "TIME_WINDOW",
  "RELEASE_TIME",
  "PRIZE",
  "MUTUALLY_EXCLUSIVE_GROUP",
  "CAPACITY",
  "VEHICLES_DEPOT",
  "VEHICLES_MAX_DURATION",
  "VEHICLES_MAX_DISTANCE",
  "VEHICLES_RELOAD_DEPOT",
  "VEHICLES_MAX_RELOADS",
  "VEHICLES_FIXED_COST",
  "VEHICLES_UNIT_DISTANCE_COST",
  "VEHICLES_UNIT_DURATION_COST",
  "VEHICLES_ALLOWED_CLIENTS",
]);

/** Nodes of the depots; the first node when the file does not say. */
function depotsOf({ sections }: VrplibText, count: number): number[] {
  const section = sections.get("DEPOT");
  if (!section) return [0];
  const depots: number[] = [];
  for (const { line, numbers } of section.rows) {
    for (const node of numbers) {
      if (node === -1) return depots;
      if (!Number.isSafeInteger(node) || node < 1 || node > count)
        throw new FormatError(line, "DEPOT_SECTION", `${node} is not a node of 1..${count}`);
      depots.push(node - 1);
    }
  }
  return depots;
}

function windowsOf({ text, count, scale }: Reading): readonly (TimeWindow | undefined)[] {
  const rows = numberedRows(text, "TIME_WINDOW", { count, width: 2 });
  return Array.from({ length: count }, (_, node) => {
    const row = rows?.[node];
    if (!row) return undefined;
    const [start = 0, end = 0] = row.numbers;
    if (start < 0 || end < start)
      throw new FormatError(row.line, "TIME_WINDOW_SECTION", `${start} ${end} is not a span of time`);
    return [scaled(start, scale), scaled(end, scale)];
  });
}

/** Node -> group. A node is in at most one. */
function groupsOf({ text, count }: Reading): { groups: Group[]; of: ReadonlyMap<number, number> } {
  const of = new Map<number, number>();
  const groups: Group[] = [];
  for (const { line, numbers } of text.sections.get("MUTUALLY_EXCLUSIVE_GROUP")?.rows ?? []) {
    for (const node of numbers.slice(1)) {
      if (!Number.isSafeInteger(node) || node < 1 || node > count || of.has(node - 1))
        throw new FormatError(line, "MUTUALLY_EXCLUSIVE_GROUP_SECTION", `${node} is no node, or in two groups`);
      of.set(node - 1, groups.length);
    }
    groups.push({ required: true });
  }
  return { groups, of };
}

function amountsOf({ text, count }: Reading, name: string): readonly (readonly number[])[] | undefined {
  const rows = numberedRows(text, name, { count, width: 1 });
  for (const { line, numbers } of rows ?? [])
    for (const amount of numbers)
      if (!Number.isSafeInteger(amount) || amount < 0)
        throw new FormatError(line, `${name}_SECTION`, `${amount} must be a whole number of at least 0`);
  return rows?.map(({ numbers }) => numbers);
}

function clientsOf(reading: Reading): { clients: Client[]; groups: Group[] } {
  const { text, count, scale } = reading;
  const windows = windowsOf(reading);
  const { groups, of } = groupsOf(reading);
  const demand = amountsOf(reading, "DEMAND") ?? amountsOf(reading, "LINEHAUL");
  const backhaul = amountsOf(reading, "BACKHAUL");
  if (!demand) throw new FormatError(0, "DEMAND_SECTION", "is missing");
  const service = figures(text, "SERVICE_TIME", count);
  const release = figures(text, "RELEASE_TIME", count);
  const prizes = figures(text, "PRIZE", count);
  const clients = reading.clients.map((node): Client => {
    const window = windows[node];
    const group = of.get(node);
    const prize = prizes?.[node];
    const pickup = backhaul?.[node];
    const fetched = pickup?.some((amount) => amount > 0) === true;
    return {
      delivery: demand[node] ?? [],
      ...(fetched ? { pickup: pickup ?? [], backhaul: text.header.get("TYPE")?.value === "VRPB" } : {}),
      service: scaledOptional(service?.[node], scale) ?? 0,
      ...(window ? { windows: [window] } : {}),
      ...(release ? { release: scaled(release[node] ?? 0, scale) } : {}),
      ...(prize ? { required: false, prize: scaled(prize, scale) } : {}),
      ...(group === undefined ? {} : { group }),
    };
  });
  return { clients, groups };
}

function nodesOf({ text }: Reading, name: string, vehicles: number): (readonly number[] | undefined)[] {
  const rows = numberedRows(text, name, { count: vehicles, width: 1 });
  return Array.from({ length: vehicles }, (_, vehicle) => rows?.[vehicle]?.numbers.map((node) => node - 1));
}

function depotIndex({ depots }: Reading, node: number, field: string): number {
  const index = depots.indexOf(node);
  if (index < 0) throw new FormatError(0, field, `${node + 1} is not a node of DEPOT_SECTION`);
  return index;
}

/** One vehicle of the file: its type, and the nodes it may serve when that is limited. */
interface Vehicle {
  readonly type: Omit<VehicleType, "count">;
  readonly allowed?: readonly number[];
}

function capacitiesOf(text: VrplibText, vehicles: number): readonly (readonly number[])[] {
  const rows = numberedRows(text, "CAPACITY", { count: vehicles, width: 1 });
  if (rows) return rows.map(({ numbers }) => numbers);
  const every = text.header.get("CAPACITY");
  if (!every) throw new FormatError(0, "CAPACITY", "is missing");
  return Array.from({ length: vehicles }, () => [headerNumber(text, "CAPACITY")]);
}

function vehiclesOf(reading: Reading, vehicles: number): Vehicle[] {
  const { text, scale } = reading;
  const windows = windowsOf(reading);
  const capacity = capacitiesOf(text, vehicles);
  const figure = (name: string): readonly number[] | undefined => figures(text, name, vehicles);
  const [fixed, perDistance] = [figure("VEHICLES_FIXED_COST"), figure("VEHICLES_UNIT_DISTANCE_COST")];
  const [perDuration, reloads] = [figure("VEHICLES_UNIT_DURATION_COST"), figure("VEHICLES_MAX_RELOADS")];
  const duration = figure("VEHICLES_MAX_DURATION");
  const distance = figure("VEHICLES_MAX_DISTANCE") ?? figure("DISTANCE");
  const home = nodesOf(reading, "VEHICLES_DEPOT", vehicles);
  const reload = nodesOf(reading, "VEHICLES_RELOAD_DEPOT", vehicles);
  const allowed = nodesOf(reading, "VEHICLES_ALLOWED_CLIENTS", vehicles);
  return Array.from({ length: vehicles }, (_, vehicle): Vehicle => {
    const depot = home[vehicle]?.[0] ?? reading.depots[0] ?? 0;
    const index = depotIndex(reading, depot, "VEHICLES_DEPOT_SECTION");
    const shift = windows[depot];
    const maxReloads = reloads?.[vehicle];
    const nodes = allowed[vehicle];
    return {
      type: {
        capacity: capacity[vehicle] ?? [],
        startDepot: index,
        endDepot: index,
        ...(shift ? { shift } : {}),
        ...(duration ? { maxDuration: scaled(duration[vehicle] ?? 0, scale) } : {}),
        ...(distance ? { maxDistance: scaled(distance[vehicle] ?? 0, scale) } : {}),
        ...(reload[vehicle]
          ? { reloadDepots: reload[vehicle].map((node) => depotIndex(reading, node, "VEHICLES_RELOAD_DEPOT_SECTION")) }
          : {}),
        ...(maxReloads === undefined ? {} : { maxTrips: maxReloads + 1 }),
        ...(fixed ? { fixedCost: scaled(fixed[vehicle] ?? 0, scale) } : {}),
        ...(perDistance ? { costPerDistance: perDistance[vehicle] ?? 1 } : {}),
        ...(perDuration ? { costPerDuration: perDuration[vehicle] ?? 0 } : {}),
      },
      ...(nodes ? { allowed: nodes } : {}),
    };
  });
}

/** Equal vehicles as one type each. */
function typesOf(vehicles: readonly Vehicle[]): {
  types: VehicleType[];
  allowed: Vehicle["allowed"][];
  refs: VehicleReference[];
} {
  const groups = new Map<string, { vehicle: Vehicle; index: number; count: number }>();
  const refs = vehicles.map((vehicle): VehicleReference => {
    const key = JSON.stringify(vehicle);
    const group = groups.get(key) ?? { vehicle, index: groups.size, count: 0 };
    groups.set(key, group);
    return { vehicleType: group.index, vehicle: group.count++ };
  });
  const found = [...groups.values()];
  return {
    types: found.map(({ vehicle, count }) => ({ ...vehicle.type, count })),
    allowed: found.map(({ vehicle }) => vehicle.allowed),
    refs,
  };
}

/** Client nodes in the order of the problem's types that may serve them. */
function limited(
  clients: readonly Client[],
  nodes: readonly number[],
  allowed: readonly Vehicle["allowed"][],
): Client[] {
  if (allowed.every((list) => list === undefined)) return [...clients];
  const sets = allowed.map((list) => list && new Set(list));
  return clients.map((client, index) => ({
    ...client,
    allowedTypes: sets.flatMap((set, type) => (set === undefined || set.has(nodes[index] ?? -1) ? [type] : [])),
  }));
}

/** Rows depots first; a route of a problem with backhauls does not begin with one (type VRPB). */
function legBetween(text: VrplibText, order: readonly number[], depots: number): Leg {
  const straight = vrplibLegs(text, order.length);
  const backhauls = numberedRows(text, "BACKHAUL", { count: order.length, width: 1 });
  const closed = text.header.get("TYPE")?.value === "VRPB" ? backhauls : undefined;
  return (from, to) => {
    const node = order[to] ?? 0;
    if (closed && from < depots && (closed[node]?.numbers[0] ?? 0) > 0) return Number.POSITIVE_INFINITY;
    return straight(order[from] ?? 0, node);
  };
}

function greatestFigure({ sections, header }: VrplibText): number {
  let greatest = Number(header.get("VEHICLES_MAX_DURATION")?.value ?? 0);
  for (const name of ["TIME_WINDOW", "PRIZE", "RELEASE_TIME", "VEHICLES_FIXED_COST"])
    for (const { numbers } of sections.get(name)?.rows ?? []) greatest = Math.max(greatest, ...numbers.slice(1));
  return greatest;
}

/** The problem in `text`. Throws FormatError. */
export function readVrplib(source: string, rounding: Rounding): RoutingInstance {
  const text = cutVrplib(source);
  for (const [name, { line }] of text.sections)
    if (!known.has(name))
      throw new FormatError(line, `${name}_SECTION`, "is not known here; the problem would be another");
  const count = headerCount(text, "DIMENSION", 20_000);
  const depots = depotsOf(text, count);
  if (depots.length === 0) throw new FormatError(0, "DEPOT_SECTION", "names no depot");
  const nodes = Array.from({ length: count }, (_, node) => node).filter((node) => !depots.includes(node));
  const leg = legBetween(text, [...depots, ...nodes], depots.length);
  const scale = scaleFor(rounding, longestOf(count, leg), greatestFigure(text));
  const reading: Reading = { text, count, depots, clients: nodes, scale };
  const vehicles = text.header.has("VEHICLES") ? headerCount(text, "VEHICLES") : Math.max(1, nodes.length);
  const { types, allowed, refs } = typesOf(vehiclesOf(reading, vehicles));
  const { clients, groups } = clientsOf(reading);
  const windows = windowsOf(reading);
  const problem: Problem = {
    depots: depots.map((node) => ({ ...(windows[node] ? { window: windows[node] } : {}) })),
    clients: limited(clients, nodes, allowed),
    ...(groups.length > 0 ? { groups } : {}),
    vehicleTypes: types,
    matrices: [matricesOf(count, leg, scale)],
  };
  const name = text.header.get("NAME")?.value ?? "";
  const aligned = types.length > 1;
  return { name, format: "vrplib", problem, scale, labels: [...nodes], vehicles: refs, aligned, leg };
}
