import { instant } from "@antar/measure";
import { type SubPlan, solveSubPlan } from "@antar/planning";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDispatch } from "./dispatch.ts";
import type { JobMessage, SubPlanMessage } from "./ports.ts";
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

test("a brief with fewer TPS than the limit is planned by one worker", async () => {
  const { dispatch } = parts();
  const outside = { store: town.store, now: () => instant(town.clock.now), newId: () => `one-${Math.random()}` };
  const worker = createPlanWorker({ ...outside, planner: townPlanner, fanOut: { queue: subPlans, from: 4 } });
  const { id } = await dispatch.requestPlan(town.planner, { brief: "town", request: { seed: 2 } });
  await worker.run({ tenant, job: id });
  expect((await dispatch.readJob(town.planner, { id })).state).toBe("done");
});
