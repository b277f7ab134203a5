/**
 * One place in detail: what it is, when it receives, and how each kit travels to it.
 */
import { type ReactNode, useEffect, useRef } from "react";
import { fullMoment, shortMoment } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import { plainSentence } from "../format/sentences.ts";
import type { Selection } from "../map/features.ts";
import { PlaceSign } from "../map/legend.tsx";
import { usePreferences } from "../preferences.tsx";
import type { PlaceEntry, Schedule, Visit } from "../schedule/schedule.ts";
import { VehicleMark } from "./vehicle-mark.tsx";

interface PlaceCardProps {
  readonly schedule: Schedule;
  readonly place: PlaceEntry;
  readonly onSelect: (selection: Selection) => void;
  readonly onClose: () => void;
  /** True where the place was chosen elsewhere than in the list: the panel then scrolls to the card. */
  readonly follow: boolean;
  /** What else is said of the place. */
  readonly children?: ReactNode;
}

/** The visits that carry the kits of `tps`, from the warehouse on, in order of time. */
export function journeyOf(schedule: Schedule, tps: string): readonly Visit[] {
  return [...schedule.visits.values()]
    .flat()
    .filter((visit) => visit.stop.kits.includes(tps))
    .sort((left, right) => left.stop.arrival - right.stop.arrival);
}

function Step({ visit, props }: { readonly visit: Visit; readonly props: PlaceCardProps }) {
  const { text, language } = usePreferences();
  const { schedule, onSelect } = props;
  const { vehicle, trip, stop } = visit;
  const moment = (epoch: number): string => shortMoment(epoch, schedule.timeZone, language);
  const load = [
    stop.kits.length > 0 ? text.kitsOf(number(stop.kits.length, language)) : "",
    stop.boxes > 0 ? text.boxesOf(number(stop.boxes, language)) : "",
  ].filter(Boolean);
  return (
    <li>
      <button
        type="button"
        onClick={() => onSelect({ vehicle: vehicle.id, trip: trip.id, place: stop.place.code })}
        title={fullMoment(stop.end, schedule.timeZone, language)}
      >
        <span className="from">
          <PlaceSign kind={trip.origin.kind} /> {trip.origin.name}
          <small>{text.departs(moment(trip.departure))}</small>
        </span>
        <span className="by">
          <VehicleMark vehicle={vehicle} /> {vehicle.id}
          <small>{load.join(", ")}</small>
        </span>
        <span className="to">
          <PlaceSign kind={stop.place.kind} /> {stop.place.name}
          <small>
            {text.arrival} {moment(stop.arrival)}
          </small>
        </span>
      </button>
    </li>
  );
}

/** The card of the selected place. */
export function PlaceCard(props: PlaceCardProps) {
  const { text, language } = usePreferences();
  const { schedule, place, follow, onClose } = props;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (follow) card.current?.scrollIntoView({ block: "nearest" });
  }, [follow]);
  const missing = schedule.unassigned.find((entry) => entry.code === place.code);
  const visits = place.kind === "tps" ? journeyOf(schedule, place.code) : (schedule.visits.get(place.code) ?? []);
  const kinds = { warehouse: text.kindWarehouse, ppk: text.kindPpk, pps: text.kindPps, tps: text.kindTps };
  const received = place.kind === "tps" ? visits.at(-1) : undefined;
  return (
    <article ref={card} className="place-card" aria-live="polite">
      <header>
        <PlaceSign kind={place.kind} open={place.approximate} />
        <h2>{place.name}</h2>
        <button type="button" className="close" aria-label={text.close} onClick={onClose}>
          ×
        </button>
        <p>
          <span className="code">{place.code}</span>
          {place.kind !== "tps" && <span>{kinds[place.kind]}</span>}
          {place.voters !== undefined && <span>{text.voters(number(place.voters, language))}</span>}
          {place.approximate && (
            <span className="caution">
              {place.accuracy === undefined
                ? text.locationApproximateUnknown
                : text.locationApproximate(number(place.accuracy, language))}
            </span>
          )}
        </p>
      </header>
      {missing && (
        <p className="alarm">
          <strong>{text.unassignedHere}.</strong> {plainSentence(missing.says[language], language)}
        </p>
      )}
      {received && (
        <p className="received">
          {text.receivedAt} <time>{fullMoment(received.stop.end, schedule.timeZone, language)}</time>{" "}
          {text.byVehicle(received.vehicle.id)}
        </p>
      )}
      {visits.length > 0 && (
        <>
          <h3>{place.kind === "tps" ? text.journey : text.visitsHere}</h3>
          <ol className="journey">
            {visits.map((visit) => (
              <Step key={`${visit.trip.id} ${visit.stop.order}`} visit={visit} props={props} />
            ))}
          </ol>
        </>
      )}
      {props.children}
    </article>
  );
}
