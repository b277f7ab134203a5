/**
 * What comes to a place as React state: from the service, or from the phone without network, with the outbox of the place.
 */
import type { DeliveryList } from "@antar/api";
import { useCallback, useEffect, useState } from "react";
import { fetchDeliveries, ServiceError } from "../client.ts";
import { keepDeliveries, keptDeliveries } from "../driver/phone-store.ts";
import { type Sending, useSending } from "../driver/use-sending.ts";

/** Milliseconds between two looks: expected times move. */
const every = 60_000;

/** What the receiver's page shows. */
export interface Deliveries extends Sending {
  readonly list: DeliveryList | undefined;
  readonly failure: ServiceError | undefined;
  /** Asks the service again. */
  readonly again: () => void;
}

/** Follows what comes to `place`. */
export function useDeliveries(brief: string, place: string): Deliveries {
  const [list, setList] = useState<DeliveryList>();
  const [failure, setFailure] = useState<ServiceError>();
  const [round, setRound] = useState(0);
  const sending = useSending(brief, `place:${place}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again on purpose.
  useEffect(() => {
    const controller = new AbortController();
    const refresh = async (): Promise<void> => {
      const kept = await keptDeliveries(brief, place);
      if (kept) setList((known) => known ?? kept);
      try {
        const fresh = await fetchDeliveries(brief, place, controller.signal);
        await keepDeliveries(fresh);
        setFailure(undefined);
        setList(fresh);
      } catch (error) {
        if (error instanceof ServiceError && !kept) setFailure(error);
      }
    };
    void refresh();
    const timer = setInterval(refresh, every);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [brief, place, round]);
  const again = useCallback(() => setRound((known) => known + 1), []);
  return { list, failure, again, ...sending };
}
