/**
 * How extra kits go from place to place: with trips that have not begun and have room, or by trips of their own. Knows loads
 * and the chain of supply; refuses to put anything in time.
 */
import { kitsOf, type Sentence } from "@antar/domain";
import { brokenSince } from "./breakdown.ts";
import { carries, type Draft, type Drop, draftOf, loadOf, serviceOf } from "./draft.ts";
import { loadingAt } from "./extra-orders.ts";
import { type Block, driveFrom } from "./legs.ts";
import { groups, type Hop, hopKey, hopsFrom, madeBy } from "./onward.ts";
import type { Order } from "./timetable.ts";
import type { Work } from "./under-way.ts";
import type { Site } from "./world.ts";
import { momentIn } from "./written-plan.ts";

const kinds = ["warehouse", "ppk", "pps"] as const;

/** True for a place that stands for a delivery of extra kits. */
export function isExtra({ place }: Site): boolean {
  return place.extraOf !== undefined;
}

/** Kits that are or were on a vehicle that broke down: what becomes of them is the business of rescues. */
function onBroken({ written, begun, situation }: Work): ReadonlySet<Site> {
  const broken = written.trips.filter(
    (trip) =>
      begun.has(trip.id) && (trip.drops.some((drop) => drop.takes) || brokenSince(trip, situation) !== undefined),
  );
  return new Set(broken.flatMap(({ drops, undelivered }) => [...drops, ...undelivered].flatMap(({ kits }) => kits)));
}

/** The hops of one delivery that no trip makes yet, from the warehouse down. */
type Flow = readonly Hop[];

/** The deliveries that wait. */
function owed(work: Work, orders: readonly Order[]): Flow[] {
  const { world } = work.scene;
  const extras = world.sites.filter(isExtra);
  if (extras.length === 0) return [];
  const [made, lost] = [madeBy(work, orders), onBroken(work)];
  return extras
    .filter((site) => !lost.has(site))
    .map((site) =>
      hopsFrom(work, world.warehouse, site).filter(({ from, to, tps }) => !made.has(hopKey(from, to, tps))),
    )
    .filter((hops) => hops.length > 0);
}

const dropOf = ({ to, tps }: Hop): Drop => ({
  site: to,
  kits: Array.from({ length: kitsOf(tps.place) }, () => tps),
  boxes: 0,
});

/** `drops` with one more: part of the stop there is at its place, or a stop after that at its TPS, or the last one. */
function withDrop(drops: readonly Drop[], drop: Drop): Drop[] {
  const same = drops.findIndex(({ site }) => site === drop.site);
  if (same >= 0) {
    return drops.map((each, at) => (at === same ? { ...each, kits: [...each.kits, ...drop.kits] } : each));
  }
  const own = drops.findIndex(({ site }) => site.place.code === drop.site.place.extraOf);
  const at = own < 0 ? drops.length : own + 1;
  return [...drops.slice(0, at), drop, ...drops.slice(at)];
}

/** The open trip that goes there first after `ready`, as it is planned, and has room; with its hand-over there. */
function roomIn(work: Work, drafts: readonly Draft[], { hop, ready }: { hop: Hop; ready: number }) {
  const { written, locked, scene } = work;
  const byId = new Map(written.trips.map((trip) => [trip.id, trip]));
  const found = drafts.flatMap((draft) => {
    const trip = byId.get(draft.id);
    const goes = ({ place }: Site): boolean => place.code === hop.to.place.code || place.code === hop.to.place.extraOf;
    const stop = trip?.trip.stops.find((each) =>
      draft.drops.some(({ site }) => site.place.code === each.place && goes(site)),
    );
    if (!trip || !stop || draft.origin !== hop.from || locked.has(draft.id)) return [];
    if (momentIn(trip.trip.loading.start) < ready) return [];
    const drops = withDrop(draft.drops, dropOf(hop));
    if (!carries(scene.world.brief, draft.type, loadOf(drops))) return [];
    const { id, origin, type, block } = draft;
    const joined = draftOf(scene.world.brief, block, { id, origin, type, drops });
    return joined ? [{ joined, leaves: momentIn(trip.trip.departure), end: momentIn(stop.end) }] : [];
  });
  return found.sort((left, right) => left.leaves - right.leaves)[0];
}

/** When kits that a begun trip brings to `place` are there, as planned; minus infinity at the warehouse. */
function thereAt({ written }: Work, { from, tps }: Hop): number {
  const ends = written.trips.flatMap(({ trip }) =>
    trip.stops.filter((stop) => stop.place === from.place.code && stop.kits.includes(tps.place.code)),
  );
  return Math.max(Number.NEGATIVE_INFINITY, ...ends.map((stop) => momentIn(stop.end)));
}

/** Seconds that a trip of its own may wait for a vehicle, a dock or a team, as a guess. */
const wait = 1800;

/** When a trip of its own that can be loaded from `ready` on is likely to have handed over. */
function likelyThere(work: Work, hop: Hop, ready: number): number {
  const { brief } = work.scene.world;
  const [type] = typesAt(work, hop.from);
  const leg = type && blockAt(work, type, hop.from).leg(hop.from, hop.to);
  const kits = kitsOf(hop.tps.place);
  const handling = brief.handling.loadPerKit * kits + serviceOf(brief, kits);
  return Math.max(ready, work.situation.now) + wait + handling + (leg?.seconds ?? 0);
}

/** `orders` in which trips with room take the deliveries as far as they go, and the hops that are left. */
function joining(work: Work, orders: readonly Order[], flows: readonly Flow[]) {
  let now = orders;
  const left: Hop[] = [];
  for (const hops of flows) {
    let ready = hops[0] ? thereAt(work, hops[0]) : 0;
    for (const hop of hops) {
      const found = roomIn(work, now.flat(2), { hop, ready });
      if (!found) {
        left.push(hop);
        ready = likelyThere(work, hop, ready);
        continue;
      }
      const { joined } = found;
      now = now.map((order) => order.map((group) => group.map((draft) => (draft.id === joined.id ? joined : draft))));
      ready = found.end;
    }
  }
  return { orders: now, left };
}

/** Drops in the order of the nearest next one. */
function nearestFirst(block: Block, from: Site, drops: readonly Drop[]): Drop[] {
  const [open, way] = [[...drops], [] as Drop[]];
  for (let at = from; open.length > 0; ) {
    const away = open.map(({ site }) => block.leg(at, site)?.seconds ?? Number.POSITIVE_INFINITY);
    const [next] = open.splice(away.indexOf(Math.min(...away)), 1);
    if (!next) break;
    way.push(next);
    at = next.site;
  }
  return way;
}

/** Types of vehicle that may load at `from` and stand not for good. */
function typesAt({ scene, situation }: Work, from: Site): Draft["type"][] {
  return [...new Set(loadingAt(scene.fleet, from).flatMap(({ name, type }) => (situation.gone.has(name) ? [] : type)))];
}

function blockAt({ legs, written }: Work, type: Draft["type"], from: Site): Block {
  return legs.block(type.profile, [from, ...(written.supply.receiversOf.get(from) ?? [])]);
}

/** True when a road leads there and back now. */
function isReached(work: Work, block: Block, { from, to }: Hop): boolean {
  const there = [block.leg(from, to), block.leg(to, from)];
  return there.every((leg) => leg !== undefined && driveFrom(leg, work.situation.now) !== undefined);
}

/** Trips of one type from one place, each as full as it may be, and the hops that the type cannot make. */
function tripsOfType(work: Work, hops: readonly Hop[], { from, type }: { from: Site; type: Draft["type"] }) {
  const { brief } = work.scene.world;
  const block = blockAt(work, type, from);
  const fits = (drops: readonly Drop[]): boolean => carries(brief, type, loadOf(drops));
  const able = hops.filter((hop) => isReached(work, block, hop) && fits([dropOf(hop)]));
  const loads: Drop[][] = [];
  for (const drop of nearestFirst(block, from, able.map(dropOf))) {
    const last = loads[loads.length - 1];
    const joined = last && withDrop(last, drop);
    if (joined && fits(joined)) loads.splice(-1, 1, joined);
    else loads.push([drop]);
  }
  const drafts = loads.flatMap((drops) => draftOf(brief, block, { id: -1, origin: from, type, drops }) ?? []);
  return { drafts, left: hops.filter((hop) => !able.includes(hop)) };
}

/** Trips for `hops` from one place; the types of vehicle are tried from number `turn` on. */
function ownTrips(work: Work, hops: readonly Hop[], { from, turn }: { from: Site; turn: number }): Draft[] {
  const types = typesAt(work, from);
  const first = types.length > 0 ? turn % types.length : 0;
  const drafts: Draft[] = [];
  let open = hops;
  for (const type of [...types.slice(first), ...types.slice(0, first)]) {
    if (open.length === 0) break;
    const made = tripsOfType(work, open, { from, type });
    drafts.push(...made.drafts);
    open = made.left;
  }
  return drafts;
}

/** Trips that may leave together under one escort, others alone. */
function grouped({ scene }: Work, drafts: readonly Draft[]): Draft[][] {
  const { escort } = scene.world.brief;
  const together = escort && drafts[0]?.origin.place.kind === escort.from ? escort.vehiclesPerConvoy : 1;
  return Array.from({ length: Math.ceil(drafts.length / together) }, (_, at) =>
    drafts.slice(at * together, (at + 1) * together),
  );
}

/** `orders` with trips of their own for `hops`, after all others. */
function withOwnTrips(work: Work, orders: readonly Order[], given: { hops: readonly Hop[]; turn: number; id: number }) {
  const { hops, turn } = given;
  let { id } = given;
  const added = groups(hops, ({ from }) => from).flatMap(([from, own]) =>
    grouped(work, ownTrips(work, own, { from, turn })).map((group) =>
      group.map((draft): Draft => ({ ...draft, id: id++ })),
    ),
  );
  return orders.map((order, level) => [
    ...order,
    ...added.filter(([draft]) => draft?.origin.place.kind === kinds[level]),
  ]);
}

/** So many types of vehicle are put first in turn. */
const turns = 2;

/** A way to bring `flows`: with trips that go there anyway where `shares`, else by trips of their own only. */
interface Way {
  readonly shares: boolean;
  readonly turn: number;
  readonly id: number;
}

/** `orders` with trips for `flows`; a delivery of which some part of its way cannot be made has no trips at all. */
function along(work: Work, orders: readonly Order[], { flows, way }: { flows: readonly Flow[]; way: Way }): Along {
  const joined = way.shares ? joining(work, orders, flows) : { orders, left: flows.flat() };
  const next = withOwnTrips(work, joined.orders, { hops: joined.left, ...way });
  const made = madeBy(work, next);
  const whole = flows.filter((hops) => hops.every(({ from, to, tps }) => made.has(hopKey(from, to, tps))));
  if (whole.length < flows.length) return along(work, orders, { flows: whole, way });
  return { orders: next, shared: joined.left.length < flows.flat().length };
}

/** Orders with extra kits, and whether trips that go there anyway bring some of them. */
interface Along {
  readonly orders: readonly Order[];
  readonly shared: boolean;
}

/**
 * The ways to bring the extra kits that no trip of `orders` brings: with trips that go there anyway, and by trips of their
 * own with one type of vehicle or another, numbered from `id`. One way, `orders` themselves, where no extra kits wait.
 */
export function extraWays(work: Work, orders: readonly Order[], id: number): (readonly Order[])[] {
  const flows = owed(work, orders);
  if (flows.length === 0) return [orders];
  const origins = [...new Set(flows.flat().map(({ from }) => from))];
  const most = Math.min(turns, Math.max(1, ...origins.map((from) => typesAt(work, from).length)));
  const shared = along(work, orders, { flows, way: { shares: true, turn: 0, id } });
  const own = Array.from({ length: most }, (_, turn) =>
    along(work, orders, { flows, way: { shares: false, turn, id } }),
  );
  return [...(shared.shared ? [shared] : []), ...own].map((way) => way.orders);
}

/** A limit that no trip can keep, with its arithmetic. */
interface Bar extends Sentence {
  readonly cause: "no-vehicle" | "capacity" | "unreachable";
}

/** Why no trip at all can bring an extra delivery; undefined where one could. */
export function extraBar(work: Work, site: Site): Bar | undefined {
  const { brief } = work.scene.world;
  const kits = kitsOf(site.place);
  const made = madeBy(work, []);
  for (const hop of hopsFrom(work, work.scene.world.warehouse, site)) {
    if (made.has(hopKey(hop.from, hop.to, hop.tps))) continue;
    const types = typesAt(work, hop.from);
    const [from, to] = [hop.from.place.name, hop.to.place.name];
    if (types.length === 0) {
      const id = `tidak ada kendaraan yang dapat memuat di ${from}`;
      return { cause: "no-vehicle", id, en: `no vehicle can load at ${from}` };
    }
    const strong = types.filter((type) => carries(brief, type, { kits, boxes: 0 }));
    if (strong.length === 0) {
      const list = types.map(({ name }) => name).join(", ");
      const id = `${kits} kit tidak muat di ${list} dari ${from}`;
      return { cause: "capacity", id, en: `${kits} kits do not fit on any ${list} from ${from}` };
    }
    if (!strong.some((type) => isReached(work, blockAt(work, type, hop.from), hop))) {
      const id = `jalan dari ${from} ke ${to} tertutup`;
      return { cause: "unreachable", id, en: `the road from ${from} to ${to} is closed` };
    }
  }
  return undefined;
}

/** Names for trips that bring extra kits and have none: `X001` and on, apart from all of `used`. */
export function extraNames(drafts: Iterable<Draft>, used: ReadonlySet<string>): Map<number, string> {
  const names = new Map<number, string>();
  const next = (number: number): string => `X${String(number).padStart(3, "0")}`;
  let number = 0;
  for (const { id, drops } of drafts) {
    if (names.has(id) || !drops.some(({ kits }) => kits.some(isExtra))) continue;
    do number++;
    while (used.has(next(number)));
    names.set(id, next(number));
  }
  return names;
}
