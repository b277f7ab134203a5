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

/** How many of one kind of piece stood there. */
export interface PieceCount {
  readonly kind: string;
  readonly count: number;
}

/** What was counted at a hand-over. */
export interface Count {
  /** TPS codes of the kits that are not there. */
  readonly missing: readonly string[];
  readonly pieces: readonly PieceCount[];
  readonly boxes: number;
  readonly seals: readonly string[];
  readonly receiver: string;
  readonly note: string;
  readonly attachments: readonly { readonly sha256: string; readonly type: string; readonly bytes: number }[];
}

/** A kind of piece with how many of it the plan hands over at a stop. */
export interface PlannedPieces {
  readonly kind: string;
  readonly name: string;
  readonly count: number;
}

/** The pieces that `kits` kits are made of. */
export function piecesOf(assignment: AssignmentView, kits: number): readonly PlannedPieces[] {
  return assignment.pieces.map((piece) => ({ ...piece, count: piece.count * kits }));
}

/** True when less was counted than the plan hands over with the kits that are there. */
function fallsShort(assignment: AssignmentView, stop: DayStop, count: Count): boolean {
  if (count.missing.length > 0 || count.boxes < stop.stop.boxes) return true;
  const counted = new Map(count.pieces.map((piece) => [piece.kind, piece.count]));
  return piecesOf(assignment, stop.stop.kits.length).some((piece) => (counted.get(piece.kind) ?? 0) < piece.count);
}

/**
 * The hand-over at `stop`. When less was counted than planned a `short` follows it as the last act, which is what makes
 * the board show the trouble.
 */
export function handOver(
  assignment: AssignmentView,
  stop: DayStop,
  { count, stamp, shortStamp }: { readonly count: Count; readonly stamp: Stamp; readonly shortStamp: Stamp },
): readonly CustodyEvent[] {
  const where = { trip: stop.trip.id, place: stop.stop.place };
  const missing = new Set(count.missing);
  const told = {
    ...(count.note === "" ? {} : { note: count.note }),
    ...(count.pieces.length === 0 ? {} : { pieces: [...count.pieces] }),
    boxes: count.boxes,
  };
  const handed = {
    ...eventOf(assignment, "handed-over", stamp),
    ...where,
    ...told,
    kits: stop.stop.kits.filter((kit) => !missing.has(kit)),
    receiver: count.receiver,
    ...(count.seals.length === 0 ? {} : { seals: [...count.seals] }),
    ...(count.attachments.length === 0 ? {} : { attachments: [...count.attachments] }),
  };
  if (!fallsShort(assignment, stop, count)) return [handed];
  return [handed, { ...eventOf(assignment, "short", shortStamp), ...where, ...told, kits: [...missing] }];
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
