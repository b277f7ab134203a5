/**
 * What this phone has told and what still waits: shared by drivers and receivers.
 */
import { useEffect, useState } from "react";
import { epochOf, shortMoment } from "../format/moments.ts";
import { megabytes, number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import type { Sending as Outbox } from "./use-sending.ts";

/** Whether everything has been sent, and whether there is network. */
export function Sending({ outbox }: { readonly outbox: Outbox }) {
  const { text, language } = usePreferences();
  const waiting = outbox.acts.filter((act) => act.state === "saved").length;
  return (
    <p className="sending" role="status" data-online={outbox.online} data-waiting={waiting + outbox.files > 0}>
      {!outbox.online && <span>{text.offline} </span>}
      {waiting > 0 && text.waitingToSend(number(waiting, language))}
      {waiting === 0 && outbox.files > 0 && text.filesWaiting(number(outbox.files, language))}
      {waiting === 0 && outbox.files === 0 && outbox.acts.length > 0 && text.nothingWaiting}
    </p>
  );
}

interface ActsProps {
  readonly outbox: Outbox;
  /** Names of places by code. */
  readonly names: ReadonlyMap<string, string>;
  readonly timeZone: string;
}

/** The acts of this phone, newest first, each saved, sent or refused. */
export function Acts({ outbox, names, timeZone }: ActsProps) {
  const { text, language } = usePreferences();
  const states = { saved: text.actSaved, sent: text.actSent, refused: text.actRefused };
  const kinds: Readonly<Record<string, string>> = {
    arrived: text.arrival,
    "handed-over": text.handOver,
    received: text.receiving,
    loaded: text.loadingDone,
    short: text.problemShortage,
    problem: text.reportProblem,
  };
  if (outbox.acts.length === 0) return null;
  return (
    <section className="acts-told">
      <h2>{text.myActs}</h2>
      <ol>
        {[...outbox.acts].reverse().map(({ event, state, says }) => (
          <li key={event.id} data-state={state}>
            <time>{shortMoment(epochOf(event.at), timeZone, language)}</time>
            <span>
              {[kinds[event.kind] ?? event.kind, names.get(event.place ?? "")].filter(Boolean).join(" · ")}{" "}
              {event.kind === "problem" ? event.note : ""}
            </span>
            <b>{says ? says[language] : states[state]}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface Space {
  readonly used: number;
  readonly quota: number;
  readonly kept: boolean;
}

async function readSpace(): Promise<Space | undefined> {
  const estimate = await navigator.storage?.estimate?.();
  if (!estimate?.quota) return undefined;
  return { used: estimate.usage ?? 0, quota: estimate.quota, kept: (await navigator.storage.persisted?.()) ?? false };
}

/** How much of the phone's room the app uses, and whether the browser may wipe it; read again after every act. */
export function PhoneSpace({ outbox }: { readonly outbox: Outbox }) {
  const { text, language } = usePreferences();
  const [space, setSpace] = useState<Space>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept has changed when the acts or files have.
  useEffect(() => {
    void readSpace().then(setSpace, () => undefined);
  }, [outbox.acts, outbox.files]);
  if (!space) return null;
  return (
    <p className="phone-space">
      {text.spaceUsed(megabytes(space.used, language), megabytes(space.quota, language))}{" "}
      {space.kept ? text.spaceKept : text.spaceMayGo}
    </p>
  );
}
