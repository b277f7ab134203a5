/**
 * The day of one driver as React state: the assignment from the service or the phone, the acts, and their sending.
 */
import type { AssignmentView, CustodyEvent } from "@antar/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { fetchAssignment, ServiceError, sendEvents } from "../client.ts";
import type { KeptAct } from "./acts.ts";
import { keepActs, keepAssignment, keptActs, keptAssignment } from "./phone-store.ts";

/** What the driver's page shows. `changed` is a newer assignment that waits to be accepted. */
export interface Day {
  readonly assignment: AssignmentView | undefined;
  readonly changed: AssignmentView | undefined;
  readonly acts: readonly KeptAct[];
  readonly online: boolean;
  readonly failure: ServiceError | undefined;
  readonly tell: (events: readonly CustodyEvent[]) => Promise<void>;
  readonly accept: () => void;
}

const batch = 25;
const again = 10_000;

function useSending(brief: string, vehicle: string) {
  const [acts, setActs] = useState<readonly KeptAct[]>([]);
  const [online, setOnline] = useState(() => navigator.onLine);
  const busy = useRef(false);
  const read = useCallback(async () => setActs(await keptActs(brief, vehicle)), [brief, vehicle]);
  const send = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      for (;;) {
        const open = (await keptActs(brief, vehicle)).filter((act) => act.state === "saved").slice(0, batch);
        if (open.length === 0) break;
        const { results } = await sendEvents(brief, { events: open.map((act) => act.event) });
        const byId = new Map(results.map((result) => [result.id, result]));
        const settled = open.flatMap((act): KeptAct[] => {
          const result = byId.get(act.event.id);
          if (!result) return [];
          const taken = result.outcome === "created" || result.outcome === "exists";
          return [{ ...act, state: taken ? "sent" : "refused", says: result.says }];
        });
        if (settled.length === 0) break;
        await keepActs(settled);
        await read();
      }
      setOnline(true);
    } catch (error) {
      // The acts stay saved on the phone; the next round tries again.
      setOnline(!(error instanceof ServiceError && error.status === 0) && navigator.onLine);
    } finally {
      busy.current = false;
    }
  }, [brief, vehicle, read]);
  useEffect(() => {
    void read().then(send);
    const offline = (): void => setOnline(false);
    const timer = setInterval(send, again);
    window.addEventListener("online", send);
    window.addEventListener("offline", offline);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", send);
      window.removeEventListener("offline", offline);
    };
  }, [read, send]);
  const tell = useCallback(
    async (events: readonly CustodyEvent[]) => {
      await keepActs(events.map((event) => ({ brief, event, state: "saved", says: null })));
      await read();
      void navigator.storage?.persist?.();
      void send();
    },
    [brief, read, send],
  );
  return { acts, online, tell };
}

/** Follows the day of `vehicle`. A newer version of the plan is held back until `accept`. */
export function useDay(brief: string, vehicle: string): Day {
  const [assignment, setAssignment] = useState<AssignmentView>();
  const [changed, setChanged] = useState<AssignmentView>();
  const [failure, setFailure] = useState<ServiceError>();
  const sending = useSending(brief, vehicle);
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
  }, [brief, vehicle]);
  const accept = useCallback(() => {
    if (!changed) return;
    void keepAssignment(changed);
    setAssignment(changed);
    setChanged(undefined);
  }, [changed]);
  return { assignment, changed, failure, accept, ...sending };
}
