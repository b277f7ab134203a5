/**
 * Errors as structured log lines: no request, no personal data.
 */

/** Writes one JSON line about `error` in the work `id`. */
export function reportError(error: unknown, id: string): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(JSON.stringify({ level: "error", id, name, message, stack }));
}
