/**
 * Looks for a better timetable: trips in other orders and convoys, fewer vehicles, earlier or cheaper departures. Knows
 * moves and scores; what a timetable is it leaves to list scheduling.
 */
import { createRandom, type Random } from "@antar/measure";
import type { Budget } from "./budget.ts";
import type { Draft } from "./draft.ts";
import { groupByOrigin } from "./dues.ts";
import { compareScores, type Score, scoreOf, tripsIn } from "./figures.ts";
import { type Group, type Order, type Policy, type Scene, soundTimetable, type Timetable } from "./timetable.ts";
import type { Site } from "./world.ts";

/** A timetable with how it came about. */
export interface Candidate {
  readonly scene: Scene;
  readonly orders: readonly Order[];
  readonly policy: Policy;
  readonly timetable: Timetable;
  readonly score: Score;
}

/** The candidate of these orders under `policy`. */
export function candidateOf(scene: Scene, orders: readonly Order[], policy: Policy): Candidate {
  const timetable = soundTimetable(scene, orders, policy);
  return { scene, orders, policy, timetable, score: scoreOf(scene.world, timetable) };
}

/** Trips by their latest departure, gathered into convoys of at most `convoy` where an escort is needed. */
export function firstOrder(scene: Scene, drafts: readonly Draft[], convoy: number): Order {
  const { escort } = scene.world.brief;
  const urgent = (left: Draft, right: Draft): number => scene.latest(left) - scene.latest(right) || left.id - right.id;
  const groups = [...groupByOrigin(drafts)].flatMap(([origin, own]): Group[] => {
    const size = escort?.from === origin.place.kind ? convoy : 1;
    const sorted = [...own].sort(urgent);
    return Array.from({ length: Math.ceil(own.length / size) }, (_, index) =>
      sorted.slice(index * size, (index + 1) * size),
    );
  });
  const first = (group: Group): Draft | undefined => group[0];
  return groups.sort((left, right) => {
    const [a, b] = [first(left), first(right)];
    return a && b ? urgent(a, b) : 0;
  });
}

function better(left: Candidate, right: Candidate): Candidate {
  return compareScores(right.score, left.score) < 0 ? right : left;
}

/** The best of some ways to schedule the same trips. */
export function bestPolicy(
  scene: Scene,
  orders: readonly Order[],
  given: { policies: readonly Policy[]; budget: Budget; thorough: boolean },
): Candidate {
  const [first, ...rest] = given.policies;
  if (!first) throw new RangeError("no policy was given");
  let best = candidateOf(scene, orders, first);
  for (const policy of rest) {
    const lacking = best.score.lost > scene.missing.size;
    if (lacking || (given.thorough && given.budget.spent() < 0.8))
      best = better(best, candidateOf(scene, orders, policy));
  }
  return best;
}

/** Takes vehicles away, type by type, as long as the plan gets better by it. */
export function fewerVehicles(start: Candidate, budget: Budget): Candidate {
  let best = start;
  for (const type of start.scene.world.brief.vehicleTypes) {
    for (let tried = 0; budget.mayTry(tried, 0); tried++) {
      const used = new Set<string>();
      for (const { loading } of tripsIn(best.timetable.groups)) {
        if (loading.duty.vehicle.type === type) used.add(loading.duty.vehicle.name);
      }
      if (used.size < 2 || !type.roams) break;
      const limits = { ...best.policy.limits, [type.id]: used.size - 1 };
      const next = candidateOf(best.scene, best.orders, { ...best.policy, limits });
      if (compareScores(next.score, best.score) >= 0) break;
      best = next;
    }
  }
  return best;
}

function withoutEmpty(groups: readonly Group[]): Group[] {
  return groups.filter((group) => group.length > 0);
}

/** One echelon with a trip or a group moved; undefined when the move makes no sense here. */
function movedOrder(order: Order, size: number, random: Random): Order | undefined {
  const groups = order.map((group) => [...group]);
  if (groups.length < 2) return undefined;
  const from = random.below(groups.length);
  const to = random.below(groups.length);
  const [source, target] = [groups[from], groups[to]];
  if (!source || !target) return undefined;
  const kind = size > 1 ? random.below(4) : 3;
  const [at, other] = [random.below(source.length), random.below(target.length)];
  const [trip, exchange] = [source[at], target[other]];
  if (!trip || !exchange) return undefined;
  if (kind === 0 && from !== to && trip.origin === exchange.origin) {
    source[at] = exchange;
    target[other] = trip;
    return groups;
  }
  if (kind === 1 && from !== to && target.length < size && trip.origin === exchange.origin) {
    target.push(...source.splice(at, 1));
    return withoutEmpty(groups);
  }
  if (kind === 2 && source.length > 1) {
    groups.splice(to, 0, source.splice(at, 1));
    return withoutEmpty(groups);
  }
  if (kind === 3 && from !== to) {
    groups.splice(to, 0, ...groups.splice(from, 1));
    return groups;
  }
  return undefined;
}

/** One echelon with a trip whose kits do not all arrive moved forward, alone or with its convoy; undefined when there is none. */
function hurriedOrder(order: Order, lost: ReadonlySet<Site>, random: Random): Order | undefined {
  const suffers = (draft: Draft): boolean =>
    draft.drops.some((drop) => lost.has(drop.site) || drop.kits.some((tps) => lost.has(tps)));
  const late = order.flatMap((group, at) => group.filter(suffers).map((draft) => ({ at, draft })));
  const chosen = late[random.below(Math.max(1, late.length))];
  if (!chosen || order.length < 2) return undefined;
  const { at, draft } = chosen;
  const to = random.below(at + 1);
  const alone = random.below(2) === 0;
  const moved = alone ? [draft] : (order[at] ?? []);
  const rest = order.map((group) => group.filter((each) => !moved.includes(each)));
  return withoutEmpty([...rest.slice(0, to), [...moved], ...rest.slice(to)]);
}

/** Tries neighbouring orders and keeps what is not worse, as long as the budget lasts. */
export function improveOrders(start: Candidate, budget: Budget, onBetter: (score: Score) => void): Candidate {
  const random = createRandom(budget.seed).fork(budget.part);
  const { escort } = start.scene.world.brief;
  let best = start;
  let idle = 0;
  const open = start.orders.flatMap((order, index) => (order.length > 1 && index < 2 ? [index] : []));
  for (let tried = 0; open.length > 0 && budget.mayTry(tried, idle); tried++) {
    const echelon = open[random.below(open.length)] ?? 0;
    const order = best.orders[echelon] ?? [];
    const size = escort?.from === order[0]?.[0]?.origin.place.kind ? (escort?.vehiclesPerConvoy ?? 1) : 1;
    const { lost } = best.timetable;
    const hurry = lost.size > 0 && random.below(2) === 0;
    const moved = hurry ? hurriedOrder(order, lost, random) : movedOrder(order, size, random);
    idle++;
    if (!moved) continue;
    const orders = best.orders.map((each, index) => (index === echelon ? moved : each));
    const next = candidateOf(best.scene, orders, best.policy);
    const difference = compareScores(next.score, best.score);
    if (difference <= 0) best = next;
    if (difference >= 0) continue;
    idle = 0;
    onBetter(best.score);
  }
  return best;
}
