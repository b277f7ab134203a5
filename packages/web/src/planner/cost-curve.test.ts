import { expect, test } from "vitest";
import { type Incumbent, stairs, withIncumbent } from "./cost-curve.tsx";

const first: Incumbent = { at: 1, lost: 3, cost: 900 };

test("only a better plan adds to the curve", () => {
  const one = withIncumbent([], 1, { lost: 3, cost: 900 });
  expect(one).toEqual([first]);
  expect(withIncumbent(one, 2, { lost: 3, cost: 900 })).toBe(one);
  expect(withIncumbent(one, 2, undefined)).toBe(one);
  expect(withIncumbent(one, 3, { lost: 0, cost: 700 })).toEqual([first, { at: 3, lost: 0, cost: 700 }]);
});

test("the staircase begins at the first report, falls when a plan is better and goes on to now", () => {
  expect(stairs([], 5)).toBe("");
  expect(stairs([first], 5)).toBe("M0 4H320");
  expect(stairs([first, { at: 3, lost: 0, cost: 700 }], 5)).toBe("M0 4H160V60H320");
});
