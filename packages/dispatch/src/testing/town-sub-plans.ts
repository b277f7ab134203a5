/**
 * Sub-plans of the town: two kecamatan, then a tour whose length hangs on both, so that a plan tells whether every answer
 * reached it. The solver makes them as it makes real ones.
 */
import type { SubAnswer, SubPlan } from "@antar/planning";

/** There and back for one load, `seconds` each way. */
function tour(kecamatan: string, seconds: number): SubPlan {
  const cells = [0, seconds, seconds, 0];
  const problem = {
    depots: [{ location: 0 }],
    clients: [{ location: 1, delivery: [1] }],
    vehicleTypes: [{ count: 1, capacity: [1], startDepot: 0, endDepot: 0 }],
    matrices: [{ durations: cells, distances: cells }],
  };
  return { kecamatan, tasks: [{ key: `${kecamatan} ${seconds}`, problem, seed: 1, iterations: 1 }] };
}

/** Cost of the tour over both: utara 2 x 7 = 14, selatan 2 x 11 = 22, both 2 x (14 + 22). */
export const townTour = 72;

/** What is not answered yet, or the cost of the tour over both. */
export function townSubPlans(answers: readonly SubAnswer[]): readonly SubPlan[] | number {
  const costs = new Map(answers.flatMap(({ solutions }) => solutions.map(({ key, solution }) => [key, solution.cost])));
  const costOf = (sub: SubPlan): number | undefined => costs.get(sub.tasks[0]?.key ?? "");
  const lower = [tour("utara", 7), tour("selatan", 11)];
  const pending = lower.filter((sub) => costOf(sub) === undefined);
  if (pending.length > 0) return pending;
  const both = tour(
    "semua",
    lower.reduce((sum, sub) => sum + (costOf(sub) ?? 0), 0),
  );
  return costOf(both) ?? [both];
}
