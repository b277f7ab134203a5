import { type Brief, digestOf, type Plan, type RoadClosure } from "@antar/domain";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import { beforeAll, describe, expect, test } from "vitest";
import { auditPlan } from "./audit/audit-plan.ts";
import { makePlan } from "./make-plan.ts";
import { replan } from "./replan.ts";
import { randomBrief } from "./testing/random-brief.ts";
import { townRoads } from "./testing/small-world.ts";
import type { Happening } from "./under-way.ts";

let roads: RoadNetwork;
beforeAll(async () => {
  roads = await townRoads();
});

const at = (clock: string): string => `2024-11-25T${clock}+08:00`;

function closed(lon: number, lat: number, within: number): { readonly closures: readonly RoadClosure[] } {
  return { closures: [{ name: "banjir", mode: "closed", areas: [{ kind: "place", at: [lon, lat], within }] }] };
}

/** What happens one after another in the drawn world of `seed`: the brief, and the plan after each. */
function course(seed: number, happenings: readonly Happening[]): { brief: Brief; plans: readonly Plan[] } {
  const brief = randomBrief(seed);
  const options = { seed: 1, budget: until.iterations(20), briefDigest: digestOf(brief), settings: {} };
  const plans = [makePlan(brief, roads, options)];
  for (const happening of happenings) {
    const [before] = plans.slice(-1);
    if (before) plans.push(replan(brief, before, { roads, happening }).plan);
  }
  return { brief, plans };
}

function lastOf({ plans }: { plans: readonly Plan[] }): Plan {
  const plan = plans[plans.length - 1];
  if (!plan) throw new RangeError("no plan was made");
  return plan;
}

const blockingIn = (brief: Brief, plan: Plan): string[] =>
  auditPlan(brief, plan, roads)
    .filter(({ blocking }) => blocking)
    .map(({ code, says }) => `${code} ${says.en}`);

const routeOf = (plan: Plan, vehicle: string) => plan.routes.find((route) => route.vehicle === vehicle);

const homeward: Happening = {
  now: at("08:22:56"),
  delays: { "gerobak-1": 2800 },
  broken: [{ vehicle: "gerobak-1", until: at("10:26:22") }],
};
const atDock: readonly Happening[] = [
  { now: at("12:52:38"), broken: [{ vehicle: "gerobak-1" }] },
  { now: at("13:52:38"), broken: [{ vehicle: "gerobak-2", until: at("16:27:23") }] },
];

const waiting: readonly Happening[] = [
  {
    now: at("14:13:42"),
    delays: { "gerobak-1": 4114 },
    ...closed(122.521039, -3.971947, 204),
    extra: [
      { tps: "9901011001001", kits: 2 },
      { tps: "9901011001005", kits: 3 },
    ],
  },
  {
    now: at("15:13:42"),
    delays: { "pikap-1": 2390 },
    ...closed(122.507533, -3.998357, 314),
    extra: [{ tps: "9901021001005", kits: 3 }],
  },
];

/** Worlds of which a plan made anew once had a blocking finding of the audit. */
const once: readonly (readonly [says: string, seed: number, happenings: readonly Happening[]])[] = [
  ["on its way home", 130, [homeward]],
  [
    "while it has no trip",
    146,
    [{ now: at("09:54:25"), delays: { "gerobak-1": 1910 }, broken: [{ vehicle: "gerobak-2", until: at("12:05:33") }] }],
  ],
  [
    "while its driver rests",
    135,
    [
      {
        now: at("12:13:01"),
        delays: { "gerobak-1": 4129 },
        ...closed(122.517396, -3.986862, 173),
        broken: [{ vehicle: "gerobak-1", until: at("14:16:29") }],
      },
    ],
  ],
  ["on the road to a stop", 214, [{ now: at("13:17:00"), broken: [{ vehicle: "gerobak-1", until: at("16:10:49") }] }]],
  ["loaded, until its origin has closed", 196, atDock],
  [
    "on a later trip than before",
    110,
    [
      { now: at("09:12:01"), delays: { "gerobak-1": 1449 }, ...closed(122.514164, -3.961516, 155) },
      {
        now: at("10:12:01"),
        delays: { "gerobak-1": 850 },
        ...closed(122.539718, -3.967101, 325),
        broken: [{ vehicle: "gerobak-1", until: at("12:57:26") }],
      },
    ],
  ],
  [
    "where the road home is gone",
    235,
    [
      { now: at("15:24:39"), delays: { "gerobak-1": 5086 }, ...closed(122.525285, -3.984644, 288) },
      {
        now: at("16:24:39"),
        ...closed(122.515207, -3.983219, 229),
        broken: [{ vehicle: "gerobak-1", until: at("18:03:19") }],
      },
    ],
  ],
  [
    "in a convoy of which another has no road any more",
    70,
    [
      {
        now: at("13:39:36"),
        delays: { "gerobak-2": 2823 },
        ...closed(122.526918, -3.989991, 161),
        broken: [{ vehicle: "gerobak-1", until: at("14:01:03") }],
      },
    ],
  ],
];

describe("a vehicle that stands still for a time", () => {
  test.each(once)("breaks no limit in silence: %s", (_, seed, happenings) => {
    const { brief, plans } = course(seed, happenings);
    expect(blockingIn(brief, lastOf({ plans }))).toEqual([]);
  });

  test("is where its driver rests, not afterwards: he is home at 08:26:07 and is repaired at 10:26:22", () => {
    const { plans } = course(130, [homeward]);
    const route = routeOf(lastOf({ plans }), "gerobak-1");
    expect(route?.breaks[0]).toEqual({ start: at("08:26:07"), end: at("10:26:22") });
    // No second rest of 45 minutes before the next loading.
    expect(route?.trips[1]?.loading.start).toBe(at("10:26:22"));
  });

  test("is late only by what it stands beyond its wait for an escort: loaded at 14:16:18, it was to leave at 15:31:22", () => {
    const { brief, plans } = course(167, waiting);
    const departureIn = (plan: Plan | undefined) =>
      plan?.routes.flatMap(({ trips }) => trips).find(({ id }) => id === "X001")?.departure;
    expect(departureIn(plans[1])).toBe(at("15:31:22"));
    // 15:13:42 + 2390 s.
    expect(departureIn(plans[2])).toBe(at("15:53:32"));
    expect(blockingIn(brief, lastOf({ plans }))).toEqual([]);
  });

  test("leaves its origin after closing only where it cannot before, and the plan says so with a time that helps", () => {
    const { brief, plans } = course(196, atDock);
    const plan = lastOf({ plans });
    const told = plan.madeAnew?.unavoidable?.find(({ code }) => code === "departure-after-closing");
    expect(told).toMatchObject({ vehicle: "gerobak-2", trip: "T009", fix: { setting: "warehouse.to=16:30" } });
    const spoilt = structuredClone(plan);
    // Repaired after ten minutes it could have left before 16:00.
    if (spoilt.madeAnew) spoilt.madeAnew.delays = { "gerobak-2": 600 };
    expect(blockingIn(brief, spoilt).join("\n")).toContain("departure-after-closing is declared unavoidable, but");
  });
});
