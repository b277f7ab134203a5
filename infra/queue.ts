/**
 * The queues of planning: jobs, the sub-plans of large ones, and answered sub-plans for the fan-in; each with its dead letters.
 */
import { deliveries, fanInVisibilitySeconds, visibilitySeconds } from "./functions.ts";

export const deadPlans = new sst.aws.Queue("DeadPlans");
export const deadSubPlans = new sst.aws.Queue("DeadSubPlans");
export const deadFanIns = new sst.aws.Queue("DeadFanIns");

export const planQueue = new sst.aws.Queue("PlanQueue", {
  visibilityTimeout: `${visibilitySeconds} seconds`,
  dlq: { queue: deadPlans.arn, retry: deliveries },
});

export const subPlanQueue = new sst.aws.Queue("SubPlanQueue", {
  visibilityTimeout: `${visibilitySeconds} seconds`,
  dlq: { queue: deadSubPlans.arn, retry: deliveries },
});

export const fanInQueue = new sst.aws.Queue("FanInQueue", {
  visibilityTimeout: `${fanInVisibilitySeconds} seconds`,
  dlq: { queue: deadFanIns.arn, retry: deliveries },
});
