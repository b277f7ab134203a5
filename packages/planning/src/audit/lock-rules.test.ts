import { type Plan, readPlan } from "@antar/domain";
import { describe, expect, test } from "vitest";
import { corruptionsOf } from "./testing/corruptions.ts";
import { audit, routeOf, tripOf } from "./testing/edits.ts";
import { codes, handMadePlan } from "./testing/hand-made-world.ts";

const t6 = tripOf(handMadePlan, "t6");
const held = {
  trip: "t6",
  vehicle: handMadePlan.routes.find(({ trips }) => trips.some(({ id }) => id === "t6"))?.vehicle ?? "",
  origin: t6.origin,
  stops: t6.stops.map(({ place, kits, boxes }) => ({ place, kits: [...kits], boxes })),
};
const locked: Plan = { ...handMadePlan, locks: ["t6"], held: [held] };

/** Codes and places of what the audit finds on the locked plan after `change`. */
function found(change: (plan: Plan) => void): string[] {
  const plan = structuredClone(locked);
  change(plan);
  return audit(readPlan(plan)).map(({ code, place }) => `${code} ${place}`);
}

describe("of a locked trip the audit finds", () => {
  test("nothing while it is as it was locked", () => {
    expect(audit(locked)).toEqual([]);
  });

  test("that another vehicle makes it", () => {
    const moved = found((plan) => {
      routeOf(plan, held.vehicle).vehicle = "gerobak-9";
    });
    expect(moved).toContain(`lock-moved ${held.origin}`);
  });

  test("that one of its stops went to another vehicle", () => {
    const moved = found((plan) => {
      const stop = tripOf(plan, "t6").stops.pop();
      if (stop) Object.assign(tripOf(plan, "t9"), { origin: held.origin, stops: [stop] });
    });
    expect(moved).toContain(`lock-moved ${held.origin}`);
  });

  test("that its stops were turned round", () => {
    expect(found((plan) => void tripOf(plan, "t6").stops.reverse())).toContain(`lock-order ${codes[1]}`);
  });

  test("that a stop was added to it", () => {
    const joined = found((plan) => void tripOf(plan, "t6").stops.push(structuredClone(tripOf(plan, "t9").stops[0]!)));
    expect(joined).toContain(`lock-joined ${codes[5]}`);
  });

  test("that none of its vehicles makes it any more", () => {
    const gone = found((plan) => {
      const held = plan.held?.[0];
      if (held) held.origin = codes.q;
    });
    expect(gone).toEqual([`lock-gone ${held.stops[0]?.place}`]);
  });

  test("that what it holds is not noted", () => {
    const bare = structuredClone(locked);
    delete bare.held;
    expect(audit(bare).map(({ code, blocking }) => [code, blocking])).toEqual([["lock-unnoted", false]]);
  });

  test("each small change of what is noted", () => {
    const all = corruptionsOf(locked, Object.values(codes)).filter(({ says }) => /^(locks|held)\b/.test(says));
    // The note of one kit more or less, or of one twice, holds the trip as well.
    const harmless = /^held\.0\.stops\.\d\.(boxes|kits) .*$|^held\.0\.stops double \d$/;
    const slipped = all.filter(({ apply }) => {
      const plan = apply(locked);
      return audit(plan).length === 0;
    });
    expect(all.length).toBeGreaterThan(15);
    expect(slipped.map(({ says }) => says).filter((says) => !harmless.test(says))).toEqual([]);
  });
});
