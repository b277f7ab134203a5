/**
 * The observer's page: the custody logs, event by event, with the chain checked in this very browser. It offers no act.
 */
import "../styles/observer.css";
import type { LogView } from "@antar/api";
import type { Brief } from "@antar/domain";
import { useCallback, useEffect, useState } from "react";
import { fetchBrief, fetchBriefs, fetchLog, fetchUnits } from "../client.ts";
import { epochOf, shortMoment } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import { FailedPage } from "../parts/failed-page.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { TopBar } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { useResource } from "../use-resource.ts";
import { checkedChain, type Verdict } from "./chain.ts";

interface Loaded {
  readonly brief: Brief;
  readonly units: readonly string[];
  readonly names: ReadonlyMap<string, string>;
}

async function load(wanted: string | undefined, signal: AbortSignal): Promise<Loaded | undefined> {
  const id = wanted ?? (await fetchBriefs(signal)).briefs[0]?.id;
  if (id === undefined) return undefined;
  const [brief, list] = await Promise.all([fetchBrief(id, signal), fetchUnits(id, signal)]);
  return { brief, units: list.units, names: new Map(brief.places.map((place) => [place.code, place.name])) };
}

/** `vehicle:truk-01` and `place:7471…` as people say them. */
function unitName(unit: string, names: ReadonlyMap<string, string>): string {
  const [, kind, name = unit] = /^(vehicle|place):(.*)$/s.exec(unit) ?? [];
  return kind === "place" ? (names.get(name) ?? name) : name;
}

function useVerdict(tenant: string, log: LogView): Verdict | undefined {
  const [verdict, setVerdict] = useState<Verdict>();
  useEffect(() => {
    let stale = false;
    setVerdict(undefined);
    void checkedChain(tenant, log).then((found) => stale || setVerdict(found));
    return () => {
      stale = true;
    };
  }, [tenant, log]);
  return verdict;
}

function Chain({ tenant, log }: { readonly tenant: string; readonly log: LogView }) {
  const { text, language } = usePreferences();
  const verdict = useVerdict(tenant, log);
  const says = (): string => {
    switch (verdict?.state) {
      case undefined:
        return text.proofChecking;
      case "whole":
        return text.proofWhole(number(verdict.entries, language));
      case "broken":
        return text.proofBroken(number(verdict.at, language));
      case "unchecked":
        return log.intact ? text.proofUnchecked : text.proofUncheckedBroken;
      default: {
        const never: never = verdict;
        return never;
      }
    }
  };
  const broken = verdict?.state === "broken" || (verdict?.state === "unchecked" && !log.intact);
  return (
    <p className="verdict" data-state={broken ? "broken" : (verdict?.state ?? "checking")} role="status">
      {says()}
    </p>
  );
}

function useActNames(): Readonly<Record<string, string>> {
  const { text } = usePreferences();
  return {
    loaded: text.actLoaded,
    departed: text.actDeparted,
    arrived: text.actArrived,
    "handed-over": text.actHandedOver,
    received: text.actReceived,
    refused: text.actRefusedByReceiver,
    short: text.actShort,
    returned: text.actReturned,
    problem: text.actProblem,
  };
}

function Entries({ loaded, log }: { readonly loaded: Loaded; readonly log: LogView }) {
  const { text, language } = usePreferences();
  const acts = useActNames();
  const zone = loaded.brief.timeZone;
  const place = (code: string | undefined): string => (code === undefined ? "" : (loaded.names.get(code) ?? code));
  return (
    <div className="entries">
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{text.proofTime}</th>
            <th scope="col">{text.proofEvent}</th>
            <th scope="col">{text.proofReceived}</th>
            <th scope="col">{text.proofBy}</th>
            <th scope="col">{text.proofHash}</th>
          </tr>
        </thead>
        <tbody>
          {log.entries.map(({ sequence, event, receivedAt, by, hash }) => (
            <tr key={sequence} data-kind={event.kind}>
              <td>{number(sequence, language)}</td>
              <td>{shortMoment(epochOf(event.at), zone, language)}</td>
              <td>
                <b>{acts[event.kind] ?? event.kind}</b> {place(event.place)}
                {event.kits && <small> {text.kitsOf(number(event.kits.length, language))}</small>}
                {event.note !== undefined && <small> “{event.note}”</small>}
              </td>
              <td data-label={text.proofReceived}>{shortMoment(epochOf(receivedAt), zone, language)}</td>
              <td data-label={text.proofBy}>{by}</td>
              <td data-label={text.proofHash}>
                <code title={hash}>{hash.slice(0, 12)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Log({ loaded, unit }: { readonly loaded: Loaded; readonly unit: string }) {
  const { text, language } = usePreferences();
  const { brief } = loaded;
  const [resource, again] = useResource(
    useCallback((signal: AbortSignal) => fetchLog(brief.id, unit, signal), [brief.id, unit]),
  );
  if (resource.state === "loading") return <p className="calm">{text.loading}</p>;
  if (resource.state === "failed") {
    return (
      <p className="alarm">
        {resource.error.says?.[language] ?? resource.error.message}{" "}
        <button type="button" className="quiet" onClick={again}>
          {text.retry}
        </button>
      </p>
    );
  }
  return (
    <>
      <h2>{unitName(unit, loaded.names)}</h2>
      <Chain tenant={brief.tenant} log={resource.value} />
      <Entries loaded={loaded} log={resource.value} />
    </>
  );
}

function Proof({ loaded, unit }: { readonly loaded: Loaded; readonly unit: string | undefined }) {
  const { text, language } = usePreferences();
  const { brief, units, names } = loaded;
  return (
    <div className="observer">
      <TopBar
        brief={brief.id}
        page="proof"
        title={text.proofTitle}
        subtitle={brief.title}
        deadline={epochOf(brief.window.end)}
        timeZone={brief.timeZone}
      />
      <main>
        <nav aria-label={text.proofUnits}>
          <h2>
            {text.proofUnits} <span className="count">{number(units.length, language)}</span>
          </h2>
          {units.length === 0 && <p className="calm">{text.proofNone}</p>}
          <ul>
            {units.map((entry) => (
              <li key={entry}>
                <a
                  href={addressOf({ brief: brief.id, page: "proof", item: entry })}
                  aria-current={entry === unit ? "page" : undefined}
                >
                  {unitName(entry, names)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <section>
          <p className="hint">{text.proofHint}</p>
          {unit === undefined ? (
            units.length > 0 && <p>{text.proofChoose}</p>
          ) : (
            <Log key={unit} loaded={loaded} unit={unit} />
          )}
        </section>
      </main>
    </div>
  );
}

/** The logs of `brief`, of the first brief when undefined; the log of `unit` opened. */
export function ProofPage({ brief, unit }: { readonly brief: string | undefined; readonly unit: string | undefined }) {
  const { text } = usePreferences();
  const [resource, again] = useResource(useCallback((signal: AbortSignal) => load(brief, signal), [brief]));
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "ready" && resource.value) return <Proof loaded={resource.value} unit={unit} />;
  const error = resource.state === "failed" ? resource.error : undefined;
  return <FailedPage error={error} absent={{ title: text.noBriefTitle, hint: text.noBriefHint }} onRetry={again} />;
}
