/**
 * The driver's page: the next stop large, two taps to tell what happened, everything kept on the phone until it is sent.
 */
import "../styles/driver.css";
import type { AssignmentView } from "@antar/api";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { fetchAssignments, fetchBriefs, fetchMine } from "../client.ts";
import { clock, epochOf, fullDay, fullMoment, shortMoment, zoneName } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import { FailedPage } from "../parts/failed-page.tsx";
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
  goodsOf,
  handOver,
  hasArrived,
  problem,
  problemKinds,
  type Stamp,
  stopsOf,
  type ToldProblem,
  unitOf,
} from "./acts.ts";
import { type Contact, Contacts, useContacts } from "./contacts.tsx";
import { CountForm } from "./count-form.tsx";
import { type Expectation, Expected, stopName, useEtas } from "./etas.tsx";
import { Navigation } from "./navigation.tsx";
import { keepAppOffline } from "./offline.ts";
import type { Attachment } from "./photo.ts";
import { PlanChange } from "./plan-change.tsx";
import { PositionSharing } from "./position-sharing.tsx";
import { Problems } from "./problems.tsx";
import { RouteSketch } from "./route-sketch.tsx";
import { Acts, PhoneSpace, Sending } from "./told.tsx";
import { type Day, useDay } from "./use-day.ts";
import { usePositions } from "./use-positions.ts";
import { useStreets } from "./use-streets.ts";

const namesOf = ({ places }: AssignmentView): ReadonlyMap<string, string> =>
  new Map(places.map((place) => [place.code, place.name]));

const stamp = (): Stamp => ({ id: newId(), at: new Date().toISOString() });

function NextStop({
  day,
  assignment,
  stop,
  expectation,
  contacts,
}: {
  readonly day: Day;
  readonly assignment: AssignmentView;
  readonly stop: DayStop;
  readonly expectation: Expectation | undefined;
  readonly contacts: readonly Contact[];
}) {
  const { text, language } = usePreferences();
  const [counting, setCounting] = useState(false);
  const arrived = hasArrived(day.acts, stop);
  const name = stop.place?.name ?? stop.stop.place;
  const eta = epochOf(stop.stop.arrival);
  const save = async (count: Count, files: readonly Attachment[]): Promise<void> => {
    await day.tell(handOver(assignment, stop, { count, stamp: stamp(), shortId: newId() }), files);
    setCounting(false);
  };
  const { takes } = stop.stop;
  const { kits, boxes } = takes ?? stop.stop;
  const load = [
    kits.length > 0 ? text.kitsOf(number(kits.length, language)) : "",
    boxes > 0 ? text.boxesOf(number(boxes, language)) : "",
  ]
    .filter(Boolean)
    .join(", ");
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
      {expectation && !counting && <Expected of={expectation} timeZone={assignment.timeZone} />}
      <p className="goods">
        {!takes && text.unload} <b>{takes ? text.takesOver(load, takes.trip) : load}</b>
      </p>
      {stop.place?.approximate && <p className="caution">{text.locationApproximateUnknown}</p>}
      {counting ? (
        <CountForm
          goods={goodsOf(stop.stop.kits, stop.stop.boxes, assignment.pieces)}
          names={namesOf(assignment)}
          words={{ signatory: text.receiver, save: text.confirmHandOver }}
          onDone={save}
          onCancel={() => setCounting(false)}
        />
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
          {stop.place && <Navigation name={name} point={stop.place.point} />}
          <Contacts contacts={contacts} place={stop.stop.place} />
        </div>
      )}
    </section>
  );
}

function StopList({
  stops,
  done,
  zone,
  etas,
}: {
  readonly stops: readonly DayStop[];
  readonly done: ReadonlySet<string>;
  readonly zone: string;
  readonly etas: ReadonlyMap<string, Expectation>;
}) {
  const { text, language } = usePreferences();
  const expected = (stop: DayStop): ReactNode => {
    const found = done.has(stop.key) ? undefined : etas.get(stopName(stop.trip.id, stop.stop.place));
    return found && <small>{`→ ${clock(epochOf(found.expected.median), zone, language)}`}</small>;
  };
  const loadText = ({ stop: { kits, takes } }: DayStop): string =>
    takes
      ? text.takesOver(text.kitsOf(number(takes.kits.length, language)), takes.trip)
      : text.kitsOf(number(kits.length, language));
  return (
    <section className="all-stops">
      <h2>{text.stopsToday}</h2>
      <ol>
        {stops.map((stop) => (
          <li key={stop.key} className={done.has(stop.key) ? "done" : undefined}>
            <time>
              {shortMoment(epochOf(stop.stop.arrival), zone, language)} {expected(stop)}
            </time>
            <span>{stop.place?.name ?? stop.stop.place}</span>
            <b>{loadText(stop)}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** True from the first act of the day until the last stop is done: only then is a position of use to anybody. */
function isUnderWay({ assignment, acts }: Day): boolean {
  return assignment !== undefined && acts.length > 0 && doneStops(acts).size < stopsOf(assignment).length;
}

function DriverDay({ brief, vehicle }: { readonly brief: string; readonly vehicle: string }) {
  const { text } = usePreferences();
  const day = useDay(brief, vehicle);
  useEffect(() => {
    void keepAppOffline();
  }, []);
  const { assignment, changed } = day;
  const etas = useEtas(brief, vehicle);
  const contacts = useContacts(brief, vehicle);
  const streets = useStreets(assignment);
  const stops = useMemo(() => (assignment ? stopsOf(assignment) : []), [assignment]);
  const positions = usePositions(brief, vehicle, isUnderWay(day));
  if (!assignment) {
    if (!day.failure) return <StatePage busy title={text.loading} />;
    const absent = { title: text.noAssignment, hint: text.noPlanYet };
    return <FailedPage error={day.failure} absent={absent} onRetry={day.again} />;
  }
  const done = doneStops(day.acts);
  const next = stops.find((stop) => !done.has(stop.key));
  const where = next ? { trip: next.trip.id, place: next.stop.place } : {};
  const report = (told: ToldProblem, files: readonly Attachment[]): void =>
    void day.tell([problem(unitOf(assignment), where, { told, stamp: stamp() })], files);
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
      <Sending outbox={day} />
      {changed && <PlanChange before={assignment} after={changed} onAccept={day.accept} />}
      <main>
        {next ? (
          <NextStop
            key={next.key}
            day={day}
            assignment={assignment}
            stop={next}
            expectation={etas.get(stopName(next.trip.id, next.stop.place))}
            contacts={contacts}
          />
        ) : (
          <p className="all-done">{text.allDone}</p>
        )}
        {next && <RouteSketch drawing={assignment.drawing} streets={streets} stops={stops} next={next} />}
        <Problems kinds={problemKinds} onTell={report} />
        <Contacts contacts={contacts} place={null} />
        <StopList stops={stops} done={done} zone={assignment.timeZone} etas={etas} />
        <Acts outbox={day} names={namesOf(assignment)} timeZone={assignment.timeZone} />
        <PositionSharing positions={positions} />
        <PhoneSpace outbox={day} />
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
    const error = resource.state === "failed" ? resource.error : undefined;
    return <FailedPage error={error} absent={{ title: text.noPlanTitle, hint: text.noPlanYet }} onRetry={again} />;
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
