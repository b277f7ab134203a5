/**
 * Anneals thousands of visits region by region: each region is a few hundred visits on neighbouring routes, laid out
 * anew so that its tables stay in the processor's cache, worked on for a while at the temperature of the hour, and put
 * back as it then is. Knows regions; refuses to know how one is improved. Memory beside the instance is linear in n.
 */
import type { Random } from "@antar/measure";
import type { Instance } from "../instance.ts";
import type { Neighbours } from "../neighbours.ts";
import type { Schedule } from "../schedule.ts";
import { cool } from "./cooling.ts";
import { layOut } from "./layout.ts";
import { createTours } from "./tours.ts";
import { bestOf, fillTours, routesIn, type Visits } from "./transfer.ts";

/** What the annealing by regions works with. */
export interface Regions {
  readonly instance: Instance;
  readonly near: Neighbours;
  readonly random: Random;
  /** The temperature of an iteration, negative when the search is over. */
  readonly schedule: Schedule;
  /** Share of the budget used. */
  readonly share: () => number;
  /** Told of each new best: by how much cost and weight of the absent differ from the start's. */
  readonly improved: (iteration: number, costBy: number, levelBy: number) => void;
  readonly stopped: () => boolean;
}

/** Least visits and mean routes of a region, iterations on it, and the share of the budget from which on only gains are kept. */
const leastVisits = 250;
const regionIterations = 8_000;
const regionRoutes = 8;
const frozenFrom = 0.92;

/** Improves `start` until the schedule ends. Answers the best routes, and the count of iterations. */
export function coolByRegions(work: Regions, start: Visits[]): { routes: Visits[]; iterations: number } {
  const { instance, near, random } = work;
  const { visits } = instance;
  const routes = start.map((route) => route.slice());
  const routeOf = new Int32Array(visits).fill(-1);
  const routeStamp = new Int32Array(visits);
  const visitStamp = new Int32Array(visits);
  const queue = new Int32Array(visits);
  const free: number[] = [];
  let round = 0;
  let iteration = 0;
  let state = { cost: 0, level: 0 };
  let best = { cost: Number.POSITIVE_INFINITY, level: Number.POSITIVE_INFINITY, routes };
  const slots = instance.fleets[0]?.slots ?? 0;
  const regionVisits = Math.max(leastVisits, (regionRoutes * visits) / Math.max(1, start.length));

  function label(r: number): void {
    for (const visit of routes[r]!) routeOf[visit] = r;
  }

  /** Routes around `seed`, nearest first, until they hold enough visits; absent visits passed by come along. */
  function gather(seed: number): { members: number[]; absent: number[] } {
    round++;
    const members: number[] = [];
    const absent: number[] = [];
    let held = 0;
    let tail = 0;
    queue[tail++] = seed;
    visitStamp[seed] = round;
    for (let head = 0; head < tail && held < regionVisits; head++) {
      const visit = queue[head]!;
      const r = routeOf[visit]!;
      if (r < 0) {
        absent.push(visit);
        held++;
      } else if (routeStamp[r] !== round) {
        routeStamp[r] = round;
        members.push(r);
        held += routes[r]!.length;
      }
      for (let k = 0; k < near.count; k++) {
        const other = near.list[visit * near.count + k]!;
        if (visitStamp[other] === round) continue;
        visitStamp[other] = round;
        queue[tail++] = other;
      }
    }
    return { members, absent };
  }

  /** Puts the routes of a region in the place of those that were there. */
  function putBack(members: readonly number[], absent: readonly number[], found: readonly Visits[]): void {
    for (const r of members) {
      for (const visit of routes[r]!) routeOf[visit] = -1;
      routes[r] = [];
      free.push(r);
    }
    for (const visit of absent) routeOf[visit] = -1;
    for (const route of found) {
      const r = free.pop() ?? routes.length;
      routes[r] = route;
      label(r);
    }
  }

  function workOn(seed: number): boolean {
    const { members, absent } = gather(seed);
    const inside = Int32Array.from([...members.flatMap((r) => routes[r]!), ...absent]);
    const spare = Math.max(0, slots - routes.length + free.length);
    const plain = layOut(instance, near, inside, Math.min(inside.length, members.length + spare));
    const tours = createTours(plain);
    fillTours(
      tours,
      members.map((r) => routes[r]!),
    );
    const before = { ...tours.totals };
    const kept = bestOf(tours);
    const until = iteration + regionIterations;
    let over = false;
    const schedule: Schedule = (at) => {
      const temperature = work.schedule(at);
      over = temperature < 0;
      return at >= until ? -1 : temperature;
    };
    const { stopped } = work;
    iteration = cool({ tours, best: kept, random, schedule, improved: () => {}, stopped }, iteration);
    if (work.share() < frozenFrom && !over) {
      kept.length = tours.write(kept.tours);
      kept.cost = tours.totals.cost;
      kept.level = tours.totals.level;
    }
    putBack(members, absent, routesIn(kept, plain.visit));
    state = { cost: state.cost + kept.cost - before.cost, level: state.level + kept.level - before.level };
    return !over && !stopped();
  }

  for (let r = 0; r < routes.length; r++) label(r);
  for (let going = true; ; going = workOn(random.below(visits))) {
    if (iteration === 0 || state.level < best.level || (state.level === best.level && state.cost < best.cost)) {
      best = { ...state, routes: routes.slice() };
      work.improved(iteration, best.cost, best.level);
    }
    if (!going) break;
  }
  return { routes: best.routes.filter(({ length }) => length > 0), iterations: iteration };
}
