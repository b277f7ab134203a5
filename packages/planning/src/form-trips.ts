/**
 * From the loads of one origin to trips: a capacitated routing problem for the solver. Knows how a load becomes a
 * client; refuses to know the clock and other origins.
 */
import { type Brief, sizeOf, type VehicleType } from "@antar/domain";
import { type Problem, type Solution, solve, type Until } from "@antar/solver";
import { carries, type Draft, type Drop, draftOf, loadOf, serviceOf, units } from "./draft.ts";
import type { Block } from "./legs.ts";
import type { SolverMemory } from "./solver-memory.ts";
import type { Site } from "./world.ts";

/** One origin, what it sends, and who may drive it. */
export interface Task {
  readonly origin: Site;
  readonly loads: readonly Drop[];
  readonly types: readonly VehicleType[];
  /** The table of the origin and its receivers for each road profile. */
  readonly blocks: ReadonlyMap<string, Block>;
  /** Longest trip, loading included, in seconds. */
  readonly longest: number;
  /** When hand-over of a load may start, in seconds after the opening of the origin; undefined or absent: at any time. */
  window?(load: Drop): readonly [earliest: number, latest: number] | undefined;
}

/** How the solver is run. */
export interface SearchOptions {
  readonly seed: number;
  readonly until: Until;
  readonly signal?: { readonly aborted: boolean };
  /** Answers instead of the solver where the same was solved before. */
  readonly memory?: SolverMemory;
}

/** Trips of an origin, and the loads that no vehicle can bring. */
export interface Formation {
  readonly drafts: readonly Draft[];
  readonly tooLarge: readonly Drop[];
  readonly unreachable: readonly Drop[];
}

function reaches(task: Task, load: Drop, type: VehicleType): boolean {
  const block = task.blocks.get(type.profile);
  return !!block?.leg(task.origin, load.site) && !!block.leg(load.site, task.origin);
}

/** Papers, the turn at the dock, a driver who gets ready: a trip is priced as if it were so many seconds longer. */
const tripOverhead = 600;

/**
 * Whole prices, in tenths of the currency: a metre, a second, and a trip as such. A second bears its share of the vehicle's
 * fixed cost (over the shifts of the window) and of the escort, a trip its share of a convoy.
 */
function pricesOf(brief: Brief, origin: Site, { cost }: VehicleType) {
  const { escort, drivers } = brief;
  const escorted = escort !== undefined && escort.from === origin.place.kind ? escort : undefined;
  const days = Math.max(1, origin.spans.filter((span) => span !== undefined).length);
  const share = 1 / (escorted?.vehiclesPerConvoy ?? 1);
  const price = escorted?.cost ?? { perConvoy: 0, perHour: 0 };
  const second =
    cost.perHour / 3600 + cost.fixed / (days * Math.max(3600, drivers.shift)) + (price.perHour / 3600) * share;
  const metre = cost.perKilometre / 1000;
  const trip = tripOverhead * second + price.perConvoy * share;
  const whole = (value: number): number => Math.round(value * 10);
  if (whole(metre) + whole(second) === 0) return { costPerDistance: 1, costPerDuration: 0, fixedCost: 1 };
  return { costPerDistance: whole(metre), costPerDuration: whole(second), fixedCost: whole(trip) };
}

/** The routing problem of `task` over `loads`, all of which some type can bring. */
function problemOf(brief: Brief, task: Task, loads: readonly Drop[]): Problem {
  const profiles = [...new Set(task.types.map((type) => type.profile))];
  const bound = units.filter((unit) => unit === "kits" || task.types.some((type) => type.capacity[unit] !== undefined));
  const total = sizeOf(brief, loadOf(loads));
  const rows = new Map(task.blocks.get(profiles[0] ?? "")?.sites.map((site, row) => [site, row]));
  return {
    depots: [{ location: 0 }],
    clients: loads.map((load) => {
      const size = sizeOf(brief, loadOf([load]));
      const allowedTypes = task.types.flatMap((type, index) =>
        carries(brief, type, loadOf([load])) && reaches(task, load, type) ? [index] : [],
      );
      const window = task.window?.(load);
      return {
        ...(window ? { windows: [window] } : {}),
        location: rows.get(load.site) ?? 0,
        delivery: bound.map((unit) => size[unit] ?? 0),
        service: serviceOf(brief, load.kits.length),
        allowedTypes,
      };
    }),
    vehicleTypes: task.types.map((type) => ({
      count: loads.length,
      capacity: bound.map((unit) => type.capacity[unit] ?? total[unit] ?? 0),
      startDepot: 0,
      endDepot: 0,
      maxDuration: task.longest,
      maxTrips: 1,
      startLoading: { perUnit: brief.handling.loadPerKit, dimension: 0 },
      ...pricesOf(brief, task.origin, type),
      profile: profiles.indexOf(type.profile),
    })),
    matrices: profiles.flatMap((profile) => {
      const block = task.blocks.get(profile);
      return block ? [{ durations: block.durations, distances: block.distances }] : [];
    }),
  };
}

/** Loads of the same place on one trip become one stop. */
function merged(loads: readonly Drop[]): Drop[] {
  const bySite = new Map<Site, Drop>();
  for (const load of loads) {
    const known = bySite.get(load.site);
    const drop = known
      ? { site: load.site, kits: [...known.kits, ...load.kits], boxes: known.boxes + load.boxes }
      : load;
    bySite.set(load.site, drop);
  }
  return [...bySite.values()];
}

type Bundle = { readonly type: VehicleType; readonly loads: readonly Drop[] };

function bundlesOf(task: Task, loads: readonly Drop[], solution: Solution): Bundle[] {
  const bundles = solution.routes.flatMap((route) =>
    route.trips.flatMap((trip): Bundle[] => {
      const type = task.types[route.vehicleType];
      const own = trip.clients.flatMap((client) => loads[client] ?? []);
      return type && own.length > 0 ? [{ type, loads: own }] : [];
    }),
  );
  const done = new Set(bundles.flatMap((bundle) => bundle.loads));
  return bundles.concat(
    loads.filter((load) => !done.has(load)).map((load) => ({ type: firstType(task, load), loads: [load] })),
  );
}

function firstType(task: Task, load: Drop): VehicleType {
  const type = task.types.find((candidate) => reaches(task, load, candidate));
  if (!type) throw new RangeError(`${load.site.place.code} has no vehicle`);
  return type;
}

/**
 * The trips of `task`. `number` gives each trip its id. Loads that no type carries or reaches are listed, not carried.
 */
export function formTrips(
  brief: Brief,
  task: Task,
  options: SearchOptions & { readonly number: () => number },
): Formation {
  const light = task.loads.filter((load) => task.types.some((type) => carries(brief, type, loadOf([load]))));
  const loads = light.filter((load) =>
    task.types.some((type) => carries(brief, type, loadOf([load])) && reaches(task, load, type)),
  );
  const signal = options.signal ? { signal: options.signal } : {};
  const solution =
    loads.length > 1
      ? (options.memory?.answer ?? solve)(problemOf(brief, task, loads), {
          seed: options.seed,
          until: options.until,
          ...signal,
        })
      : undefined;
  const single = loads.map((load) => ({ type: cheapest(brief, task, load), loads: [load] }));
  const bundles = solution ? bundlesOf(task, loads, solution) : single;
  const drafts = bundles.flatMap(({ type, loads: own }) => {
    const block = task.blocks.get(type.profile);
    const draft =
      block && draftOf(brief, block, { id: options.number(), origin: task.origin, type, drops: merged(own) });
    return draft ? [draft] : [];
  });
  return {
    drafts,
    tooLarge: task.loads.filter((load) => !light.includes(load)),
    unreachable: light.filter((load) => !loads.includes(load)),
  };
}

function cheapest(brief: Brief, task: Task, load: Drop): VehicleType {
  const price = (type: VehicleType): number => {
    const leg = task.blocks.get(type.profile)?.leg(task.origin, load.site);
    return ((leg?.metres ?? 0) * type.cost.perKilometre) / 1000 + ((leg?.seconds ?? 0) * type.cost.perHour) / 3600;
  };
  const able = task.types.filter((type) => carries(brief, type, loadOf([load])) && reaches(task, load, type));
  const best = able.reduce<VehicleType | undefined>(
    (least, type) => (least && price(least) <= price(type) ? least : type),
    undefined,
  );
  return best ?? firstType(task, load);
}
