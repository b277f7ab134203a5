import { solveSubPlan } from "@antar/planning";
import { expect, test } from "vitest";
import { openSubPlanThreads } from "./sub-plan-threads.ts";

const cells = [0, 5, 9, 5, 0, 3, 9, 3, 0];

const sub = (kecamatan: string) => ({
  kecamatan,
  tasks: [
    {
      key: kecamatan,
      problem: {
        depots: [{ location: 0 }],
        clients: [{ delivery: [1] }, { delivery: [2] }],
        vehicleTypes: [{ count: 2, capacity: [3], startDepot: 0, endDepot: 0 }],
        matrices: [{ durations: cells, distances: cells }],
      },
      seed: 1,
      iterations: 50,
    },
  ],
});

test("two threads answer five sub-plans as this thread does, each with its own", async () => {
  const threads = openSubPlanThreads(2);
  try {
    const names = ["a", "b", "c", "d", "e"];
    const answers = await Promise.all(names.map((name) => threads.port(sub(name))));
    expect(answers).toEqual(names.map((name) => solveSubPlan(sub(name))));
    // 5 there, 3 on, 9 back.
    expect(answers[0]?.solutions[0]?.solution.cost).toBe(17);
  } finally {
    await threads.close();
  }
});

test("a sub-plan that breaks its thread fails alone: the next one gets a fresh thread", async () => {
  const threads = openSubPlanThreads(1);
  try {
    const { tasks } = sub("broken");
    const broken = { kecamatan: "broken", tasks: tasks.map((task) => ({ ...task, iterations: -1 })) };
    const both = await Promise.allSettled([threads.port(broken), threads.port(sub("whole"))]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  } finally {
    await threads.close();
  }
});
