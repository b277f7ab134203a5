/**
 * The plan as rows of bars over time: vehicles, docks, escort teams. Knows which act makes which bar; refuses to know
 * pixels.
 */
import { dayStart } from "../format/moments.ts";
import type { Schedule, TripEntry, VehicleEntry } from "../schedule/schedule.ts";

/** What a bar stands for. */
export type Act = "loading" | "drive" | "handover" | "break" | "transfer" | "convoy";

/** One act, epoch seconds; `vehicle` and `trip` lead to the rest of the page. */
export interface Bar {
  readonly act: Act;
  readonly from: number;
  readonly to: number;
  readonly vehicle: string | undefined;
  readonly trip: string | undefined;
  readonly colour: number;
  readonly label: string;
}

/** One line of the chart. `vehicle` when the row is one. */
export interface Row {
  readonly key: string;
  readonly label: string;
  readonly vehicle: string | undefined;
  readonly bars: readonly Bar[];
}

/** What the rows are. */
export type Resource = "vehicles" | "docks" | "convoys";

function tripBars(vehicle: VehicleEntry, trip: TripEntry): Bar[] {
  const bar = (act: Act, from: number, to: number, label: string): Bar => {
    return { act, from, to, vehicle: vehicle.id, trip: trip.id, colour: vehicle.colour, label };
  };
  const bars = [bar("loading", trip.loadingStart, trip.loadingEnd, trip.origin.name)];
  let left = trip.departure;
  for (const stop of trip.stops) {
    bars.push(
      bar("drive", left, stop.arrival, stop.place.name),
      bar("handover", stop.start, stop.end, stop.place.name),
    );
    left = stop.departure;
  }
  return [...bars, bar("drive", left, trip.returnAt, trip.origin.name)];
}

function vehicleRow(vehicle: VehicleEntry): Row {
  const plain = { vehicle: vehicle.id, trip: undefined, colour: vehicle.colour, label: "" };
  const bars = [
    ...vehicle.trips.flatMap((trip) => tripBars(vehicle, trip)),
    ...vehicle.breaks.map((rest): Bar => ({ ...plain, act: "break", from: rest.start, to: rest.end })),
    ...vehicle.transfers.map((move): Bar => ({ ...plain, act: "transfer", from: move.start, to: move.end })),
  ];
  return { key: vehicle.id, label: vehicle.id, vehicle: vehicle.id, bars };
}

function dockRows(schedule: Schedule, shown: ReadonlySet<string>): Row[] {
  const rows = new Map<string, { code: string; dock: number; label: string; bars: Bar[] }>();
  for (const vehicle of schedule.vehicles) {
    if (!shown.has(vehicle.id)) continue;
    for (const trip of vehicle.trips) {
      if (trip.dock === undefined) continue;
      const key = `${trip.origin.code}#${trip.dock}`;
      const row = rows.get(key) ?? { code: trip.origin.code, dock: trip.dock, label: trip.origin.name, bars: [] };
      row.bars.push({
        act: "loading",
        from: trip.loadingStart,
        to: trip.loadingEnd,
        vehicle: vehicle.id,
        trip: trip.id,
        colour: vehicle.colour,
        label: vehicle.id,
      });
      rows.set(key, row);
    }
  }
  const order = (left: { code: string; dock: number }, right: { code: string; dock: number }): number =>
    left.code === right.code ? left.dock - right.dock : left.code < right.code ? -1 : 1;
  return [...rows.entries()]
    .sort((left, right) => order(left[1], right[1]))
    .map(([key, row]) => ({ key, label: `${row.label} · ${row.dock}`, vehicle: undefined, bars: row.bars }));
}

function convoyRows(schedule: Schedule, team: (number: number) => string, epoch: (moment: string) => number): Row[] {
  const trips = new Map(
    schedule.vehicles.flatMap((vehicle) => vehicle.trips.map((trip) => [trip.id, { vehicle, trip }] as const)),
  );
  const rows = new Map<number, Bar[]>();
  for (const convoy of schedule.plan.convoys) {
    const first = trips.get(convoy.trips[0] ?? "");
    const bars = rows.get(convoy.team) ?? [];
    bars.push({
      act: "convoy",
      from: epoch(convoy.start),
      to: epoch(convoy.end),
      vehicle: first?.vehicle.id,
      trip: first?.trip.id,
      colour: first?.vehicle.colour ?? 0,
      label: `${convoy.id} · ${convoy.trips.map((trip) => trips.get(trip)?.vehicle.id ?? trip).join(", ")}`,
    });
    rows.set(convoy.team, bars);
  }
  return [...rows.entries()]
    .sort((left, right) => left[0] - right[0])
    .map(([number, bars]) => ({ key: `team ${number}`, label: team(number), vehicle: undefined, bars }));
}

/** The rows of one kind, only of `shown` vehicles. `team` names an escort team, `epoch` reads a moment. */
export function rowsOf(
  schedule: Schedule,
  resource: Resource,
  options: {
    readonly shown: ReadonlySet<string>;
    readonly team: (number: number) => string;
    readonly epoch: (moment: string) => number;
  },
): readonly Row[] {
  switch (resource) {
    case "vehicles":
      return schedule.vehicles.filter((vehicle) => options.shown.has(vehicle.id)).map(vehicleRow);
    case "docks":
      return dockRows(schedule, options.shown);
    case "convoys":
      return convoyRows(schedule, options.team, options.epoch);
    default: {
      const never: never = resource;
      return never;
    }
  }
}

/** A stretch of time on show, epoch seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const hour = 3600;

/** The whole working time and that of each local day, whole hours around what happens. Days without acts are left out. */
export function spansOf(schedule: Schedule): { readonly whole: Span; readonly days: readonly Span[] } {
  const trips = schedule.vehicles.flatMap((vehicle) => vehicle.trips);
  const from = Math.min(schedule.windowStart, ...trips.map((trip) => trip.loadingStart));
  const to = Math.max(schedule.deadline, ...trips.map((trip) => trip.returnAt));
  const days: Span[] = [];
  for (let day = dayStart(from, schedule.timeZone); day < to; day += 24 * hour) {
    const own = trips.filter((trip) => trip.returnAt > day && trip.loadingStart < day + 24 * hour);
    if (own.length === 0) continue;
    const first = Math.max(day, Math.min(...own.map((trip) => trip.loadingStart)));
    const last = Math.min(day + 24 * hour, Math.max(...own.map((trip) => trip.returnAt)));
    days.push({ from: Math.floor(first / hour) * hour, to: Math.ceil(last / hour) * hour });
  }
  return { whole: { from: Math.floor(from / hour) * hour, to: Math.ceil(to / hour) * hour + hour }, days };
}

/** Moments for the ticks of an axis over `span`: every 1, 2, 3, 6 or 12 hours, at most `most` of them. */
export function ticksOf(span: Span, most: number, zone: string): readonly number[] {
  const hours = (span.to - span.from) / hour;
  const step = [1, 2, 3, 6, 12, 24, 48].find((size) => hours / size <= most) ?? 96;
  const origin = dayStart(span.from, zone);
  const ticks: number[] = [];
  for (let tick = origin; tick <= span.to; tick += step * hour) if (tick >= span.from) ticks.push(tick);
  return ticks;
}
