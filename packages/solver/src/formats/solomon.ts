/**
 * Reads Solomon and Gehring-Homberger `.txt` files: a fleet of equal vehicles, one depot, customers with windows.
 */
import type { Client } from "../model.ts";
import { countAt, FormatError, numberAt, type Row, rowsOf, wholeAt } from "./format-error.ts";
import { fleetOf, type RoutingInstance } from "./instance.ts";
import { euclidean, longestOf, matricesOf, type Rounding, type Scale, scaled, scaleFor } from "./rounding.ts";

const columns = ["CUST NO.", "XCOORD.", "YCOORD.", "DEMAND", "READY TIME", "DUE DATE", "SERVICE TIME"] as const;

interface Customer {
  readonly id: number;
  readonly point: readonly [number, number];
  readonly demand: number;
  readonly window: readonly [number, number];
  readonly service: number;
}

function customerOf({ line, cells }: Row, index: number): Customer {
  if (cells.length !== columns.length)
    throw new FormatError(line, "CUSTOMER", `has ${cells.length} columns where ${columns.length} are needed`);
  const [id, x, y, , ready, due, service] = columns.map((column, at) => numberAt(line, column, cells[at]));
  if (id !== index) throw new FormatError(line, columns[0], `${id} where ${index} was expected`);
  const window = [ready ?? 0, due ?? 0] as const;
  if (window[0] > window[1]) throw new FormatError(line, columns[4], `${ready} is after the DUE DATE ${due}`);
  for (const [at, value] of [
    [4, ready],
    [6, service],
  ] as const)
    if ((value ?? 0) < 0) throw new FormatError(line, columns[at], `${value} is negative`);
  const demand = wholeAt(line, columns[3], cells[3]);
  return { id, point: [x ?? 0, y ?? 0], demand, window, service: service ?? 0 };
}

function clientOf({ demand, window, service }: Customer, scale: Scale): Client {
  return {
    delivery: [demand],
    service: scaled(service, scale),
    windows: [[scaled(window[0], scale), scaled(window[1], scale)]],
  };
}

function fleetRow(rows: readonly Row[]): { count: number; capacity: number; after: number } {
  const at = rows.findIndex(({ cells }) => /^NUMBER$/i.test(cells[0] ?? ""));
  const row = rows[at + 1];
  if (at < 0 || !row)
    throw new FormatError(rows.at(-1)?.line ?? 0, "VEHICLE", "the row of NUMBER and CAPACITY is missing");
  return {
    count: countAt(row.line, "NUMBER", row.cells[0]),
    capacity: wholeAt(row.line, "CAPACITY", row.cells[1]),
    after: at + 2,
  };
}

/** The problem in `text`. Throws FormatError. */
export function readSolomon(text: string, rounding: Rounding): RoutingInstance {
  const rows = rowsOf(text);
  const { count, capacity, after } = fleetRow(rows);
  const first = rows.findIndex(({ cells }, index) => index >= after && /^[-+.\d]/.test(cells[0] ?? ""));
  if (first < 0) throw new FormatError(rows.at(-1)?.line ?? 0, "CUSTOMER", "there is no customer");
  const customers = rows.slice(first).map(customerOf);
  const [depot, ...others] = customers;
  if (!depot) throw new FormatError(0, "CUSTOMER", "the depot is missing");
  const leg = euclidean(customers.map(({ point }) => point));
  const scale = scaleFor(rounding, longestOf(customers.length, leg), depot.window[1]);
  const window = [scaled(depot.window[0], scale), scaled(depot.window[1], scale)] as const;
  return {
    name: rows[0]?.cells.join(" ") ?? "",
    format: "solomon",
    problem: {
      depots: [{ window }],
      clients: others.map((customer) => clientOf(customer, scale)),
      vehicleTypes: [{ count, capacity: [capacity], startDepot: 0, endDepot: 0, shift: window }],
      matrices: [matricesOf(customers.length, leg, scale)],
    },
    scale,
    labels: others.map(({ id }) => id),
    vehicles: fleetOf(0, count),
    aligned: false,
    leg,
  };
}
