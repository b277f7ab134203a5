/**
 * The chair's page: a plan on one sheet with its figures, findings, territories and fingerprints, to be approved.
 */
import "../styles/review.css";
import "../styles/plain-map.css";
import type { FindingView, PlanView } from "@antar/api";
import type { Brief } from "@antar/domain";
import { useCallback, useMemo, useState } from "react";
import { approvePlan, fetchBrief, fetchBriefs, fetchPlan, ServiceError, sendBackPlan } from "../client.ts";
import { epochOf, fullMoment } from "../format/moments.ts";
import { duration, kilometres, money, number, percent } from "../format/numbers.ts";
import { plainSentence } from "../format/sentences.ts";
import { FailedPage } from "../parts/failed-page.tsx";
import { Honesty } from "../parts/honesty.tsx";
import { LastWord, NoteForm } from "../parts/review-note.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { TopBar } from "../parts/top-bar.tsx";
import { useStateNames } from "../planner/version-history.tsx";
import { usePreferences } from "../preferences.tsx";
import { scheduleOf } from "../schedule/schedule.ts";
import { useResource } from "../use-resource.ts";
import { ReviewMap } from "./review-map.tsx";

interface Loaded {
  readonly brief: Brief;
  readonly view: PlanView;
}

const tepats = ["jumlah", "jenis", "sasaran", "waktu", "kualitas", "efisien"] as const;

/** Findings by each of the six *tepat*, the blocking ones first. */
export function byTepat(findings: readonly FindingView[]): readonly (readonly [string, readonly FindingView[]])[] {
  return tepats.map((tepat) => {
    const own = findings.filter((finding) => finding.tepat === tepat);
    return [tepat, own.sort((left, right) => Number(right.blocking) - Number(left.blocking))] as const;
  });
}

function Verdicts({ findings }: { readonly findings: readonly FindingView[] }) {
  const { text, language } = usePreferences();
  return (
    <section className="verdicts">
      <h2>{text.sixTepat}</h2>
      <ul>
        {byTepat(findings).map(([tepat, own]) => (
          <li key={tepat} data-state={own.some((one) => one.blocking) ? "blocked" : own.length > 0 ? "noted" : "clean"}>
            <h3>Tepat {tepat}</h3>
            {own.length === 0 ? (
              <p>{text.tepatClean}</p>
            ) : (
              <details>
                <summary>{text.tepatFindings(number(own.length, language))}</summary>
                <ul>
                  {own.slice(0, 100).map((finding) => (
                    <li key={`${finding.code} ${finding.place} ${finding.says.en}`}>
                      {plainSentence(finding.says[language], language)}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Figures({ brief, view }: Loaded) {
  const { text, language } = usePreferences();
  const { summary, plan } = view;
  const last =
    summary.latestArrival === null ? "–" : fullMoment(epochOf(summary.latestArrival), plan.timeZone, language);
  const rows = [
    [text.reviewServed, text.served(number(summary.served, language), number(summary.tps, language))],
    [text.lastReceived, last],
    [text.deadline, fullMoment(epochOf(plan.deadline), plan.timeZone, language)],
    [text.slack, summary.slack === null ? "–" : duration(summary.slack, language)],
    [text.kits, number(summary.kits, language)],
    [text.boxes, number(summary.boxes, language)],
    [text.vehicles, number(summary.vehicles, language)],
    [text.trips, number(summary.trips, language)],
    [text.distance, kilometres(summary.metres, language)],
    [text.cost, money(summary.cost, plan.currency, language)],
    ...(view.compact
      ? [
          [text.crossings, number(view.compact.crossings, language)],
          [text.overlap, percent(view.compact.overlap, language)],
        ]
      : []),
  ] as const;
  return (
    <section className="sheet">
      <h2>{brief.title}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Fingerprints({ view }: { readonly view: PlanView }) {
  const { text } = usePreferences();
  return (
    <section className="fingerprints">
      <h2>{text.fingerprints}</h2>
      <dl>
        <dt>{text.fingerprintBrief}</dt>
        <dd>
          <code>{view.briefSha256}</code>
        </dd>
        <dt>{text.fingerprintRoads}</dt>
        <dd>
          <code>{view.roads.sha256}</code>
        </dd>
      </dl>
    </section>
  );
}

function Approval({ view, onChanged }: { readonly view: PlanView; readonly onChanged: () => void }) {
  const { text, language } = usePreferences();
  const [trouble, setTrouble] = useState<string>();
  const approve = async (): Promise<void> => {
    try {
      await approvePlan(view.brief, view.version);
      setTrouble(undefined);
      onChanged();
    } catch (error) {
      setTrouble(error instanceof ServiceError ? (error.says?.[language] ?? error.message) : String(error));
    }
  };
  return (
    <section className="approval">
      {view.approved && (
        <p className="approved">
          {text.approvedBy(view.approved.by, fullMoment(epochOf(view.approved.at), view.plan.timeZone, language))}
        </p>
      )}
      {view.state === "draft" && <p className="alarm">{text.reviewBlocked}</p>}
      <LastWord review={view.review} timeZone={view.plan.timeZone} />
      {view.state === "audited" && (
        <>
          <p>{text.approveHint}</p>
          <button type="button" className="primary" onClick={approve}>
            {text.approve}
          </button>
        </>
      )}
      {(view.state === "audited" || view.state === "approved") && (
        <NoteForm
          label={text.sendBackNote}
          act={text.sendBack}
          required
          onSend={async (note) => {
            await sendBackPlan(view.brief, view.version, note);
            onChanged();
          }}
        />
      )}
      {trouble !== undefined && (
        <p className="alarm" role="alert">
          {trouble}
        </p>
      )}
      <button type="button" className="quiet" onClick={() => window.print()}>
        {text.print}
      </button>
    </section>
  );
}

function Review({ loaded, onChanged }: { readonly loaded: Loaded; readonly onChanged: () => void }) {
  const { text } = usePreferences();
  const states = useStateNames();
  const { brief, view } = loaded;
  const schedule = useMemo(() => scheduleOf(view.plan, brief), [view, brief]);
  return (
    <div className="review">
      <TopBar
        brief={brief.id}
        page="review"
        title={text.reviewTitle}
        subtitle={`${text.version(`${view.version}`)} · ${states[view.state]}`}
        deadline={schedule.deadline}
        timeZone={schedule.timeZone}
      />
      <Honesty synthetic={view.roads.synthetic} approximate={schedule.approximate} />
      <main>
        <Figures brief={brief} view={view} />
        <Verdicts findings={view.findingList} />
        <Approval view={view} onChanged={onChanged} />
        <ReviewMap brief={brief.id} version={view.version} schedule={schedule} serviceArea={brief.serviceArea.rings} />
        <Fingerprints view={view} />
      </main>
    </div>
  );
}

/** A version of the plan of `brief` for the chair; undefined: the published one, or the newest. */
export function ReviewPage({ brief, version }: { brief: string | undefined; version: number | undefined }) {
  const { text } = usePreferences();
  const load = useCallback(
    async (signal: AbortSignal): Promise<Loaded | undefined> => {
      const id = brief ?? (await fetchBriefs(signal)).briefs[0]?.id;
      if (id === undefined) return undefined;
      const [document, view] = await Promise.all([fetchBrief(id, signal), fetchPlan(id, version, signal)]);
      return { brief: document, view };
    },
    [brief, version],
  );
  const [resource, again] = useResource(load);
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "ready" && resource.value) return <Review loaded={resource.value} onChanged={again} />;
  const error = resource.state === "failed" ? resource.error : undefined;
  return <FailedPage error={error} absent={{ title: text.noPlanTitle, hint: text.noPlanHint }} onRetry={again} />;
}
