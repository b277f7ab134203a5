/**
 * Reads the unified `.dat` files of two-echelon routing instances: trucks from a depot to satellites, city freighters from
 * satellites to customers. The numbers of the file as they stand; refuses to know how they are solved.
 */
import { FormatError, numberAt, wholeAt } from "./format-error.ts";

/** A place of a two-echelon instance. */
export interface TwoEchelonPlace {
  readonly x: number;
  readonly y: number;
}

/** A two-echelon instance. Distances are Euclidean and not rounded. */
export interface TwoEchelonInstance {
  readonly depot: TwoEchelonPlace;
  /** `handling`: cost of each unit that passes, 0 where the file gives none. */
  readonly satellites: readonly (TwoEchelonPlace & { readonly handling: number })[];
  readonly customers: readonly (TwoEchelonPlace & { readonly demand: number })[];
  readonly trucks: {
    readonly count: number;
    readonly capacity: number;
    readonly costPerDistance: number;
    readonly fixedCost: number;
  };
  readonly freighters: {
    readonly perSatellite: number;
    readonly count: number;
    readonly capacity: number;
    readonly costPerDistance: number;
    readonly fixedCost: number;
  };
}

interface Section {
  readonly line: number;
  readonly groups: readonly (readonly string[])[];
}

/** The four lines of data; lines that begin with `!` are comments. */
function sectionsOf(text: string): Section[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter(({ text: line }) => line !== "" && !line.startsWith("!"))
    .map(({ line, text: row }) => ({ line, groups: row.split(/\s+/).map((group) => group.split(",")) }));
}

function sectionAt(sections: readonly Section[], index: number, name: string): Section {
  const section = sections[index];
  if (!section) throw new FormatError(0, name, "is missing");
  return section;
}

function placeOf(line: number, name: string, cells: readonly string[] | undefined): TwoEchelonPlace {
  return { x: numberAt(line, `${name} x`, cells?.[0]), y: numberAt(line, `${name} y`, cells?.[1]) };
}

/** The instance in `text`. Throws FormatError. */
export function readTwoEchelon(text: string): TwoEchelonInstance {
  const sections = sectionsOf(text);
  const [trucks, freighters] = [sectionAt(sections, 0, "Trucks"), sectionAt(sections, 1, "CityFreighters")];
  const [stores, customers] = [sectionAt(sections, 2, "Stores"), sectionAt(sections, 3, "Customers")];
  const [truck, freighter] = [trucks.groups[0], freighters.groups[0]];
  const [depot, ...satellites] = stores.groups;
  if (satellites.length === 0) throw new FormatError(stores.line, "Stores", "name no satellite");
  return {
    depot: placeOf(stores.line, "Depot", depot),
    satellites: satellites.map((cells) => ({
      ...placeOf(stores.line, "Satellite", cells),
      handling: cells[2] === undefined ? 0 : numberAt(stores.line, "Satellite handling", cells[2]),
    })),
    customers: customers.groups.map((cells) => ({
      ...placeOf(customers.line, "Customer", cells),
      demand: wholeAt(customers.line, "Customer demand", cells[2]),
    })),
    trucks: {
      count: wholeAt(trucks.line, "Trucks", truck?.[0], 1),
      capacity: wholeAt(trucks.line, "Truck capacity", truck?.[1], 1),
      costPerDistance: numberAt(trucks.line, "Truck cost", truck?.[2]),
      fixedCost: numberAt(trucks.line, "Truck fixcost", truck?.[3]),
    },
    freighters: {
      perSatellite: wholeAt(freighters.line, "max cf/sat", freighter?.[0], 1),
      count: wholeAt(freighters.line, "CityFreighters", freighter?.[1], 1),
      capacity: wholeAt(freighters.line, "CityFreighter capacity", freighter?.[2], 1),
      costPerDistance: numberAt(freighters.line, "CityFreighter cost", freighter?.[3]),
      fixedCost: numberAt(freighters.line, "CityFreighter fixcost", freighter?.[4]),
    },
  };
}
