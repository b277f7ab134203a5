/**
 * A seeded world in which processes call DynamoDB: one call takes effect at a time, in an order drawn from the seed, and
 * calls fail in the ways that real ones do. Same seed, same history. Knows calls and faults; refuses to know what the
 * processes want.
 */
import { createRandom, type Random } from "@antar/measure";
import type { DynamoDoor, RawItem } from "../door.ts";
import { createMemoryDynamo, type MemoryTables, queryOf } from "./memory-dynamo.ts";

/** How often calls fail, in parts of a thousand. */
export interface FaultRates {
  readonly throttle: number;
  /** The answer is lost and the call had no effect. */
  readonly lostBefore: number;
  /** The answer is lost, the call took effect. */
  readonly lostAfter: number;
  /** The answer is lost, the call takes effect later. */
  readonly late: number;
  /** A read that does not ask for consistency answers the state before the last change of the item. */
  readonly stale: number;
}

/** The rates of the test suite: about one call in eight fails. */
export const usualFaults: FaultRates = { throttle: 40, lostBefore: 30, lostAfter: 40, late: 15, stale: 300 };

/** When a process dies: at its write number `write`, before or after the write took effect. */
export interface Death {
  readonly write: number;
  readonly after: boolean;
}

/** Thrown by every call of a process that has died. */
export class Crashed extends Error {
  constructor() {
    super("this process has crashed");
    this.name = "Crashed";
  }
}

/** A seeded world. */
export interface Simulation {
  readonly random: Random;
  readonly memory: DynamoDoor & MemoryTables;
  /** The door of a new process, which dies where `death` says. */
  process(death?: Death): DynamoDoor;
  /** A wait without a clock: other calls may take effect meanwhile. */
  pause(): Promise<void>;
  /** Number of steps so far: a clock of the world. */
  step(): number;
  /** Runs until all `tasks` have ended. Rejects when nothing can go on. */
  run(tasks: readonly Promise<unknown>[]): Promise<void>;
  /** Lets late calls take effect and stops making faults: for the last look. */
  settle(): Promise<void>;
}

interface Pending {
  readonly go: () => Promise<void>;
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How a world begins. */
export interface Beginning {
  readonly rates?: FaultRates;
  /** What the tables hold at first; it is copied. */
  readonly tables?: MemoryTables;
}

function copyOf({ tables }: MemoryTables, into: MemoryTables): void {
  for (const [table, partitions] of tables) {
    into.tables.set(table, new Map([...partitions].map(([pk, items]) => [pk, new Map(items)])));
  }
}

/** A world for `seed`. */
export function createSimulation(seed: number, { rates = usualFaults, tables }: Beginning = {}): Simulation {
  const random = createRandom(seed);
  const memory = withHistory(createMemoryDynamo());
  if (tables) copyOf(tables, memory.door);
  const pending: Pending[] = [];
  const late: (() => Promise<void>)[] = [];
  let steps = 0;
  let quiet = false;

  const enter = <Answer>(work: () => Promise<Answer>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      pending.push({ go: () => work().then(resolve, reject) });
    });

  const faulty = <Answer>(effect: () => Promise<Answer>): Promise<Answer> =>
    enter(async () => {
      const draw = quiet ? 1_000 : random.below(1_000);
      let bound = rates.throttle;
      if (draw < bound) throw named("ThrottlingException", "slow down");
      bound += rates.lostBefore;
      if (draw < bound) throw named("TimeoutError", "no answer, no effect");
      bound += rates.lostAfter;
      if (draw < bound) {
        await effect().catch(() => undefined);
        throw named("TimeoutError", "no answer, but an effect");
      }
      bound += rates.late;
      if (draw < bound) {
        late.push(async () => {
          await effect().catch(() => undefined);
        });
        throw named("TimeoutError", "no answer, an effect later");
      }
      return effect();
    });

  const isStale = (consistent: boolean | undefined): boolean =>
    !consistent && !quiet && random.below(1_000) < rates.stale;

  const process = (death?: Death): DynamoDoor => {
    let writes = 0;
    let dead = false;
    const alive = (): void => {
      if (dead) throw new Crashed();
    };
    const writing = async (effect: () => Promise<void>): Promise<void> => {
      alive();
      writes += 1;
      if (death && writes === death.write) {
        dead = true;
        if (death.after) await enter(effect).catch(() => undefined);
        throw new Crashed();
      }
      await faulty(effect);
      alive();
    };
    const reading = async <Answer>(effect: () => Promise<Answer>): Promise<Answer> => {
      alive();
      const answer = await faulty(effect);
      alive();
      return answer;
    };
    return {
      getItem: (input) => reading(() => memory.get(input, isStale(input.ConsistentRead))),
      query: (input) => reading(() => memory.find(input, isStale(input.ConsistentRead))),
      putItem: (input) => writing(() => memory.door.putItem(input)),
      deleteItem: (input) => writing(() => memory.door.deleteItem(input)),
    };
  };

  const advance = async (): Promise<boolean> => {
    await turn();
    if (late.length > 0 && random.below(8) === 0) await late.splice(random.below(late.length), 1)[0]?.();
    const next = pending.splice(random.below(Math.max(1, pending.length)), 1)[0];
    if (!next) return false;
    steps += 1;
    await next.go();
    return true;
  };

  return {
    random,
    memory: memory.door,
    process,
    pause: () => enter(async () => undefined),
    step: () => steps,
    run: async (tasks) => {
      let ended = false;
      const all = Promise.all(tasks).finally(() => {
        ended = true;
      });
      all.catch(() => undefined);
      for (let idle = 0; !ended; ) {
        idle = (await advance()) ? 0 : idle + 1;
        if (idle > 50) throw new Error(`seed ${seed}: nothing can go on after ${steps} steps`);
      }
      await all;
    },
    settle: async () => {
      quiet = true;
      while (late.length > 0) await late.shift()?.();
    },
  };
}

/** The memory engine with the state before the last change of each item, for stale reads. */
function withHistory(door: DynamoDoor & MemoryTables) {
  const before = new Map<string, RawItem | undefined>();
  const nameOf = (table: string | undefined, key: RawItem | undefined): string =>
    `${table} ${key?.pk?.S} ${key?.sk?.S}`;
  const current = (table: string | undefined, key: RawItem | undefined): RawItem | undefined =>
    door.tables
      .get(table ?? "")
      ?.get(key?.pk?.S ?? "")
      ?.get(key?.sk?.S ?? "");
  const remembering: DynamoDoor & MemoryTables = {
    ...door,
    putItem: async (input) => {
      const old = current(input.TableName, input.Item);
      await door.putItem(input);
      before.set(nameOf(input.TableName, input.Item), old);
    },
    deleteItem: async (input) => {
      before.set(nameOf(input.TableName, input.Key), current(input.TableName, input.Key));
      await door.deleteItem(input);
    },
  };
  return {
    door: remembering,
    get: async (input: Parameters<DynamoDoor["getItem"]>[0], stale: boolean) => {
      const name = nameOf(input.TableName, input.Key);
      return stale && before.has(name) ? before.get(name) : door.getItem(input);
    },
    find: async (input: Parameters<DynamoDoor["query"]>[0], stale: boolean) => {
      if (!stale) return door.query(input);
      const pk = input.ExpressionAttributeValues?.[":pk"]?.S ?? "";
      const items = door.tables.get(input.TableName ?? "")?.get(pk) ?? new Map<string, RawItem>();
      const old = new Map<string, RawItem>();
      for (const [sk, item] of items) {
        const name = `${input.TableName} ${pk} ${sk}`;
        const seen = before.has(name) ? before.get(name) : item;
        if (seen) old.set(sk, seen);
      }
      return queryOf(input, old);
    },
  };
}
