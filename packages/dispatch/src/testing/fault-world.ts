/**
 * Schedules of the real dispatch and store on a seeded world of faults, and what must hold after each. Knows who does
 * what in a schedule and the invariants; the faults themselves are the store's simulation.
 */
import { Refusal } from "@antar/domain";
import { instant } from "@antar/measure";
import { type SubPlan, solveSubPlan } from "@antar/planning";
import { openDynamoStore, type Store } from "@antar/store";
import { createMemoryDynamo, createSimulation, type MemoryTables, type Simulation } from "@antar/store/testing";
import type { Actor } from "../actor.ts";
import { createDispatch, type Dispatch } from "../dispatch.ts";
import type { JobMessage, SubPlanMessage } from "../ports.ts";
import { createSubPlanWorker, joinSubPlans, type SubPlanWorker } from "../sub-plans.ts";
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
  readonly subPlanMessages: SubPlanMessage[];
  /** To the fan-in. */
  readonly answered: JobMessage[];
  /** What is wrong so far. */
  readonly violations: string[];
  readonly freshEventIds: boolean;
  /** Seconds that everybody's clock is ahead of the steps of the simulation. */
  readonly clock: { late: number };
  /** A process, which dies at a write drawn from the seed when `mortal`. */
  open(
    mortal: boolean,
    patient?: boolean,
  ): {
    readonly dispatch: Dispatch;
    readonly worker: PlanWorker;
    readonly subPlanWorker: SubPlanWorker;
    join(message: JobMessage): Promise<void>;
    readonly store: Store;
  };
  newId(): string;
}

/** How a world differs from the usual one. */
export interface WorldOptions {
  /** A precaution left out. */
  readonly bug?: ProtocolBug | undefined;
  /** Plans are fanned out. */
  readonly fans?: boolean;
}

/** A world for `seed` that begins with `tables`, with one precaution left out where `bug` is given. */
export function openWorld(seed: number, tables: MemoryTables, { bug, fans = false }: WorldOptions = {}): World {
  const simulation = createSimulation(seed, { tables });
  const { random } = simulation;
  const messages: JobMessage[] = [];
  const subPlanMessages: SubPlanMessage[] = [];
  const answered: JobMessage[] = [];
  const twice = <Message>(list: Message[]) => ({
    enqueue: async (message: Message) => {
      list.push(message);
      if (random.below(3) === 0) list.push(message);
    },
  });
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `id-${ids}`;
  };
  const clock = { late: 0 };
  const now = () => instant(1_732_500_000 + simulation.step() + clock.late);
  const open = (mortal: boolean, patient = false) => {
    const attempts = patient ? 20 : 1 + random.below(2);
    const retry = { attempts, sleep: () => simulation.pause(), random: () => random.next() };
    const death =
      mortal && random.below(2) === 0 ? { write: 1 + random.below(8), after: random.below(2) === 0 } : undefined;
    const bare = simulation.process(death);
    const made = openDynamoStore({ door: bug?.door?.(bare) ?? bare, tables: tableNames, retry });
    const store = bug?.store?.(made) ?? made;
    const queue = twice(messages);
    const pulse = (beat: () => void) => {
      beat();
      return () => undefined;
    };
    const dispatch = createDispatch({ store, queue, now, newId });
    const fanOut = fans ? { fanOut: { queue: twice(subPlanMessages), from: 1 } } : {};
    const worker = createPlanWorker({ store, planner: townPlanner, now, newId, pulse, ...fanOut });
    const making = { store, planner: async (sub: SubPlan) => solveSubPlan(sub), fanIn: twice(answered), now, newId };
    const join = (message: JobMessage): Promise<void> => joinSubPlans({ store, queue, now, newId }, message);
    return { dispatch, store, worker, subPlanWorker: createSubPlanWorker(making), join };
  };
  const freshEventIds = bug?.freshEventIds ?? false;
  return { simulation, messages, subPlanMessages, answered, violations: [], freshEventIds, clock, open, newId };
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

/** Looks at the tables without faults and without the bug. */
export async function quietly<Answer>(
  world: World,
  work: (store: ReturnType<World["open"]>["store"]) => Promise<Answer>,
): Promise<Answer | undefined> {
  const store = openDynamoStore({ door: world.simulation.memory, tables: tableNames });
  try {
    return await work(store);
  } catch (error) {
    world.violations.push(`the tables cannot be read: ${String(error)}`);
    return undefined;
  }
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
