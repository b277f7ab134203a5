/**
 * The outbox of one driver or receiver as React state: acts and files leave the phone when there is network, each is kept until the
 * service has it.
 */
import type { CustodyEvent } from "@antar/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { fetchLog, ServiceError, sendEvents, sendFile } from "../client.ts";
import type { KeptAct } from "./acts.ts";
import { forgetFile, type KeptFile, keepActs, keepFromLog, keepRefused, keptActs, keptFiles } from "./phone-store.ts";
import type { Attachment } from "./photo.ts";

const batch = 25;
const again = 10_000;

/** Acts on this phone, files that wait, whether the service was reached last time, and how to tell of an act. */
export interface Sending {
  readonly acts: readonly KeptAct[];
  readonly files: number;
  readonly online: boolean;
  /** Resolves when the acts with their files are safe on the phone. */
  readonly tell: (events: readonly CustodyEvent[], files?: readonly Attachment[]) => Promise<void>;
}

/** Sends what waits, batch by batch, until nothing waits or the service says nothing of a whole batch. */
async function sendActs(brief: string, owner: string): Promise<void> {
  for (;;) {
    const open = (await keptActs(brief, owner)).filter((act) => act.state === "saved").slice(0, batch);
    if (open.length === 0) return;
    const { results } = await sendEvents(brief, { events: open.map((act) => act.event) });
    const byId = new Map(results.map((result) => [result.id, result]));
    const settled = open.flatMap((act): KeptAct[] => {
      const result = byId.get(act.event.id);
      if (!result) return [];
      const taken = result.outcome === "created" || result.outcome === "exists";
      return [{ ...act, state: taken ? "sent" : "refused", says: result.says }];
    });
    if (settled.length === 0) return;
    await keepActs(settled);
  }
}

const isFinal = (error: unknown): boolean =>
  error instanceof ServiceError && [400, 413, 415, 422].includes(error.status);

/** Sends files one at a time: the next round goes on where the network ended this one. */
async function sendFiles(brief: string, owner: string): Promise<void> {
  for (const file of await keptFiles(brief, owner)) {
    if (file.refused) continue;
    try {
      await sendFile(file);
      await forgetFile(file.sha256);
    } catch (error) {
      if (!isFinal(error)) throw error;
      await keepRefused(file);
    }
  }
}

/** The outbox of `owner`. */
export function useSending(brief: string, owner: string): Sending {
  const [acts, setActs] = useState<readonly KeptAct[]>([]);
  const [files, setFiles] = useState(0);
  const [online, setOnline] = useState(() => navigator.onLine);
  const busy = useRef(false);
  const read = useCallback(async () => {
    setActs(await keptActs(brief, owner));
    setFiles((await keptFiles(brief, owner)).length);
  }, [brief, owner]);
  const send = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      await sendActs(brief, owner);
      await read();
      await sendFiles(brief, owner);
      setOnline(true);
    } catch (error) {
      // Everything stays on the phone; the next round tries again.
      setOnline(!(error instanceof ServiceError && error.status === 0) && navigator.onLine);
    } finally {
      await read();
      busy.current = false;
    }
  }, [brief, owner, read]);
  useEffect(() => {
    const controller = new AbortController();
    // Without network the phone goes by what it has.
    const catchUp = (): Promise<void> =>
      fetchLog(brief, owner, controller.signal).then(
        (log) => keepFromLog(brief, owner, log),
        () => undefined,
      );
    void read().then(send).then(catchUp).then(read);
    const offline = (): void => setOnline(false);
    const timer = setInterval(send, again);
    window.addEventListener("online", send);
    window.addEventListener("offline", offline);
    return () => {
      controller.abort();
      clearInterval(timer);
      window.removeEventListener("online", send);
      window.removeEventListener("offline", offline);
    };
  }, [brief, owner, read, send]);
  const tell = useCallback(
    async (events: readonly CustodyEvent[], named: readonly Attachment[] = []) => {
      const kept = named.map((file): KeptFile => ({ ...file, brief, owner }));
      await keepActs(
        events.map((event) => ({ brief, owner, event, state: "saved", says: null })),
        kept,
      );
      await read();
      void navigator.storage?.persist?.();
      void send();
    },
    [brief, owner, read, send],
  );
  return { acts, files, online, tell };
}
