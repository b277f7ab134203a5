/**
 * A plan whose sub-plans are made by many workers, every one of which may die at any write; messages come twice and in any
 * order, and those of the dead come again, as a cloud's queue does. What was asked for must end by the messages alone; where
 * some become dead letters, by the job being given up and asked for again.
 */
import { Plan } from "@antar/domain";
import type { MemoryTables } from "@antar/store/testing";
import { abandonedAfter } from "../job-ends.ts";
import { insist, openWorld, planner, quietly, type World, where } from "./fault-world.ts";
import type { ProtocolBug } from "./protocol-bugs.ts";
import { townTour } from "./town-sub-plans.ts";

type Process = ReturnType<World["open"]>;

/** How messages fare in one turn. */
interface Turn {
  /** The process may die. */
  readonly mortal: boolean;
  /** Where a message that was worked on in vain may end for good; absent: it always comes again. */
  readonly letters?: unknown[] | undefined;
}

/** Takes one message of any kind and works on it in a process of its own. */
async function workOnce(world: World, { mortal, letters }: Turn): Promise<void> {
  const { random } = world.simulation;
  const take = <Message>(list: Message[], work: (process: Process, message: Message) => Promise<void>) => ({
    waits: list.length > 0,
    run: async () => {
      const message = list.splice(random.below(list.length), 1)[0];
      if (!message) return;
      if (mortal && random.below(6) === 0) list.push(message);
      await work(world.open(mortal), message).catch(() => {
        const end = letters && random.below(3) === 0 ? letters : list;
        end.push(message);
      });
    },
  });
  const kinds = [
    take(world.messages, ({ worker }, message) => worker.run(message)),
    take(world.subPlanMessages, ({ subPlanWorker }, message) => subPlanWorker.run(message)),
    take(world.answered, ({ join }, message) => join(message)),
  ].filter(({ waits }) => waits);
  await kinds[random.below(Math.max(1, kinds.length))]?.run();
}

/** One plan, sometimes cancelled or with dead letters, and three machines that work on whatever waits. */
export async function fanOutSchedule(seed: number, tables: MemoryTables, bug?: ProtocolBug): Promise<string[]> {
  const world = openWorld(seed, tables, { bug, fans: true });
  const { simulation } = world;
  const told: { id: string | undefined; cancelled: boolean } = { id: undefined, cancelled: false };
  let asking = true;
  const ask = async (): Promise<void> => {
    const input = { brief: where.brief, request: { seed: 4 }, idempotencyKey: "one" };
    told.id = (await insist(world, (dispatch) => dispatch.requestPlan(planner, input)))?.id;
    const { id } = told;
    if (id !== undefined && seed % 5 === 0) {
      for (let wait = simulation.random.below(60); wait >= 0; wait--) await simulation.pause();
      told.cancelled = (await insist(world, (dispatch) => dispatch.cancelJob(planner, { id })))?.cancelling ?? false;
    }
    asking = false;
  };
  const letters = seed % 7 === 3 ? [] : undefined;
  const waiting = (): number => world.messages.length + world.subPlanMessages.length + world.answered.length;
  const serve = async (lossy?: unknown[]): Promise<void> => {
    for (let turn = 0; asking || (waiting() > 0 && turn < 1_500); turn++) {
      await simulation.pause();
      await workOnce(world, { mortal: turn < 100, letters: turn < 100 ? lossy : undefined });
    }
  };
  await simulation.run([ask(), serve(letters), serve(letters), serve(letters)]);
  await simulation.settle();
  if (letters?.length) await simulation.run([repeat(world, told.id).then(() => serve())]);
  await simulation.settle();
  await quietly(world, (store) => check(world, store, told));
  return world.violations;
}

/** Much later: what nobody works on is given up, and asked for again. */
async function repeat(world: World, id: string | undefined): Promise<void> {
  world.clock.late += abandonedAfter;
  await insist(world, (dispatch) => dispatch.giveUpAbandoned(where.tenant));
  if (id !== undefined) await insist(world, (dispatch) => dispatch.retryJob(planner, { id }));
}

async function check(
  { violations }: World,
  store: ReturnType<World["open"]>["store"],
  { id, cancelled }: { readonly id: string | undefined; readonly cancelled: boolean },
): Promise<void> {
  const job = id === undefined ? undefined : (await store.readJob(where.tenant, id))?.body;
  if (!job) return void violations.push("the acknowledged job is lost");
  const versions = (await store.listPlanHeads(where)).filter((head) => head.job === id);
  if (job.state !== "done" && !(cancelled && job.state === "cancelled"))
    violations.push(`the job is left ${job.state}`);
  if (job.state === "done" && versions.length !== 1) violations.push(`the job has ${versions.length} versions`);
  for (const head of versions) {
    const plan = await store.readDocument(where.tenant, head.plan, Plan);
    if (plan.settings.tour !== String(townTour)) violations.push("the plan is not the one of one process");
  }
  if (job.state === "done" && (await store.listOpenJobs(where.tenant)).some((open) => open.job === id)) {
    violations.push("a job that is done is listed as open");
  }
}
