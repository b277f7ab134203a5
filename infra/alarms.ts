/**
 * What must wake somebody: a planning job that was given up, answers that fail, and money.
 */
import { api } from "./api.ts";
import { deadFanIns, deadPlans, deadSubPlans } from "./queue.ts";
import { budget as monthly, operator } from "./settings.ts";

export const alerts = new aws.sns.Topic("Alerts");

if (operator) new aws.sns.TopicSubscription("Operator", { topic: alerts.arn, protocol: "email", endpoint: operator });

const alarm = {
  period: 60,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
  alarmActions: [alerts.arn],
};

export const givenUp = [
  { name: "GivenUpPlans", queue: deadPlans },
  { name: "GivenUpSubPlans", queue: deadSubPlans },
  { name: "GivenUpFanIns", queue: deadFanIns },
].map(
  ({ name, queue }) =>
    new aws.cloudwatch.MetricAlarm(name, {
      ...alarm,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue.nodes.queue.name },
      statistic: "Maximum",
      threshold: 0,
    }),
);

export const failing = new aws.cloudwatch.MetricAlarm("FailingAnswers", {
  ...alarm,
  namespace: "AWS/ApiGateway",
  metricName: "5xx",
  dimensions: { ApiId: api.nodes.api.id },
  statistic: "Sum",
  threshold: 5,
});

export const budget = new aws.budgets.Budget("Monthly", {
  budgetType: "COST",
  limitAmount: monthly,
  limitUnit: "USD",
  timeUnit: "MONTHLY",
  notifications: (operator ? [80, 100] : []).map((threshold) => ({
    comparisonOperator: "GREATER_THAN",
    threshold,
    thresholdType: "PERCENTAGE",
    notificationType: "ACTUAL",
    subscriberEmailAddresses: operator ? [operator] : [],
  })),
});
