/**
 * The rehearsal of a version: how likely every TPS receives by the deadline, and which resource raises the odds most.
 */
import type { PlanView } from "@antar/api";
import { epochOf, shortMoment } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import { Tool } from "../parts/tool.tsx";
import { usePreferences } from "../preferences.tsx";
import { NewPlanState } from "./new-plan-state.tsx";
import { type Rehearsed, useStudy } from "./studies.ts";
import { StudyState } from "./study-state.tsx";
import { useNewPlan } from "./use-new-plan.ts";

interface RehearsalProps {
  readonly brief: string;
  readonly version: number;
  readonly plan: PlanView["plan"];
}

const runs = 200;

/** A share with its interval as a bar from 0 to 100 %. */
function Odds({
  share,
  interval: [low, high],
}: {
  readonly share: number;
  readonly interval: readonly [number, number];
}) {
  return (
    <svg className="odds" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="6" className="rest" />
      <rect x={100 * low} width={Math.max(0.5, 100 * (high - low))} height="6" className="range" />
      <rect x={Math.min(99.2, 100 * share)} width="0.8" height="6" className="share" />
    </svg>
  );
}

interface HelpsProps {
  readonly tried: NonNullable<Rehearsed["tried"]>;
  readonly brief: string;
  /** The plan that was rehearsed: what is tried is laid over its settings and mode. */
  readonly plan: PlanView["plan"];
}

function Helps({ tried, brief, plan }: HelpsProps) {
  const { text, language } = usePreferences();
  const fresh = useNewPlan(brief);
  const percent = (share: number): string => `${number(100 * share, language, 0)}%`;
  return (
    <>
      <h3>{text.rehearseHelps}</h3>
      <ol>
        {tried.slice(0, 3).map(({ addition, allInTime, interval }) => (
          <li key={addition.says.en}>
            <span>
              <b>{addition.says[language]}</b> {percent(allInTime)}
              <Odds share={allInTime} interval={interval} />
            </span>
            <button
              type="button"
              className="quiet"
              disabled={fresh.going}
              onClick={() => fresh.start({ mode: plan.mode, settings: { ...plan.settings, ...addition.settings } })}
            >
              {text.fixUse}
            </button>
          </li>
        ))}
      </ol>
      <NewPlanState plan={fresh} />
    </>
  );
}

/** The section of the panel. */
export function Rehearsal({ brief, version, plan }: RehearsalProps) {
  const { text, language } = usePreferences();
  const study = useStudy<Rehearsed>(brief);
  const { answer, going } = study;
  const percent = (share: number): string => `${number(100 * share, language, 0)}%`;
  const ask = (improve: boolean): void => void study.ask({ kind: "rehearse", version, runs, seed: 1, improve });
  return (
    <Tool className="rehearsal" title={text.rehearse}>
      {!answer && <p className="hint">{text.rehearseHint}</p>}
      {answer && (
        <>
          <p className="result">
            <strong>{percent(answer.allInTime)}</strong> {text.rehearseSays(number(answer.runs, language))}
          </p>
          <Odds share={answer.allInTime} interval={answer.interval} />
          <p className="hint">
            {text.rehearseInterval(percent(answer.interval[0]), percent(answer.interval[1]))}{" "}
            {answer.medianLatest !== null &&
              text.rehearseLatest(shortMoment(epochOf(answer.medianLatest), plan.timeZone, language))}
          </p>
        </>
      )}
      <div className="acts">
        {!answer && (
          <button type="button" className="quiet" disabled={going} onClick={() => ask(false)}>
            {text.rehearseStart}
          </button>
        )}
        {answer && !answer.tried && (
          <button type="button" className="quiet" disabled={going} onClick={() => ask(true)}>
            {text.rehearseImprove}
          </button>
        )}
      </div>
      <StudyState study={study} />
      {answer?.tried && <Helps tried={answer.tried} brief={brief} plan={plan} />}
    </Tool>
  );
}
