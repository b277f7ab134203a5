/**
 * Which version of the plan is on show, what the audit found in it, and the act of publishing it.
 */
import type { FindingView, PlanView } from "@antar/api";
import { useRef, useState } from "react";
import { publishPlan, ServiceError, submitPlan } from "../client.ts";
import { epochOf, shortMoment } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import { plainSentence } from "../format/sentences.ts";
import { LastWord, NoteForm } from "../parts/review-note.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { useStateNames, VersionHistory } from "./version-history.tsx";

/** What the bar needs to know of a version. */
export type PlanVersion = Pick<PlanView, "brief" | "version" | "state" | "createdAt" | "review" | "compact">;

interface VersionBarProps {
  readonly version: PlanVersion;
  readonly findings: readonly FindingView[];
  readonly timeZone: string;
  readonly onChanged: () => void;
}

function Publish({ version, onChanged }: Pick<VersionBarProps, "version" | "onChanged">) {
  const { text, language } = usePreferences();
  const dialog = useRef<HTMLDialogElement>(null);
  const [trouble, setTrouble] = useState<string>();
  const publish = async (): Promise<void> => {
    try {
      await publishPlan(version.brief, version.version);
      dialog.current?.close();
      onChanged();
    } catch (error) {
      setTrouble(error instanceof ServiceError ? (error.says?.[language] ?? error.message) : String(error));
    }
  };
  return (
    <>
      <button type="button" className="quiet" onClick={() => dialog.current?.showModal()}>
        {text.publish}
      </button>
      <dialog ref={dialog} className="dialog" aria-label={text.publish}>
        <p>{text.publishAsk}</p>
        {trouble !== undefined && <p className="alarm">{trouble}</p>}
        <div className="actions">
          <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
            {text.cancel}
          </button>
          <button type="button" className="primary" onClick={publish}>
            {text.publishYes}
          </button>
        </div>
      </dialog>
    </>
  );
}

/** The bar above the summary. */
export function VersionBar({ version, findings, timeZone, onChanged }: VersionBarProps) {
  const { text, language } = usePreferences();
  const states = useStateNames();
  const made = shortMoment(epochOf(version.createdAt), timeZone, language);
  return (
    <div className="version-bar">
      <p>
        <b>{text.version(`${version.version}`)}</b> <span data-state={version.state}>{states[version.state]}</span>
        <small>{text.madeAt(made)}</small>
      </p>
      <LastWord review={version.review} timeZone={timeZone} />
      <div className="acts">
        {version.state !== "published" && version.state !== "draft" && (
          <Publish version={version} onChanged={onChanged} />
        )}
        <a className="quiet" href={addressOf({ brief: version.brief, page: "review", version: version.version })}>
          {text.reviewOpen}
        </a>
        <VersionHistory brief={version.brief} shown={version.version} timeZone={timeZone} />
        <a className="quiet" href={addressOf({ brief: version.brief, page: "import" })}>
          {text.importButton}
        </a>
        <a className="quiet" href={addressOf({ brief: version.brief, page: "people" })}>
          {text.peopleOpen}
        </a>
      </div>
      {version.state === "audited" && version.review?.act !== "submitted" && (
        <details className="submit">
          <summary>{text.submitPlan}</summary>
          <NoteForm
            label={text.submitNote}
            act={text.submitPlan}
            onSend={async (note) => {
              await submitPlan(version.brief, version.version, note);
              onChanged();
            }}
          />
        </details>
      )}
      {findings.length > 0 && (
        <details>
          <summary>
            {text.findings} <span className="count">{number(findings.length, language)}</span>
          </summary>
          <ul>
            {findings.slice(0, 200).map((finding) => (
              <li key={`${finding.code} ${finding.place} ${finding.says.en}`}>
                {finding.blocking && <strong>{text.findingBlocking}: </strong>}
                {plainSentence(finding.says[language], language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
