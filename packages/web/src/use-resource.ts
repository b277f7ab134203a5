/**
 * A value from the service as React state: loading, failed or ready. Refuses to know what the value is.
 */
import { useCallback, useEffect, useState } from "react";
import { ServiceError } from "./client.ts";

/** The state of something asked for. */
export type Resource<T> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly error: ServiceError }
  | { readonly state: "ready"; readonly value: T };

/**
 * Asks on mount and whenever `load` changes (memoise it); aborts when unmounted. The second value asks again while the
 * last answer stays on show.
 */
export function useResource<T>(load: (signal: AbortSignal) => Promise<T>): readonly [Resource<T>, () => void] {
  const [resource, setResource] = useState<Resource<T>>({ state: "loading" });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again on purpose.
  useEffect(() => {
    const controller = new AbortController();
    setResource((known) => (known.state === "ready" ? known : { state: "loading" }));
    load(controller.signal)
      .then((value) => setResource({ state: "ready", value }))
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        const known = error instanceof ServiceError ? error : new ServiceError(0, String(error));
        setResource({ state: "failed", error: known });
      });
    return () => controller.abort();
  }, [load, round]);
  return [resource, useCallback(() => setRound((known) => known + 1), [])];
}
