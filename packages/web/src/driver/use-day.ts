/**
 * The day of one driver as React state: the assignment from the service or the phone, the acts, and their sending.
 */
import type { AssignmentView } from "@antar/api";
import { useCallback, useEffect, useState } from "react";
import { fetchAssignment, ServiceError } from "../client.ts";
import { keepAssignment, keptAssignment } from "./phone-store.ts";
import { type Sending, useSending } from "./use-sending.ts";

/** What the driver's page shows. `changed` is a newer assignment that waits to be accepted. */
export interface Day extends Sending {
  readonly assignment: AssignmentView | undefined;
  readonly changed: AssignmentView | undefined;
  readonly failure: ServiceError | undefined;
  /** Asks the service again. */
  readonly again: () => void;
  readonly accept: () => void;
}

/** Follows the day of `vehicle`. A newer version of the plan is held back until `accept`. */
export function useDay(brief: string, vehicle: string): Day {
  const [assignment, setAssignment] = useState<AssignmentView>();
  const [changed, setChanged] = useState<AssignmentView>();
  const [failure, setFailure] = useState<ServiceError>();
  const [round, setRound] = useState(0);
  const sending = useSending(brief, `vehicle:${vehicle}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again on purpose.
  useEffect(() => {
    const controller = new AbortController();
    const refresh = async (): Promise<void> => {
      const kept = await keptAssignment(brief, vehicle);
      if (kept) setAssignment(kept);
      try {
        const fresh = await fetchAssignment(brief, vehicle, controller.signal);
        setFailure(undefined);
        if (kept && kept.version !== fresh.version) return setChanged(fresh);
        await keepAssignment(fresh);
        setAssignment(fresh);
      } catch (error) {
        if (error instanceof ServiceError && !kept) setFailure(error);
      }
    };
    void refresh();
    const timer = setInterval(refresh, 60_000);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [brief, vehicle, round]);
  const accept = useCallback(() => {
    if (!changed) return;
    void keepAssignment(changed);
    setAssignment(changed);
    setChanged(undefined);
  }, [changed]);
  const again = useCallback(() => setRound((known) => known + 1), []);
  return { assignment, changed, failure, again, accept, ...sending };
}
