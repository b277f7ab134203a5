/**
 * What would serve the TPS that are left out: each proposal was solved again by the service, one click plans with it.
 */
import type { PlanView } from "@antar/api";
import { fetchClosures, liftClosure } from "../client.ts";
import { number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import { NewPlanState } from "./new-plan-state.tsx";
import { type Explained, useStudy } from "./studies.ts";
import { StudyState } from "./study-state.tsx";
import { useNewPlan } from "./use-new-plan.ts";

/** What is proposed, once, with the TPS that it serves. */
export interface Proposal {
  readonly setting: string;
  readonly says: Explained["advice"];
  readonly still: number;
  readonly serves: readonly string[];
}

/** The proposals of an explanation, those that serve most first. */
export function proposalsOf(explained: readonly Explained[]): readonly Proposal[] {
  const found = new Map<string, Proposal>();
  for (const { code, fix } of explained) {
    if (!fix) continue;
    const known = found.get(fix.setting);
    found.set(fix.setting, { ...fix, serves: [...(known?.serves ?? []), code] });
  }
  return [...found.values()].sort((left, right) => right.serves.length - left.serves.length);
}

interface FixesProps {
  readonly brief: string;
  readonly version: number;
  readonly plan: PlanView["plan"];
}

/** Lifts the closure of the plan that has this number, counted from 1. */
async function reopen(brief: string, plan: PlanView["plan"], place: number): Promise<void> {
  const name = plan.closures?.[place - 1]?.name;
  const { closures } = await fetchClosures(brief, new AbortController().signal);
  const named = closures.find((closure) => !closure.lifted && closure.road.name === name);
  if (named) await liftClosure(brief, named.closure);
}

/** The button and, once asked, the proposals and what is said where there is none. */
export function Fixes({ brief, version, plan }: FixesProps) {
  const { text, language } = usePreferences();
  const study = useStudy<readonly Explained[]>(brief);
  const fresh = useNewPlan(brief);
  const proposals = proposalsOf(study.answer ?? []);
  const hopeless = study.answer?.find((entry) => !entry.fix);
  const use = (proposal: Proposal): void => {
    const [key = "", value = ""] = proposal.setting.split("=");
    const settings = { ...plan.settings, ...(key === "reopen" ? {} : { [key]: value }) };
    const request = { mode: plan.mode, ...(Object.keys(settings).length > 0 ? { settings } : {}) };
    void fresh.start(request, key === "reopen" ? () => reopen(brief, plan, Number(value)) : undefined);
  };
  return (
    <div className="fixes">
      {!study.answer && (
        <button
          type="button"
          className="quiet"
          disabled={study.going}
          onClick={() => study.ask({ kind: "explain", version, seed: 1, seconds: 20 })}
        >
          {text.fixesAsk}
        </button>
      )}
      <StudyState study={study} />
      <ul>
        {proposals.map((proposal) => (
          <li key={proposal.setting}>
            <p>
              <b>{proposal.says[language]}</b>{" "}
              {text.fixServes(number(proposal.serves.length, language), number(proposal.still, language))}
            </p>
            <button type="button" className="primary" disabled={fresh.going} onClick={() => use(proposal)}>
              {text.fixUse}
            </button>
          </li>
        ))}
      </ul>
      {hopeless && <p className="hint">{hopeless.advice[language]}</p>}
      <NewPlanState plan={fresh} />
    </div>
  );
}
