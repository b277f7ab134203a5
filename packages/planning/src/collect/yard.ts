/**
 * Vehicles and docks while boxes are collected. Knows who is free where and when; refuses to know what is fetched.
 */
import { type Calendar, earliestFree, hold, openCalendar } from "../calendar.ts";
import type { Vehicle } from "../fleet.ts";
import type { Leg } from "../legs.ts";
import type { TransferLeg } from "../transfers.ts";
import type { Site, World } from "../world.ts";

/** A vehicle at work. */
export interface Hand {
  readonly vehicle: Vehicle;
  at: Site | undefined;
  free: number;
  /** First departure; NaN before. */
  since: number;
  /** End of the last rest. */
  rested: number;
}

/** A hand that may set out, with the empty drive to its origin. */
export interface Offer {
  readonly hand: Hand;
  readonly transfer: { readonly from: Site; readonly leg: Leg } | undefined;
}

/** Limits that may be lifted to find out what binds. */
export interface Lifted {
  readonly docks?: boolean;
  readonly drivers?: boolean;
}

/** The yard. */
export interface CollectionYard {
  readonly hands: readonly Hand[];
  /** Idle vehicles that gather at `origin`, the nearest first. */
  idle(origin: Site, moment: number): readonly Offer[];
  /** True when the driver may work until `end`; a rest that is due pushes `hand.free` and answers false. */
  mayDrive(hand: Hand, leaves: number, end: number): boolean;
  /** The earliest unloading at `site` from `from` on; it is held. */
  unload(site: Site, from: number, length: number): { readonly start: number; readonly dock: number | undefined };
}

function openDocksAt(docks: Map<Site, readonly Calendar[]>, site: Site): readonly Calendar[] {
  const known = docks.get(site) ?? Array.from({ length: site.place.docks ?? 0 }, openCalendar);
  docks.set(site, known);
  return known;
}

/** All vehicles idle, all docks free. */
export function openCollectionYard(
  world: World,
  given: { readonly fleet: readonly Vehicle[]; readonly transferLeg: TransferLeg; readonly lifted: Lifted },
): CollectionYard {
  const { drivers } = world.brief;
  const docks = new Map<Site, readonly Calendar[]>();
  const hands = given.fleet.map(
    (vehicle): Hand => ({ vehicle, at: vehicle.home, free: 0, since: Number.NaN, rested: 0 }),
  );
  return {
    hands,
    idle(origin, moment) {
      const offers = hands.flatMap((hand): Offer[] => {
        const { base, home, type } = hand.vehicle;
        if (base !== origin.place.kind || (home && home !== origin) || hand.free > moment) return [];
        const from = hand.at;
        if (!from || from === origin) return [{ hand, transfer: undefined }];
        const leg = given.transferLeg(type, from, origin);
        return leg ? [{ hand, transfer: { from, leg } }] : [];
      });
      const away = ({ transfer }: Offer): number => transfer?.leg.seconds ?? 0;
      return offers.sort((left, right) => away(left) - away(right));
    },
    mayDrive(hand, leaves, end) {
      if (given.lifted.drivers) return hand.free <= leaves;
      if (hand.free > leaves) return false;
      const since = Number.isNaN(hand.since) ? leaves : hand.since;
      if (end - since > drivers.shift) return false;
      const idle = Number.isNaN(hand.since) || leaves - hand.free >= drivers.break;
      const rested = idle ? leaves : hand.rested;
      if (end - rested <= drivers.breakAfter) {
        hand.rested = rested;
        return true;
      }
      if (!idle) {
        hand.free = Math.max(hand.free, leaves) + drivers.break;
        hand.rested = hand.free;
      }
      return false;
    },
    unload(site, from, length) {
      const own = openDocksAt(docks, site);
      if (own.length === 0 || given.lifted.docks || length === 0) return { start: from, dock: undefined };
      const starts = own.map((calendar) => earliestFree(calendar, from, length));
      const start = Math.min(...starts);
      const dock = starts.indexOf(start);
      const calendar = own[dock];
      if (calendar) hold(calendar, { start, end: start + length });
      return { start, dock: dock + 1 };
    },
  };
}
