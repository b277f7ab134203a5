import { until } from "@antar/solver";
import { expect, test } from "vitest";
import { openBudget } from "./budget.ts";
import { fleetOf } from "./fleet.ts";
import { formEchelon } from "./formation.ts";
import { addedCost, propose, type Resources } from "./group.ts";
import { openLegs } from "./legs.ts";
import { type Duty, openDocks } from "./loading.ts";
import { chooseSupply } from "./mixed.ts";
import { outlookOf } from "./outlook.ts";
import { roadsInTime } from "./roads-in-time.ts";
import { smallBrief, townRoads } from "./testing/small-world.ts";
import { openTransfers } from "./transfers.ts";
import { openWorld } from "./world.ts";

test("where nobody waits, a vehicle does what it promises: fresh, at the same place, and after a transfer", async () => {
  const brief = smallBrief({ ppk: 3, pps: 3, tps: 4 });
  const world = openWorld(brief);
  const legs = openLegs(roadsInTime(brief, await townRoads(), []));
  const budget = openBudget({ seed: 1, until: until.iterations(50) });
  const supply = chooseSupply({ world, legs, budget, mode: "tiered", onBetter: () => {} });
  const fleet = fleetOf(world, supply);
  const { drafts } = formEchelon({ world, supply, fleet, legs }, "ppk", { below: [], share: 1, budget });
  const transferLeg = openTransfers(world, legs);
  const resources: Resources = {
    world,
    docks: openDocks(),
    teams: undefined,
    takesIn: () => true,
    transferLeg: (duty, to) => duty.at && transferLeg(duty.vehicle.type, duty.at, to),
  };
  const [other] = drafts;
  let transfers = 0;
  for (const draft of drafts) {
    const vehicle = fleet.find((each) => each.type === draft.type);
    const opens = draft.origin.spans[0]?.start ?? 0;
    if (!vehicle || !other) throw new RangeError("the small world has pick-ups");
    const fresh: Duty = { vehicle, at: undefined, free: 0, day: -1, workStart: 0, rested: 0 };
    const after = (at: Duty["at"]): Duty => {
      const rested = opens + 600;
      return { vehicle, at, free: opens + 1200, day: 0, workStart: rested, rested };
    };
    for (const duty of [fresh, after(draft.origin), after(other.origin)]) {
      const pairing = { draft, duty, notBefore: opens + 300 };
      const proposal = propose(resources, [pairing]);
      if (!proposal) throw new RangeError("a day is long enough for one trip");
      const promise = outlookOf(resources, pairing);
      const back = proposal.rides[0]?.back;
      expect(promise).toEqual({ departure: proposal.departure, cost: addedCost(proposal), back });
      if (proposal.loadings[0]?.transfer) transfers++;
    }
  }
  expect(transfers).toBeGreaterThan(0);
});
