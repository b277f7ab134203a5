/**
 * Schedules of the real dispatch and store on a seeded world of faults, and what must hold after each. Knows who does
 * what in a schedule and the invariants; the faults themselves are the store's simulation.
 */
import { Refusal } from "@antar/domain";
import { instant } from "@antar/measure";
import { openDynamoStore, type Store } from "@antar/store";
import { createMemoryDynamo, createSimulation, type MemoryTables, type Simulation } from "@antar/store/testing";
import type { Actor } from "../actor.ts";
import { createDispatch, type Dispatch } from "../dispatch.ts";
import type { JobMessage } from "../ports.ts";
import { createPlanWorker, type PlanWorker } from "../worker.ts";
import type { ProtocolBug } from "./protocol-bugs.ts";
import { townBrief, townPlanner } from "./town.ts";

/** The brief, its tenant and its planner. */
export const where = { tenant: "kendari", brief: "town" } as const;
export const planner: Actor = { tenant: where.tenant, role: "planner", subject: "planner" };
const tableNames = { main: "Main", ledger: "Ledger" };

/** A schedule under way. */
export interface World {
  readonly simulation: Simulation;
  readonly messages: JobMessage[];
  /** What is wrong so far. */
  readonly violations: string[];
  readonly freshEventIds: boolean;
  /** A process, which dies at a write drawn from the seed when `mortal`. */
  open(
    mortal: boolean,
    patient?: boolean,
  ): { readonly dispatch: Dispatch; readonly worker: PlanWorker; readonly store: Store };
  newId(): string;
}

/** A world for `seed` that begins with `tables`, with one precaution left out where `bug` is given. */
export function openWorld(seed: number, tables: MemoryTables, bug?: ProtocolBug): World {
  const simulation = createSimulation(seed, { tables });
  const { random } = simulation;
  const messages: JobMessage[] = [];
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `id-${ids}`;
  };
  const now = () => instant(1_732_500_000 + simulation.step());
  const open = (mortal: boolean, patient = false) => {
    const attempts = patient ? 20 : 1 + random.below(2);
    const retry = { attempts, sleep: () => simulation.pause(), random: () => random.next() };
    const death =
      mortal && random.below(2) === 0 ? { write: 1 + random.below(8), after: random.below(2) === 0 } : undefined;
    const bare = simulation.process(death);
    const made = openDynamoStore({ door: bug?.door?.(bare) ?? bare, tables: tableNames, retry });
    const store = bug?.store?.(made) ?? made;
    const queue = {
      enqueue: async (message: JobMessage) => {
        messages.push(message);
        if (random.below(3) === 0) messages.push(message);
      },
    };
    const pulse = (beat: () => void) => {
      beat();
      return () => undefined;
    };
    const dispatch = createDispatch({ store, queue, now, newId });
    return { dispatch, store, worker: createPlanWorker({ store, planner: townPlanner, now, newId, pulse }) };
  };
  return { simulation, messages, violations: [], freshEventIds: bug?.freshEventIds ?? false, open, newId };
}

/** Repeats `work` in new processes until it answers or is refused for good; undefined when refused. */
export async function insist<Answer>(
  world: World,
  work: (dispatch: Dispatch) => Promise<Answer>,
): Promise<Answer | undefined> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const { dispatch } = world.open(attempt < 2, attempt > 5);
    try {
      return await work(dispatch);
    } catch (error) {
      if (error instanceof Refusal && error.code !== "busy") return undefined;
      if (!(error instanceof Refusal) && !(error instanceof Error && error.name === "Crashed")) {
        world.violations.push(`a call broke: ${String(error)}`);
        return undefined;
      }
    }
    await world.simulation.pause();
  }
  world.violations.push("a call never got through");
  return undefined;
}

/** The tables with a brief and two versions of its plan, the first of them published. */
export async function firstTables(): Promise<MemoryTables> {
  const memory = createMemoryDynamo();
  const store = openDynamoStore({ door: memory, tables: tableNames });
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `first-${ids}`;
  };
  const now = () => instant(1_732_400_000);
  const messages: JobMessage[] = [];
  const queue = { enqueue: async (message: JobMessage) => void messages.push(message) };
  const dispatch = createDispatch({ store, queue, now, newId });
  const pulse = () => () => undefined;
  const worker = createPlanWorker({ store, planner: townPlanner, now, newId, pulse });
  await dispatch.putBrief(planner, { id: where.brief, document: townBrief() });
  for (const seed of [1, 2, 3]) await dispatch.requestPlan(planner, { brief: where.brief, request: { seed } });
  for (const message of messages) await worker.run(message);
  await dispatch.publishPlan(planner, { brief: where.brief, version: 1 });
  return memory;
}
