/**
 * What a receiver did, as custody events: counted and signed what came, counted out what leaves. Refuses to know where events
 * are kept or sent.
 */
import type { CustodyEvent, DeliveryList } from "@antar/api";
import { type Count, counted, type Goods, goodsOf, type KeptAct, type Stamp } from "../driver/acts.ts";

/** Something that comes to the place, and something that leaves it. */
export type Delivery = DeliveryList["deliveries"][number];
export type Departure = DeliveryList["departures"][number];

/** The log of a place. */
export const unitOf = ({ place }: DeliveryList): string => `place:${place}`;

/** What is to be counted of a load. */
export const loadOf = ({ pieces }: DeliveryList, load: Delivery | Departure): Goods =>
  goodsOf(load.kits, load.boxes, pieces);

interface Told {
  readonly count: Count;
  readonly stamp: Stamp;
  readonly shortId: string;
}

/** A load that came was counted and signed; a shortage follows when there is one. */
export function received(list: DeliveryList, delivery: Delivery, told: Told): readonly CustodyEvent[] {
  const where = { trip: delivery.trip, place: list.place };
  return counted("received", { unit: unitOf(list), where, goods: loadOf(list, delivery), ...told });
}

/**
 * A load that leaves was counted out. The warehouse writes it into the log of the vehicle, so that the board sees it leave;
 * PPK and PPS may write only their own.
 */
export function loaded(list: DeliveryList, departure: Departure, told: Told): readonly CustodyEvent[] {
  const unit = list.kind === "warehouse" ? `vehicle:${departure.vehicle}` : unitOf(list);
  const where = { trip: departure.trip, place: list.place };
  return counted("loaded", { unit, where, goods: loadOf(list, departure), ...told });
}

/** Trips of which this phone has told `kind` at the place. A place is called once by each trip. */
export function toldTrips(acts: readonly KeptAct[], kind: "received" | "loaded"): ReadonlySet<string> {
  return new Set(acts.filter(({ event }) => event.kind === kind).map(({ event }) => event.trip ?? ""));
}
