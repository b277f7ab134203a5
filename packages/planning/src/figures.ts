/**
 * The figures of a timetable: what it costs, how far and how long it drives, how much slack it keeps. Knows the formulas
 * of docs/model.md; refuses to judge.
 */
import type { Proposal } from "./group.ts";
import type { Loading } from "./loading.ts";
import type { Ride } from "./ride.ts";
import type { Timetable } from "./timetable.ts";
import type { World } from "./world.ts";

/** Sums over a timetable; moments in epoch seconds. */
export interface Figures {
  readonly vehicles: number;
  readonly trips: number;
  readonly metres: number;
  readonly driving: number;
  readonly handling: number;
  readonly latest: number | undefined;
  readonly cost: number;
}

/** Every trip of some groups: its loading and its ride. */
export function* tripsIn(groups: readonly Proposal[]): Iterable<{ loading: Loading; ride: Ride; group: Proposal }> {
  for (const group of groups) {
    for (const [index, loading] of group.loadings.entries()) {
      const ride = group.rides[index];
      if (ride) yield { loading, ride, group };
    }
  }
}

interface Account {
  readonly price: { readonly fixed: number; readonly perKilometre: number; readonly perHour: number };
  metres: number;
  /** Per day: first and last moment of work. */
  readonly days: Map<number, { start: number; end: number }>;
}

/** What the convoys cost. */
function escortCost(groups: readonly Proposal[], price: EscortPrice): number {
  let cost = 0;
  for (const { team, departure, done } of groups) {
    if (team !== undefined) cost += price.perConvoy + (price.perHour * (done - departure)) / 3600;
  }
  return cost;
}

function costOf(accounts: Iterable<Account>, escorts: number): number {
  let cost = escorts;
  for (const { price, metres, days } of accounts) {
    let duty = 0;
    for (const { start, end } of days.values()) duty += end - start;
    cost += price.fixed + (price.perKilometre * metres) / 1000 + (price.perHour * duty) / 3600;
  }
  return Math.floor(cost + 0.5);
}

/** The price of escorts: for each convoy, and for each hour from its departure to its last hand-over. */
export interface EscortPrice {
  readonly perConvoy: number;
  readonly perHour: number;
}

const free: EscortPrice = { perConvoy: 0, perHour: 0 };

/** The figures of `timetable`. */
export function figuresOf({ brief }: World, timetable: Timetable): Figures {
  const accounts = new Map<unknown, Account>();
  let [trips, metres, driving, handling] = [0, 0, 0, 0];
  for (const { loading, ride } of tripsIn(timetable.groups)) {
    const { draft, duty, driver, transfer } = loading;
    const key = duty.vehicle.name;
    const account = accounts.get(key) ?? { price: draft.type.cost, metres: 0, days: new Map() };
    accounts.set(key, account);
    const legs = transfer ? [transfer.leg, ...ride.drives] : ride.drives;
    for (const leg of legs) {
      account.metres += leg.metres;
      metres += leg.metres;
      driving += leg.seconds;
    }
    handling += draft.loading;
    for (const service of draft.services) handling += service;
    const work = account.days.get(driver.day);
    const start = Math.min(work?.start ?? Number.POSITIVE_INFINITY, transfer?.departure ?? loading.span.start);
    account.days.set(driver.day, { start, end: Math.max(work?.end ?? 0, ride.back) });
    trips++;
  }
  let latest: number | undefined;
  for (const moment of timetable.received.values()) latest = Math.max(latest ?? moment, moment);
  return {
    vehicles: accounts.size,
    trips,
    metres,
    driving,
    handling,
    latest,
    cost: costOf(accounts.values(), escortCost(timetable.groups, brief.escort?.cost ?? free)),
  };
}

/** How good a timetable is, in the order of docs/model.md: fewer is better in each, the first that differs decides. */
export interface Score {
  /** TPS and PPK that do not receive. */
  readonly lost: number;
  /** Seconds of slack that lack to the target. */
  readonly short: number;
  readonly cost: number;
}

/** The score of `timetable`. */
export function scoreOf(world: World, timetable: Timetable): Score {
  const { latest, cost } = figuresOf(world, timetable);
  const short = latest === undefined ? 0 : Math.max(0, world.brief.slackTarget - (world.end - latest));
  return { lost: timetable.lost.size, short, cost };
}

/** Below zero when `left` is the better score. */
export function compareScores(left: Score, right: Score): number {
  return left.lost - right.lost || left.short - right.short || left.cost - right.cost;
}
