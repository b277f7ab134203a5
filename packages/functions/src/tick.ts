/**
 * What the service does by itself, once a minute: looks for alarms, gives up jobs that nobody works on; and once an hour
 * erases personal data whose time is over. Holds no logic.
 */
import { pushTeller, webhookTeller } from "@antar/api";
import { createDispatch, type JobMessage } from "@antar/dispatch";
import { projectEtas } from "@antar/planning";
import { awsOfEnvironment, newId, now, required, storeOfEnvironment } from "./environment.ts";
import { writeMetric } from "./metrics.ts";
import { reportError } from "./report.ts";
import { sqsQueue } from "./sqs-queue.ts";

const store = storeOfEnvironment();
const queue = sqsQueue<JobMessage>(awsOfEnvironment(), required("PLAN_QUEUE_URL"));
const channels = { now: Date.now };
const push = { key: JSON.parse(required("PUSH_KEY")), contact: required("PUSH_CONTACT") };
const tellers = [webhookTeller(channels), pushTeller({ ...channels, ...push })];
const report = (error: unknown): void => reportError(error, "tick");
const dispatch = createDispatch({ store, queue, now, newId, tellers, measure: writeMetric, projectEtas, report });
const tenants = required("TENANTS").split(",");

/** Looks after every tenant; one that fails does not stop the others. */
export async function handler(): Promise<void> {
  for (const tenant of tenants) {
    try {
      const { items } = await store.listBriefHeads(tenant, { limit: 200 });
      for (const { body } of items) await dispatch.watchBrief({ tenant, brief: body.brief });
      await dispatch.giveUpAbandoned(tenant);
      if (now() % 3_600 < 60) await dispatch.erasePersonal({ tenant });
    } catch (error) {
      report(error);
    }
  }
}
