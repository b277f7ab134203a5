/**
 * Reads Cordeau's `.txt` files of several depots, with or without windows (types 0, 2, 4 and 6): a fleet of equal
 * vehicles at each depot, a longest duration, customers numbered from 1 and the depots after them.
 */
import type { Client, TimeWindow, VehicleType } from "../model.ts";
import { countAt, FormatError, numberAt, type Row, rowsOf, wholeAt } from "./format-error.ts";
import { fleetOf, type RoutingInstance } from "./instance.ts";
import { euclidean, longestOf, matricesOf, type Rounding, type Scale, scaled, scaleFor } from "./rounding.ts";

interface Place {
  readonly point: readonly [number, number];
  readonly service: number;
  readonly demand: number;
  readonly window: readonly [number, number] | undefined;
}

interface Head {
  readonly timed: boolean;
  readonly vehicles: number;
  readonly customers: number;
  readonly depots: number;
}

function headOf(row: Row | undefined): Head {
  const line = row?.line ?? 0;
  const type = wholeAt(line, "TYPE", row?.cells[0]);
  if (![0, 2, 4, 6].includes(type))
    throw new FormatError(line, "TYPE", `${type} is none of 0 (VRP), 2 (MDVRP), 4 (VRPTW), 6 (MDVRPTW)`);
  return {
    timed: type >= 4,
    vehicles: countAt(line, "VEHICLES", row?.cells[1], 10_000),
    customers: countAt(line, "CUSTOMERS", row?.cells[2]),
    depots: countAt(line, "DEPOTS", row?.cells[3], 1_000),
  };
}

function placeOf({ line, cells }: Row, number: number, timed: boolean): Place {
  const id = wholeAt(line, "NUMBER", cells[0]);
  if (id !== number) throw new FormatError(line, "NUMBER", `${id} where ${number} was expected`);
  const service = numberAt(line, "SERVICE", cells[3]);
  if (service < 0) throw new FormatError(line, "SERVICE", `${service} is negative`);
  const start = timed ? numberAt(line, "WINDOW START", cells.at(-2)) : 0;
  const end = timed ? numberAt(line, "WINDOW END", cells.at(-1)) : 0;
  if (start < 0 || start > end) throw new FormatError(line, "WINDOW START", `${start} is negative or after ${end}`);
  return {
    point: [numberAt(line, "X", cells[1]), numberAt(line, "Y", cells[2])],
    service,
    demand: wholeAt(line, "DEMAND", cells[4]),
    window: timed ? [start, end] : undefined,
  };
}

function windowOf({ window }: Place, scale: Scale): TimeWindow | undefined {
  return window && [scaled(window[0], scale), scaled(window[1], scale)];
}

function clientOf(place: Place, scale: Scale): Client {
  const window = windowOf(place, scale);
  return {
    delivery: [place.demand],
    service: scaled(place.service, scale),
    ...(window ? { windows: [window] } : {}),
  };
}

/** A limit of 0 means none. */
function fleetAt(limits: Row, depot: number, context: { count: number; scale: Scale; most: number }): VehicleType {
  const duration = numberAt(limits.line, "LONGEST DURATION", limits.cells[0]);
  if (duration < 0) throw new FormatError(limits.line, "LONGEST DURATION", `${duration} is negative`);
  const capacity = wholeAt(limits.line, "CAPACITY", limits.cells[1]);
  return {
    count: context.count,
    capacity: [capacity === 0 ? context.most : capacity],
    startDepot: depot,
    endDepot: depot,
    ...(duration > 0 ? { maxDuration: scaled(duration, context.scale) } : {}),
  };
}

/** The problem in `text`. Throws FormatError. */
export function readCordeau(text: string, rounding: Rounding): RoutingInstance {
  const rows = rowsOf(text);
  const head = headOf(rows[0]);
  const limits = rows.slice(1, 1 + head.depots);
  const body = rows.slice(1 + head.depots);
  const needed = head.customers + head.depots;
  if (body.length !== needed)
    throw new FormatError(rows.at(-1)?.line ?? 0, "CUSTOMERS", `${body.length} places where ${needed} are needed`);
  const places = body.map((row, index) => placeOf(row, index + 1, head.timed));
  const customers = places.slice(0, head.customers);
  const depots = places.slice(head.customers);
  const leg = euclidean([...depots, ...customers].map(({ point }) => point));
  const greatest = Math.max(
    ...places.map(({ window }) => window?.[1] ?? 0),
    ...limits.map(({ cells }) => Number(cells[0])),
  );
  const scale = scaleFor(rounding, longestOf(needed, leg), greatest);
  const most = customers.reduce((sum, { demand }) => sum + demand, 0);
  return {
    name: "",
    format: "cordeau",
    problem: {
      depots: depots.map((depot) => {
        const window = windowOf(depot, scale);
        return window ? { window } : {};
      }),
      clients: customers.map((customer) => clientOf(customer, scale)),
      vehicleTypes: limits.map((row, depot) => fleetAt(row, depot, { count: head.vehicles, scale, most })),
      matrices: [matricesOf(needed, leg, scale)],
    },
    scale,
    labels: customers.map((_, index) => index + 1),
    vehicles: limits.flatMap((_, depot) => fleetOf(depot, head.vehicles)),
    aligned: head.depots > 1,
    leg,
  };
}
