/**
 * What must wake somebody: a planning job that was given up, and money.
 */
import { deadPlans } from "./queue.ts";

export const alerts = new aws.sns.Topic("Alerts");

export const givenUp = new aws.cloudwatch.MetricAlarm("GivenUpPlans", {
  namespace: "AWS/SQS",
  metricName: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: deadPlans.nodes.queue.name },
  statistic: "Maximum",
  period: 60,
  evaluationPeriods: 1,
  threshold: 0,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
  alarmActions: [alerts.arn],
});

export const budget = new aws.budgets.Budget("Monthly", {
  budgetType: "COST",
  limitAmount: "50",
  limitUnit: "USD",
  timeUnit: "MONTHLY",
});
