/**
 * Moves whole trips between vehicles that make several: the rest of the day of two vehicles is exchanged, or one trip
 * goes elsewhere. Knows trips; refuses to judge: what is not sound is for the caller to roll back.
 */
import type { Random } from "@antar/measure";
import type { Routes } from "./routes.ts";

/** Exchanges trips of random vehicles; answers a visit of them, or -1 when nothing changed. */
export type ExchangeTrips = () => number;

interface DrawnTrip {
  /** Depot where it is loaded; -1 for the first of a route. */
  readonly depot: number;
  readonly visits: Int32Array;
}

/** How often other partners are tried before giving up. */
const attempts = 4;

/** Exchanges of trips of `routes`, undefined when no vehicle may reload. */
export function createExchangeTrips(routes: Routes, random: Random, pinned: Int32Array): ExchangeTrips | undefined {
  const { instance, next, locked, typeOf, used, counts, sound } = routes;
  const { visits, fleets } = instance;
  if (fleets.every(({ reloads, maxTrips }) => reloads.length === 0 || maxTrips < 2)) return undefined;
  const buffer = new Int32Array(2 * visits + 4);
  const type = (slot: number) => fleets[typeOf[slot]!]!;

  function movable(slot: number): boolean {
    const end = visits + 2 * slot + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!)
      if (locked[node] === 1 || (node < visits && pinned[node]! >= 0)) return false;
    return true;
  }

  function tripsOf(slot: number): DrawnTrip[] {
    const length = routes.read(slot, buffer);
    const trips: DrawnTrip[] = [];
    let depot = -1;
    let first = 0;
    for (let i = 0; i <= length; i++) {
      if (i < length && buffer[i]! >= 0) continue;
      if (i > first) trips.push({ depot, visits: buffer.slice(first, i) });
      depot = i < length ? -1 - buffer[i]! : -1;
      first = i + 1;
    }
    return trips;
  }

  /** Lays `trips` on `slot`; a former first trip that comes later is loaded where the vehicle may reload. */
  function lay(slot: number, trips: readonly DrawnTrip[]): void {
    const { reloads } = type(slot);
    let length = 0;
    for (const [index, { depot, visits: own }] of trips.entries()) {
      if (index > 0) buffer[length++] = -1 - (reloads.includes(depot) ? depot : (reloads[0] ?? 0));
      buffer.set(own, length);
      length += own.length;
    }
    routes.assign(slot, buffer, length);
  }

  function admits(slot: number, trips: readonly DrawnTrip[]): boolean {
    if (trips.length > type(slot).maxTrips) return false;
    const base = typeOf[slot]! * visits;
    return trips.every((trip) => trip.visits.every((visit) => instance.allowed[base + visit] === 1));
  }

  /** Tails from random trips on change places, or (`single`) one trip of the first goes to the second. */
  function redrawn(one: readonly DrawnTrip[], other: readonly DrawnTrip[]): [DrawnTrip[], DrawnTrip[]] {
    const cut = random.below(one.length);
    const at = random.below(other.length + 1);
    const trip = one[cut];
    if (random.next() < 0.5 && trip)
      return [
        [...one.slice(0, cut), ...one.slice(cut + 1)],
        [...other.slice(0, at), trip, ...other.slice(at)],
      ];
    return [
      [...one.slice(0, cut), ...other.slice(at)],
      [...other.slice(0, at), ...one.slice(cut)],
    ];
  }

  return () => {
    if (counts.used === 0) return -1;
    const slot = used[random.below(counts.used)]!;
    if (!movable(slot)) return -1;
    const one = tripsOf(slot);
    routes.touch(slot);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const free = routes.freeSlot(random.below(fleets.length));
      const to = random.next() < 0.1 && free >= 0 ? free : used[random.below(counts.used)]!;
      if (to === slot || !movable(to)) continue;
      const other = tripsOf(to);
      const [rest, taken] = redrawn(one, other);
      if (!admits(slot, rest) || !admits(to, taken)) continue;
      routes.touch(to);
      routes.assign(slot, buffer, 0);
      routes.assign(to, buffer, 0);
      lay(slot, rest);
      lay(to, taken);
      if (sound[slot] === 1 && sound[to] === 1) return one[0]?.visits[0] ?? -1;
      routes.assign(slot, buffer, 0);
      routes.assign(to, buffer, 0);
      lay(slot, one);
      lay(to, other);
    }
    return -1;
  };
}
