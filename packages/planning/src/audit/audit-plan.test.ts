import { type Brief, digestOf } from "@antar/domain";
import { describe, expect, test } from "vitest";
import { auditPlan } from "./audit-plan.ts";
import { audit, changed, tripOf } from "./testing/edits.ts";
import { at, codes, drawnTown, handMadeBrief, handMadePlan } from "./testing/hand-made-world.ts";

test("a plan worked out by hand has no finding", () => {
  expect(audit(handMadePlan).map((finding) => `${finding.code} ${finding.says.en}`)).toEqual([]);
});

describe("the audit catches that", () => {
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
