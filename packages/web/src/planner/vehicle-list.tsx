/**
 * The plan as a list: vehicles, and within the selected one its trips and stops. The keyboard way to all that the map
 * shows.
 */
import type { PlanEditGiven } from "@antar/api";
import { memo, useEffect, useMemo, useRef } from "react";
import { dayKey, dayStart, shortMoment } from "../format/moments.ts";
import { kilometres, number } from "../format/numbers.ts";
import type { Selection } from "../map/features.ts";
import { Chunk } from "../parts/chunk.tsx";
import { usePreferences } from "../preferences.tsx";
import { palette } from "../schedule/colours.ts";
import type { Schedule, VehicleEntry } from "../schedule/schedule.ts";
import { dropOn } from "./dragging.ts";
import { TripTable } from "./trip-table.tsx";
import { VehicleMark } from "./vehicle-mark.tsx";

interface VehicleListProps {
  readonly schedule: Schedule;
  readonly shown: ReadonlySet<string>;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onReset: () => void;
  readonly onEdit: (edit: PlanEditGiven) => void;
}

function daysOf(schedule: Schedule): readonly number[] {
  const days: number[] = [];
  for (let day = dayStart(schedule.windowStart, schedule.timeZone); day < schedule.deadline; day += 86_400)
    days.push(day);
  return days;
}

const [opens, closes] = [5 * 3600, 20 * 3600];

/** The days of the plan as a strip: each trip a bar from loading to return, 05.00 to 20.00 of each day. */
function Strip({
  vehicle,
  days,
  zone,
}: {
  readonly vehicle: VehicleEntry;
  readonly days: readonly number[];
  readonly zone: string;
}) {
  const { theme } = usePreferences();
  const width = 100 / Math.max(1, days.length);
  const at = (epoch: number): number => {
    const day = Math.max(
      0,
      days.findLastIndex((start) => start <= epoch),
    );
    const share = (epoch - (days[day] ?? epoch) - opens) / (closes - opens);
    return day * width + Math.min(1, Math.max(0, share)) * (width - 2);
  };
  return (
    <svg className="strip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {days.map((day, index) => (
        <rect key={dayKey(day, zone)} className="day" x={index * width} y="4" width={width - 2} height="2" />
      ))}
      {vehicle.trips.map((trip) => (
        <rect
          key={trip.id}
          x={at(trip.loadingStart)}
          y="1"
          height="8"
          width={Math.max(0.8, at(trip.returnAt) - at(trip.loadingStart))}
          fill={palette[theme][vehicle.colour]}
        />
      ))}
    </svg>
  );
}

interface RowProps {
  readonly schedule: Schedule;
  readonly vehicle: VehicleEntry;
  readonly days: readonly number[];
  /** Undefined when another vehicle is selected, so that this row need not be drawn again. */
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection) => void;
  readonly onEdit: (edit: PlanEditGiven) => void;
}

const Row = memo(function Row({ schedule, vehicle, days, selection, onSelect, onEdit }: RowProps) {
  const { text, language } = usePreferences();
  const open = selection !== undefined;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  const toggle = (): void => onSelect({ vehicle: open ? undefined : vehicle.id, trip: undefined, place: undefined });
  const load = [
    text.tripsOf(number(vehicle.trips.length, language)),
    text.kitsOf(number(vehicle.kits, language)),
    kilometres(vehicle.metres, language),
  ];
  return (
    <li
      ref={row}
      className={open ? "vehicle open" : "vehicle"}
      data-vehicle={vehicle.id}
      {...dropOn({ vehicle: vehicle.id }, onEdit)}
    >
      <button type="button" aria-expanded={open} onClick={toggle}>
        <VehicleMark vehicle={vehicle} />
        <span className="name" title={vehicle.typeName}>
          <b>{vehicle.id}</b> {!vehicle.id.startsWith(vehicle.type) && <span>{vehicle.typeName}</span>}
        </span>
        <span className="load">{load.join(" · ")}</span>
        <Strip vehicle={vehicle} days={days} zone={schedule.timeZone} />
        <span className="span">
          {shortMoment(vehicle.start, schedule.timeZone, language)} –{" "}
          {shortMoment(vehicle.end, schedule.timeZone, language)}
        </span>
      </button>
      {selection &&
        vehicle.trips.map((trip) => (
          <TripTable
            key={trip.id}
            trip={trip}
            timeZone={schedule.timeZone}
            selection={selection}
            onSelect={onSelect}
            onEdit={onEdit}
          />
        ))}
    </li>
  );
});

/** Pixels of a row that is not open, and how many rows are drawn or left out together. */
const [rowHeight, together] = [63, 24];

function chunksOf(vehicles: readonly VehicleEntry[]): readonly (readonly VehicleEntry[])[] {
  const count = Math.ceil(vehicles.length / together);
  return Array.from({ length: count }, (_, index) => vehicles.slice(index * together, (index + 1) * together));
}

/** Every vehicle that passes the filter. */
export function VehicleList({ schedule, shown, selection, onSelect, onReset, onEdit }: VehicleListProps) {
  const { text, language } = usePreferences();
  const vehicles = schedule.vehicles.filter((vehicle) => shown.has(vehicle.id));
  const days = useMemo(() => daysOf(schedule), [schedule]);
  const row = (vehicle: VehicleEntry) => (
    <Row
      key={vehicle.id}
      schedule={schedule}
      vehicle={vehicle}
      days={days}
      selection={selection.vehicle === vehicle.id ? selection : undefined}
      onSelect={onSelect}
      onEdit={onEdit}
    />
  );
  return (
    <section className="vehicles" id="vehicles" tabIndex={-1}>
      <h2>
        {text.vehicleList}{" "}
        <span className="count">
          {text.countShown(number(vehicles.length, language), number(schedule.vehicles.length, language))}
        </span>
      </h2>
      <p className="hint">{text.editHint}</p>
      {vehicles.length === 0 && (
        <p className="nothing">
          {text.nothingPasses}{" "}
          <button type="button" onClick={onReset}>
            {text.resetFilter}
          </button>
        </p>
      )}
      <ul>
        {chunksOf(vehicles).map((chunk, index) => (
          <Chunk
            key={chunk[0]?.id}
            height={chunk.length * rowHeight}
            always={index === 0 || chunk.some((vehicle) => vehicle.id === selection.vehicle)}
          >
            {() => chunk.map(row)}
          </Chunk>
        ))}
      </ul>
    </section>
  );
}
