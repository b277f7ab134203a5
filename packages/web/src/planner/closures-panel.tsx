/**
 * Closed and slow roads: the list, drawing one on the map, lifting it, and making the plan anew around them.
 */
import type { JobView } from "@antar/api";
import type { Brief } from "@antar/domain";
import { type FormEvent, useEffect, useState } from "react";
import { requestStudy, ServiceError, watchJob } from "../client.ts";
import { epochOf, epochOfWallClock, wallClock } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import { MomentField } from "../parts/time-fields.tsx";
import { Tool } from "../parts/tool.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import type { Closures, ClosureWish } from "./use-closures.ts";

function useTrouble() {
  const { language } = usePreferences();
  const [trouble, setTrouble] = useState<string>();
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      setTrouble(undefined);
      await work();
    } catch (error) {
      setTrouble(error instanceof ServiceError ? (error.says?.[language] ?? error.message) : String(error));
    }
  };
  return [trouble, attempt] as const;
}

function Drawing({ closures }: { readonly closures: Closures }) {
  const { text, language } = usePreferences();
  const [trouble, attempt] = useTrouble();
  const [wish, setWish] = useState<ClosureWish>({ name: "", mode: "closed", exceptBridges: false });
  const corners = closures.sketch?.length ?? 0;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(() => closures.save(wish));
  };
  return (
    <form className="drawing" onSubmit={save}>
      <p className="hint">{text.closureDrawHint}</p>
      <label className="field">
        <span>{text.closureName}</span>
        <input
          required
          maxLength={200}
          value={wish.name}
          onChange={(event) => setWish({ ...wish, name: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{text.closureMode}</span>
        <select
          value={wish.mode}
          onChange={(event) => setWish({ ...wish, mode: event.target.value === "slow" ? "slow" : "closed" })}
        >
          <option value="closed">{text.closureClosed}</option>
          <option value="slow">{text.closureSlow}</option>
        </select>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={wish.exceptBridges}
          onChange={() => setWish({ ...wish, exceptBridges: !wish.exceptBridges })}
        />
        {text.closureBridges}
      </label>
      {trouble !== undefined && (
        <p className="alarm" role="alert">
          {trouble}
        </p>
      )}
      <div className="actions">
        <button type="button" className="quiet" onClick={closures.cancel}>
          {text.cancel}
        </button>
        <button type="button" className="quiet" disabled={corners === 0} onClick={closures.dropCorner}>
          {text.closureUndo}
        </button>
        <button type="submit" className="primary" disabled={corners === 0}>
          {text.closureSave(number(corners, language))}
        </button>
      </div>
    </form>
  );
}

/** The present; the start of the distribution before and after it, as in training. */
function presentOf({ window, timeZone }: Brief): string {
  const [now, start] = [Date.now() / 1_000, epochOf(window.start)];
  const within = now > start && now < epochOf(window.end);
  return wallClock(within ? now : start, timeZone);
}

function Replan({ brief: document }: { readonly brief: Brief }) {
  const { id: brief, timeZone } = document;
  const { text, language } = usePreferences();
  const [now, setNow] = useState(() => presentOf(document));
  const [trouble, attempt] = useTrouble();
  const [job, setJob] = useState<JobView>();
  const id = job?.id;
  useEffect(() => (id === undefined ? undefined : watchJob(id, setJob)), [id]);
  const start = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      const at = new Date(epochOfWallClock(now, timeZone) * 1_000).toISOString().replace(".000", "");
      setJob(await requestStudy(brief, { kind: "replan", now: at }));
    });
  };
  const going = job?.state === "queued" || job?.state === "running";
  return (
    <form className="replan" onSubmit={start}>
      <MomentField label={text.replanSince} required timeZone={timeZone} value={now} onValue={setNow} />
      <button type="submit" className="primary" disabled={going || now === ""}>
        {going ? text.replanning : text.replan}
      </button>
      {going && <progress max={1} value={job?.progress?.share ?? 0} aria-label={text.replanning} />}
      {job?.state === "failed" && (
        <p className="alarm" role="alert">
          {job.problem?.says[language] ?? text.jobFailed}
        </p>
      )}
      {job?.version != null && (
        <a className="quiet" href={addressOf({ brief, page: "plan", version: job.version })}>
          {text.jobDone(`${job.version}`)}: {text.jobShow}
        </a>
      )}
      {trouble !== undefined && (
        <p className="alarm" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}

interface ClosuresPanelProps {
  readonly brief: Brief;
  readonly closures: Closures;
  /** The place that is selected: a closure around it can be drawn without a mouse. */
  readonly place: { readonly name: string; readonly point: readonly [number, number] } | undefined;
}

/** The section of the panel. */
export function ClosuresPanel({ brief, closures, place }: ClosuresPanelProps) {
  const { text, language } = usePreferences();
  const [trouble, attempt] = useTrouble();
  const holding = closures.list.filter((closure) => !closure.lifted);
  return (
    <Tool
      className="closures"
      title={text.closures}
      count={number(holding.length, language)}
      wanted={holding.length > 0 || closures.sketch !== undefined}
    >
      <ul>
        {holding.map(({ closure, road }) => (
          <li key={closure} data-mode={road.mode}>
            <span>
              <b>{road.name}</b> {road.mode === "slow" ? text.closureIsSlow : text.closureIsClosed}
            </span>
            <button type="button" className="quiet" onClick={() => attempt(() => closures.lift(closure))}>
              {text.closureLift}
            </button>
          </li>
        ))}
      </ul>
      {trouble !== undefined && <p className="alarm">{trouble}</p>}
      {closures.sketch ? (
        <Drawing closures={closures} />
      ) : (
        <div className="acts">
          <button type="button" className="quiet" onClick={() => closures.draw()}>
            {text.closureDraw}
          </button>
          {place && (
            <button type="button" className="quiet" onClick={() => closures.draw([...place.point])}>
              {text.closureAround(place.name)}
            </button>
          )}
          <Replan brief={brief} />
        </div>
      )}
    </Tool>
  );
}
