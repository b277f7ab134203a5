/**
 * The trace that an invocation belongs to, as Lambda tells it (AWS X-Ray). Knows one environment variable, which changes with
 * every invocation.
 */

/** The trace header to pass on to queues; undefined outside of Lambda. */
export function traceHeader(): string | undefined {
  return process.env._X_AMZN_TRACE_ID || undefined;
}

/** The trace's id, e.g. `1-67440b00-5f1f3a8e2c7b4d90a1b2c3d4`; undefined outside of Lambda. */
export function traceId(): string | undefined {
  return /\bRoot=([0-9a-f-]+)/.exec(traceHeader() ?? "")?.[1];
}
