/**
 * The driver's page: the next stop large, two taps to tell what happened, everything kept on the phone until it is sent.
 */
import "../styles/driver.css";
import type { AssignmentView } from "@antar/api";
import { useCallback, useEffect, useState } from "react";
import { fetchAssignments, fetchBriefs, fetchMine } from "../client.ts";
import { clock, epochOf, fullDay, fullMoment, shortMoment, zoneName } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import { Honesty } from "../parts/honesty.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { PreferenceSwitches } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { currentSession, newId } from "../session/session.ts";
import { SignedIn } from "../session/signed-in.tsx";
import { useResource } from "../use-resource.ts";
import {
  arrival,
  type Count,
  type DayStop,
  doneStops,
  handOver,
  hasArrived,
  problem,
  type Stamp,
  stopsOf,
} from "./acts.ts";
import { HandOverForm } from "./hand-over-form.tsx";
import { keepAppOffline } from "./offline.ts";
import type { Attachment } from "./photo.ts";
import { PlanChange } from "./plan-change.tsx";
import { RouteSketch } from "./route-sketch.tsx";
import { type Day, useDay } from "./use-day.ts";

const stamp = (): Stamp => ({ id: newId(), at: new Date().toISOString() });

function NextStop({
  day,
  assignment,
  stop,
}: {
  readonly day: Day;
  readonly assignment: AssignmentView;
  readonly stop: DayStop;
}) {
  const { text, language } = usePreferences();
  const [counting, setCounting] = useState(false);
  const arrived = hasArrived(day.acts, stop);
  const name = stop.place?.name ?? stop.stop.place;
  const [lon, lat] = stop.place?.point ?? [0, 0];
  const eta = epochOf(stop.stop.arrival);
  const save = async (count: Count, files: readonly Attachment[]): Promise<void> => {
    await day.tell(handOver(assignment, stop, { count, stamp: stamp(), shortStamp: stamp() }), files);
    setCounting(false);
  };
  const goods = [
    stop.stop.kits.length > 0 ? text.kitsOf(number(stop.stop.kits.length, language)) : "",
    stop.stop.boxes > 0 ? text.boxesOf(number(stop.stop.boxes, language)) : "",
  ].filter(Boolean);
  return (
    <section className="next-stop">
      <p className="label">{text.nextStop}</p>
      <h1>{name}</h1>
      <p className="code">{stop.stop.place}</p>
      <p className="eta">
        <time title={fullMoment(eta, assignment.timeZone, language)}>{clock(eta, assignment.timeZone, language)}</time>
        <span>
          {fullDay(eta, assignment.timeZone, language)} {zoneName(eta, assignment.timeZone)}
        </span>
      </p>
      <p className="goods">
        {text.unload} <b>{goods.join(", ")}</b>
      </p>
      {stop.place?.approximate && <p className="caution">{text.locationApproximateUnknown}</p>}
      {counting ? (
        <HandOverForm assignment={assignment} stop={stop} onDone={save} onCancel={() => setCounting(false)} />
      ) : (
        <div className="taps">
          {arrived ? (
            <button type="button" className="primary" onClick={() => setCounting(true)}>
              {text.handOver}
            </button>
          ) : (
            <button type="button" className="primary" onClick={() => day.tell([arrival(assignment, stop, stamp())])}>
              {text.arrive}
            </button>
          )}
          <a className="quiet" href={`geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(name)})`}>
            {text.navigate}
          </a>
        </div>
      )}
    </section>
  );
}

function Problems({
  day,
  assignment,
  stop,
}: {
  readonly day: Day;
  readonly assignment: AssignmentView;
  readonly stop: DayStop | undefined;
}) {
  const { text } = usePreferences();
  const [open, setOpen] = useState(false);
  const kinds = [text.problemRoad, text.problemBreakdown, text.problemShortage, text.problemWrongBox];
  return (
    <section className="problems">
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {text.reportProblem}
      </button>
      {open && (
        <div>
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              onClick={() => {
                setOpen(false);
                void day.tell([problem(assignment, stop, stamp(), kind)]);
              }}
            >
              {kind}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

function Acts({ day, assignment }: { readonly day: Day; readonly assignment: AssignmentView }) {
  const { text, language } = usePreferences();
  const states = { saved: text.actSaved, sent: text.actSent, refused: text.actRefused };
  const names: Readonly<Record<string, string>> = {
    arrived: text.arrival,
    "handed-over": text.handOver,
    short: text.problemShortage,
    problem: text.reportProblem,
  };
  const places = new Map(assignment.places.map((place) => [place.code, place.name]));
  if (day.acts.length === 0) return null;
  return (
    <section className="acts-told">
      <h2>{text.myActs}</h2>
      <ol>
        {[...day.acts].reverse().map(({ event, state, says }) => (
          <li key={event.id} data-state={state}>
            <time>{shortMoment(epochOf(event.at), assignment.timeZone, language)}</time>
            <span>
              {names[event.kind] ?? event.kind} · {places.get(event.place ?? "") ?? ""}{" "}
              {event.kind === "problem" ? event.note : ""}
            </span>
            <b>{says ? says[language] : states[state]}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}

function StopList({
  stops,
  done,
  zone,
}: {
  readonly stops: readonly DayStop[];
  readonly done: ReadonlySet<string>;
  readonly zone: string;
}) {
  const { text, language } = usePreferences();
  return (
    <section className="all-stops">
      <h2>{text.stopsToday}</h2>
      <ol>
        {stops.map((stop) => (
          <li key={stop.key} className={done.has(stop.key) ? "done" : undefined}>
            <time>{shortMoment(epochOf(stop.stop.arrival), zone, language)}</time>
            <span>{stop.place?.name ?? stop.stop.place}</span>
            <b>{text.kitsOf(number(stop.stop.kits.length, language))}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Sending({ day }: { readonly day: Day }) {
  const { text, language } = usePreferences();
  const waiting = day.acts.filter((act) => act.state === "saved").length;
  return (
    <p className="sending" role="status" data-online={day.online} data-waiting={waiting + day.files > 0}>
      {!day.online && <span>{text.offline} </span>}
      {waiting > 0 && text.waitingToSend(number(waiting, language))}
      {waiting === 0 && day.files > 0 && text.filesWaiting(number(day.files, language))}
      {waiting === 0 && day.files === 0 && day.acts.length > 0 && text.nothingWaiting}
    </p>
  );
}

function DriverDay({ brief, vehicle }: { readonly brief: string; readonly vehicle: string }) {
  const { text, language } = usePreferences();
  const day = useDay(brief, vehicle);
  useEffect(() => {
    void keepAppOffline();
  }, []);
  const { assignment, changed } = day;
  if (!assignment) {
    if (!day.failure) return <StatePage busy title={text.loading} />;
    return <StatePage title={text.noAssignment} detail={day.failure.says?.[language] ?? day.failure.message} />;
  }
  const stops = stopsOf(assignment);
  const done = doneStops(day.acts);
  const next = stops.find((stop) => !done.has(stop.key));
  return (
    <div className="driver">
      <header>
        <p>
          <b>{vehicle}</b> <span>{assignment.title}</span>
        </p>
        <PreferenceSwitches />
        <SignedIn />
      </header>
      <Honesty synthetic={assignment.roads.synthetic} approximate={0} />
      <Sending day={day} />
      {changed && <PlanChange before={assignment} after={changed} onAccept={day.accept} />}
      <main>
        {next ? (
          <NextStop key={next.key} day={day} assignment={assignment} stop={next} />
        ) : (
          <p className="all-done">{text.allDone}</p>
        )}
        {next && <RouteSketch drawing={assignment.drawing} stops={stops} next={next} label={text.map} />}
        <Problems day={day} assignment={assignment} stop={next} />
        <StopList stops={stops} done={done} zone={assignment.timeZone} />
        <Acts day={day} assignment={assignment} />
      </main>
    </div>
  );
}

function VehicleChoice({ brief }: { readonly brief: string | undefined }) {
  const { text, language } = usePreferences();
  const load = useCallback(
    async (signal: AbortSignal) => {
      if ((await currentSession())?.me.role === "driver") {
        const mine = await fetchMine(signal);
        window.location.replace(addressOf({ brief: mine.brief, page: "drive", item: mine.vehicle }));
        return undefined;
      }
      const id = brief ?? (await fetchBriefs(signal)).briefs[0]?.id;
      return id === undefined ? undefined : fetchAssignments(id, signal);
    },
    [brief],
  );
  const [resource, again] = useResource(load);
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "failed" || !resource.value) {
    return (
      <StatePage title={text.noPlanTitle} hint={text.noPlanHint}>
        <button type="button" className="primary" onClick={again}>
          {text.retry}
        </button>
      </StatePage>
    );
  }
  const list = resource.value;
  return (
    <div className="driver">
      <header>
        <p>
          <b>{text.chooseVehicle}</b>
        </p>
        <PreferenceSwitches />
      </header>
      <main>
        <ul className="choose">
          {list.assignments.map((entry) => (
            <li key={entry.vehicle}>
              <a href={addressOf({ brief: list.brief, page: "drive", item: entry.vehicle })}>
                <b>{entry.vehicle}</b>
                <span>
                  {text.stopsOf(number(entry.stops, language))} · {text.kitsOf(number(entry.kits, language))}
                </span>
              </a>
            </li>
          ))}
        </ul>
      </main>
    </div>
  );
}

/** The day of `vehicle`; a choice of vehicles when it is undefined. */
export function DriverPage({
  brief,
  vehicle,
}: {
  readonly brief: string | undefined;
  readonly vehicle: string | undefined;
}) {
  if (brief === undefined || vehicle === undefined) return <VehicleChoice brief={brief} />;
  return <DriverDay brief={brief} vehicle={vehicle} />;
}
