/**
 * All versions of a plan beside each other: what each promises, which one is out, and the way back to an older one.
 */
import type { PlanHeadView } from "@antar/api";
import { useCallback, useRef, useState } from "react";
import { fetchPlans } from "../client.ts";
import { epochOf, shortMoment } from "../format/moments.ts";
import { duration, kilometres, number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { useResource } from "../use-resource.ts";

/** Names of the states of a plan in the language of the viewer. */
export function useStateNames(): Readonly<Record<PlanHeadView["state"], string>> {
  const { text } = usePreferences();
  return {
    draft: text.stateDraft,
    audited: text.stateAudited,
    approved: text.stateApproved,
    published: text.statePublished,
    superseded: text.stateSuperseded,
  };
}

/** The index of the best of `plans`: everything served first, then the cheapest; undefined when none serves all. */
export function cheapestWhole(plans: readonly PlanHeadView[]): number | undefined {
  const whole = plans.filter(({ summary, findings }) => summary.served === summary.tps && findings.blocking === 0);
  return whole.sort((left, right) => left.summary.cost - right.summary.cost)[0]?.version;
}

function Versions({ brief, shown, timeZone }: { brief: string; shown: number; timeZone: string }) {
  const { text, language } = usePreferences();
  const states = useStateNames();
  const modes = {
    tiered: text.modeTiered,
    "direct-pps": text.modeDirectPps,
    direct: text.modeDirect,
    mixed: text.modeMixed,
  };
  const [resource] = useResource(useCallback((signal: AbortSignal) => fetchPlans(brief, signal), [brief]));
  if (resource.state === "loading") return <p className="hint">{text.loading}</p>;
  if (resource.state === "failed")
    return <p className="alarm">{resource.error.says?.[language] ?? text.unreachableTitle}</p>;
  const { plans } = resource.value;
  const best = cheapestWhole(plans);
  return (
    <div className="versions">
      <table>
        <thead>
          <tr>
            <th scope="col">{text.versionColumn}</th>
            <th scope="col">TPS</th>
            <th scope="col">{text.slack}</th>
            <th scope="col">{text.vehicles}</th>
            <th scope="col">{text.trips}</th>
            <th scope="col">{text.distance}</th>
            <th scope="col">{text.cost}</th>
          </tr>
        </thead>
        <tbody>
          {plans.map(({ version, state, createdAt, mode, summary }) => (
            <tr key={version} data-state={state} aria-current={version === shown ? "true" : undefined}>
              <th scope="row">
                <a href={addressOf({ brief, page: "plan", version })}>{text.version(`${version}`)}</a>
                <small>
                  {states[state]} · {modes[mode]} · {shortMoment(epochOf(createdAt), timeZone, language)}
                </small>
              </th>
              <td>
                {number(summary.served, language)}/{number(summary.tps, language)}
              </td>
              <td>{summary.slack === null ? "–" : duration(summary.slack, language)}</td>
              <td>{number(summary.vehicles, language)}</td>
              <td>{number(summary.trips, language)}</td>
              <td>{kilometres(summary.metres, language)}</td>
              <td>
                {number(summary.cost, language)}
                {version === best && <small className="best">{text.versionCheapest}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface VersionHistoryProps {
  readonly brief: string;
  readonly shown: number;
  readonly timeZone: string;
}

/** The button and its dialog. The list is asked for anew each time that the dialog opens. */
export function VersionHistory({ brief, shown, timeZone }: VersionHistoryProps) {
  const { text } = usePreferences();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = (): void => {
    setOpen(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" className="quiet" onClick={open}>
        {text.versionHistory}
      </button>
      <dialog ref={dialog} className="dialog wide" aria-labelledby="version-history" onClose={() => setOpen(false)}>
        <h2 id="version-history">{text.versionHistory}</h2>
        <p className="hint">{text.versionHistoryHint}</p>
        {isOpen && <Versions brief={brief} shown={shown} timeZone={timeZone} />}
        <div className="actions">
          <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
            {text.close}
          </button>
        </div>
      </dialog>
    </>
  );
}
