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
  /** Whose outbox it is in, `vehicle:…` or `place:…`; absent: that of the log that it goes to. */
  readonly owner?: string;
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

/** An event in the log of `unit`. */
export const eventOf = (unit: string, kind: string, stamp: Stamp): CustodyEvent => ({
  schema: 1,
  id: stamp.id,
  kind,
  unit,
  at: stamp.at,
});

/** The log of the vehicle of an assignment. */
export const unitOf = ({ vehicle }: AssignmentView): string => `vehicle:${vehicle}`;

/** The vehicle has reached `stop`. */
export function arrival(assignment: AssignmentView, stop: DayStop, stamp: Stamp): CustodyEvent {
  return { ...eventOf(unitOf(assignment), "arrived", stamp), trip: stop.trip.id, place: stop.stop.place };
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

/** What is to be counted: kits by their TPS, recapitulation boxes, pieces by kind. */
export interface Goods {
  readonly kits: readonly string[];
  readonly boxes: number;
  readonly pieces: readonly PlannedPieces[];
}

/** The goods of `kits` and `boxes`, where one kit is made of `pieces`. */
export function goodsOf(kits: readonly string[], boxes: number, pieces: readonly PlannedPieces[]): Goods {
  return { kits, boxes, pieces: pieces.map((piece) => ({ ...piece, count: piece.count * kits.length })) };
}

/** True when less was counted than there should be. */
function fallsShort({ boxes, pieces }: Goods, count: Count): boolean {
  if (count.missing.length > 0 || count.boxes < boxes) return true;
  const counted = new Map(count.pieces.map((piece) => [piece.kind, piece.count]));
  return pieces.some((piece) => (counted.get(piece.kind) ?? 0) < piece.count);
}

/** Who counted what, where and when. `shortId` is for the report of a shortage that may follow. */
export interface Counting {
  readonly unit: string;
  readonly where: { readonly trip?: string; readonly place?: string };
  readonly goods: Goods;
  readonly count: Count;
  readonly stamp: Stamp;
  readonly shortId: string;
}

/**
 * The event `kind` with all that was counted and signed. When less was counted than there should be a `short` follows it as
 * the last act, which is what makes the board show the trouble.
 */
export function counted(kind: string, given: Counting): readonly CustodyEvent[] {
  const { unit, where, goods, count, stamp, shortId } = given;
  const missing = new Set(count.missing);
  const told = {
    ...(count.note === "" ? {} : { note: count.note }),
    ...(count.pieces.length === 0
      ? {}
      : { counts: Object.fromEntries(count.pieces.map((piece) => [piece.kind, piece.count])) }),
    boxes: count.boxes,
  };
  const whole = {
    ...eventOf(unit, kind, stamp),
    ...where,
    ...told,
    kits: goods.kits.filter((kit) => !missing.has(kit)),
    personal: { receiver: count.receiver },
    ...(count.seals.length === 0 ? {} : { seals: [...count.seals] }),
    ...(count.attachments.length === 0 ? {} : { attachments: [...count.attachments] }),
  };
  if (!fallsShort(goods, count)) return [whole];
  // A moment later, so that acts sorted by their time keep this order.
  const after = { id: shortId, at: new Date(Date.parse(stamp.at) + 1).toISOString() };
  return [whole, { ...eventOf(unit, "short", after), ...where, ...told, kits: [...missing] }];
}

/** The hand-over at `stop`, and a shortage when there is one. */
export function handOver(
  assignment: AssignmentView,
  stop: DayStop,
  rest: Pick<Counting, "count" | "stamp" | "shortId">,
): readonly CustodyEvent[] {
  const where = { trip: stop.trip.id, place: stop.stop.place };
  const goods = goodsOf(stop.stop.kits, stop.stop.boxes, assignment.pieces);
  return counted("handed-over", { unit: unitOf(assignment), where, goods, ...rest });
}

/** What stops or endangers a trip or a kit. */
export const problemKinds = ["road", "breakdown", "shortage", "wrong-box", "damaged"] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** A problem as told: which, in the words of the list, with the pictures that show it. */
export interface ToldProblem {
  readonly kind: ProblemKind;
  readonly note: string;
  readonly attachments: Count["attachments"];
}

/** A problem for the log of `unit`, at a place when it is about one. */
export function problem(
  unit: string,
  where: Counting["where"],
  { told, stamp }: { readonly told: ToldProblem; readonly stamp: Stamp },
): CustodyEvent {
  const { kind, note, attachments } = told;
  const files = attachments.length === 0 ? {} : { attachments: [...attachments] };
  return { ...eventOf(unit, "problem", stamp), ...where, problem: kind, note, ...files };
}
