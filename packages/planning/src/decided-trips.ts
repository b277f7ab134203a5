/**
 * A plan as decisions without moments: which vehicle makes which trips, to whom, in which order. Knows how one decision is
 * changed and how the whole is put in time again; refuses to judge the result.
 */
import { type Brief, extrasOf, type HeldTrip, type Plan, Refusal, withExtras } from "@antar/domain";
import { assemblePlan } from "./assemble.ts";
import { type Draft, type Drop, draftOf } from "./draft.ts";
import { type Score, scoreOf } from "./figures.ts";
import type { Vehicle } from "./fleet.ts";
import type { Legs } from "./legs.ts";
import { heldTripOf } from "./locks.ts";
import { type GivenTrip, retime } from "./retime.ts";
import type { Timetable } from "./timetable.ts";
import { openTransfers, type TransferLeg } from "./transfers.ts";
import type { Site } from "./world.ts";
import { momentIn, readWritten, type WrittenPlan } from "./written-plan.ts";

/** One trip that is decided on. */
export interface DecidedTrip {
  /** Id in the plan. */
  readonly id: string;
  readonly vehicle: Vehicle;
  readonly origin: Site;
  readonly drops: readonly Drop[];
  /** Loading does not start before, epoch seconds. */
  readonly notBefore: number;
  readonly dock: number | undefined;
  readonly convoy: GivenTrip["convoy"];
}

/** All decisions of a plan, each vehicle's trips in its order. */
export interface Decisions {
  readonly written: WrittenPlan;
  readonly legs: Legs;
  readonly plan: Plan;
  readonly transferLeg: TransferLeg;
  readonly trips: readonly DecidedTrip[];
  readonly locks: ReadonlySet<string>;
}

/** A trip that has ended on the road is no decision any more: what it carries would be lost by timing it again. */
function refuseBroken({ routes }: Plan): void {
  const broken = routes.find(({ trips }) => trips.some(({ breakdown }) => breakdown));
  if (!broken) return;
  throw new Refusal("bad-plan", {
    id: `${broken.vehicle} rusak di jalan: rencana ini tidak diubah dengan tangan; buat ulang (replan)`,
    en: `${broken.vehicle} has broken down on the way: this plan is not changed by hand; make it anew (replan)`,
  });
}

/** The decisions of `plan`. Throws Refusal `bad-plan` when it names what the brief does not know, or a vehicle has broken down. */
export function decisionsOf(brief: Brief, plan: Plan, legs: Legs): Decisions {
  refuseBroken(plan);
  const written = readWritten(withExtras(brief, extrasOf(plan)), plan, legs);
  const teams = new Map(plan.convoys.map((convoy) => [convoy.id, convoy.team]));
  const trips = written.trips.map(({ trip, vehicle, origin, drops }): DecidedTrip => {
    const team = teams.get(trip.convoy ?? "");
    return {
      id: trip.id,
      vehicle,
      origin,
      drops,
      notBefore: momentIn(trip.loading.start),
      dock: trip.dock,
      convoy: trip.convoy !== undefined && team !== undefined ? { key: trip.convoy, team } : undefined,
    };
  });
  const transferLeg = openTransfers(written.world, legs);
  return { written, legs, plan, transferLeg, trips, locks: new Set(plan.locks) };
}

/** The draft of a decided trip; undefined when a leg of it does not exist. */
export function draftFor({ written, legs }: Decisions, trip: DecidedTrip, id: number): Draft | undefined {
  const { origin, drops, vehicle } = trip;
  const sites = [origin, ...(written.supply.receiversOf.get(origin) ?? [])];
  const others = drops.map((drop) => drop.site).filter((site) => !sites.includes(site));
  const block = legs.block(vehicle.type.profile, [...sites, ...new Set(others)]);
  return draftOf(written.world.brief, block, { id, origin, type: vehicle.type, drops });
}

/** Decisions in time. `unreachable` lists trips with a leg that no road makes; they are left out. */
export interface TimedDecisions {
  readonly timetable: Timetable;
  readonly score: Score;
  readonly unreachable: readonly string[];
}

/** `decisions` put in time. */
export function timeDecisions(decisions: Decisions): TimedDecisions {
  const { written, transferLeg } = decisions;
  const { world } = written;
  const given: GivenTrip[] = [];
  const unreachable: string[] = [];
  for (const [index, trip] of decisions.trips.entries()) {
    const draft = draftFor(decisions, trip, index);
    const { vehicle, notBefore, dock, convoy } = trip;
    if (draft) given.push({ draft, vehicle, notBefore, dock, convoy });
    else unreachable.push(trip.id);
  }
  const lost = new Set(decisions.plan.unassigned.flatMap(({ code }) => world.byCode.get(code) ?? []));
  const timetable = retime(world, given, { transferLeg, lost });
  return { timetable, score: scoreOf(world, timetable), unreachable };
}

/** What the locks hold: as it was locked, or as the trip is now. */
export function heldDecisions({ plan, locks, trips }: Decisions): HeldTrip[] {
  return [...locks].sort().flatMap((name): HeldTrip[] => {
    const noted = plan.held?.find((each) => each.trip === name);
    if (noted) return [noted];
    const trip = trips.find((each) => each.id === name);
    return trip ? [heldTripOf({ name, ...trip })] : [];
  });
}

/** The plan document of `decisions` put in time. */
export function planOfDecisions(decisions: Decisions, { timetable }: TimedDecisions): Plan {
  const { written, plan, locks, trips } = decisions;
  const { mode, seed, settings, closures = [], unassigned, madeAnew } = plan;
  const names = new Map(trips.map((trip, index) => [index, trip.id]));
  return assemblePlan(
    { world: written.world, supply: written.supply, timetable },
    {
      mode,
      seed,
      settings,
      closures,
      unassigned,
      names,
      briefDigest: plan.brief.sha256,
      locks: [...locks].sort(),
      held: heldDecisions(decisions),
      ...(madeAnew ? { anewAt: momentIn(madeAnew.at) } : {}),
      ...(madeAnew?.delays ? { delays: madeAnew.delays } : {}),
      ...(madeAnew?.extra ? { extra: madeAnew.extra } : {}),
      ...(madeAnew?.earlier ? { earlier: madeAnew.earlier } : {}),
    },
  );
}
