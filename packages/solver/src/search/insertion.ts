/**
 * Finds the cheapest feasible place for an absent visit, in constant time per place. Knows every limit of the model;
 * refuses to change a route except through `apply`.
 */
import type { Random } from "@antar/measure";
import { createExactClock } from "./exact-clock.ts";
import { barred, exact, type Fleet, forever, type Instance, segments, timeless, windowsOnly } from "./instance.ts";
import type { Routes } from "./routes.ts";

/** How a visit enters an edge (a, b): alone, after a new reload, or before one. */
const alone = 0;
const reloadFirst = 1;
const reloadAfter = 2;

/** The cheapest place found by the last `find`. */
export interface Place {
  /** Change of the objective, makespan included; Infinity when there is none. */
  delta: number;
  slot: number;
  after: number;
  kind: number;
  depot: number;
  /** Slot of a larger type that takes the whole route over; `slot` itself when none has to. */
  heir: number;
  /** For a shipment: the node after which its delivery goes (the pickup itself, or a later one). */
  deliverAfter: number;
}

/** What a search for places is told beside the visit. */
export interface FindOptions {
  readonly near?: Int32Array | undefined;
  readonly generous?: boolean;
  readonly limit?: number;
}

const everywhere: FindOptions = {};

export interface Insertion {
  readonly best: Place;
  /** True when looking at every place of a route costs little more than at a few. */
  readonly quick: boolean;
  /**
   * Searches all places (each skipped with probability `blink`); with `near`, only edges at these visits. Optional
   * visits must be worth their prize, unless `generous`; every place must cost less than `limit` if given.
   */
  find(visit: number, blink: number, options?: FindOptions): number;
  /** Puts `visit` where the last `find` said. */
  apply(visit: number): void;
  /** The change of cost of one place, Infinity when infeasible. */
  evaluate(visit: number, slot: number, after: number): number;
}

/** A search for places in `routes`. `nearFrom` and `nearTo` bound the part of `near` that is read. */
export function createInsertion(routes: Routes, random: Random, pinned: Int32Array): Insertion {
  const { instance } = routes;
  const { visits, dimensions: K, fleets, mode } = instance;
  const { next, previous, route, place, leg, trip, tripDelivery, size, cost, distance, typeOf } = routes;
  const carries = instance.hasPickups;
  const clock = mode === exact ? createExactClock(instance) : undefined;
  const sequence = new Int32Array(2 * visits + 8);
  const dropCost = new Float64Array(instance.hasShipments ? next.length : 0);
  const cheapestDrop = new Float64Array(instance.hasShipments ? next.length : 0);
  const best: Place = { delta: 0, slot: -1, after: -1, kind: 0, depot: -1, heir: -1, deliverAfter: -1 };
  let sD = 0;
  let sE = 0;
  let sL = 0;
  let latestFinish = 0;
  let runnerUp = 0;
  let lastSlot = -1;
  let untilBlink = 0;
  let blinkRate = 0;

  function drawBlink(): void {
    untilBlink = blinkRate > 0 ? Math.floor(Math.log(1 - random.next()) / Math.log(1 - blinkRate)) : 0x7fffffff;
  }

  function join(travel: number, span: number, earliest: number, latest: number): boolean {
    const offset = sD + travel;
    if (sE + offset > latest || sE > sL || earliest > latest) return false;
    const wait = Math.max(earliest - offset - sL, 0);
    sD = offset + span + wait;
    sE = Math.max(earliest - offset, sE) - wait;
    sL = Math.min(latest - offset, sL);
    return true;
  }

  function take(array: Int32Array, node: number): void {
    sD = array[3 * node]!;
    sE = array[3 * node + 1]!;
    sL = array[3 * node + 2]!;
  }

  function loadingTime(fleet: Fleet, home: number, changed: number): number {
    const loading = home < visits + 2 * routes.slots ? fleet.startLoading : fleet.reloadLoading;
    return loading.fixed + loading.perUnit * changed;
  }

  /** The segment up to node `a` when its trip from then on delivers `amount` and waits for `release`. */
  function startThrough(fleet: Fleet, a: number, amount: number, release: number): boolean {
    const home = trip[a]!;
    const opens = Math.max(routes.open[home]!, release);
    const span = loadingTime(fleet, home, amount);
    const { size: width, duration } = fleet.table;
    if (previous[home]! >= 0 && home >= visits + 2 * routes.slots) {
      const before = previous[home]!;
      take(routes.ahead, before);
      if (!join(duration[place[before]! * width + place[home]!]!, span, opens, routes.close[home]!)) return false;
    } else {
      if (opens > routes.close[home]!) return false;
      sD = span;
      sE = opens;
      sL = routes.close[home]!;
    }
    if (a === home) return true;
    const w = routes.within;
    const hop = duration[place[home]! * width + place[next[home]!]!]!;
    return join(hop, w[3 * a]!, w[3 * a + 1]!, w[3 * a + 2]!);
  }

  function joinVisit(fleet: Fleet, from: number, visit: number): boolean {
    const { size: width, duration } = fleet.table;
    const hop = duration[place[from]! * width + place[visit]!]!;
    return join(hop, routes.service[visit]!, routes.open[visit]!, routes.close[visit]!);
  }

  function joinReload(fleet: Fleet, from: number, depot: number, amount: number, release: number): boolean {
    const { size: width, duration } = fleet.table;
    const hop = duration[place[from]! * width + instance.depotLocation[depot]!]!;
    const opens = Math.max(instance.depotOpen[depot]!, fleet.shift[0], release);
    const closes = Math.min(instance.depotClose[depot]!, fleet.shift[1]);
    const span = fleet.reloadLoading.fixed + fleet.reloadLoading.perUnit * amount;
    return join(hop, span, opens, closes);
  }

  function joinRest(fleet: Fleet, fromRow: number, b: number): boolean {
    const { size: width, duration } = fleet.table;
    const { behind } = routes;
    return join(duration[fromRow * width + place[b]!]!, behind[3 * b]!, behind[3 * b + 1]!, behind[3 * b + 2]!);
  }

  function amountIn(array: Int32Array, node: number, fleet: Fleet, home: number): number {
    const loading = home < visits + 2 * routes.slots ? fleet.startLoading : fleet.reloadLoading;
    return K > 0 ? array[node * K + loading.dimension]! : 0;
  }

  /** Modes 2 and 3: the whole route with `visit` in the edge after `a`; registers hold its segment. */
  function timed(fleet: Fleet, visit: number, a: number, kind: number, depot: number): boolean {
    const b = next[a]!;
    const home = trip[a]!;
    const own = amountIn(instance.delivery, visit, fleet, home);
    const total = amountIn(tripDelivery, home, fleet, home);
    const release = instance.release[visit]!;
    const { size: width, duration } = fleet.table;
    if (kind === alone) {
      const waits = Math.max(routes.releaseAfter[home]!, release);
      if (
        waits > routes.releaseAfter[home]! ||
        (own > 0 && loadingTime(fleet, home, own) > loadingTime(fleet, home, 0))
      ) {
        if (!startThrough(fleet, a, total + own, waits)) return false;
      } else take(routes.ahead, a);
      return joinVisit(fleet, a, visit) && joinRest(fleet, place[visit]!, b);
    }
    const row = instance.depotLocation[depot]!;
    const kept = a === home ? 0 : amountIn(routes.delivered, a, fleet, home);
    const reload = fleet.reloadLoading.dimension;
    const restOf =
      (K > 0 ? tripDelivery[home * K + reload]! : 0) - (K > 0 && a !== home ? routes.delivered[a * K + reload]! : 0);
    const ownReload = K > 0 ? instance.delivery[visit * K + reload]! : 0;
    const restRelease = b < visits ? routes.releaseAfter[b]! : 0;
    if (kind === reloadFirst) {
      if (!startThrough(fleet, a, kept, routes.releaseBefore[a]!)) return false;
      if (!joinReload(fleet, a, depot, restOf + ownReload, Math.max(restRelease, release))) return false;
      const hop = duration[row * width + place[visit]!]!;
      if (!join(hop, routes.service[visit]!, routes.open[visit]!, routes.close[visit]!)) return false;
      return joinRest(fleet, place[visit]!, b);
    }
    if (!startThrough(fleet, a, kept + own, Math.max(routes.releaseBefore[a]!, release))) return false;
    if (!joinVisit(fleet, a, visit)) return false;
    return joinReload(fleet, visit, depot, restOf, restRelease) && joinRest(fleet, row, b);
  }

  /** Mode 1: the same with earliest and latest moments only. */
  function inTime(fleet: Fleet, visit: number, a: number, kind: number, depot: number): boolean {
    const b = next[a]!;
    const { size: width, duration } = fleet.table;
    let time = routes.departure[a]!;
    let row = place[a]!;
    if (kind === reloadFirst) {
      time = reloaded(fleet, time + duration[row * width + instance.depotLocation[depot]!]!, depot);
      row = instance.depotLocation[depot]!;
    }
    time = Math.max(time + duration[row * width + place[visit]!]!, routes.open[visit]!);
    if (time > routes.close[visit]!) return false;
    time += routes.service[visit]!;
    row = place[visit]!;
    if (kind === reloadAfter) {
      time = reloaded(fleet, time + duration[row * width + instance.depotLocation[depot]!]!, depot);
      row = instance.depotLocation[depot]!;
    }
    return time + duration[row * width + place[b]!]! <= routes.latest[b]!;
  }

  function reloaded(fleet: Fleet, arrival: number, depot: number): number {
    const start = Math.max(arrival, instance.depotOpen[depot]!, fleet.shift[0]);
    const closes = Math.min(instance.depotClose[depot]!, fleet.shift[1]);
    return start > closes ? barred * 4 : start + fleet.reloadLoading.fixed;
  }

  function fits(fleet: Fleet, visit: number, a: number, kind: number): boolean {
    const home = trip[a]!;
    const b = next[a]!;
    if (kind !== alone && instance.hasShipments && routes.aboard[a]! > 0) return false;
    for (let k = 0; k < K; k++) {
      const room = fleet.capacity[k]!;
      const own = instance.delivery[visit * K + k]!;
      const total = tripDelivery[home * K + k]!;
      const kept = kind === alone || a === home ? 0 : routes.delivered[a * K + k]!;
      if (!carries) {
        const amount = kind === alone ? total + own : kind === reloadFirst ? total - kept + own : kept + own;
        if (amount > room) return false;
      } else if (!fitsBothWays(visit * K + k, a * K + k, b < visits ? b * K + k : -1, [kind, room, total - kept]))
        return false;
    }
    return true;
  }

  /** One dimension with pickups; `split`: kind, room, and what is delivered after `a`. */
  function fitsBothWays(own: number, a: number, b: number, split: readonly [number, number, number]): boolean {
    const [kind, room, rest] = split;
    const brought = instance.delivery[own]!;
    const taken = instance.pickup[own]! + Math.max(0, instance.change[own]!);
    const { load, peakBefore, peakAfter } = routes;
    if (kind === alone)
      return peakBefore[a]! + brought <= room && load[a]! + taken <= room && (b < 0 || peakAfter[b]! + taken <= room);
    const dropped = routes.picked[a]! ?? 0;
    if (kind === reloadFirst) {
      if (rest + brought > room) return false;
      return rest + taken <= room && (b < 0 || peakAfter[b]! - dropped + taken <= room);
    }
    return peakBefore[a]! - rest + brought <= room && load[a]! - rest + taken <= room;
  }

  function exactDelta(visit: number, slot: number, a: number, kind: number, depot: number, length: number): number {
    if (!clock) return Number.POSITIVE_INFINITY;
    let count = 0;
    const start = visits + 2 * slot;
    for (let node = start; node !== start + 1; node = next[node]!) {
      if (node !== start) sequence[count++] = node < visits ? node : -1 - routes.depotOf[node]!;
      if (node !== a) continue;
      if (kind === reloadFirst) sequence[count++] = -1 - depot;
      sequence[count++] = visit;
      if (kind === reloadAfter) sequence[count++] = -1 - depot;
    }
    return exactCost(slot, count, length, kind === alone ? 0 : 1);
  }

  /** Change of cost if the slot's route became `sequence`, of `length` distance. */
  function exactCost(slot: number, count: number, length: number, added = 0): number {
    const type = typeOf[slot]!;
    if (!clock?.run(type, sequence, count)) return Number.POSITIVE_INFINITY;
    const { duration, finish, lateness } = clock.result;
    if (duration > fleets[type]!.maxDuration) return Number.POSITIVE_INFINITY;
    const total = routes.price(type, length, duration, finish, routes.trips[slot]! - 1 + added);
    return total + lateness - cost[slot]! + makespanDelta(slot, finish);
  }

  /** Change of the makespan's cost if `slot` finished at `finish`; a split trip may well finish sooner. */
  function makespanDelta(slot: number, finish: number): number {
    if (instance.makespan === 0) return 0;
    const others = slot === lastSlot ? runnerUp : latestFinish;
    return instance.makespan * (Math.max(others, finish) - latestFinish);
  }

  function findLatest(): void {
    latestFinish = 0;
    runnerUp = 0;
    lastSlot = -1;
    for (let i = 0; i < routes.counts.used; i++) {
      const slot = routes.used[i]!;
      const finish = routes.finish[slot]!;
      if (finish > latestFinish) {
        runnerUp = latestFinish;
        latestFinish = finish;
        lastSlot = slot;
      } else if (finish > runnerUp) runnerUp = finish;
    }
  }

  /** Change of the objective if `visit` enters slot's edge after `a` so, or Infinity; `bound`: worse is not told apart. */
  function deltaAt(visit: number, slot: number, a: number, kind: number, depot: number): number {
    const type = typeOf[slot]!;
    const fleet = fleets[type]!;
    const { size: width, distance: table } = fleet.table;
    const b = next[a]!;
    const row = place[visit]!;
    const dRow = kind === alone ? 0 : instance.depotLocation[depot]!;
    let added: number;
    if (kind === alone) added = table[place[a]! * width + row]! + table[row * width + place[b]!]!;
    else if (kind === reloadFirst)
      added = table[place[a]! * width + dRow]! + table[dRow * width + row]! + table[row * width + place[b]!]!;
    else added = table[place[a]! * width + row]! + table[row * width + dRow]! + table[dRow * width + place[b]!]!;
    const empty = size[slot] === 0;
    const length = empty ? added : distance[slot]! + added - leg[a]!;
    const paid = (empty ? fleet.fixedCost : 0) + (kind === alone ? 0 : fleet.perTrip);
    const floor = fleet.perDistance * (length - (empty ? 0 : distance[slot]!)) + paid;
    if (floor >= best.delta || added >= barred || length > fleet.maxDistance) return Number.POSITIVE_INFINITY;
    if (K > 0 && !fits(fleet, visit, a, kind)) return Number.POSITIVE_INFINITY;
    if (mode === timeless) return floor;
    if (mode === windowsOnly) return inTime(fleet, visit, a, kind, depot) ? floor : Number.POSITIVE_INFINITY;
    if (!timed(fleet, visit, a, kind, depot)) return Number.POSITIVE_INFINITY;
    if (mode === exact) return exactDelta(visit, slot, a, kind, depot, length);
    if (sD > fleet.maxDuration) return Number.POSITIVE_INFINITY;
    const reloads = routes.trips[slot]! - (kind === alone ? 1 : 0);
    return routes.price(type, length, sD, sE + sD, reloads) - cost[slot]! + makespanDelta(slot, sE + sD);
  }

  function offer(visit: number, slot: number, a: number, kind: number, depot: number): void {
    const delta = deltaAt(visit, slot, a, kind, depot);
    if (delta >= best.delta) return;
    best.delta = delta;
    best.slot = slot;
    best.heir = slot;
    best.after = a;
    best.kind = kind;
    best.depot = depot;
  }

  /** Offers the edge after `a`, with and without a new reload. */
  function offerEdge(visit: number, slot: number, a: number): void {
    if (untilBlink-- <= 0) {
      drawBlink();
      return;
    }
    const b = next[a]!;
    if (routes.locked[b] === 1) return;
    offer(visit, slot, a, alone, -1);
    const fleet = fleets[typeOf[slot]!]!;
    if (routes.trips[slot]! >= fleet.maxTrips || size[slot] === 0) return;
    for (const depot of fleet.reloads) {
      if (a < visits) offer(visit, slot, a, reloadFirst, depot);
      if (b < visits) offer(visit, slot, a, reloadAfter, depot);
    }
  }

  /** Whether the visit may be on this slot at all. */
  function admits(visit: number, slot: number): boolean {
    const pin = pinned[visit]!;
    const type = typeOf[slot]!;
    if (pin >= 0 && pin !== slot) return false;
    return instance.allowed[type * visits + visit] === 1 && size[slot]! < fleets[type]!.maxClients;
  }

  function scanSlot(visit: number, slot: number): void {
    if (!admits(visit, slot)) return;
    if (instance.mate[visit]! >= 0) {
      scanPair(visit, slot);
      return;
    }
    const end = visits + 2 * slot + 1;
    for (let a = end - 1; a !== end; a = next[a]!) offerEdge(visit, slot, a);
  }

  /** A free slot of the type that would carry `load` on this slot's route for least, or -1. */
  function heirOf(slot: number, load: number): number {
    let heir = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let type = 0; type < fleets.length; type++) {
      const fleet = fleets[type]!;
      if (fleet.capacity[0]! < load) continue;
      const free = routes.freeSlot(type);
      const total = fleet.fixedCost + fleet.perDistance * distance[slot]!;
      if (free < 0 || total >= least) continue;
      least = total;
      heir = free;
    }
    return heir;
  }

  /** Plain capacity: one dimension, no clock, one trip; nothing but legs and loads. */
  function scanPlain(visit: number, slot: number): void {
    if (!admits(visit, slot)) return;
    const start = visits + 2 * slot;
    const load = tripDelivery[start]! + instance.delivery[visit]!;
    let heir = slot;
    let offset = 0;
    if (load > fleets[typeOf[slot]!]!.capacity[0]!) {
      heir = interchangeable ? heirOf(slot, load) : -1;
      if (heir < 0) return;
      const { fixedCost, perDistance } = fleets[typeOf[heir]!]!;
      offset = fixedCost + perDistance * distance[slot]! - cost[slot]!;
    }
    const fleet = fleets[typeOf[heir]!]!;
    const { size: width, distance: from, distanceTo: to } = fleet.table;
    const base = place[visit]! * width;
    const unit = fleet.perDistance;
    let least = Math.min(best.delta - offset, (barred / 2) * unit);
    for (let a = start; a !== start + 1; ) {
      const b = next[a]!;
      const delta = unit * (to[base + place[a]!]! + from[base + place[b]!]! - leg[a]!);
      if (delta < least) {
        if (untilBlink-- <= 0) drawBlink();
        else {
          least = delta;
          best.delta = delta + offset;
          best.slot = slot;
          best.heir = heir;
          best.after = a;
        }
      }
      a = b;
    }
  }

  const plain =
    mode === timeless &&
    K === 1 &&
    !carries &&
    fleets.every(({ reloads, maxDistance }) => reloads.length === 0 && maxDistance >= barred) &&
    (instance.problem.locks ?? []).length === 0;

  /** One trip that only brings, and windows by earliest and latest moments; at most the longest duration beside. */
  const lean =
    (mode === windowsOnly || mode === segments) &&
    !carries &&
    !instance.hasReleases &&
    instance.makespan === 0 &&
    instance.balance === 0 &&
    (instance.problem.locks ?? []).length === 0 &&
    fleets.every(
      ({ reloads, startLoading, perDuration, overtimeCost }) =>
        reloads.length === 0 && startLoading.perUnit === 0 && perDuration === 0 && overtimeCost === 0,
    );

  function hasRoom(visit: number, slot: number, fleet: Fleet): boolean {
    const start = visits + 2 * slot;
    for (let k = 0; k < K; k++)
      if (tripDelivery[start * K + k]! + instance.delivery[visit * K + k]! > fleet.capacity[k]!) return false;
    return true;
  }

  /** Every place of a route when `lean`. Departures grow along a route, so the first too late one ends the scan. */
  function scanLean(visit: number, slot: number): void {
    if (!admits(visit, slot)) return;
    const fleet = fleets[typeOf[slot]!]!;
    if (!hasRoom(visit, slot, fleet)) return;
    const { size: width, distance: from, distanceTo: to, duration, durationTo } = fleet.table;
    const base = place[visit]! * width;
    const unit = fleet.perDistance;
    const most = fleet.maxDistance - distance[slot]!;
    const limited = mode === segments && fleet.maxDuration < forever;
    const [opens, closes, lasts] = [instance.open[visit]!, instance.close[visit]!, instance.service[visit]!];
    const { departure, latest, ahead, behind } = routes;
    let least = Math.min(best.delta, (barred / 2) * unit);
    for (let a = visits + 2 * slot, b = a; b !== visits + 2 * slot + 1; a = b) {
      b = next[a]!;
      const leaves = mode === segments ? ahead[3 * a]! + ahead[3 * a + 1]! : departure[a]!;
      if (leaves > closes) return;
      const added = to[base + place[a]!]! + from[base + place[b]!]! - leg[a]!;
      if (unit * added >= least || added > most) continue;
      const last = mode === segments ? behind[3 * b + 2]! : latest[b]!;
      const starts = Math.max(leaves + durationTo[base + place[a]!]!, opens);
      if (starts > closes || starts + lasts + duration[base + place[b]!]! > last) continue;
      if (limited && !(timed(fleet, visit, a, alone, -1) && sD <= fleet.maxDuration)) continue;
      if (untilBlink-- <= 0) {
        drawBlink();
        continue;
      }
      least = unit * added;
      best.delta = least;
      best.slot = slot;
      best.heir = slot;
      best.after = a;
    }
  }

  /** True when any vehicle may take over any other's route but for its load. */
  const interchangeable =
    plain &&
    fleets.length > 1 &&
    fleets.every(({ table, start, end, maxClients }) => {
      const first = fleets[0]!;
      return table === first.table && start === first.start && end === first.end && maxClients === first.maxClients;
    }) &&
    instance.allowed.every((yes) => yes === 1) &&
    pinned.every((slot) => slot < 0);

  function scanAll(visit: number): void {
    for (let i = 0; i < routes.counts.used; i++) {
      const slot = routes.used[i]!;
      if (plain) scanPlain(visit, slot);
      else if (lean) scanLean(visit, slot);
      else scanSlot(visit, slot);
    }
  }

  function scanEmpty(visit: number): void {
    const pin = pinned[visit]!;
    if (pin >= 0) {
      if (size[pin] === 0) scanSlot(visit, pin);
      return;
    }
    for (let type = 0; type < fleets.length; type++) {
      const slot = routes.freeSlot(type);
      if (slot >= 0 && fleets[type]!.fixedCost < best.delta) scanSlot(visit, slot);
    }
  }

  function scanNear(visit: number, near: Int32Array): void {
    for (let i = 0; i < near.length; i++) {
      const other = near[i]!;
      const slot = route[other]!;
      if (slot < 0 || !admits(visit, slot)) continue;
      offerEdge(visit, slot, other);
      offerEdge(visit, slot, previous[other]!);
    }
  }

  function mayMiss(visit: number): boolean {
    const group = instance.group[visit]!;
    return group < 0 ? instance.level[visit] === 0 : instance.groupLevel[group] === 0;
  }

  function find(visit: number, blink: number, options = everywhere): number {
    const { near, generous = false, limit = Number.POSITIVE_INFINITY } = options;
    best.delta = limit;
    best.slot = -1;
    best.kind = alone;
    best.deliverAfter = -1;
    if (!generous && mayMiss(visit)) best.delta = Math.min(limit, instance.prize[visit]!);
    if (blink !== blinkRate || untilBlink <= 0) {
      blinkRate = blink;
      drawBlink();
    }
    if (instance.makespan > 0) findLatest();
    if (near && instance.mate[visit]! < 0) scanNear(visit, near);
    else scanAll(visit);
    scanEmpty(visit);
    return best.slot < 0 ? Number.POSITIVE_INFINITY : best.delta;
  }

  /** Both ends of a shipment: every pickup place, and every delivery place after it in the trip. */
  function scanPair(pickup: number, slot: number): void {
    const end = visits + 2 * slot + 1;
    const fleet = fleets[typeOf[slot]!]!;
    const closes = instance.close[pickup]!;
    findDrops(fleet, instance.mate[pickup]!, slot);
    for (let a = end - 1; a !== end; a = next[a]!) {
      if (routes.locked[next[a]!] === 1) continue;
      // Nothing starts later than what comes before it ends.
      if (mode === windowsOnly && routes.departure[a]! > closes) return;
      if (untilBlink-- <= 0) drawBlink();
      else pairFrom(fleet, pickup, slot, a);
    }
  }

  /** True when `drop` alone would be in time in the edge from `a`: what comes before it only delays it further. */
  function dropInTime(fleet: Fleet, drop: number, a: number): boolean {
    if (mode === timeless) return true;
    const { size: width, duration } = fleet.table;
    const { ahead, behind, departure, latest } = routes;
    const b = next[a]!;
    const row = place[drop]! * width;
    const leaves = mode === windowsOnly ? departure[a]! : ahead[3 * a]! + ahead[3 * a + 1]!;
    const starts = Math.max(leaves + duration[place[a]! * width + place[drop]!]!, instance.open[drop]!);
    if (starts > instance.close[drop]!) return false;
    const last = mode === windowsOnly ? latest[b]! : behind[3 * b + 2]!;
    return starts + instance.service[drop]! + duration[row + place[b]!]! <= last;
  }

  /**
   * What `drop` adds to the distance in the edge that starts at a node, `barred` where it comes too late, and the least
   * of these from the node on to the end of its trip.
   */
  function findDrops(fleet: Fleet, drop: number, slot: number): void {
    const { size: width, distance: table, distanceTo: reverse } = fleet.table;
    const base = place[drop]! * width;
    const start = visits + 2 * slot;
    let least = barred;
    for (let b = start + 1; b !== start; ) {
      const a = previous[b]!;
      const added = reverse[base + place[a]!]! + table[base + place[b]!]! - leg[a]!;
      dropCost[a] = dropInTime(fleet, drop, a) ? added : barred;
      least = Math.min(dropCost[a]!, b >= visits ? barred : least);
      cheapestDrop[a] = least;
      b = a;
    }
  }

  function pairFrom(fleet: Fleet, pickup: number, slot: number, a: number): void {
    const { size: width, distance: table } = fleet.table;
    const drop = instance.mate[pickup]!;
    const p = place[pickup]!;
    const d = place[drop]!;
    const empty = size[slot] === 0;
    const base = empty ? 0 : distance[slot]!;
    const outset = table[place[a]! * width + p]! - (empty ? 0 : leg[a]!);
    const closed = outset + (empty ? 0 : table[p * width + place[next[a]!]!]!);
    const paid = empty ? fleet.fixedCost : 0;
    const following = next[a]!;
    const together = outset + table[p * width + d]! + table[d * width + place[following]!]!;
    const apart = following < visits ? closed + cheapestDrop[following]! : barred;
    if (fleet.perDistance * Math.min(together, apart) + paid >= best.delta) return;
    if (!pairTimeStart(fleet, pickup, a)) return;
    for (let at = a, first = true; ; first = false) {
      for (let k = 0; k < K; k++)
        if (routes.load[at * K + k]! + instance.change[pickup * K + k]! > fleet.capacity[k]!) return;
      const b = next[at]!;
      const added = first ? together : closed + dropCost[at]!;
      const floor = fleet.perDistance * added + paid;
      if (floor < best.delta && added < barred && base + added <= fleet.maxDistance && routes.locked[b] !== 1) {
        const delta = pairDelta(fleet, pickup, slot, { a, at, first, length: base + added, floor });
        if (delta < best.delta) {
          best.delta = delta;
          best.slot = slot;
          best.heir = slot;
          best.after = a;
          best.kind = alone;
          best.deliverAfter = first ? pickup : at;
        }
      }
      if (b >= visits || fleet.perDistance * (closed + cheapestDrop[b]!) + paid >= best.delta) return;
      if (!pairTimeStep(fleet, first ? pickup : at, b)) return;
      at = b;
    }
  }

  interface PairPlace {
    readonly a: number;
    readonly at: number;
    readonly first: boolean;
    readonly length: number;
    readonly floor: number;
  }

  /** Registers: the route from its start through the pickup. */
  function pairTimeStart(fleet: Fleet, pickup: number, a: number): boolean {
    if (mode === timeless) return true;
    if (mode >= segments) {
      take(routes.ahead, a);
      return joinVisit(fleet, a, pickup);
    }
    const { size: width, duration } = fleet.table;
    sE = Math.max(routes.departure[a]! + duration[place[a]! * width + place[pickup]!]!, routes.open[pickup]!);
    if (sE > routes.close[pickup]!) return false;
    sE += routes.service[pickup]!;
    return true;
  }

  /** Registers: the same through one more node. */
  function pairTimeStep(fleet: Fleet, from: number, node: number): boolean {
    if (mode === timeless) return true;
    if (mode >= segments) return joinVisit(fleet, from, node);
    const { size: width, duration } = fleet.table;
    sE = Math.max(sE + duration[place[from]! * width + place[node]!]!, routes.open[node]!);
    if (sE > routes.latest[node]!) return false;
    sE += routes.service[node]!;
    return true;
  }

  function pairDelta(fleet: Fleet, pickup: number, slot: number, where: PairPlace): number {
    if (mode === timeless) return where.floor;
    const drop = instance.mate[pickup]!;
    const from = where.first ? pickup : where.at;
    const b = next[where.at]!;
    const { size: width, duration } = fleet.table;
    if (mode === windowsOnly) {
      let time = Math.max(sE + duration[place[from]! * width + place[drop]!]!, routes.open[drop]!);
      if (time > routes.close[drop]!) return Number.POSITIVE_INFINITY;
      time += routes.service[drop]! + duration[place[drop]! * width + place[b]!]!;
      return time <= routes.latest[b]! ? where.floor : Number.POSITIVE_INFINITY;
    }
    const [keptD, keptE, keptL] = [sD, sE, sL];
    const inWindows = joinVisit(fleet, from, drop) && joinRest(fleet, place[drop]!, b);
    const [allD, allE] = [sD, sE];
    sD = keptD;
    sE = keptE;
    sL = keptL;
    if (!inWindows || (mode === segments && allD > fleet.maxDuration)) return Number.POSITIVE_INFINITY;
    if (mode === exact) return exactPair(pickup, slot, where);
    const type = typeOf[slot]!;
    const total = routes.price(type, where.length, allD, allE + allD, routes.trips[slot]! - 1);
    return total - cost[slot]! + makespanDelta(slot, allE + allD);
  }

  function exactPair(pickup: number, slot: number, where: PairPlace): number {
    let count = 0;
    const start = visits + 2 * slot;
    for (let node = start; node !== start + 1; node = next[node]!) {
      if (node !== start) sequence[count++] = node < visits ? node : -1 - routes.depotOf[node]!;
      if (node === where.a) sequence[count++] = pickup;
      if (node === where.at) sequence[count++] = instance.mate[pickup]!;
    }
    return exactCost(slot, count, where.length);
  }

  /** Hands the route of `slot` to `heir`; answers what `after` is there. */
  function handOver(slot: number, heir: number, after: number): number {
    routes.touch(heir);
    const length = routes.read(slot, sequence);
    routes.assign(slot, sequence, 0);
    routes.assign(heir, sequence, length);
    return after === visits + 2 * slot ? visits + 2 * heir : after;
  }

  function apply(visit: number): void {
    const { heir, after, kind, depot, deliverAfter } = best;
    routes.touch(best.slot);
    const slot = heir;
    let node = heir === best.slot ? after : handOver(best.slot, heir, after);
    if (kind === reloadFirst) node = routes.insertReload(depot, node);
    routes.insertAfter(visit, node);
    if (kind === reloadAfter) routes.insertReload(depot, visit);
    routes.setPresent(visit);
    const drop = instance.mate[visit]!;
    if (drop >= 0) {
      routes.insertAfter(drop, deliverAfter);
      routes.setPresent(drop);
    }
    routes.refresh(slot);
  }

  function evaluate(visit: number, slot: number, after: number): number {
    best.delta = Number.POSITIVE_INFINITY;
    if (instance.makespan > 0) findLatest();
    return admits(visit, slot) ? deltaAt(visit, slot, after, alone, -1) : Number.POSITIVE_INFINITY;
  }

  return { best, quick: lean, find, apply, evaluate };
}

/** Visits that may only be on one slot: [visit] = slot, or -1. */
export function pinnedSlots(instance: Instance, firstSlot: Int32Array): Int32Array {
  const pinned = new Int32Array(instance.visits).fill(-1);
  for (const { visit, vehicleType, vehicle } of instance.problem.assignments ?? []) {
    pinned[visit] = firstSlot[vehicleType]! + vehicle;
    const other = instance.mate[visit]!;
    if (other >= 0) pinned[other] = pinned[visit]!;
  }
  return pinned;
}
