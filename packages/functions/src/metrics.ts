/**
 * Measurements as log lines in CloudWatch's Embedded Metric Format: the log is the metric, nothing is called. Knows that
 * format; a line holds the tenant and a number, nothing of persons.
 */
import type { Measurement } from "@antar/dispatch";

const units: Readonly<Record<Measurement["name"], "Seconds" | "Count">> = {
  planSeconds: "Seconds",
  unassigned: "Count",
  lateness: "Seconds",
  lateVehicles: "Count",
  conflicts: "Count",
};

/** Writes `measurement` to standard output: Lambda would wrap a line of `console`, and CloudWatch not see it any more. */
export function writeMetric({ tenant, name, value }: Measurement): void {
  const metric = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        { Namespace: "Antar", Dimensions: [["tenant"]], Metrics: [{ Name: name, Unit: units[name] }] },
      ],
    },
    tenant,
    [name]: value,
  };
  process.stdout.write(`${JSON.stringify(metric)}\n`);
}
