/**
 * The latest departure of each trip, derived backwards from the deadline: a place must have its kits in time for all
 * trips that carry them on. An estimate that steers the search; the timetable itself is always forward and exact.
 */
import { cycle, type Draft, outward } from "./draft.ts";
import type { Vehicle } from "./fleet.ts";
import type { Site, Span, World } from "./world.ts";

/** The work of passing kits on. */
export interface Passing {
  /** Seconds that each kit keeps the place busy. */
  readonly perKit: number;
  /** Seconds of the last trip that may lie after the place has closed. */
  readonly after: number;
  /** Seconds that a break of the drivers takes of a long piece of work, and what counts as long. */
  readonly rest: { readonly seconds: number; readonly from: number };
  /** Seconds of reserve. */
  readonly spare: number;
}

/** Seconds from the arrival of `kits` kits at a place to the loading of the last trip with them. */
export function tailOf(passing: Passing | undefined, kits: number): number {
  if (!passing || kits === 0) return 0;
  const { perKit, after, rest, spare } = passing;
  const work = Math.ceil(perKit * kits);
  return Math.max(0, work - after + (work > rest.from ? rest.seconds : 0) + spare);
}

/** Latest departures of trips and the same-day needs of places. */
export interface Dues {
  /** By trip id. */
  readonly latest: ReadonlyMap<number, number>;
  /** How long each place takes to pass on the kits that it is given. */
  readonly passing: ReadonlyMap<Site, Passing>;
}

/** The latest moment at or before `moment` inside one of the spans; the start of the first when there is none. */
function latestIn(spans: readonly (Span | undefined)[], moment: number): number {
  let first = moment;
  for (let day = spans.length - 1; day >= 0; day--) {
    const span = spans[day];
    if (!span) continue;
    if (span.start <= moment) return Math.min(moment, span.end);
    first = span.start;
  }
  return first;
}

/** The moment from which `work` seconds inside the spans end at `moment`. */
function backward(spans: readonly (Span | undefined)[], moment: number, work: number): number {
  let left = work;
  let at = latestIn(spans, moment);
  for (let day = spans.length - 1; day >= 0; day--) {
    const span = spans[day];
    if (!span || span.start > at) continue;
    at = Math.min(at, span.end);
    if (at - span.start >= left) return at - left;
    left -= at - span.start;
    at = span.start;
  }
  return at - left;
}

/** How long each trip keeps the place from loading the next one: its docks and vehicles, whichever is scarcer. */
function servers(fleet: readonly Vehicle[], origin: Site, origins: number): number {
  const kind = origin.place.kind;
  let [own, roaming] = [0, 0];
  for (const { base, home } of fleet) {
    if (base !== kind) continue;
    if (home === origin) own++;
    else if (home === undefined) roaming++;
  }
  return Math.max(1, own + Math.floor(roaming / origins));
}

function latestDeparture(draft: Draft, dueOf: (site: Site, kits: readonly Site[]) => number): number {
  let latest = Number.POSITIVE_INFINITY;
  let away = 0;
  for (const [index, drop] of draft.drops.entries()) {
    away += (draft.legs[index]?.seconds ?? 0) + (draft.services[index] ?? 0);
    latest = Math.min(latest, latestIn(drop.site.spans, dueOf(drop.site, drop.kits)) - away);
  }
  return latestIn(draft.origin.spans, latest);
}

interface Onward {
  readonly draft: Draft;
  readonly busy: number;
}

/** Onward trips of a place in the order in which their kits come in. */
type Queue = readonly Onward[];

function dueOfKits(queue: Queue, kits: ReadonlySet<Site>, latest: ReadonlyMap<number, number>): number | undefined {
  const spans = queue[0]?.draft.origin.spans ?? [];
  let due: number | undefined;
  let work = 0;
  for (const { draft, busy } of queue) {
    const mine = due !== undefined || draft.drops.some((drop) => drop.kits.some((tps) => kits.has(tps)));
    if (!mine) continue;
    const before = backward(spans, latest.get(draft.id) ?? 0, work + draft.loading);
    due = due === undefined ? before : Math.min(due, before);
    work += busy;
  }
  return due;
}

/** Dues of all trips; `echelons` from the warehouse downwards. */
export function duesOf(
  world: World,
  echelons: readonly (readonly Draft[])[],
  options: { readonly fleet: readonly Vehicle[]; readonly target: number },
): Dues {
  const latest = new Map<number, number>();
  const passing = new Map<Site, Passing>();
  const queues = new Map<Site, Onward[]>();
  for (const drafts of [...echelons].reverse()) {
    const origins = new Set(drafts.map((draft) => draft.origin)).size;
    for (const draft of drafts) {
      const due = latestDeparture(draft, (site, kits) => {
        const queue = queues.get(site);
        const onward = queue && dueOfKits(queue, new Set(kits), latest);
        return onward ?? (kits.length > 0 ? options.target : world.end);
      });
      latest.set(draft.id, due);
    }
    for (const [origin, own] of groupByOrigin(drafts)) {
      const count = servers(options.fleet, origin, origins);
      const docks = origin.place.docks ?? Number.POSITIVE_INFINITY;
      const queue = own
        .map((draft) => ({ draft, busy: Math.ceil(Math.max(draft.loading / docks, cycle(draft) / count)) }))
        .sort((left, right) => (latest.get(left.draft.id) ?? 0) - (latest.get(right.draft.id) ?? 0));
      queues.set(origin, queue);
      const work = queue.reduce((sum, { busy }) => sum + busy, 0);
      const last = queue[queue.length - 1];
      const kits = own.reduce((sum, draft) => sum + draft.load.kits, 0);
      passing.set(origin, {
        perKit: kits > 0 ? work / kits : 0,
        after: last ? Math.min(last.busy, outward(last.draft)) : 0,
        rest: { seconds: world.brief.drivers.break, from: world.brief.drivers.breakAfter / 2 },
        spare: 0,
      });
    }
  }
  return { latest, passing };
}

/** Trips by their origin, in the order of their first appearance. */
export function groupByOrigin(drafts: readonly Draft[]): Map<Site, Draft[]> {
  const own = new Map<Site, Draft[]>();
  for (const draft of drafts) {
    const list = own.get(draft.origin);
    if (list) list.push(draft);
    else own.set(draft.origin, [draft]);
  }
  return own;
}
