/**
 * Trips that carry on what a rescue brings to a PPK or PPS, where the plan has none any more because these kits were given
 * up before. Knows the chain of supply; refuses to put anything in time.
 */
import { carries, type Draft, type Drop, draftOf, loadOf } from "./draft.ts";
import type { Proposal } from "./group.ts";
import { maySplit } from "./loads.ts";
import { byCodeOrder } from "./supply.ts";
import type { Order } from "./timetable.ts";
import type { Work } from "./under-way.ts";
import type { Site } from "./world.ts";

/** One kit that has to go from one place to the next. */
export interface Hop {
  readonly from: Site;
  readonly to: Site;
  readonly tps: Site;
}

/** The hops of a kit from `place` down to its TPS; none where it does not pass `place`. */
export function hopsFrom({ written: { supply } }: Work, place: Site, tps: Site): Hop[] {
  const hops: Hop[] = [];
  for (let to = tps; to !== place; ) {
    const from = supply.supplierOf.get(to);
    if (!from) return [];
    hops.unshift({ from, to, tps });
    to = from;
  }
  return hops;
}

/** The same for the same hop. */
export const hopKey = (from: Site, to: Site, tps: Site): string => `${from.index} ${to.index} ${tps.index}`;

/** Hops that trips of the plan make, by their key. */
export function madeBy({ written, begun }: Work, orders: readonly Order[]): Set<string> {
  const begunTrips = written.trips.filter(({ id }) => begun.has(id));
  const trips = [...orders.flat(2), ...begunTrips];
  return new Set(
    trips.flatMap(({ origin, drops }) =>
      drops.flatMap(({ site, kits }) => kits.map((tps) => hopKey(origin, site, tps))),
    ),
  );
}

/** `values` by the site that `keyOf` gives, in code order. */
export function groups<Value>(values: readonly Value[], keyOf: (value: Value) => Site): [Site, Value[]][] {
  const lists = new Map<Site, Value[]>();
  for (const value of values) lists.set(keyOf(value), [...(lists.get(keyOf(value)) ?? []), value]);
  return [...lists].sort(([left], [right]) => byCodeOrder(left, right));
}

/** Drops of one place, each light enough for `fits`; one that may not be split stays whole. */
function dropsFor(work: Work, to: Site, kits: readonly Site[], fits: (drops: readonly Drop[]) => boolean): Drop[] {
  const whole = { site: to, kits, boxes: 0 };
  if (fits([whole]) || !maySplit(work.scene.world.brief, to)) return [whole];
  const drops: Drop[] = [];
  for (const tps of new Set(kits)) {
    const own = kits.filter((kit) => kit === tps);
    const last = drops[drops.length - 1];
    const joined = last && { ...last, kits: [...last.kits, ...own] };
    if (joined && fits([joined])) drops.splice(-1, 1, joined);
    else drops.push({ site: to, kits: own, boxes: 0 });
  }
  return drops;
}

/** Trips from one place, as full as its largest vehicle allows, in code order. */
function draftsFrom(work: Work, from: Site, hops: readonly Hop[]): Omit<Draft, "id">[] {
  const { brief } = work.scene.world;
  const own = work.scene.fleet.filter(({ base, home }) => base === from.place.kind && (home ?? from) === from);
  for (const type of new Set(own.map((vehicle) => vehicle.type))) {
    const block = work.legs.block(type.profile, [from, ...(work.written.supply.receiversOf.get(from) ?? [])]);
    const fits = (drops: readonly Drop[]): boolean => carries(brief, type, loadOf(drops));
    const draft = (drops: readonly Drop[]) => draftOf(brief, block, { id: 0, origin: from, type, drops });
    const drops = groups(hops, ({ to }) => to).flatMap(([to, list]) =>
      dropsFor(
        work,
        to,
        list.map(({ tps }) => tps),
        fits,
      ),
    );
    const loads: Drop[][] = [];
    for (const drop of drops) {
      const last = loads[loads.length - 1];
      if (last && fits([...last, drop]) && !last.some(({ site }) => site === drop.site)) last.push(drop);
      else loads.push([drop]);
    }
    const made = loads.flatMap((load) => (fits(load) ? (draft(load) ?? []) : []));
    if (made.length > 0) return made;
  }
  return [];
}

/** `orders` with a trip for each kit that a rescue brings to a place from which no trip carries it on. */
export function withOnward(work: Work, orders: readonly Order[], rescues: readonly Proposal[]): readonly Order[] {
  const made = madeBy(work, orders);
  const brought = rescues.flatMap(({ loadings }) => loadings.flatMap(({ draft }) => draft.drops));
  const hops = brought
    .flatMap(({ site, kits }) => kits.flatMap((tps) => hopsFrom(work, site, tps)))
    .filter(({ from, to, tps }) => !made.has(hopKey(from, to, tps)));
  let id = work.written.trips.length + rescues.length;
  const added = groups(hops, ({ from }) => from).flatMap(([from, list]) =>
    draftsFrom(work, from, list).map((draft): Draft => ({ ...draft, id: id++ })),
  );
  const kinds = ["warehouse", "ppk", "pps"] as const;
  return orders.map((order, level) => [
    ...order,
    ...added.filter(({ origin }) => origin.place.kind === kinds[level]).map((draft) => [draft]),
  ]);
}
