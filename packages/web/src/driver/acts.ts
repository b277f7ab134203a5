/**
 * What a driver did, as custody events, and what follows from them for the day. Knows the order of stops; refuses to know
 * where events are kept or sent.
 */
import type { AssignmentView, CustodyEvent } from "@antar/api";

/** One visit of the day, in the order of the plan. */
export interface DayStop {
  readonly key: string;
  readonly trip: AssignmentView["route"]["trips"][number];
  readonly stop: AssignmentView["route"]["trips"][number]["stops"][number];
  readonly place: AssignmentView["places"][number] | undefined;
}

/** An act on this phone with what became of it. `refused` keeps why. */
export interface KeptAct {
  readonly brief: string;
  readonly event: CustodyEvent;
  readonly state: "saved" | "sent" | "refused";
  readonly says: { readonly id: string; readonly en: string } | null;
}

/** All stops of the day. */
export function stopsOf(assignment: AssignmentView): readonly DayStop[] {
  const places = new Map(assignment.places.map((place) => [place.code, place]));
  return assignment.route.trips.flatMap((trip) =>
    trip.stops.map((stop) => ({ key: `${trip.id} ${stop.place}`, trip, stop, place: places.get(stop.place) })),
  );
}

/** Keys of the stops whose kits were handed over (or refused) by `acts`. */
export function doneStops(acts: readonly KeptAct[]): ReadonlySet<string> {
  return new Set(
    acts
      .filter(({ event }) => event.kind === "handed-over" || event.kind === "refused")
      .map(({ event }) => `${event.trip} ${event.place}`),
  );
}

/** True when the driver has told of the arrival at `stop`. */
export function hasArrived(acts: readonly KeptAct[], stop: DayStop): boolean {
  return acts.some(
    ({ event }) => event.kind === "arrived" && event.trip === stop.trip.id && event.place === stop.stop.place,
  );
}

/** The moment and id of an act, made by the phone. */
export interface Stamp {
  readonly id: string;
  /** ISO 8601 with offset: the time of the act, not of its sending. */
  readonly at: string;
}

const eventOf = (assignment: AssignmentView, kind: string, stamp: Stamp): CustodyEvent => ({
  schema: 1,
  id: stamp.id,
  kind,
  unit: `vehicle:${assignment.vehicle}`,
  at: stamp.at,
});

/** The vehicle has reached `stop`. */
export function arrival(assignment: AssignmentView, stop: DayStop, stamp: Stamp): CustodyEvent {
  return { ...eventOf(assignment, "arrived", stamp), trip: stop.trip.id, place: stop.stop.place };
}

/** What was counted at a hand-over. */
export interface Count {
  readonly kits: number;
  readonly boxes: number;
  readonly receiver: string;
  readonly note: string;
}

/**
 * The hand-over at `stop`. When fewer kits were counted than planned a `short` follows it as the last act, which is what
 * makes the board show the trouble.
 */
export function handOver(
  assignment: AssignmentView,
  stop: DayStop,
  { count, stamp, shortStamp }: { readonly count: Count; readonly stamp: Stamp; readonly shortStamp: Stamp },
): readonly CustodyEvent[] {
  const where = { trip: stop.trip.id, place: stop.stop.place };
  const kits = stop.stop.kits.slice(0, count.kits);
  const missing = stop.stop.kits.slice(count.kits);
  const told = count.note === "" ? {} : { note: count.note };
  const handed = {
    ...eventOf(assignment, "handed-over", stamp),
    ...where,
    kits: [...kits],
    boxes: count.boxes,
    receiver: count.receiver,
    ...told,
  };
  if (missing.length === 0) return [handed];
  return [handed, { ...eventOf(assignment, "short", shortStamp), ...where, kits: [...missing], ...told }];
}

/** Something that stops or endangers the trip. `note` says which, in the words of the list. */
export function problem(
  assignment: AssignmentView,
  stop: DayStop | undefined,
  stamp: Stamp,
  note: string,
): CustodyEvent {
  const where = stop ? { trip: stop.trip.id, place: stop.stop.place } : {};
  return { ...eventOf(assignment, "problem", stamp), ...where, note };
}
