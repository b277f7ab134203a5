/**
 * The schedules: drivers replaying outboxes, planners racing, workers repeated. Each answers what was violated.
 */
import { canonicalJson, Plan } from "@antar/domain";
import type { MemoryTables } from "@antar/store/testing";
import type { Actor } from "../actor.ts";
import { brokenAt } from "../chain.ts";
import { AssignmentDocument } from "../derive.ts";
import { projectRow } from "../projection.ts";
import type { CustodyEvent, EventResult } from "../views.ts";
import { insist, openWorld, planner, quietly, type World, where } from "./fault-world.ts";
import type { ProtocolBug } from "./protocol-bugs.ts";
import { townBrief } from "./town.ts";

const unit = "vehicle:truk-1";
const driver: Actor = { tenant: where.tenant, role: "driver", subject: "phone", vehicle: "truk-1" };

function eventOf(number: number): CustodyEvent {
  const trip = 1 + Math.floor(number / 3);
  return {
    schema: 1,
    id: `event-000${number}`,
    kind: ["departed", "arrived", "handed-over"][number % 3] ?? "arrived",
    unit,
    at: new Date(1_732_492_800_000 + number * 600_000).toISOString(),
    trip: `truk-1/${trip}`,
    place: `747101100100${trip}`,
  };
}

interface Acknowledged {
  readonly event: CustodyEvent;
  readonly result: EventResult;
  readonly asked: number;
  readonly answered: number;
}

/** One device sends its outbox in batches, each until it is acknowledged. */
async function replay(world: World, events: readonly CustodyEvent[], acknowledged: Acknowledged[]): Promise<void> {
  const { simulation } = world;
  for (let from = 0; from < events.length; ) {
    const batch = events.slice(from, from + 1 + simulation.random.below(3));
    from += batch.length;
    const asked = simulation.step();
    const answer = await insist(world, (dispatch) => {
      const sent = world.freshEventIds ? batch.map((event) => ({ ...event, id: `fresh-${world.newId()}` })) : batch;
      return dispatch.appendEvents(driver, { brief: where.brief, events: sent });
    });
    for (const [index, result] of (answer?.results ?? []).entries()) {
      const event = batch[index];
      if (event) acknowledged.push({ event, result, asked, answered: simulation.step() });
    }
    await checkCounted(world, acknowledged);
  }
}

/** While one version stays published, its row counts every acknowledged event from then on. */
async function checkCounted(world: World, acknowledged: readonly Acknowledged[]): Promise<void> {
  const highest = Math.max(0, ...acknowledged.map(({ result }) => result.receipt?.sequence ?? 0));
  await quietly(world, async (store) => {
    const pointer = (await store.readPointer(where))?.body;
    if (pointer?.version !== 1) return;
    const row = await store.readBoardRow({ ...where, version: 1 }, "truk-1");
    if ((row?.body.sequence ?? 0) < highest) world.violations.push("an acknowledged event is not on the board");
  });
}

/** A board looks again and again: what is published must be whole at every moment. */
async function look(world: World): Promise<void> {
  for (let round = 0; round < 3; round++) {
    const board = await insist(world, (dispatch) => dispatch.readBoard(planner, { brief: where.brief }));
    const found = await insist(world, (dispatch) =>
      dispatch.readAssignment(driver, { brief: where.brief, vehicle: "truk-1" }),
    );
    if (!found) world.violations.push("the published assignment is missing");
    if (board?.rows.length !== 1) world.violations.push("the published board is not whole");
  }
}

async function publish(world: World, version: number, expected: number): Promise<number | undefined> {
  const answer = await insist(world, (dispatch) =>
    dispatch.publishPlan(planner, { brief: where.brief, version, expected }),
  );
  return answer?.version;
}

/** Drivers on two devices, a board, and a planner who publishes meanwhile. */
export async function driverSchedule(seed: number, tables: MemoryTables, bug?: ProtocolBug): Promise<string[]> {
  const world = openWorld(seed, tables, { bug });
  const acknowledged: Acknowledged[] = [];
  const events = Array.from({ length: 6 }, (_, number) => eventOf(number));
  await world.simulation.run([
    replay(world, events.slice(0, 5), acknowledged),
    replay(world, events.slice(2), acknowledged),
    ...[6, 7, 8].map((number) => replay(world, [eventOf(number)], acknowledged)),
    look(world),
    ...(seed % 2 === 0 ? [publish(world, 2, 1)] : []),
  ]);
  await world.simulation.settle();
  await world.simulation.run([checkLog(world, acknowledged)]);
  return world.violations;
}

async function checkLog(world: World, acknowledged: readonly Acknowledged[]): Promise<void> {
  const { violations } = world;
  const log = await quietly(world, (clean) => clean.readLog({ ...where, unit }));
  if (!log) return;
  if (brokenAt(where, log) !== undefined) violations.push(`the chain is broken at ${brokenAt(where, log)}`);
  for (const { event, result } of acknowledged) {
    const entries = log.filter((entry) => entry.id === event.id);
    if (entries.length !== 1) violations.push(`event ${event.id} is in the log ${entries.length} times`);
    if (entries[0] && entries[0].event !== canonicalJson(event)) violations.push(`event ${event.id} was altered`);
    const { receipt, outcome } = result;
    if (outcome === "conflict" || outcome === "refused") violations.push(`event ${event.id}: ${outcome}`);
    if (receipt && log[receipt.sequence - 1]?.hash !== receipt.hash)
      violations.push(`the receipt of ${event.id} is void`);
  }
  for (const first of acknowledged) {
    for (const second of acknowledged) {
      const ordered = first.answered <= second.asked && second.result.outcome === "created";
      const [low, high] = [first.result.receipt?.sequence ?? 0, second.result.receipt?.sequence ?? 0];
      if (ordered && low >= high) violations.push(`${second.event.id} came after ${first.event.id} but stands before`);
    }
  }
  if (new Set(log.map((entry) => JSON.parse(entry.event).at)).size !== log.length) violations.push("an act is doubled");
  await checkRow(world);
}

async function checkRow(world: World): Promise<void> {
  await quietly(world, async (store) => {
    const version = (await store.readPointer(where))?.body.version ?? 0;
    const row = await store.readBoardRow({ ...where, version }, "truk-1");
    const found = await store.readAssignment({ ...where, version }, "truk-1", AssignmentDocument);
    const log = await store.readLog({ ...where, unit });
    if (!row || !found) return world.violations.push("the published version is not whole");
    const expected = projectRow(row.body, found.document, log);
    if (canonicalJson(row.body) !== canonicalJson(expected)) world.violations.push("the board row is not up to date");
    return 0;
  });
}

/** Two planners change the same brief and publish different versions, each on what they saw. */
export async function plannerSchedule(seed: number, tables: MemoryTables, bug?: ProtocolBug): Promise<string[]> {
  const world = openWorld(seed, tables, { bug });
  const changed: number[] = [];
  const published: number[] = [];
  const change = async (title: string): Promise<void> => {
    const document = { ...townBrief(), title };
    const answer = await insist(world, (dispatch) =>
      dispatch.putBrief(planner, { id: where.brief, document, expected: 1 }),
    );
    if (answer) changed.push(answer.version);
  };
  const move = async (version: number): Promise<void> => {
    const answer = await publish(world, version, 1);
    if (answer) published.push(answer);
  };
  await world.simulation.run([change("left"), change("right"), move(2), move(3), look(world)]);
  await world.simulation.settle();
  if (changed.length > 1) world.violations.push("two changes of the same version of a brief were both accepted");
  if (published.length > 1) world.violations.push("two publications over the same version were both accepted");
  await quietly(world, async (store) => {
    const head = await store.readBriefHead(where);
    const pointer = await store.readPointer(where);
    if (changed[0] !== undefined && head?.body.version !== changed[0]) world.violations.push("a change was lost");
    if (published[0] !== undefined && pointer?.body.version !== published[0])
      world.violations.push("a publication was lost");
    const trail = await store.listAudit(where.tenant, "2024-11-25");
    const done = (verb: string): number =>
      trail.filter((entry) => entry.verb === verb && entry.outcome === "done").length;
    if (done("putBrief") < changed.length || done("publishPlan") < published.length) {
      world.violations.push("a change is not in the audit trail");
    }
  });
  await checkRow(world);
  return world.violations;
}

/** Two requests under one key, one under another, a planner who cancels, two workers who get messages twice. */
export async function workerSchedule(seed: number, tables: MemoryTables, bug?: ProtocolBug): Promise<string[]> {
  const world = openWorld(seed, tables, { bug });
  const jobs: { readonly key: string; readonly id: string }[] = [];
  const cancelled: string[] = [];
  let asking = 3;
  const ask = async (key: string, cancels: boolean): Promise<void> => {
    const input = { brief: where.brief, request: { seed: 4 }, idempotencyKey: key };
    const job = await insist(world, (dispatch) => dispatch.requestPlan(planner, input));
    if (job) jobs.push({ key, id: job.id });
    if (job && cancels) {
      for (let wait = world.simulation.random.below(40); wait >= 0; wait--) await world.simulation.pause();
      const after = await insist(world, (dispatch) => dispatch.cancelJob(planner, { id: job.id }));
      if (after?.cancelling) cancelled.push(job.id);
    }
    asking -= 1;
  };
  const serve = async (): Promise<void> => {
    for (let idle = 0; asking > 0 || (world.messages.length > 0 && idle < 300); idle++) {
      await world.simulation.pause();
      const at = world.simulation.random.below(Math.max(1, world.messages.length));
      const message = world.messages.splice(at, 1)[0];
      if (!message) continue;
      await world
        .open(true)
        .worker.run(message)
        .catch((error: unknown) => {
          // A message that a dying process had taken is gone with it: the open list must bring the job back.
          if (!(error instanceof Error && error.name === "Crashed")) world.messages.push(message);
        });
    }
  };
  await world.simulation.run([
    ask("one", false),
    ask("one", seed % 2 === 0),
    ask("two", seed % 2 === 1),
    serve(),
    serve(),
  ]);
  await world.simulation.settle();
  await world.simulation.run([recover(world)]);
  await quietly(world, (store) => checkJobs(world, store, { jobs, cancelled }));
  return world.violations;
}

/** A service that starts again looks through the open jobs. */
async function recover(world: World): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const { store, worker } = world.open(false, true);
    const open = await store.listOpenJobs(where.tenant);
    if (open.length === 0) return;
    for (const { job } of open) await worker.run({ tenant: where.tenant, job }).catch(() => world.simulation.pause());
  }
}

async function checkJobs(
  { violations }: World,
  store: ReturnType<World["open"]>["store"],
  told: { readonly jobs: readonly { key: string; id: string }[]; readonly cancelled: readonly string[] },
): Promise<void> {
  const heads = await store.listPlanHeads(where);
  const ids = new Set(told.jobs.map((job) => job.id));
  if (new Set(told.jobs.map((job) => `${job.key} ${job.id}`)).size !== new Set(told.jobs.map((job) => job.key)).size) {
    violations.push("one idempotency key made two jobs");
  }
  let done = 0;
  for (const id of ids) {
    const job = (await store.readJob(where.tenant, id))?.body;
    if (!job) violations.push(`the acknowledged job ${id} is lost`);
    if (job && !["done", "cancelled"].includes(job.state)) violations.push(`job ${id} is left ${job.state}`);
    if (job && told.cancelled.includes(id) && !job.cancelling) violations.push(`the cancelling of ${id} is lost`);
    if (job?.state === "done") {
      done += 1;
      if (heads.find((head) => head.version === job.version)?.job !== id) violations.push(`job ${id} has no version`);
    }
  }
  if (heads.length < 3 + done || new Set(heads.map((head) => head.job)).size !== heads.length) {
    violations.push("a version is missing or doubled");
  }
  if (heads.length > 3 + ids.size) violations.push("a job has two versions");
  for (const head of heads) await store.readDocument(where.tenant, head.plan, Plan);
}
