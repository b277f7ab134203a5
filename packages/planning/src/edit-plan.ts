/**
 * A plan changed by hand: a stop or a trip goes to another vehicle or position, a trip is locked. Edits are data: the plan
 * is always the base with all of them applied, so undo is the same list without the last. Each time everything is put in
 * time again and audited; broken limits are listed, never refused.
 */
import { type Brief, type Finding, type Plan, Refusal, withSettings } from "@antar/domain";
import { auditPlan } from "./audit/audit-plan.ts";
import type { AuditRoads } from "./audit/audit-roads.ts";
import {
  type DecidedTrip,
  type Decisions,
  decisionsOf,
  heldDecisions,
  planOfDecisions,
  timeDecisions,
} from "./decided-trips.ts";
import type { Drop } from "./draft.ts";
import { openLegs } from "./legs.ts";
import { diffPlans, type PlanDiff } from "./plan-diff.ts";
import { type Roads, roadsInTime } from "./roads-in-time.ts";

/** One change by hand. Positions count from 0; absent: at the end. */
export type PlanEdit =
  | { readonly kind: "move-trip"; readonly trip: string; readonly vehicle: string; readonly position?: number }
  /** To another trip from the same origin, or to another position of the same trip. */
  | {
      readonly kind: "move-stop";
      readonly trip: string;
      readonly place: string;
      readonly toTrip: string;
      readonly position?: number;
    }
  /** To a trip of its own on `vehicle`. */
  | { readonly kind: "own-trip"; readonly trip: string; readonly place: string; readonly vehicle: string }
  | { readonly kind: "lock" | "unlock"; readonly trip: string };

/** A plan after edits. */
export interface EditedPlan {
  readonly plan: Plan;
  /** Every limit that the plan breaks now; empty when it may be signed. */
  readonly findings: readonly Finding[];
  /** Against the plan before the first edit. */
  readonly diff: PlanDiff;
}

function refusal(id: string, en: string): Refusal {
  return new Refusal("bad-input", { id, en });
}

function tripNamed(decisions: Decisions, id: string): DecidedTrip {
  const trip = decisions.trips.find((each) => each.id === id);
  if (!trip) throw refusal(`Tidak ada trip ${id} dalam rencana`, `There is no trip ${id} in the plan`);
  return trip;
}

function unlockedTrip(decisions: Decisions, id: string): DecidedTrip {
  const trip = tripNamed(decisions, id);
  if (!decisions.locks.has(id)) return trip;
  throw refusal(`Trip ${id} dikunci; buka kuncinya dahulu`, `Trip ${id} is locked; unlock it first`);
}

function vehicleNamed({ written }: Decisions, name: string): DecidedTrip["vehicle"] {
  const vehicle = written.fleet.find((each) => each.name === name);
  if (!vehicle) throw refusal(`Tidak ada kendaraan ${name} dalam armada`, `There is no vehicle ${name} in the fleet`);
  return vehicle;
}

function inserted<Item>(list: readonly Item[], item: Item, position: number | undefined): Item[] {
  const at = Math.min(Math.max(0, position ?? list.length), list.length);
  return [...list.slice(0, at), item, ...list.slice(at)];
}

/** `trips` with `trip` as number `position` of its vehicle; it may start as early as the trip that it comes before. */
function placed(trips: readonly DecidedTrip[], trip: DecidedTrip, position: number | undefined): DecidedTrip[] {
  const others = trips.filter((each) => each.vehicle !== trip.vehicle);
  const own = trips.filter((each) => each.vehicle === trip.vehicle);
  const next = position === undefined ? undefined : own[position];
  const notBefore = Math.min(trip.notBefore, next?.notBefore ?? trip.notBefore);
  return [...others, ...inserted(own, { ...trip, notBefore }, position)];
}

/** One vehicle makes no two trips of a convoy: the second has a convoy of its own, under the same team. */
function ridingAlone(others: readonly DecidedTrip[], trip: DecidedTrip): DecidedTrip {
  const { convoy, vehicle } = trip;
  const twice = others.some((each) => each.vehicle === vehicle && each.convoy && each.convoy.key === convoy?.key);
  return convoy && twice ? { ...trip, convoy: { key: `${convoy.key} ${trip.id}`, team: convoy.team } } : trip;
}

/** The stop at `place` taken out of the trip. */
function withoutDrop(trip: DecidedTrip, place: string): { drop: Drop; rest: readonly Drop[] } {
  const drop = trip.drops.find((each) => each.site.place.code === place);
  if (drop) return { drop, rest: trip.drops.filter((each) => each !== drop) };
  throw refusal(`Trip ${trip.id} tidak berhenti di ${place}`, `Trip ${trip.id} does not stop at ${place}`);
}

function withDrop(drops: readonly Drop[], drop: Drop, position: number | undefined): Drop[] {
  const same = drops.find((each) => each.site === drop.site);
  if (!same) return inserted(drops, drop, position);
  const together = { site: drop.site, kits: [...same.kits, ...drop.kits], boxes: same.boxes + drop.boxes };
  return inserted(
    drops.filter((each) => each !== same),
    together,
    position ?? drops.indexOf(same),
  );
}

function replaced(trips: readonly DecidedTrip[], changes: readonly DecidedTrip[]): DecidedTrip[] {
  const byId = new Map(changes.map((trip) => [trip.id, trip]));
  return trips.map((trip) => byId.get(trip.id) ?? trip).filter((trip) => trip.drops.length > 0);
}

function moveStop(decisions: Decisions, edit: Extract<PlanEdit, { kind: "move-stop" }>): Decisions {
  const [from, to] = [unlockedTrip(decisions, edit.trip), unlockedTrip(decisions, edit.toTrip)];
  if (from.origin !== to.origin) {
    const [here, there] = [from.origin.place.code, to.origin.place.code];
    throw refusal(
      `Kit ${edit.place} ada di ${here}; trip ${to.id} memuat di ${there}`,
      `The kits for ${edit.place} are at ${here}; trip ${to.id} loads at ${there}`,
    );
  }
  const { drop, rest } = withoutDrop(from, edit.place);
  const changes =
    from === to
      ? [{ ...from, drops: inserted(rest, drop, edit.position) }]
      : [
          { ...from, drops: rest },
          { ...to, drops: withDrop(to.drops, drop, edit.position) },
        ];
  return { ...decisions, trips: replaced(decisions.trips, changes) };
}

function ownTrip(decisions: Decisions, edit: Extract<PlanEdit, { kind: "own-trip" }>): Decisions {
  const from = unlockedTrip(decisions, edit.trip);
  const { drop, rest } = withoutDrop(from, edit.place);
  const trips = replaced(decisions.trips, [{ ...from, drops: rest }]);
  let number = 1;
  while (decisions.trips.some((trip) => trip.id === `${from.id}-${number}`)) number++;
  const vehicle = vehicleNamed(decisions, edit.vehicle);
  const trip = ridingAlone(trips, { ...from, id: `${from.id}-${number}`, vehicle, drops: [drop] });
  const before = trips.filter((each) => each.vehicle === vehicle && each.notBefore <= from.notBefore).length;
  return { ...decisions, trips: placed(trips, trip, before) };
}

function withLock(decisions: Decisions, edit: { kind: "lock" | "unlock"; trip: string }): Decisions {
  tripNamed(decisions, edit.trip);
  const locks = new Set(decisions.locks);
  if (edit.kind === "lock") locks.add(edit.trip);
  else locks.delete(edit.trip);
  return { ...decisions, locks };
}

/** `decisions` with one edit. Throws Refusal `bad-input` on what does not exist, is locked, or lies at another origin. */
export function applyEdit(decisions: Decisions, edit: PlanEdit): Decisions {
  switch (edit.kind) {
    case "move-trip": {
      const trip = unlockedTrip(decisions, edit.trip);
      const vehicle = vehicleNamed(decisions, edit.vehicle);
      const others = decisions.trips.filter((each) => each.id !== edit.trip);
      return { ...decisions, trips: placed(others, ridingAlone(others, { ...trip, vehicle }), edit.position) };
    }
    case "move-stop":
      return moveStop(decisions, edit);
    case "own-trip":
      return ownTrip(decisions, edit);
    case "lock":
    case "unlock":
      return withLock(decisions, edit);
    default:
      return edit satisfies never;
  }
}

/** `plan` with the locks of `decisions`, and nothing else changed. */
function locked({ held: _, ...plan }: Plan, decisions: Decisions): Plan {
  const held = heldDecisions(decisions);
  return { ...plan, locks: [...decisions.locks].sort(), ...(held.length > 0 ? { held } : {}) };
}

/**
 * `plan` with `edits` in their order, put in time and audited. `brief` is the checked brief as it was given. Undo: call it again without the last edit. Throws Refusal `bad-input` on an edit that
 * names what does not exist or touches a locked trip, `bad-plan` when brief and plan do not belong together.
 */
export function editPlan(
  brief: Brief,
  plan: Plan,
  given: { readonly edits: readonly PlanEdit[]; readonly roads: Roads & AuditRoads },
): EditedPlan {
  const { edits, roads } = given;
  const legs = openLegs(roadsInTime(brief, roads, plan.closures));
  const decisions = edits.reduce(applyEdit, decisionsOf(withSettings(brief, plan.settings), plan, legs));
  const moved = edits.some((edit) => edit.kind !== "lock" && edit.kind !== "unlock");
  const timed = timeDecisions(decisions);
  if (timed.unreachable.length > 0) {
    const list = timed.unreachable.join(", ");
    throw refusal(
      `Tidak ada jalan untuk trip ${list} dengan kendaraan itu`,
      `No road leads along trip ${list} for that vehicle`,
    );
  }
  const next = moved ? planOfDecisions(decisions, timed) : locked(plan, decisions);
  return { plan: next, findings: auditPlan(brief, next, roads), diff: diffPlans(plan, next) };
}
