/**
 * Errors as structured log lines: no request, no personal data.
 */

import { traceId } from "./trace.ts";

/** Writes one JSON line about `error` in the work `id`, with the trace that it belongs to. */
export function reportError(error: unknown, id: string): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(JSON.stringify({ level: "error", id, trace: traceId(), name, message, stack }));
}
