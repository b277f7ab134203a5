import { instant } from "@antar/measure";
import { type SubPlan, solveSubPlan } from "@antar/planning";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDispatch } from "./dispatch.ts";
import { abandonedAfter, giveUpJob } from "./job-ends.ts";
import { changeJob } from "./jobs.ts";
import type { JobMessage, SubPlanMessage } from "./ports.ts";
import { queueInProcess } from "./queue.ts";
import { createSubPlanWorker, joinSubPlans } from "./sub-plans.ts";
import { openTown, type Town, townBrief } from "./testing/index.ts";
import { townPlanner } from "./testing/town.ts";
import { createPlanWorker } from "./worker.ts";

let town: Town;
const tenant = "kendari";
const list = <Message>() => {
  const messages: Message[] = [];
  return { messages, enqueue: async (message: Message) => void messages.push(message) };
};
const jobs = list<JobMessage>();
const subPlans = list<SubPlanMessage>();
const answered = list<JobMessage>();
let broken = "";

function parts() {
  let ids = 0;
  const outside = {
    store: town.store,
    now: () => instant(town.clock.now),
    newId: () => `sub-${++ids}-${Math.random()}`,
  };
  const planner = async (sub: SubPlan) => {
    if (sub.kecamatan === broken) throw new TypeError(`${sub.kecamatan} broke on purpose`);
    return solveSubPlan(sub);
  };
  return {
    dispatch: createDispatch({ ...outside, queue: jobs }),
    worker: createPlanWorker({ ...outside, planner: townPlanner, fanOut: { queue: subPlans, from: 3 } }),
    making: createSubPlanWorker({ ...outside, planner, fanIn: answered }),
    join: (message: JobMessage) => joinSubPlans({ ...outside, queue: jobs }, message),
  };
}

beforeAll(async () => {
  town = await openTown();
  await town.dispatch.putBrief(town.planner, { id: "town", document: townBrief() });
});
afterAll(() => town.close());

async function waiting() {
  const made = parts();
  for (const queue of [jobs, subPlans, answered]) queue.messages.length = 0;
  const { id } = await made.dispatch.requestPlan(town.planner, { brief: "town", request: { seed: 2 } });
  await made.worker.run(jobs.messages.shift() ?? { tenant, job: "" });
  return { ...made, id, job: () => made.dispatch.readJob(town.planner, { id }) };
}

test("a job that waits for its sub-plans tells how many are answered, and goes on when all are", async () => {
  const { worker, making, join, job, id } = await waiting();
  expect([subPlans.messages.length, jobs.messages.length, (await job()).state]).toEqual([2, 0, "running"]);
  for (const message of subPlans.messages.splice(0, 1)) await making.run(message);
  for (const message of answered.messages.splice(0)) await join(message);
  expect([(await job()).progress?.says.en, jobs.messages]).toEqual(["Sub-plans: 1 of 2", []]);
  for (const message of subPlans.messages.splice(0)) await making.run(message);
  for (const message of answered.messages.splice(0)) await join(message);
  expect(jobs.messages).toEqual([{ tenant, job: id }]);
  await worker.run({ tenant, job: id });
  expect([subPlans.messages.length, (await job()).state]).toEqual([1, "running"]);
});

test("a job that waits is cancelled at once; sub-plans that come late change nothing", async () => {
  const { dispatch, making, join, job, id } = await waiting();
  await dispatch.cancelJob(town.planner, { id });
  expect((await job()).state).toBe("cancelled");
  for (const message of subPlans.messages.splice(0)) await making.run(message);
  await join({ tenant, job: id });
  expect([answered.messages, jobs.messages, (await job()).state]).toEqual([[], [], "cancelled"]);
});

test("a sub-plan that breaks fails its job with an alarm; asked again, only what is not answered is sent out", async () => {
  const { dispatch, worker, making, job, id } = await waiting();
  broken = "selatan";
  const outcomes = await Promise.allSettled(subPlans.messages.splice(0).map((message) => making.run(message)));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await job()).toMatchObject({ state: "failed", problem: { code: "bug" } });
  const { alarms } = await dispatch.listAlarms(town.planner, { brief: "town" });
  expect(alarms.map(({ alarm, kind }) => [alarm, kind])).toContainEqual([`job-${id}`, "job-failed"]);
  broken = "";
  await dispatch.retryJob(town.planner, { id });
  await worker.run({ tenant, job: id });
  expect(subPlans.messages).toHaveLength(1);
  for (const message of subPlans.messages.splice(0)) await making.run(message);
  expect(answered.messages.at(-1)).toEqual({ tenant, job: id });
});

test("a job whose sub-plan became a dead letter is given up with an alarm once nobody can be at it, and can be repeated", async () => {
  // Those of the tests before.
  town.clock.now += abandonedAfter;
  await parts().dispatch.giveUpAbandoned(tenant);
  const { dispatch, worker, making, job, id } = await waiting();
  subPlans.messages.length = 0;
  const sentOut = town.clock.now;
  town.clock.now = sentOut + abandonedAfter - 1;
  await dispatch.giveUpAbandoned(tenant);
  expect((await job()).state).toBe("running");
  town.clock.now = sentOut + abandonedAfter;
  expect(await dispatch.giveUpAbandoned(tenant)).toBe(1);
  expect(await job()).toMatchObject({ state: "failed", problem: { code: "busy" } });
  const { alarms } = await dispatch.listAlarms(town.planner, { brief: "town" });
  expect(alarms.map(({ alarm }) => alarm)).toContain(`job-${id}`);
  await dispatch.retryJob(town.planner, { id });
  expect(await dispatch.giveUpAbandoned(tenant)).toBe(0);
  await worker.run({ tenant, job: id });
  expect(subPlans.messages).toHaveLength(2);
  for (const message of subPlans.messages.splice(0)) await making.run(message);
  expect((await job()).state).toBe("running");
});

test("a plan message that was lost, and one whose worker died, are given up; a worker that shows itself keeps its job", async () => {
  const { dispatch, job, id } = await waiting();
  const outside = { store: town.store, now: () => instant(town.clock.now), newId: () => `kept-${Math.random()}` };
  const lost = await dispatch.requestPlan(town.planner, { brief: "town", request: { seed: 3 } });
  const held = await dispatch.requestPlan(town.planner, { brief: "town", request: { seed: 4 } });
  const setOwner = (heartbeatAt: number) =>
    changeJob(outside, { tenant, id: held.id }, (current) => ({
      ...current,
      state: "running",
      owner: "somebody",
      heartbeatAt: instant(heartbeatAt),
    }));
  town.clock.now += abandonedAfter;
  await setOwner(town.clock.now - 1);
  await dispatch.giveUpAbandoned(tenant);
  const stateOf = async (asked: string) => (await dispatch.readJob(town.planner, { id: asked })).state;
  expect([(await job()).state, await stateOf(lost.id), await stateOf(held.id)]).toEqual([
    "failed",
    "failed",
    "running",
  ]);
  town.clock.now += abandonedAfter;
  await dispatch.giveUpAbandoned(tenant);
  expect([await stateOf(held.id), await stateOf(id)]).toEqual(["failed", "failed"]);
});

test("the queue of a laptop tells of a message whose third run failed", async () => {
  const { dispatch, id, job } = await waiting();
  const [message] = subPlans.messages;
  const errors: unknown[] = [];
  const queue = queueInProcess<SubPlanMessage>({
    worker: { run: () => Promise.reject(new Error("the store is busy on purpose")) },
    onError: (error) => errors.push(error),
    onGivenUp: (given) =>
      giveUpJob({ store: town.store, now: () => instant(town.clock.now), newId: () => "up" }, given, 0),
    pauseMs: () => 0,
  });
  if (message) await queue.enqueue(message);
  await queue.idle();
  expect([errors.length, (await job()).state]).toEqual([3, "failed"]);
  await dispatch.retryJob(town.planner, { id });
  expect((await job()).state).toBe("queued");
});

test("a brief with fewer TPS than the limit is planned by one worker", async () => {
  const { dispatch } = parts();
  const outside = { store: town.store, now: () => instant(town.clock.now), newId: () => `one-${Math.random()}` };
  const worker = createPlanWorker({ ...outside, planner: townPlanner, fanOut: { queue: subPlans, from: 4 } });
  const { id } = await dispatch.requestPlan(town.planner, { brief: "town", request: { seed: 2 } });
  await worker.run({ tenant, job: id });
  expect((await dispatch.readJob(town.planner, { id })).state).toBe("done");
});
