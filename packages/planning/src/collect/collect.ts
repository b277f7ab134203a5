/**
 * Boxes collected while nobody knows when the next ones will be ready. Rolling planning: at every moment when something
 * has changed, the waiting loads of each gathering place are formed into trips anew by the engine that also plans the way
 * out, and those for which a vehicle is idle set out. Read `collect` first.
 */
import { type Brief, kitsOf, type VehicleType } from "@antar/domain";
import { until } from "@antar/solver";
import { type Draft, type Drop, serviceOf } from "../draft.ts";
import { fleetOf, type Vehicle } from "../fleet.ts";
import { formTrips } from "../form-trips.ts";
import { type Block, type Legs, openLegs } from "../legs.ts";
import { loadsOf } from "../loads.ts";
import type { Roads } from "../roads-in-time.ts";
import { type Supply, supplyOf } from "../supply.ts";
import { openTransfers } from "../transfers.ts";
import { openWorld, type Site, type World } from "../world.ts";
import type { Collection, CollectionLimit, CollectionTrip, LateBoxes, ReadyEvent } from "./collection.ts";
import { type CollectionYard, type Hand, type Lifted, type Offer, openCollectionYard } from "./yard.ts";

/** How boxes are collected. */
export interface CollectOptions {
  readonly seed: number;
  /** Boxes must have been handed over at the PPS so many seconds after they were ready; default 3 hours. */
  readonly within?: number;
  /** A load that does not fill a vehicle leaves a PPS or PPK after so many seconds of waiting; default 45 minutes. */
  readonly patience?: number;
}

const usualWithin = 10_800;
const usualPatience = 2700;
/** Iterations of the solver for the few loads that wait at one place. */
const iterations = 150;
/** Seconds after which a driver whose rest or shift forbade a trip is asked again. */
const askAgain = 600;

/** What waits at one place for the next echelon. */
interface Waiting {
  readonly kits: { readonly tps: Site; readonly since: number }[];
  boxes: number;
  /** The place has told that its own boxes are ready. */
  told: boolean;
}

interface Job {
  readonly world: World;
  readonly supply: Supply;
  readonly legs: Legs;
  readonly fleet: readonly Vehicle[];
  readonly options: Required<CollectOptions>;
  readonly waiting: Map<Site, Waiting>;
  /** Kits that have come to a place so far. */
  readonly came: Map<Site, number>;
  readonly arrivals: Map<Site, number[]>;
  readonly yard: CollectionYard;
  readonly agenda: Agenda;
  readonly trips: CollectionTrip[];
}

/** Moments at which something may change, each with what happens then. */
interface Agenda {
  at(moment: number, act: () => void): void;
  run(after: (moment: number) => void): void;
}

function openAgenda(): Agenda {
  const acts = new Map<number, (() => void)[]>();
  const moments: number[] = [];
  return {
    at(moment, act) {
      const known = acts.get(moment);
      if (known) {
        known.push(act);
        return;
      }
      acts.set(moment, [act]);
      let place = moments.length;
      while (place > 0 && (moments[place - 1] ?? 0) < moment) place--;
      moments.splice(place, 0, moment);
    },
    run(after) {
      for (let moment = moments.pop(); moment !== undefined; moment = moments.pop()) {
        const now = acts.get(moment) ?? [];
        acts.delete(moment);
        for (const act of now) act();
        after(moment);
      }
    },
  };
}

function waitingAt({ waiting }: Job, site: Site): Waiting {
  const known = waiting.get(site) ?? { kits: [], boxes: 0, told: false };
  waiting.set(site, known);
  return known;
}

const usableTypes = (fleet: readonly Vehicle[], origin: Site): VehicleType[] => [
  ...new Set(
    fleet
      .filter(({ base, home }) => base === origin.place.kind && (!home || home === origin))
      .map((vehicle) => vehicle.type),
  ),
];

/** Kits that `site` will have passed on when all is over. */
function kitsThrough({ supply }: Job, site: Site): number {
  if (kitsOf(site.place) > 0) return kitsOf(site.place);
  return (supply.tpsThrough.get(site) ?? []).reduce((sum, tps) => sum + kitsOf(tps.place), 0);
}

/** True when what waits at `site` is worth a trip now: at a TPS at once, elsewhere a full load, the last, or the patient. */
function isDue(job: Job, site: Site, { moment, most }: { moment: number; most: number }): boolean {
  const { kits, boxes, told } = waitingAt(job, site);
  if (kits.length === 0) return boxes > 0 && kitsThrough(job, site) === 0;
  if (site.place.kind === "tps" || kits.length >= most) return true;
  const complete = (job.came.get(site) ?? 0) >= kitsThrough(job, site);
  if (site.place.kind === "ppk") return (site.place.boxes ?? 0) > 0 ? told : complete;
  const since = Math.min(...kits.map((kit) => kit.since));
  return complete || moment - since >= job.options.patience;
}

function capacityOf({ world }: Job, types: readonly VehicleType[]): number {
  const most = types.map((type) => {
    const all = [type.capacity.kits, type.capacity.pieces, type.capacity.litres].map((bound, index) => {
      const perKit = index === 0 ? 1 : index === 1 ? piecesOf(world.brief) : world.brief.kit.litres;
      return bound === undefined ? Number.POSITIVE_INFINITY : Math.floor(bound / Math.max(1, perKit));
    });
    return Math.min(...all);
  });
  return Math.max(1, ...most);
}

const piecesOf = (brief: Brief): number => brief.kit.pieces.reduce((sum, piece) => sum + piece.count, 0);

function dueLoads(job: Job, origin: Site, given: { types: readonly VehicleType[]; moment: number }): Drop[] {
  // On the way back every load may be split: each kit has its own label and receipt.
  const brief = { ...job.world.brief, split: { ppk: true, pps: true } };
  const most = capacityOf(job, given.types);
  return (job.supply.receiversOf.get(origin) ?? []).flatMap((site) => {
    if (!isDue(job, site, { moment: given.moment, most })) return [];
    const { kits, boxes } = waitingAt(job, site);
    const oldest = [...kits].sort((left, right) => left.since - right.since).map((kit) => kit.tps);
    return loadsOf(brief, site, { tps: [...new Set(oldest)], boxes, types: given.types });
  });
}

function formed(job: Job, origin: Site, given: { types: readonly VehicleType[]; moment: number }): readonly Draft[] {
  const { world, legs, options } = job;
  const loads = dueLoads(job, origin, given);
  if (loads.length === 0) return [];
  const sites = [origin, ...(job.supply.receiversOf.get(origin) ?? [])];
  const blocks = new Map(given.types.map((type): [string, Block] => [type.profile, legs.block(type.profile, sites)]));
  const { shift, breakAfter } = world.brief.drivers;
  const task = { origin, loads, types: given.types, blocks, longest: Math.min(shift, breakAfter) };
  let id = 0;
  const search = { seed: options.seed, until: until.iterations(iterations), number: () => id++ };
  return formTrips(world.brief, task, search).drafts;
}

const oldestIn = (job: Job, draft: Draft): number => {
  const on = new Set(draft.drops.flatMap((drop) => drop.kits));
  let oldest = Number.POSITIVE_INFINITY;
  for (const { site } of draft.drops) {
    for (const kit of waitingAt(job, site).kits) if (on.has(kit.tps)) oldest = Math.min(oldest, kit.since);
  }
  return oldest;
};

/** When the stops of `draft` are made by a vehicle that leaves its origin at `from`, and when it is back. */
function ride(job: Job, draft: Draft, from: number) {
  let at = from;
  const stops = draft.drops.map((drop, index) => {
    const { seconds = 0, metres = 0 } = draft.legs[index] ?? {};
    const arrival = at + seconds;
    at = arrival + serviceOf(job.world.brief, drop.kits.length);
    const kits = drop.kits.map((tps) => tps.place.code);
    return { place: drop.site.place.code, leg: { seconds, metres }, arrival, departure: at, kits, boxes: drop.boxes };
  });
  const { seconds = 0, metres = 0 } = draft.legs[draft.legs.length - 1] ?? {};
  return { stops, back: { seconds, metres }, returned: at + seconds };
}

/** Sends `offer` on `draft` at `moment`; false when its driver may not. */
function send(job: Job, draft: Draft, { hand, transfer }: Offer, moment: number): boolean {
  const { yard, agenda, world } = job;
  const from = moment + (transfer?.leg.seconds ?? 0);
  const { stops, back, returned } = ride(job, draft, from);
  const unloading = world.brief.handling.loadPerKit * draft.load.kits;
  if (!yard.mayDrive(hand, moment, returned + unloading)) return false;
  for (const drop of draft.drops) takeAway(job, drop);
  const { start, dock } = yard.unload(draft.origin, returned, unloading);
  const end = start + unloading;
  if (Number.isNaN(hand.since)) hand.since = moment;
  hand.at = draft.origin;
  hand.free = end;
  job.trips.push({
    id: `B${String(job.trips.length + 1).padStart(4, "0")}`,
    vehicle: hand.vehicle.name,
    vehicleType: hand.vehicle.type.id,
    echelon: { warehouse: 1, ppk: 2, pps: 3, tps: 3 }[draft.origin.place.kind],
    destination: draft.origin.place.code,
    ...(transfer ? { transfer: transferOf(transfer, moment) } : {}),
    departure: from,
    stops,
    back,
    returned,
    ...(dock === undefined ? {} : { dock }),
    unloading: { start, end },
  });
  agenda.at(end, () => arrive(job, draft, end));
  return true;
}

function transferOf({ from, leg }: { from: Site; leg: { seconds: number; metres: number } }, departure: number) {
  return { from: from.place.code, leg: { seconds: leg.seconds, metres: leg.metres }, departure };
}

function takeAway(job: Job, { site, kits, boxes }: Drop): void {
  const waiting = waitingAt(job, site);
  const taken = new Set(kits);
  const left = waiting.kits.filter((kit) => !taken.has(kit.tps));
  waiting.kits.splice(0, waiting.kits.length, ...left);
  waiting.boxes -= boxes;
}

/** The kits of `draft` have been unloaded at its origin. */
function arrive(job: Job, draft: Draft, moment: number): void {
  const here = waitingAt(job, draft.origin);
  for (const drop of draft.drops) {
    for (const tps of drop.kits) {
      here.kits.push({ tps, since: moment });
      const known = job.arrivals.get(tps);
      if (known) known.push(moment);
      else job.arrivals.set(tps, [moment]);
    }
  }
  job.came.set(draft.origin, (job.came.get(draft.origin) ?? 0) + draft.load.kits);
  if (draft.origin.place.kind !== "warehouse") job.agenda.at(moment + job.options.patience, () => {});
}

/** Sends out whoever is idle for whatever waits. */
function dispatchAll(job: Job, moment: number): void {
  for (const origin of job.supply.receiversOf.keys()) {
    const types = usableTypes(job.fleet, origin);
    const offers = [...job.yard.idle(origin, moment)];
    if (offers.length === 0) continue;
    const drafts = [...formed(job, origin, { types, moment })];
    drafts.sort((left, right) => oldestIn(job, left) - oldestIn(job, right) || left.id - right.id);
    for (const draft of drafts) sendFirst(job, draft, { offers, moment });
  }
}

function sendFirst(job: Job, draft: Draft, given: { offers: Offer[]; moment: number }): void {
  const { offers, moment } = given;
  for (const [index, offer] of offers.entries()) {
    if (offer.hand.vehicle.type !== draft.type) continue;
    if (!send(job, draft, offer, moment)) {
      wakeLater(job, offer.hand, moment);
      continue;
    }
    offers.splice(index, 1);
    return;
  }
}

function wakeLater({ agenda }: Job, hand: Hand, moment: number): void {
  if (hand.free > moment) agenda.at(hand.free, () => {});
  else if (moment - hand.since < 86_400) agenda.at(moment + askAgain, () => {});
}

interface Given {
  readonly brief: Brief;
  readonly ready: readonly ReadyEvent[];
  readonly roads: Roads;
}

function collectedUnder(given: Given, options: Required<CollectOptions>, lifted: Lifted): Job {
  const world = openWorld(given.brief);
  const supply = supplyOf(world, "tiered");
  const legs = openLegs([{ until: Number.POSITIVE_INFINITY, roads: given.roads, usual: true }]);
  const fleet = fleetOf(world, supply);
  const yard = openCollectionYard(world, { fleet, transferLeg: openTransfers(world, legs), lifted });
  const agenda = openAgenda();
  const job: Job = {
    world,
    supply,
    legs,
    fleet,
    options,
    waiting: new Map(),
    came: new Map(),
    arrivals: new Map(),
    yard,
    agenda,
    trips: [],
  };
  for (const { place, at } of given.ready) {
    const site = world.byCode.get(place);
    if (!site) throw new RangeError(`${place} is ready, but the brief does not know it`);
    agenda.at(at, () => {
      const here = waitingAt(job, site);
      for (let kit = 0; kit < kitsOf(site.place); kit++) here.kits.push({ tps: site, since: at });
      here.boxes += here.told ? 0 : (site.place.boxes ?? 0);
      here.told = true;
    });
  }
  agenda.run((moment) => dispatchAll(job, moment));
  return job;
}

const sentences: Readonly<Record<CollectionLimit, (vehicle: string) => { readonly id: string; readonly en: string }>> =
  {
    fleet: (vehicle) => ({
      id: `satu ${vehicle} lagi di tiap PPS membuatnya tepat waktu; sudah dicoba`,
      en: `one more ${vehicle} at each PPS brings them in time; tried`,
    }),
    docks: () => ({
      id: "dermaga penuh; tanpa batas dermaga tepat waktu",
      en: "docks are full; in time without that limit",
    }),
    drivers: () => ({
      id: "istirahat atau jam kerja pengemudi; tanpa batas itu tepat waktu",
      en: "rest or shift of drivers; in time without that limit",
    }),
    distance: () => ({ id: "jaraknya sendiri terlalu jauh", en: "the way itself is too long" }),
  };

function moreCarts(brief: Brief): Brief {
  const pps = brief.places.filter((place) => place.kind === "pps").length;
  const vehicleTypes = brief.vehicleTypes.map((type) =>
    type.base === "pps" ? { ...type, count: type.count + (type.roams ? 1 : pps) } : type,
  );
  return { ...brief, vehicleTypes };
}

/** The late of `job`, each with the limit that held it up: lifted one after the other, the same events again. */
function lateOf(job: Job, given: Given): LateBoxes[] {
  const { within } = job.options;
  const took = (which: Job, { place, at }: ReadyEvent): number => {
    const site = which.world.byCode.get(place);
    const came = site && which.arrivals.get(site)?.[0];
    return came === undefined ? Number.POSITIVE_INFINITY : came - at;
  };
  const kitsAt = (place: string): number => {
    const site = job.world.byCode.get(place);
    return site ? kitsOf(site.place) : 0;
  };
  const tps = given.ready.filter(({ place }) => kitsAt(place) > 0);
  const late = tps.filter((event) => took(job, event) > within);
  if (late.length === 0) return [];
  const tries: readonly (readonly [CollectionLimit, Job])[] = [
    ["fleet", collectedUnder({ ...given, brief: moreCarts(given.brief) }, job.options, {})],
    ["docks", collectedUnder(given, job.options, { docks: true })],
    ["drivers", collectedUnder(given, job.options, { drivers: true })],
  ];
  const cart = given.brief.vehicleTypes.find((type) => type.base === "pps")?.name ?? "";
  return late.map((event): LateBoxes => {
    const limit = tries.find(([, other]) => took(other, event) <= within)?.[0] ?? "distance";
    const boxes = boxesOf(given.brief, kitsAt(event.place));
    return { place: event.place, boxes, took: took(job, event), limit, says: sentences[limit](cart) };
  });
}

/** Ballot boxes in `kits` kits: the pieces of the kind `kotak`. */
export function boxesOf(brief: Brief, kits: number): number {
  return kits * brief.kit.pieces.filter((piece) => piece.kind === "kotak").reduce((sum, piece) => sum + piece.count, 0);
}

/**
 * The boxes of `ready` brought back with the vehicles of `brief`, from TPS to PPS, PPK and warehouse, in the order in which
 * they become known; offices are open all the while. No event is looked at before its moment. Throws RangeError on a place
 * that the brief does not know.
 */
export function collect(
  brief: Brief,
  ready: readonly ReadyEvent[],
  given: CollectOptions & { readonly roads: Roads },
): Collection {
  const { roads, seed, within = usualWithin, patience = usualPatience } = given;
  const job = collectedUnder({ brief, ready, roads }, { seed, within, patience }, {});
  const { world, arrivals, trips } = job;
  const boxes = ready.flatMap(({ place, at }) => {
    const site = world.byCode.get(place);
    const kits = site ? kitsOf(site.place) : 0;
    if (!site || kits === 0) return [];
    const [atPps, atPpk, atWarehouse] = arrivals.get(site) ?? [];
    return [{ place, boxes: boxesOf(brief, kits), ready: at, atPps, atPpk, atWarehouse }];
  });
  const recapitulation = (list: readonly { readonly boxes: number }[]): number =>
    list.reduce((sum, { boxes: number }) => sum + number, 0);
  const home = trips.filter((trip) => trip.echelon === 1).flatMap((trip) => trip.stops);
  const out = world.sites.reduce((sum, { place }) => sum + (place.boxes ?? 0) + boxesOf(brief, kitsOf(place)), 0);
  return {
    trips,
    boxes,
    late: lateOf(job, { brief, ready, roads }),
    out,
    in: recapitulation(home) + home.reduce((sum, stop) => sum + boxesOf(brief, stop.kits.length), 0),
  };
}
