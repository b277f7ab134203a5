/**
 * Asking for a new plan: supply path, search time and what-if settings, then live progress until the version is there.
 */
import type { JobView } from "@antar/api";
import type { Brief, Mode } from "@antar/domain";
import { useEffect, useRef, useState } from "react";
import { cancelJob, requestPlan, ServiceError, watchJob } from "../client.ts";
import { epochOf } from "../format/moments.ts";
import { duration, number } from "../format/numbers.ts";
import { MomentField, TimeField } from "../parts/time-fields.tsx";
import { useNow } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { CostCurve } from "./cost-curve.tsx";
import { type Draft, localOf, momentOf, openingKinds, requestOf, wishesOf } from "./wishes.ts";

/** The version on show, and how many of its trips are locked. */
interface Locked {
  readonly version: number;
  readonly trips: number;
}

interface FormProps {
  readonly brief: Brief;
  readonly locked: Locked | undefined;
  readonly onStart: (draft: Draft) => void;
  readonly onClose: () => void;
}

interface TimesProps {
  readonly timeZone: string;
  readonly settings: Draft["settings"];
  readonly onSetting: (key: string, value: string) => void;
}

/** Window, reserve and opening hours, on the clock of the office. */
function Times({ timeZone, settings, onSetting }: TimesProps) {
  const { text } = usePreferences();
  const names = { warehouse: text.kindWarehouse, ppk: "PPK", pps: "PPS", tps: "TPS" };
  const setOf = (key: string): string => settings[key] ?? "";
  const moment = (key: string, label: string) => (
    <MomentField
      key={key}
      label={label}
      required
      timeZone={timeZone}
      value={localOf(setOf(key))}
      onValue={(local) => local !== "" && onSetting(key, momentOf(local, setOf(key)))}
    />
  );
  const hour = (key: string, label: string) => (
    <TimeField
      key={key}
      label={label}
      required
      value={setOf(key)}
      onValue={(time) => time !== "" && onSetting(key, time)}
    />
  );
  return (
    <details className="times">
      <summary>{text.planTimes}</summary>
      <div className="fields window">
        {moment("window.start", text.planWindowStart)}
        {moment("window.end", text.planWindowEnd)}
        <label className="field">
          <span>{text.planSlackTarget}</span>
          <input
            type="number"
            required
            min={0}
            max={2_880}
            value={Math.round(Number(setOf("slackTarget")) / 60)}
            onChange={({ target }) => onSetting("slackTarget", `${Number(target.value) * 60}`)}
          />
        </label>
      </div>
      {openingKinds.map((kind) => (
        <div key={kind} className="fields">
          {hour(`${kind}.from`, text.planOpens(names[kind]))}
          {hour(`${kind}.to`, text.planCloses(names[kind]))}
          <label className="field">
            <span>{text.planDays}</span>
            <input
              type="number"
              min={1}
              max={31}
              value={setOf(`${kind}.days`)}
              onChange={({ target }) => onSetting(`${kind}.days`, target.value)}
            />
          </label>
        </div>
      ))}
    </details>
  );
}

function RequestForm({ brief, locked, onStart, onClose }: FormProps) {
  const { text, language } = usePreferences();
  const [keeps, setKeeps] = useState(true);
  const [draft, setDraft] = useState<Draft>({ mode: brief.mode, seconds: 30, settings: wishesOf(brief) });
  const modes: readonly (readonly [Mode, string])[] = [
    ["tiered", text.modeTiered],
    ["direct-pps", text.modeDirectPps],
    ["direct", text.modeDirect],
    ["mixed", text.modeMixed],
  ];
  const setting = (key: string, label: string) => (
    <label key={key} className="field">
      <span>{label}</span>
      <input
        type="number"
        required
        min={0}
        max={100_000}
        value={draft.settings[key] ?? ""}
        onChange={(event) => setDraft({ ...draft, settings: { ...draft.settings, [key]: event.target.value } })}
      />
    </label>
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onStart(locked && keeps ? { ...draft, locksOf: locked.version } : draft);
      }}
    >
      <p className="hint">{text.planHint}</p>
      <label className="field wide">
        <span>{text.planMode}</span>
        <select
          value={draft.mode}
          onChange={(event) => {
            const mode = modes.find(([known]) => known === event.target.value)?.[0];
            if (mode) setDraft({ ...draft, mode });
          }}
        >
          {modes.map(([mode, label]) => (
            <option key={mode} value={mode}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="field wide">
        <span>{text.planSeconds}</span>
        <select value={draft.seconds} onChange={(event) => setDraft({ ...draft, seconds: Number(event.target.value) })}>
          {[10, 30, 60, 120, 300, 600].map((seconds) => (
            <option key={seconds} value={seconds}>
              {text.secondsOf(number(seconds, language))}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="fields">
        <legend>{text.planFleet}</legend>
        {brief.vehicleTypes.map((type) => setting(`${type.id}.count`, type.name))}
        {setting("docks", text.planDocks)}
        {setting("ppk.docks", text.planPpkDocks)}
        {setting("escorts", text.planEscorts)}
        {setting("convoy", text.planConvoy)}
      </fieldset>
      {locked && (
        <label className="check">
          <input type="checkbox" checked={keeps} onChange={({ target }) => setKeeps(target.checked)} />
          <span>{text.planKeepsLocks(number(locked.trips, language))}</span>
        </label>
      )}
      <Times
        timeZone={brief.timeZone}
        settings={draft.settings}
        onSetting={(key, value) => setDraft({ ...draft, settings: { ...draft.settings, [key]: value } })}
      />
      <div className="actions">
        <button type="button" className="quiet" onClick={onClose}>
          {text.cancel}
        </button>
        <button type="submit" className="primary">
          {text.planStart}
        </button>
      </div>
    </form>
  );
}

function Progress({ job, onClose }: { readonly job: JobView; readonly onClose: () => void }) {
  const { text, language } = usePreferences();
  const now = useNow(1);
  const going = job.state === "queued" || job.state === "running";
  const elapsed = Math.max(0, now - epochOf(job.startedAt ?? job.createdAt));
  const share = job.state === "done" ? 1 : (job.progress?.share ?? 0);
  const says = {
    queued: text.jobQueued,
    running: job.progress?.says[language] ?? text.jobRunning,
    done: text.jobDone(`${job.version ?? ""}`),
    failed: text.jobFailed,
    cancelled: text.jobCancelled,
  };
  return (
    <div className="job" data-state={job.state}>
      <p role="status" className="says">
        {says[job.state]}
      </p>
      <progress max={1} value={share} aria-label={text.planTitle} />
      {going && <CostCurve best={job.progress?.best} elapsed={elapsed} />}
      {going && (
        <p className="hint">
          {text.planElapsed(
            elapsed < 60 ? text.secondsOf(number(Math.floor(elapsed), language)) : duration(elapsed, language),
          )}
        </p>
      )}
      {job.problem && (
        <div className="alarm">
          <p>{job.problem.says[language]}</p>
          <ul>
            {job.problem.troubles.slice(0, 20).map((trouble) => (
              <li key={`${trouble.field} ${trouble.says.en}`}>
                <span className="code">{trouble.place ?? trouble.field}</span> {trouble.says[language]}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="actions">
        {going && (
          <button type="button" className="quiet" disabled={job.cancelling} onClick={() => cancelJob(job.id)}>
            {job.cancelling ? text.planCancelling : text.planCancel}
          </button>
        )}
        <button type="button" className="quiet" onClick={onClose}>
          {text.close}
        </button>
        {job.version !== null && (
          <a
            className="primary"
            href={addressOf({ brief: job.brief, page: "plan", version: job.version })}
            onClick={onClose}
          >
            {text.jobShow}
          </a>
        )}
      </div>
    </div>
  );
}

/** The button and its dialog. Closing the dialog does not stop the job. */
export function PlanRequestDialog({ brief, locked }: { readonly brief: Brief; readonly locked?: Locked | undefined }) {
  const { text, language } = usePreferences();
  const dialog = useRef<HTMLDialogElement>(null);
  const [job, setJob] = useState<JobView>();
  const [trouble, setTrouble] = useState<string>();
  const id = job?.id;
  useEffect(() => (id === undefined ? undefined : watchJob(id, setJob)), [id]);
  const start = async (draft: Draft): Promise<void> => {
    try {
      setTrouble(undefined);
      setJob(await requestPlan(brief.id, requestOf(brief, draft)));
    } catch (error) {
      setTrouble(error instanceof ServiceError ? (error.says?.[language] ?? error.message) : String(error));
    }
  };
  const open = (): void => {
    if (job && job.state !== "queued" && job.state !== "running") setJob(undefined);
    dialog.current?.showModal();
  };
  const close = (): void => dialog.current?.close();
  return (
    <>
      <button type="button" className="primary" onClick={open}>
        {text.planButton}
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="plan-request">
        <h2 id="plan-request">{text.planTitle}</h2>
        {trouble !== undefined && (
          <p className="alarm" role="alert">
            {trouble}
          </p>
        )}
        {job ? (
          <Progress job={job} onClose={close} />
        ) : (
          <RequestForm brief={brief} locked={locked} onStart={start} onClose={close} />
        )}
      </dialog>
    </>
  );
}
