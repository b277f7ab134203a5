/**
 * The receiver's page, for warehouse, PPK, PPS and KPPS: what comes when, counting and signing it, counting out what leaves,
 * reporting a shortage. Everything is kept on the phone until it is sent.
 */
import "../styles/driver.css";
import "../styles/receiver.css";
import type { DeliveryList } from "@antar/api";
import { useEffect, useMemo, useState } from "react";
import { type Count, problem, type Stamp, type ToldProblem } from "../driver/acts.ts";
import { CountForm } from "../driver/count-form.tsx";
import { Expected } from "../driver/etas.tsx";
import { keepAppOffline } from "../driver/offline.ts";
import type { Attachment } from "../driver/photo.ts";
import { Problems } from "../driver/problems.tsx";
import { Acts, PhoneSpace, Sending } from "../driver/told.tsx";
import { clock, epochOf, fullDay, shortMoment, zoneName } from "../format/moments.ts";
import { duration, number } from "../format/numbers.ts";
import { FailedPage } from "../parts/failed-page.tsx";
import { Honesty } from "../parts/honesty.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { PreferenceSwitches } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { newId } from "../session/session.ts";
import { SignedIn } from "../session/signed-in.tsx";
import { type Delivery, type Departure, loaded, loadOf, received, toldTrips, unitOf } from "./acts.ts";
import { Concerns } from "./concerns.tsx";
import { PlaceChoice } from "./place-choice.tsx";
import { type Deliveries, useDeliveries } from "./use-deliveries.ts";

const stamp = (): Stamp => ({ id: newId(), at: new Date().toISOString() });
const problems = ["shortage", "wrong-box", "damaged"] as const;

interface LoadProps {
  readonly deliveries: Deliveries;
  readonly list: DeliveryList;
  readonly names: ReadonlyMap<string, string>;
}

function useGoods() {
  const { text, language } = usePreferences();
  return ({ kits, boxes }: Delivery | Departure): string =>
    [
      kits.length > 0 ? text.kitsOf(number(kits.length, language)) : "",
      boxes > 0 ? text.boxesOf(number(boxes, language)) : "",
    ]
      .filter(Boolean)
      .join(", ");
}

function NextDelivery({ deliveries, list, names, next }: LoadProps & { readonly next: Delivery }) {
  const { text, language } = usePreferences();
  const goods = useGoods();
  const [counting, setCounting] = useState(false);
  const eta = epochOf(next.eta);
  const late = eta - epochOf(next.arrival);
  const save = async (count: Count, files: readonly Attachment[]): Promise<void> => {
    await deliveries.tell(received(list, next, { count, stamp: stamp(), shortId: newId() }), files);
    setCounting(false);
  };
  return (
    <section className="next-stop">
      <p className="label">{text.comesNext}</p>
      <p className="eta">
        <time>{clock(eta, list.timeZone, language)}</time>
        <span>
          {fullDay(eta, list.timeZone, language)} {zoneName(eta, list.timeZone)}
        </span>
      </p>
      {next.expected && !counting && (
        <Expected of={{ expected: next.expected, late: next.late ?? 0 }} timeZone={list.timeZone} />
      )}
      {late >= 300 && <p className="caution">{text.laterThanPlanned(duration(late, language))}</p>}
      <p className="goods">
        <b>{goods(next)}</b> {text.carriedBy(next.vehicle, next.fromName)}
      </p>
      {counting ? (
        <CountForm
          goods={loadOf(list, next)}
          names={names}
          words={{ signatory: text.signatory, save: text.confirmReceiving }}
          onDone={save}
          onCancel={() => setCounting(false)}
        />
      ) : (
        <div className="taps">
          <button type="button" className="primary" onClick={() => setCounting(true)}>
            {text.countAndSign}
          </button>
        </div>
      )}
    </section>
  );
}

function Coming({ list, done }: { readonly list: DeliveryList; readonly done: ReadonlySet<string> }) {
  const { text, language } = usePreferences();
  const goods = useGoods();
  if (list.deliveries.length === 0) return null;
  return (
    <section className="all-stops">
      <h2>{text.allComing}</h2>
      <ol>
        {list.deliveries.map((delivery) => (
          <li key={delivery.trip} className={done.has(delivery.trip) ? "done" : undefined}>
            <time>
              {shortMoment(epochOf(done.has(delivery.trip) ? delivery.arrival : delivery.eta), list.timeZone, language)}{" "}
              {delivery.expected && !done.has(delivery.trip) && (
                <small>{`→ ${clock(epochOf(delivery.expected.median), list.timeZone, language)}`}</small>
              )}
            </time>
            <span>{delivery.vehicle}</span>
            <b>{goods(delivery)}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How many departures are drawn before more are asked for: a warehouse has dozens. */
const shownAtFirst = 12;

function Leaving({ deliveries, list, names }: LoadProps) {
  const { text, language } = usePreferences();
  const goods = useGoods();
  const [counting, setCounting] = useState<string>();
  const [all, setAll] = useState(false);
  const done = toldTrips(deliveries.acts, "loaded");
  const open = list.departures.filter((departure) => !done.has(departure.trip));
  const shown = all ? open : open.slice(0, shownAtFirst);
  const save = async (departure: Departure, count: Count, files: readonly Attachment[]): Promise<void> => {
    await deliveries.tell(loaded(list, departure, { count, stamp: stamp(), shortId: newId() }), files);
    setCounting(undefined);
  };
  if (list.departures.length === 0) return null;
  return (
    <section className="leaving">
      <h2>
        {text.leaving}{" "}
        <small>{text.countShown(number(open.length, language), number(list.departures.length, language))}</small>
      </h2>
      <ol>
        {shown.map((departure) => (
          <li key={departure.trip}>
            <div>
              <time>{shortMoment(epochOf(departure.loading.start), list.timeZone, language)}</time>
              <b>{departure.vehicle}</b>
              <span>
                {goods(departure)}
                {departure.dock !== null && ` · ${text.dock(number(departure.dock, language))}`}
              </span>
              {counting !== departure.trip && (
                <button
                  type="button"
                  className="quiet"
                  aria-label={`${text.countOut} ${departure.vehicle}`}
                  onClick={() => setCounting(departure.trip)}
                >
                  {text.countOut}
                </button>
              )}
            </div>
            {counting === departure.trip && (
              <CountForm
                goods={loadOf(list, departure)}
                names={names}
                words={{ signatory: text.driverName, save: text.confirmLoading }}
                onDone={(count, files) => save(departure, count, files)}
                onCancel={() => setCounting(undefined)}
              />
            )}
          </li>
        ))}
      </ol>
      {shown.length < open.length && (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          {text.showAll(number(open.length, language))}
        </button>
      )}
    </section>
  );
}

function ReceiverDay({ brief, place }: { readonly brief: string; readonly place: string }) {
  const { text } = usePreferences();
  const deliveries = useDeliveries(brief, place);
  const { list } = deliveries;
  useEffect(() => {
    void keepAppOffline();
  }, []);
  const names = useMemo(
    () =>
      new Map([...(list?.places.map((entry) => [entry.code, entry.name] as const) ?? []), [place, list?.name ?? ""]]),
    [list, place],
  );
  if (!list) {
    if (!deliveries.failure) return <StatePage busy title={text.loading} />;
    return (
      <FailedPage
        error={deliveries.failure}
        absent={{ title: text.noDeliveries, hint: text.noPlanYet }}
        onRetry={deliveries.again}
      />
    );
  }
  const done = toldTrips(deliveries.acts, "received");
  const next = list.deliveries.find((delivery) => !done.has(delivery.trip));
  const report = (told: ToldProblem, files: readonly Attachment[]): void =>
    void deliveries.tell([problem(unitOf(list), { place }, { told, stamp: stamp() })], files);
  return (
    <div className="driver receiver">
      <header>
        <p>
          <b>{list.name}</b> <span>{list.title}</span>
        </p>
        <PreferenceSwitches />
        <SignedIn />
      </header>
      <Honesty synthetic={list.roads.synthetic} approximate={0} />
      <Sending outbox={deliveries} />
      <main>
        {next && <NextDelivery key={next.trip} deliveries={deliveries} list={list} names={names} next={next} />}
        {!next && list.deliveries.length > 0 && <p className="all-done">{text.allReceived}</p>}
        {list.deliveries.length === 0 && list.departures.length === 0 && <p className="calm">{text.nothingComes}</p>}
        <Concerns list={list} />
        <Leaving deliveries={deliveries} list={list} names={names} />
        <Problems kinds={problems} onTell={report} />
        <Coming list={list} done={done} />
        <Acts outbox={deliveries} names={names} timeZone={list.timeZone} />
        <PhoneSpace outbox={deliveries} />
      </main>
    </div>
  );
}

/** The day of `place`; that of the receiver who is signed in, or a choice of places, when it is undefined. */
export function ReceiverPage({
  brief,
  place,
}: {
  readonly brief: string | undefined;
  readonly place: string | undefined;
}) {
  if (brief === undefined || place === undefined) return <PlaceChoice brief={brief} />;
  return <ReceiverDay brief={brief} place={place} />;
}
