/**
 * The queue of planning jobs and its dead letters.
 */
import { deliveries, visibilitySeconds } from "./functions.ts";

export const deadPlans = new sst.aws.Queue("DeadPlans");

export const planQueue = new sst.aws.Queue("PlanQueue", {
  visibilityTimeout: `${visibilitySeconds} seconds`,
  dlq: { queue: deadPlans.arn, retry: deliveries },
});
