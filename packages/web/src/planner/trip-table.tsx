/**
 * One trip: when it loads and leaves, then each stop with arrival, hand-over, departure and what is left on board.
 */
import type { PlanEditGiven } from "@antar/api";
import { clock, fullDay, fullMoment } from "../format/moments.ts";
import { duration, number } from "../format/numbers.ts";
import type { Selection } from "../map/features.ts";
import { PlaceSign } from "../map/legend.tsx";
import { usePreferences } from "../preferences.tsx";
import type { StopEntry, TripEntry } from "../schedule/schedule.ts";
import { beginDrag, dropOn, endDrag } from "./dragging.ts";

interface TripTableProps {
  readonly trip: TripEntry;
  readonly timeZone: string;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onEdit: (edit: PlanEditGiven) => void;
}

function StopRow({ stop, props }: { readonly stop: StopEntry; readonly props: TripTableProps }) {
  const { text, language } = usePreferences();
  const { trip, timeZone, selection, onSelect } = props;
  const at = (epoch: number): string => clock(epoch, timeZone, language);
  const chosen = selection.place === stop.place.code && (selection.trip === undefined || selection.trip === trip.id);
  const wait = stop.start - stop.arrival;
  const left = stop.loadAfter.kits + stop.loadAfter.boxes;
  return (
    <tr
      className={chosen ? "chosen" : undefined}
      draggable
      onDragStart={(event) => beginDrag(event, { trip: trip.id, vehicle: trip.vehicle, place: stop.place.code })}
      onDragEnd={endDrag}
    >
      <td className="order">{stop.order}</td>
      <th scope="row">
        <button
          type="button"
          aria-pressed={chosen}
          onClick={() => onSelect({ vehicle: trip.vehicle, trip: trip.id, place: stop.place.code })}
        >
          <PlaceSign kind={stop.place.kind} open={stop.place.approximate} />
          <span>{stop.place.name}</span>
          <span className="code">{stop.place.code}</span>
          {stop.takesFrom && <small>{text.takesOverFrom(stop.takesFrom)}</small>}
        </button>
      </th>
      <td title={fullMoment(stop.arrival, timeZone, language)}>{at(stop.arrival)}</td>
      <td title={wait > 60 ? text.wait(duration(wait, language)) : undefined}>
        {duration(stop.end - stop.start, language)}
      </td>
      <td title={fullMoment(stop.departure, timeZone, language)}>{at(stop.departure)}</td>
      <td>{number(left, language)}</td>
    </tr>
  );
}

/** The trip as a heading and a table; its heading selects the trip on the map. */
export function TripTable(props: TripTableProps) {
  const { text, language } = usePreferences();
  const { trip, timeZone, selection, onSelect, onEdit } = props;
  const at = (epoch: number): string => clock(epoch, timeZone, language);
  const chosen = selection.trip === trip.id;
  const { kits, boxes } = trip.load;
  const aboard = (left: { readonly kits: number; readonly boxes: number }): string =>
    text.kitsAndBoxes(number(left.kits, language), number(left.boxes, language));
  const facts = [
    text.loadingAt(at(trip.loadingStart), at(trip.loadingEnd)),
    trip.dock === undefined ? "" : text.dock(`${trip.dock}`),
    trip.convoy === undefined ? "" : text.convoy(trip.convoy),
    text.departs(at(trip.departure)),
    boxes > 0
      ? text.loadAtDeparture(number(kits, language), number(boxes, language))
      : text.loadAtDepartureKits(number(kits, language)),
  ];
  return (
    <div
      className={chosen ? "trip chosen" : "trip"}
      data-trip={trip.id}
      {...dropOn({ vehicle: trip.vehicle, trip: trip.id }, onEdit)}
    >
      <h3
        draggable
        onDragStart={(event) => beginDrag(event, { trip: trip.id, vehicle: trip.vehicle })}
        onDragEnd={endDrag}
      >
        <button
          type="button"
          aria-pressed={chosen}
          onClick={() => onSelect({ vehicle: trip.vehicle, trip: chosen ? undefined : trip.id, place: undefined })}
        >
          {text.trip(trip.id)}
          <span>
            {text.from} {trip.origin.name}
          </span>
          <time title={fullMoment(trip.departure, timeZone, language)}>
            {fullDay(trip.departure, timeZone, language)}
          </time>
        </button>
      </h3>
      <p className="facts">{facts.filter(Boolean).join(" · ")}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{text.stop}</span>
            </th>
            <th scope="col">{text.stop}</th>
            <th scope="col">{text.arrival}</th>
            <th scope="col">{text.service}</th>
            <th scope="col">{text.departure}</th>
            <th scope="col">{text.loadLeft}</th>
          </tr>
        </thead>
        <tbody>
          {trip.stops.map((stop) => (
            <StopRow key={stop.order} stop={stop} props={props} />
          ))}
        </tbody>
      </table>
      <p className="facts">
        {trip.stands
          ? text.stands(trip.stands.at.name, aboard(trip.stands))
          : text.returns(at(trip.returnAt), trip.origin.name)}
      </p>
    </div>
  );
}
