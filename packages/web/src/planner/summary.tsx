/**
 * The figures of a plan at a glance.
 */
import type { PlanView } from "@antar/api";
import { epochOf, fullMoment, shortMoment } from "../format/moments.ts";
import { duration, hours, kilometres, number, percent } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import type { Schedule } from "../schedule/schedule.ts";

function Figure({ name, value, title }: { readonly name: string; readonly value: string; readonly title?: string }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd title={title}>{value}</dd>
    </div>
  );
}

function Share({ driving, handling }: { readonly driving: number; readonly handling: number }) {
  const { text, language } = usePreferences();
  const share = driving / Math.max(1, driving + handling);
  const words = text.workShare(hours(driving, language), hours(handling, language));
  return (
    <figure className="share">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={words}>
        <rect width={100 * share} height="6" className="driving" />
        <rect x={100 * share + 0.6} width={Math.max(0, 100 - 100 * share - 0.6)} height="6" className="handling" />
      </svg>
      <figcaption aria-hidden="true">
        <span className="driving">
          {text.driving} <b>{hours(driving, language)}</b>
        </span>
        <span className="handling">
          {text.handling} <b>{hours(handling, language)}</b>
        </span>
      </figcaption>
    </figure>
  );
}

interface SummaryProps {
  readonly schedule: Schedule;
  /** How compact the routes are; null where nobody measured it. */
  readonly compact: PlanView["compact"];
}

/** Served, slack and the ledger of figures. */
export function Summary({ schedule, compact }: SummaryProps) {
  const { text, language } = usePreferences();
  const { summary } = schedule.plan;
  const last = summary.latestArrival === null ? undefined : epochOf(summary.latestArrival);
  const full = summary.served === summary.tps;
  const late = (summary.slack ?? 0) < 0;
  return (
    <section className="summary" aria-label={text.summary}>
      <div className="headline">
        <p className={full ? "served" : "served partial"}>
          <span className="big">{number(summary.served, language)}</span>
          <span className="of"> / {number(summary.tps, language)} TPS</span>
          <span className="unseen">{text.served(number(summary.served, language), number(summary.tps, language))}</span>
        </p>
        <p className={late ? "slack late" : "slack"}>
          <span className="label">{late ? text.late : text.slack}</span>
          <span className="big">{summary.slack === null ? "–" : duration(Math.abs(summary.slack), language)}</span>
        </p>
      </div>
      <svg className="served-bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="2" className="rest" />
        <rect width={(100 * summary.served) / Math.max(1, summary.tps)} height="2" className={full ? "done" : "part"} />
      </svg>
      <dl className="figures">
        <Figure name={text.vehicles} value={number(summary.vehicles, language)} />
        <Figure name={text.trips} value={number(summary.trips, language)} />
        <Figure name={text.distance} value={kilometres(summary.metres, language)} />
        <Figure name={text.kits} value={number(summary.kits, language)} />
        <Figure name={text.boxes} value={number(summary.boxes, language)} />
        <Figure
          name={text.lastReceived}
          value={last === undefined ? text.noneServed : shortMoment(last, schedule.timeZone, language)}
          {...(last === undefined ? {} : { title: fullMoment(last, schedule.timeZone, language) })}
        />
        {compact && (
          <>
            <Figure name={text.crossings} value={number(compact.crossings, language)} title={text.crossingsHint} />
            <Figure name={text.overlap} value={percent(compact.overlap, language)} title={text.overlapHint} />
          </>
        )}
      </dl>
      <Share driving={summary.driving} handling={summary.handling} />
    </section>
  );
}
