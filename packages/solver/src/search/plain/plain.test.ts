import { createRandom, type Random } from "@antar/measure";
import { describe, expect, it } from "vitest";
import { check, type Problem, until } from "../../index.ts";
import { enumerateBest } from "../../oracle.test-support.ts";
import { type SolveOptions, solveBy } from "../../solve.ts";
import { startBudget } from "../budget.ts";
import { createInstance } from "../instance.ts";
import { nearestVisits } from "../neighbours.ts";
import { createCrossings } from "./crossings.ts";
import { isPlain, layOut } from "./layout.ts";
import { likelyNeighbours } from "./likely.ts";
import { createPlaces } from "./places.ts";
import { coolFromStarts } from "./starts.ts";
import { createTours, type Tours } from "./tours.ts";
import { bestOf, fillTours } from "./transfer.ts";

/** The search itself, which tiny problems are not given in the product. */
const solve = (problem: Problem, options: SolveOptions) => solveBy({ outright: false }, problem, options);

/** A random plain problem: `count` clients, with windows, backhauls, prizes, one-way legs and a scarce fleet now and then. */
function samplePlain(random: Random, count: number, capacity = 9): Problem {
  const windowed = random.next() < 0.5;
  const homeward = random.next() < 0.3;
  const slanted = random.next() < 0.3;
  const prized = random.next() < 0.4;
  const at = Array.from({ length: count + 1 }, () => [random.below(50), random.below(50)] as const);
  const cells = Int32Array.from(
    at.flatMap((a) => at.map((b) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + (slanted && a > b ? 5 : 0))),
  );
  return {
    depots: [{}],
    clients: Array.from({ length: count }, () => {
      const amount = [1 + random.below(4)];
      const opens = random.below(120);
      const windows = windowed && random.next() < 0.8 ? { windows: [[opens, opens + 60] as const] } : {};
      const backhaul = homeward && random.next() < 0.4;
      const claim = prized && random.next() < 0.7 ? { required: false, prize: random.below(60) } : {};
      return {
        service: random.below(5),
        ...windows,
        ...claim,
        ...(backhaul ? { pickup: amount, backhaul } : { delivery: amount }),
      };
    }),
    vehicleTypes: [
      {
        count: random.next() < 0.3 ? 2 : count,
        capacity: [capacity],
        startDepot: 0,
        endDepot: random.next() < 0.2 ? null : 0,
        costPerDistance: 1 + random.below(2),
        fixedCost: random.below(40),
        ...(windowed ? { shift: [0, 260] as const } : {}),
      },
    ],
    matrices: [{ durations: cells, distances: cells }],
  };
}

function toursOf(problem: Problem): Tours {
  const instance = createInstance(problem);
  expect(isPlain(instance)).toBe(true);
  const visits = Int32Array.from({ length: instance.visits }, (_, visit) => visit);
  return createTours(layOut(instance, nearestVisits(instance, 100), visits, instance.fleets[0]?.slots ?? 0));
}

/** Everything that a change may touch. */
function picture(tours: Tours): unknown {
  const { next, previous, route, load, backLoad, size, departure, latest, totals, counts } = tours;
  const served = Array.from(route.keys()).filter((visit) => route[visit]! >= 0);
  return {
    links: served.map((visit) => [visit, next[visit], previous[visit], departure[visit], latest[visit]]),
    loads: [Array.from(route), Array.from(load), Array.from(backLoad), Array.from(size)],
    totals: { ...totals },
    counts: [counts.used, counts.absent],
  };
}

describe("plain tours", () => {
  it("cost exactly what a place announced, keep true clocks, and are undone without a trace", () => {
    let applied = 0;
    let prized = 0;
    for (let seed = 0; seed < 400; seed++) {
      const random = createRandom(seed);
      const tours = toursOf(samplePlain(random, 4 + random.below(20)));
      const places = createPlaces(tours, random, 0);
      for (let step = 0; step < 60; step++) {
        const before = picture(tours);
        tours.begin();
        for (let change = 1 + random.below(4); change > 0; change--) {
          const visit = random.below(tours.plain.n);
          const cost = tours.totals.cost;
          const r = tours.route[visit]!;
          if (r >= 0) {
            tours.remove(visit);
            tours.settle(r);
          } else if (places.find(visit, Number.POSITIVE_INFINITY)) {
            tours.insert(visit, places.best.route, places.best.after);
            const change = places.best.delta - tours.plain.prize[visit]!;
            expect(tours.totals.cost - cost, `seed ${seed}`).toBeCloseTo(change, 6);
            applied++;
            if (tours.plain.prize[visit]! > 0) prized++;
          }
        }
        const after = picture(tours);
        for (let i = 0; i < tours.counts.used; i++) tours.settle(tours.used[i]!);
        expect(picture(tours), `seed ${seed}`).toEqual(after);
        if (random.next() < 0.5) continue;
        tours.undo();
        expect(picture(tours), `seed ${seed}`).toEqual(before);
      }
    }
    expect(applied).toBeGreaterThan(10_000);
    expect(prized).toBeGreaterThan(1_000);
  });
});

describe("places beside likely neighbours", () => {
  it("are in time, have room, cost what they announce, and are seldom dearer than the best of all", () => {
    const found = { all: 0, best: 0 };
    for (let seed = 0; seed < 40; seed++) {
      const random = createRandom(seed);
      const tours = toursOf(samplePlain(random, 180, 100));
      const places = createPlaces(tours, random, 0);
      const { plain, counts } = tours;
      if (!plain.timed) continue;
      for (let visit = 0; visit < plain.n; visit++)
        if (places.find(visit, Number.POSITIVE_INFINITY)) tours.insert(visit, places.best.route, places.best.after);
      for (let visit = 0; visit < plain.n; visit++) {
        const r = tours.route[visit]!;
        if (r < 0) continue;
        tours.remove(visit);
        tours.settle(r);
        const { cost } = tours.totals;
        expect(places.find(visit, Number.POSITIVE_INFINITY), `seed ${seed}`).toBe(true);
        const least = places.best.delta;
        // With any limit that is finite only likely places are looked at, while there are few routes.
        if (!places.find(visit, 1e6)) places.find(visit, Number.POSITIVE_INFINITY);
        tours.insert(visit, places.best.route, places.best.after);
        expect(tours.totals.cost - cost, `seed ${seed}`).toBeCloseTo(places.best.delta - plain.prize[visit]!, 6);
        expect(places.best.delta).toBeGreaterThanOrEqual(least);
        found.all++;
        if (places.best.delta === least) found.best++;
      }
      for (let i = 0; i < counts.used; i++) expectSound(tours, tours.used[i]!);
    }
    expect(found.all).toBeGreaterThan(1_000);
    expect(found.best / found.all).toBeGreaterThan(0.9);
    expect(found.best).toBeLessThan(found.all);
  });

  it("are the cheapest pairs that are in time, whatever order they came in", () => {
    const random = createRandom(4);
    const { plain } = toursOf(timed(random));
    const { n, near, nearCount, distance, duration, service, open, close } = plain;
    const { count, before, after } = likelyNeighbours(plain, 7);
    const price = (from: number, to: number): number => {
      const lasts = service[from]! + duration[from * n + to]!;
      const waits = Math.max(0, open[to]! - lasts - close[from]!);
      return open[from]! + lasts > close[to]! ? Number.POSITIVE_INFINITY : distance[from * n + to]! + 0.2 * waits;
    };
    for (let visit = 0; visit < n; visit++) {
      const all = Array.from(near.subarray(visit * nearCount, (visit + 1) * nearCount)).filter((other) => other >= 0);
      for (const [list, cost] of [
        [before, (other: number) => price(other, visit)],
        [after, (other: number) => price(visit, other)],
      ] as const) {
        const listed = Array.from(list.subarray(visit * count, (visit + 1) * count)).filter((other) => other >= 0);
        const best = all
          .map(cost)
          .filter(Number.isFinite)
          .sort((a, b) => a - b);
        expect(listed.map(cost)).toEqual(best.slice(0, count));
      }
    }
  });
});

describe("crossings", () => {
  it("keep costs, links, loads and clocks exact, within the limit given, loads and windows", () => {
    let made = 0;
    for (let seed = 0; seed < 400; seed++) {
      const random = createRandom(seed);
      const tours = toursOf(samplePlain(random, 10 + random.below(20)));
      const { plain, counts, totals } = tours;
      const places = createPlaces(tours, random, 0);
      const cross = createCrossings(tours, random);
      for (let visit = 0; visit < plain.n; visit++)
        if (places.find(visit, Number.POSITIVE_INFINITY)) tours.insert(visit, places.best.route, places.best.after);
      tours.begin();
      const routes = new Int32Array(plain.n + plain.slots);
      for (let step = 0; step < 120; step++) {
        const { cost } = totals;
        if (!cross(30)) continue;
        made++;
        expect(totals.cost - cost, `seed ${seed}`).toBeLessThan(30);
        const crossed = pictureOfRoutes(tours);
        tours.read(routes, tours.write(routes));
        expect(pictureOfRoutes(tours), `seed ${seed}`).toEqual(crossed);
        for (let i = 0; i < counts.used; i++) expectSound(tours, tours.used[i]!);
      }
    }
    expect(made).toBeGreaterThan(2_000);
  });
});

/** A problem of 60 visits with windows. */
function timed(random: Random): Problem {
  for (;;) {
    const problem = samplePlain(random, 60, 100);
    if (problem.clients.some(({ windows }) => windows !== undefined)) return problem;
  }
}

/** What a route says of its visits, whatever slot it has. */
function pictureOfRoutes(tours: Tours): unknown {
  const { plain, used, counts, size, load, backLoad, first, last, next, previous, leg, departure, latest } = tours;
  const routes = Array.from(used.subarray(0, counts.used), (r) => {
    const visits: number[] = [];
    for (let at = first[r]!; at >= 0; at = next[at]!) visits.push(at);
    return {
      visits,
      ends: [first[r], last[r], size[r], load[r], plain.twoWay ? backLoad[r] : 0],
      each: visits.map((at) => [previous[at], leg[at], departure[at], latest[at], tours.route[at] === r]),
    };
  });
  return { routes: routes.sort((a, b) => a.visits[0]! - b.visits[0]!), totals: { ...tours.totals } };
}

/** Within load and in time, each leg one that is driven. */
function expectSound(tours: Tours, r: number): void {
  const { plain, load, backLoad, first, next, leg, departure, latest } = tours;
  expect(Math.max(load[r]!, plain.twoWay ? backLoad[r]! : 0)).toBeLessThanOrEqual(plain.capacity);
  for (let at = first[r]!; at >= 0; at = next[at]!) {
    expect(leg[at]!).toBeLessThan(1_000_000);
    if (plain.timed) expect(departure[at]! - plain.service[at]!).toBeLessThanOrEqual(plain.close[at]!);
    if (plain.timed) expect(latest[at]!).toBeGreaterThanOrEqual(plain.open[at]!);
  }
}

describe("the search of plain problems", () => {
  it("is optimal on nearly all of 150 small problems, never better than the optimum, never infeasible", () => {
    let optimal = 0;
    for (let seed = 0; seed < 150; seed++) {
      const random = createRandom(seed);
      const problem = samplePlain(random, 2 + random.below(3));
      const capped = { ...problem, vehicleTypes: problem.vehicleTypes.map((type) => ({ ...type, count: 2 })) };
      const best = enumerateBest(capped);
      const solution = solve(capped, { seed, until: until.iterations(300) });
      expect(
        check(capped, solution).filter(({ code }) => code !== "missing"),
        `seed ${seed}`,
      ).toEqual([]);
      expect(solution.feasible, `seed ${seed}`).toBe(best !== undefined);
      if (best === undefined) optimal++;
      else {
        expect(solution.cost, `seed ${seed}`).toBeGreaterThanOrEqual(best);
        if (solution.cost === best) optimal++;
      }
    }
    expect(optimal).toBeGreaterThanOrEqual(149);
  });

  it("gives the same bytes for the same seed, passes the checker, and never worsens a warm start", () => {
    for (let seed = 0; seed < 14; seed++) {
      // The last ones are large enough to be worked on by regions, over several of them.
      const [size, count] = seed < 10 ? [80, 500] : [400, 20_000];
      const problem = samplePlain(createRandom(1000 + seed), size);
      const first = solve(problem, { seed, until: until.iterations(count) });
      expect(solve(problem, { seed, until: until.iterations(count) })).toEqual(first);
      expect(check(problem, first).filter(({ code }) => code !== "missing")).toEqual([]);
      const warm = solve(problem, { seed: seed + 1, until: until.iterations(20), warm: first });
      const missing = ({ unassigned }: typeof first) =>
        unassigned.filter(({ visit }) => problem.clients[visit]?.required !== false).length;
      expect(missing(warm)).toBeLessThanOrEqual(missing(first));
      if (missing(warm) === missing(first)) expect(warm.cost).toBeLessThanOrEqual(first.cost);
    }
  });

  it("leaves its first start early with 8,000 iterations for each visit, and stays with it with fewer", () => {
    const clients = Array.from({ length: 20 }, () => ({ delivery: [2] }));
    const vehicle = { count: 20, capacity: [12], startDepot: 0, endDepot: 0, costPerDistance: 1 };
    const roomy = { ...samplePlain(createRandom(5), 20), clients, vehicleTypes: [vehicle] };
    /** The costs that the tours of the first start have after a fifth of the budget. */
    const costsLater = (iterations: number): Set<number> => {
      const tours = toursOf(roomy);
      fillTours(
        tours,
        roomy.clients.map((_, visit) => [visit]),
      );
      const budget = startBudget(until.iterations(iterations));
      const costs = new Set<number>();
      const share = (at: number) => {
        const used = budget.share(at);
        if (used > 0.2) costs.add(tours.totals.cost);
        return used;
      };
      const task = { best: bestOf(tours), random: createRandom(1), heat: 20, improved: () => {}, stopped: () => false };
      expect(coolFromStarts({ tours, budget: { ...budget, share }, ...task })).toBe(iterations);
      return costs;
    };
    expect(costsLater(8_000 * 20).size).toBe(1);
    expect(costsLater(7_900 * 20).size).toBeGreaterThan(10);
  });

  it("with many iterations for each visit is optimal, the same bytes, ever better, never worse than warm", () => {
    let open = 0;
    for (let seed = 0; seed < 60; seed++) {
      const problem = samplePlain(createRandom(3000 + seed), 4);
      const plain = problem.clients.every(({ windows, required }) => windows === undefined && required !== false);
      if (!plain) continue;
      open++;
      const best = enumerateBest(problem);
      const costs: number[] = [];
      const options = { seed, until: until.iterations(40_000) };
      const solution = solve(problem, {
        ...options,
        onProgress: ({ missing, cost }) => missing === 0 && costs.push(cost),
      });
      expect(solve(problem, options)).toEqual(solution);
      expect(solution.feasible).toBe(best !== undefined);
      if (best === undefined) continue;
      expect(solution.cost, `seed ${seed}`).toBe(best);
      expect(costs).toEqual([...costs].sort((a, b) => b - a));
      expect(solve(problem, { ...options, seed: seed + 1, warm: solution }).cost).toBe(best);
    }
    expect(open).toBeGreaterThan(10);
    const larger = { ...samplePlain(createRandom(1), 20), vehicleTypes: samplePlain(createRandom(2), 20).vehicleTypes };
    const signal = { aborted: false };
    let seen = 0;
    const stopped = solve(larger, {
      seed: 1,
      until: until.iterations(10_000_000),
      signal,
      onProgress: ({ iteration }) => {
        seen = iteration;
        signal.aborted = true;
      },
    });
    expect(seen).toBeLessThan(1_000_000);
    expect(check(larger, stopped).filter(({ code }) => code !== "missing")).toEqual([]);
  });
});
