import { type Brief, digestOf, type Finding, type Plan, readPlan } from "@antar/domain";
import { formatInstant, later, parseInstant } from "@antar/measure";
import { describe, expect, test } from "vitest";
import { auditPlan } from "./audit-plan.ts";
import { at, codes, drawnTown, handMadeBrief, handMadePlan } from "./testing/hand-made-world.ts";

type Trip = Plan["routes"][number]["trips"][number];

function audit(plan: Plan, brief: Brief = handMadeBrief): readonly Finding[] {
  return auditPlan(brief, plan, drawnTown.roads);
}

/** The good plan after `change`, still of the form that the schema asks for. */
function changed(change: (plan: Plan) => void): Plan {
  const plan = structuredClone(handMadePlan);
  change(plan);
  return readPlan(plan);
}

function tripOf(plan: Plan, id: string): Trip {
  return plan.routes.flatMap((route) => route.trips).find((trip) => trip.id === id)!;
}

function routeOf(plan: Plan, vehicle: string): Plan["routes"][number] {
  return plan.routes.find((route) => route.vehicle === vehicle)!;
}

function moved(text: string, by: number): string {
  return formatInstant(later(parseInstant(text)!, by), "Asia/Makassar");
}

/** Moves the whole trip by `by` seconds. */
function shift(trip: Trip, by: number): void {
  trip.loading = { start: moved(trip.loading.start, by), end: moved(trip.loading.end, by) };
  trip.departure = moved(trip.departure, by);
  for (const stop of trip.stops) {
    for (const field of ["arrival", "start", "end", "departure"] as const) stop[field] = moved(stop[field], by);
  }
  trip.return.arrival = moved(trip.return.arrival, by);
}

/** Makes everything on the trip after its departure follow from the departure, without waiting. */
function retime(trip: Trip, departure: string): void {
  trip.departure = departure;
  let from = departure;
  for (const stop of trip.stops) {
    stop.arrival = moved(from, stop.leg.seconds);
    stop.start = stop.arrival;
    stop.end = moved(stop.start, 100 + 30 * stop.kits.length);
    stop.departure = stop.end;
    from = stop.end;
  }
  trip.return.arrival = moved(from, trip.return.leg.seconds);
}

test("a plan worked out by hand has no finding", () => {
  expect(audit(handMadePlan).map((finding) => `${finding.code} ${finding.says.en}`)).toEqual([]);
});

/** What is done to the plan, the code of the finding that it causes, the place that the finding names. */
type Corruption = readonly [says: string, code: string, place: string, change: (plan: Plan) => void];

const kitCorruptions: readonly Corruption[] = [
  ["the stop at TPS 2 is dropped", "tps-unserved", codes[2], (plan) => void tripOf(plan, "t6").stops.pop()],
  [
    "the stop at TPS 1 is doubled",
    "kit-doubled",
    codes[1],
    (plan) => void tripOf(plan, "t6").stops.push(tripOf(plan, "t6").stops[0]!),
  ],
  [
    "TPS 2 and TPS 6 change vehicles",
    "wrong-supplier",
    codes[6],
    (plan) => {
      const [first, second] = [tripOf(plan, "t6").stops, tripOf(plan, "t9").stops];
      [first[1], second[1]] = [second[1]!, first[1]!];
    },
  ],
  [
    "the kits of TPS 1 and TPS 2 are swapped",
    "kit-wrong-place",
    codes[1],
    (plan) => {
      const [first, second] = tripOf(plan, "t6").stops;
      [first!.kits, second!.kits] = [second!.kits, first!.kits];
    },
  ],
  [
    "the order of TPS 5 and TPS 6 is swapped",
    "leg-seconds",
    codes[6],
    (plan) => {
      const { stops } = tripOf(plan, "t9");
      [stops[0]!.place, stops[1]!.place] = [stops[1]!.place, stops[0]!.place];
    },
  ],
  [
    "TPS 3 gets one kit too many",
    "kit-doubled",
    codes[3],
    (plan) => void tripOf(plan, "t8").stops[0]!.kits.push(codes[3]),
  ],
  ["TPS 4 gets a kit too few", "kit-missing", codes[4], (plan) => void tripOf(plan, "t7").stops[0]!.kits.pop()],
  [
    "a kit of nobody is handed over at PPK B",
    "kit-unknown",
    codes.B,
    (plan) => {
      tripOf(plan, "t2").stops[0]!.kits[0] = "9999";
    },
  ],
  [
    "PPS q never gets the second kit of TPS 4",
    "kit-not-there",
    codes.q,
    (plan) => {
      tripOf(plan, "t3").stops[0]!.kits = [codes[3], codes[4]];
    },
  ],
  [
    "PPK A never gets its boxes",
    "box-missing",
    codes.A,
    (plan) => {
      tripOf(plan, "t1").stops[0]!.boxes = 0;
    },
  ],
  [
    "PPK B gets its boxes twice",
    "box-doubled",
    codes.B,
    (plan) => {
      tripOf(plan, "t2").stops[0]!.boxes = 4;
    },
  ],
  [
    "PPS r gets boxes",
    "box-wrong-place",
    codes.r,
    (plan) => {
      tripOf(plan, "t5").stops[0]!.boxes = 1;
    },
  ],
  [
    "TPS 3 is served and unassigned at once",
    "unassigned-but-served",
    codes[3],
    (plan) => void plan.unassigned.push({ code: codes[3], cause: "capacity", says: { id: "penuh", en: "full" } }),
  ],
  [
    "a place that the brief does not know is unassigned",
    "unassigned-unknown",
    "9999",
    (plan) => void plan.unassigned.push({ code: "9999", cause: "capacity", says: { id: "penuh", en: "full" } }),
  ],
  [
    "TPS 1 is unassigned without a sentence",
    "unassigned-unexplained",
    codes[1],
    (plan) => void plan.unassigned.push({ code: codes[1], cause: "x", says: { id: " ", en: "" } }),
  ],
  [
    "PPK A is served in two stops",
    "split-load",
    codes.A,
    (plan) => {
      const { stops } = tripOf(plan, "t1");
      stops.push({ ...stops[0]!, kits: stops[0]!.kits.splice(3), boxes: 0 });
    },
  ],
];

const loadCorruptions: readonly Corruption[] = [
  [
    "a truck carries 6 boxes more than it holds: 5 x 7 + 8 = 43 pieces > 37",
    "over-capacity",
    codes.W,
    (plan) => {
      tripOf(plan, "t1").stops[0]!.boxes = 8;
    },
  ],
  ["the load of t5 is short by a kit", "wrong-load", codes.B, (plan) => void tripOf(plan, "t5").load.kits--],
  [
    "the load after TPS 5 is wrong",
    "wrong-load-after",
    codes[5],
    (plan) => {
      tripOf(plan, "t9").stops[0]!.loadAfter = { kits: 2, boxes: 0 };
    },
  ],
  [
    "t6 is loaded first in first out",
    "wrong-loading-order",
    codes[2],
    (plan) => void tripOf(plan, "t6").loadingOrder.reverse(),
  ],
  [
    "t8 has a loading order too long",
    "wrong-loading-order",
    codes.q,
    (plan) => void tripOf(plan, "t8").loadingOrder.push(codes[4]),
  ],
];

const timeCorruptions: readonly Corruption[] = [
  [
    "the arrival at TPS 3 is one second late",
    "wrong-arrival",
    codes[3],
    (plan) => {
      tripOf(plan, "t8").stops[0]!.arrival = at("08:33:36");
    },
  ],
  [
    "the arrival at TPS 3 is one second early",
    "wrong-arrival",
    codes[3],
    (plan) => {
      tripOf(plan, "t8").stops[0]!.arrival = at("08:33:34");
    },
  ],
  [
    "the hand-over at TPS 3 starts a second before the arrival",
    "hand-over-before-arrival",
    codes[3],
    (plan) => {
      tripOf(plan, "t8").stops[0]!.start = at("08:33:34");
    },
  ],
  [
    "the hand-over at TPS 3 is a second short",
    "hand-over-seconds",
    codes[3],
    (plan) => {
      tripOf(plan, "t8").stops[0]!.end = at("08:35:44");
    },
  ],
  [
    "the cart leaves TPS 3 a second too soon",
    "departure-before-handed-over",
    codes[3],
    (plan) => {
      tripOf(plan, "t8").stops[0]!.departure = at("08:35:44");
    },
  ],
  [
    "t8 is home a second late",
    "wrong-arrival",
    codes.q,
    (plan) => {
      tripOf(plan, "t8").return.arrival = at("08:38:17");
    },
  ],
  [
    "t7 loads a second too short",
    "loading-seconds",
    codes.q,
    (plan) => {
      tripOf(plan, "t7").loading.start = at("08:23:23");
    },
  ],
  [
    "t8 leaves before it is loaded",
    "departure-before-loaded",
    codes.q,
    (plan) => void retime(tripOf(plan, "t8"), at("08:31:03")),
  ],
  ["PPS q passes kits on a second before it has them", "tier-order", codes.q, (plan) => shift(tripOf(plan, "t7"), -1)],
  [
    "TPS 6 is served before it opens",
    "hand-over-outside-opening",
    codes[6],
    (plan) => shift(tripOf(plan, "t9"), 20 * 3600),
  ],
  [
    "PPS q loads after it has closed",
    "loading-outside-opening",
    codes.q,
    (plan) => shift(tripOf(plan, "t8"), 8 * 3600),
  ],
  [
    "t8 waits, loaded, until PPS q has closed",
    "departure-after-closing",
    codes.q,
    (plan) => retime(tripOf(plan, "t8"), at("16:00:01")),
  ],
  ["TPS 3 is served after the deadline", "deadline-missed", codes[3], (plan) => shift(tripOf(plan, "t8"), 33.5 * 3600)],
  ["t8 returns on the next day", "return-next-day", codes.q, (plan) => retime(tripOf(plan, "t8"), at("23:58:00"))],
  ["t1 starts before the window", "before-window", codes.W, (plan) => shift(tripOf(plan, "t1"), -1)],
  [
    "a time has a fraction",
    "time-unreadable",
    codes[3],
    (plan) => {
      tripOf(plan, "t8").stops[0]!.end = "2024-11-25T08:35:45.5+08:00";
    },
  ],
  [
    "a time is written in UTC",
    "wrong-offset",
    codes[3],
    (plan) => {
      tripOf(plan, "t8").stops[0]!.end = "2024-11-25T00:35:45Z";
    },
  ],
  [
    "kits sleep at PPS p, which is not safe",
    "overnight-unsafe",
    codes.p,
    (plan) => shift(tripOf(plan, "t6"), 24 * 3600),
  ],
];

const roadCorruptions: readonly Corruption[] = [
  ["a leg is a second too short", "leg-seconds", codes.A, (plan) => void tripOf(plan, "t1").stops[0]!.leg.seconds--],
  ["a leg is a metre too long", "leg-metres", codes.A, (plan) => void tripOf(plan, "t1").stops[0]!.leg.metres++],
  ["a return is a second too long", "leg-seconds", codes.B, (plan) => void tripOf(plan, "t5").return.leg.seconds++],
  [
    "the transfer is a metre short",
    "leg-metres",
    codes.B,
    (plan) => void routeOf(plan, "pikap-1").transfers[0]!.leg.metres--,
  ],
  [
    "t8 returns to another PPS",
    "wrong-return",
    codes.p,
    (plan) => {
      tripOf(plan, "t8").return.place = codes.p;
    },
  ],
  [
    "a stop is at a place that nobody knows",
    "place-unknown",
    "9999",
    (plan) => {
      tripOf(plan, "t8").stops[0]!.place = "9999";
    },
  ],
];

const vehicleCorruptions: readonly Corruption[] = [
  [
    "two loadings hold the dock of the warehouse",
    "dock-overlap",
    codes.W,
    (plan) => {
      tripOf(plan, "t2").loading.start = at("08:04:59");
    },
  ],
  ["t1 loads without a dock", "dock-missing", codes.W, (plan) => void delete tripOf(plan, "t1").dock],
  [
    "t1 loads at a dock that is not there",
    "dock-unknown",
    codes.W,
    (plan) => {
      tripOf(plan, "t1").dock = 2;
    },
  ],
  [
    "t8 holds a dock where there is none",
    "dock-unknown",
    codes.q,
    (plan) => {
      tripOf(plan, "t8").dock = 1;
    },
  ],
  [
    "TPS 1 and 2 come from PPK A, past their PPS",
    "wrong-supplier",
    codes[1],
    (plan) => {
      tripOf(plan, "t6").origin = codes.A;
    },
  ],
  [
    "t6 is said to be of echelon 2",
    "wrong-echelon",
    codes.p,
    (plan) => {
      tripOf(plan, "t6").echelon = 2;
    },
  ],
  [
    "a TPS supplies",
    "origin-tps",
    codes[1],
    (plan) => {
      tripOf(plan, "t6").origin = codes[1];
    },
  ],
  [
    "the cart of PPS r loads at PPS p",
    "wrong-base",
    codes.p,
    (plan) => {
      tripOf(plan, "t9").origin = codes.p;
    },
  ],
  [
    "the pickup loads at the warehouse",
    "wrong-base",
    codes.W,
    (plan) => {
      tripOf(plan, "t4").origin = codes.W;
    },
  ],
  [
    "the pickup is at PPK B without a transfer",
    "transfer-missing",
    codes.B,
    (plan) => void routeOf(plan, "pikap-1").transfers.pop(),
  ],
  [
    "a cart is moved",
    "transfer-not-roaming",
    codes.q,
    (plan) =>
      void routeOf(plan, "gerobak-2").transfers.push(handMadePlan.routes[2]!.transfers[0]!, {
        ...handMadePlan.routes[2]!.transfers[0]!,
        from: codes.q,
      }),
  ],
  ["two trips of a cart overlap by a second", "vehicle-overlap", codes.q, (plan) => shift(tripOf(plan, "t8"), -1)],
  [
    "a vehicle drives two routes",
    "vehicle-doubled",
    "truk-1",
    (plan) => {
      routeOf(plan, "truk-2").vehicle = "truk-1";
    },
  ],
  [
    "there is no truck number 3",
    "vehicle-unknown",
    "truk-3",
    (plan) => {
      routeOf(plan, "truk-2").vehicle = "truk-3";
    },
  ],
  [
    "a vehicle is of no known type",
    "vehicle-type-unknown",
    "truk-2",
    (plan) => {
      routeOf(plan, "truk-2").vehicleType = "kapal";
    },
  ],
  [
    "cart 3 is at home at PPS q",
    "wrong-home",
    "gerobak-3",
    (plan) => {
      routeOf(plan, "gerobak-3").home = codes.q;
    },
  ],
  [
    "two trips have the same id",
    "trip-doubled",
    "t8",
    (plan) => {
      tripOf(plan, "t9").id = "t8";
    },
  ],
];

const driverCorruptions: readonly Corruption[] = [
  ["the break is left out", "break-missing", "pikap-1", (plan) => void routeOf(plan, "pikap-1").breaks.pop()],
  [
    "the break is a second short",
    "break-too-short",
    "pikap-1",
    (plan) => {
      routeOf(plan, "pikap-1").breaks[0]!.end = at("08:41:04");
    },
  ],
  [
    "the break goes on during the transfer",
    "break-overlap",
    codes.B,
    (plan) => {
      routeOf(plan, "pikap-1").breaks[0]!.end = at("08:41:06");
    },
  ],
  ["the pickup works longer than a shift", "shift-too-long", "pikap-1", (plan) => shift(tripOf(plan, "t5"), 60)],
];

const convoyCorruptions: readonly Corruption[] = [
  ["t1 leaves alone", "convoy-missing", codes.W, (plan) => void delete tripOf(plan, "t1").convoy],
  [
    "t1 names a convoy that is not there",
    "convoy-unknown",
    codes.W,
    (plan) => {
      tripOf(plan, "t1").convoy = "k9";
    },
  ],
  [
    "t8 rides in the convoy",
    "convoy-needless",
    codes.q,
    (plan) => {
      tripOf(plan, "t8").convoy = "k1";
      plan.convoys[0]!.trips.push("t8");
    },
  ],
  ["the convoy has three vehicles", "convoy-too-large", "k1", (plan) => void plan.convoys[0]!.trips.push("t8")],
  [
    "t2 leaves a second after the convoy",
    "convoy-departure",
    codes.W,
    (plan) => retime(tripOf(plan, "t2"), at("08:07:01")),
  ],
  [
    "the convoy ends a second early",
    "convoy-end",
    "k1",
    (plan) => {
      plan.convoys[0]!.end = at("08:14:10");
    },
  ],
  [
    "the convoy has team 2 of 1",
    "team-unknown",
    "k1",
    (plan) => {
      plan.convoys[0]!.team = 2;
    },
  ],
  [
    "one team escorts two convoys at once",
    "team-overlap",
    "k1",
    (plan) => {
      tripOf(plan, "t2").convoy = "k2";
      plan.convoys[0]!.trips.pop();
      plan.convoys.unshift({ id: "k2", team: 1, trips: ["t2"], start: at("08:07:00"), end: at("08:11:41") });
    },
  ],
];

const documentCorruptions: readonly Corruption[] = [
  [
    "the plan is of another brief",
    "brief-differs",
    "plan",
    (plan) => {
      plan.brief.sha256 = "0".repeat(64);
    },
  ],
  [
    "the plan is of another tenant",
    "tenant-differs",
    "plan",
    (plan) => {
      plan.brief.tenant = "kendari";
    },
  ],
  [
    "the plan is of other roads",
    "roads-differ",
    "plan",
    (plan) => {
      plan.roads.sha256 = "0".repeat(64);
    },
  ],
  [
    "the plan hides that its roads are synthetic",
    "roads-differ",
    "plan",
    (plan) => {
      plan.roads.synthetic = false;
    },
  ],
  [
    "the plan has a later deadline",
    "deadline-differs",
    "plan",
    (plan) => {
      plan.deadline = "2024-11-26T18:00:01+08:00";
    },
  ],
  [
    "the plan has another zone",
    "zone-differs",
    "plan",
    (plan) => {
      plan.timeZone = "Asia/Jakarta";
    },
  ],
  [
    "the plan has an unknown setting",
    "settings-invalid",
    "plan",
    (plan) => {
      plan.settings = { wings: "2" };
    },
  ],
  [
    "the plan has a setting that cannot be",
    "settings-invalid",
    "plan",
    (plan) => {
      plan.settings = { "window.end": "soon" };
    },
  ],
  [
    "the plan says direct and is tiered",
    "wrong-supplier",
    codes[1],
    (plan) => {
      plan.mode = "direct";
    },
  ],
  [
    "TPS 1 is missing from the supply list",
    "supply-missing",
    codes[1],
    (plan) => {
      plan.supply = plan.supply.filter((pair) => pair.place !== codes[1]);
    },
  ],
  [
    "TPS 1 is listed with another supplier",
    "supply-wrong",
    codes[1],
    (plan) => {
      plan.supply.find((pair) => pair.place === codes[1])!.from = codes.q;
    },
  ],
  [
    "TPS 1 is listed as a PPS",
    "supply-kind",
    codes[1],
    (plan) => {
      plan.supply.find((pair) => pair.place === codes[1])!.kind = "pps";
    },
  ],
  ["the supply list is out of order", "supply-order", codes[5], (plan) => void plan.supply.reverse()],
];

const summaryCorruptions = (
  ["tps", "served", "kits", "boxes", "vehicles", "trips", "metres", "driving", "handling", "slack", "cost"] as const
).map(
  (field): Corruption => [
    `the summary has one ${field} too many`,
    "wrong-summary",
    "plan",
    (plan) => {
      plan.summary[field] = (plan.summary[field] ?? 0) + 1;
    },
  ],
);

describe("the audit catches that", () => {
  test.each([
    ...kitCorruptions,
    ...loadCorruptions,
    ...timeCorruptions,
    ...roadCorruptions,
    ...vehicleCorruptions,
    ...driverCorruptions,
    ...convoyCorruptions,
    ...documentCorruptions,
    ...summaryCorruptions,
  ])("%s: %s at %s", (_says, code, place, change) => {
    const findings = audit(changed(change));
    expect(findings.map((finding) => `${finding.code} ${finding.place}`)).toContain(`${code} ${place}`);
  });

  test("the roads are not those that the brief names", () => {
    const roads = { ...drawnTown.roads, metadata: { ...drawnTown.roads.metadata, sha256: "c".repeat(64) } };
    expect(auditPlan(handMadeBrief, handMadePlan, roads).map((finding) => finding.code)).toEqual(["roads-differ"]);
  });

  test("no road leads to TPS 6 once its street is gone", () => {
    const arcs = drawnTown.roads.arcs("cart");
    const roads = { ...drawnTown.roads, arcs: () => ({ ...arcs, starts: () => [] }) };
    expect(auditPlan(handMadeBrief, handMadePlan, roads)).toContainEqual(
      expect.objectContaining({ code: "leg-unreachable", place: codes[6] }),
    );
  });

  test("the roads have no profile for the carts", () => {
    const metadata = { ...drawnTown.roads.metadata, profiles: ["truck", "pickup"] };
    const findings = auditPlan(handMadeBrief, handMadePlan, { ...drawnTown.roads, metadata });
    expect(findings.map((finding) => finding.code)).toEqual(["profile-unknown"]);
  });
});

describe("a finding", () => {
  test("of a late arrival shows the arithmetic in both languages", () => {
    const [finding] = audit(
      changed((plan) => {
        tripOf(plan, "t8").stops[0]!.arrival = at("08:33:34");
      }),
    );
    expect(finding?.says).toEqual({
      id: "9901011002001 Tempat 3: tiba 2024-11-25 08:33:34, seharusnya 2024-11-25 08:31:04 + 151 detik = 2024-11-25 08:33:35",
      en: "9901011002001 Tempat 3: arrival at 2024-11-25 08:33:34, it should be 2024-11-25 08:31:04 + 151 s = 2024-11-25 08:33:35",
    });
  });

  test("of one second late at one stop is the only one when nothing else depends on it", () => {
    const findings = audit(
      changed((plan) => {
        tripOf(plan, "t8").return.arrival = at("08:38:17");
      }),
    );
    // One second of duty more: 20,000 / 3600 = 5.6, so the cost is wrong as well.
    expect(findings.map((finding) => finding.code)).toEqual(["wrong-arrival", "wrong-summary"]);
  });
});

describe("settings and mode of the plan", () => {
  test("are laid over the brief as it was given", () => {
    const plan = changed((copy) => {
      copy.settings = { docks: "2", "truk.count": "2" };
    });
    expect(audit(plan)).toEqual([]);
  });

  test("make a plan fail that fits the brief as it was given", () => {
    const plan = changed((copy) => {
      copy.settings = { "handling.perStop": "101" };
    });
    expect(new Set(audit(plan).map((finding) => finding.code))).toEqual(new Set(["hand-over-seconds"]));
  });

  test("in mixed mode the kecamatan of the brief rule, and where it is silent the list of the plan", () => {
    const brief: Brief = { ...handMadeBrief, mode: "mixed", mixed: { [codes.A]: "tiered" } };
    const plan = changed((copy) => void Object.assign(copy, { mode: "mixed" }));
    plan.brief.sha256 = digestOf(brief);
    expect(audit(plan, brief)).toEqual([]);
    const direct: Brief = { ...brief, mixed: { [codes.A]: "direct" } };
    const findings = audit(plan, direct).filter((finding) => finding.code === "supply-wrong");
    expect(findings.map((finding) => finding.place)).toEqual([
      codes.p,
      codes[1],
      codes[2],
      codes.q,
      codes[3],
      codes[4],
    ]);
  });
});

describe("hostile plans end with findings", () => {
  const trip = handMadePlan.routes[5]!.trips[0]!;

  test("20,000 copies of one trip", () => {
    const trips = Array.from({ length: 20_000 }, (_, index) => ({ ...trip, id: `x${index}` }));
    const plan = changed((copy) => {
      copy.routes[5]!.trips = trips;
    });
    const found = new Set(audit(plan).map((finding) => finding.code));
    expect(found).toContain("vehicle-overlap");
    expect(found).toContain("more-findings");
  });

  test("one trip with 150,000 kits at each of two stops", () => {
    const kits = Array.from({ length: 150_000 }, () => codes[5]);
    const plan = changed((copy) => {
      copy.routes[5]!.trips[0]!.stops = trip.stops.map((stop) => ({ ...stop, kits }));
    });
    expect(audit(plan).map((finding) => finding.code)).toContain("kit-not-there");
  });

  test("5,000 vehicles in a circle of PPS that supply each other", () => {
    const circle = [codes.p, codes.q, codes.r];
    const plan = changed((copy) => {
      copy.supply = circle.map((place, index) => ({ place, from: circle[(index + 1) % 3]!, kind: "pps" as const }));
      copy.routes = Array.from({ length: 5_000 }, (_, index) => ({
        ...handMadePlan.routes[5]!,
        vehicle: `gerobak-${index}`,
        trips: [
          {
            ...trip,
            id: `x${index}`,
            origin: circle[index % 3]!,
            stops: [{ ...trip.stops[0]!, place: circle[(index + 1) % 3]! }],
          },
        ],
      }));
    });
    expect(audit(plan).map((finding) => finding.code)).toContain("kit-wrong-place");
  });

  test("years 1 and 9999, and places that nobody knows", () => {
    const plan = changed((copy) => {
      const [route] = copy.routes;
      route!.home = "x";
      route!.trips[0]!.loading.start = "0001-01-01T00:00:00Z";
      route!.trips[0]!.return.arrival = "9999-12-31T23:59:59+08:00";
      route!.breaks.push({ start: "9999-12-31T23:59:59Z", end: "0001-01-01T00:00:00Z" });
      for (const stop of route!.trips[0]!.stops) stop.place = "y";
    });
    const found = new Set(audit(plan).map((finding) => finding.code));
    expect(found).toContain("place-unknown");
    expect(found).toContain("shift-too-long");
  });
});
