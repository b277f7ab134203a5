import { describe, expect, test } from "vitest";
import { audit, type Corruption, changed, retime, routeOf, shift, tripOf } from "./testing/edits.ts";
import { at, codes, handMadePlan } from "./testing/hand-made-world.ts";

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
  [
    "the break is listed twice",
    "break-overlap",
    "pikap-1",
    (plan) => {
      routeOf(plan, "pikap-1").breaks.push({ start: at("08:36:05"), end: at("08:41:05") });
    },
  ],
  ["t8 is listed before t7", "trip-order", codes.q, (plan) => void routeOf(plan, "gerobak-2").trips.reverse()],
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

describe("the audit catches that", () => {
  test.each([
    ...timeCorruptions,
    ...roadCorruptions,
    ...vehicleCorruptions,
    ...driverCorruptions,
    ...convoyCorruptions,
  ])("%s: %s at %s", (_says, code, place, change) => {
    const findings = audit(changed(change));
    expect(findings.map((finding) => `${finding.code} ${finding.place}`)).toContain(`${code} ${place}`);
  });
});
