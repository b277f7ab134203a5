/**
 * The working days of a vehicle. Knows from when to when a driver is on duty; refuses to know how long that may be.
 */
import type { Calendar } from "./calendar.ts";
import { groupBy } from "./intervals.ts";
import type { ReadRoute } from "./reading.ts";

/** One local day of a vehicle, epoch seconds. */
export interface Duty {
  readonly day: number;
  /** First loading or transfer. */
  readonly start: number;
  /** Last return. */
  readonly lastReturn: number;
  /** Last return or end of a transfer. */
  readonly end: number;
}

/** The days on which the vehicle works, in order; a trip belongs to the day of its loading, a transfer to that of its start. */
export function dutiesOf(route: ReadRoute, calendar: Calendar): Duty[] {
  const trips = route.trips.map(({ start, end }) => ({ start, end, returned: end }));
  const transfers = route.transfers.map(({ start, end }) => ({ start, end, returned: Number.NEGATIVE_INFINITY }));
  const pieces = [...trips, ...transfers].filter(({ start, end }) => !Number.isNaN(start) && !Number.isNaN(end));
  const days = groupBy(pieces, (piece) => calendar.dayOf(piece.start));
  return [...days]
    .map(([day, group]) => {
      const start = group.reduce((least, piece) => Math.min(least, piece.start), Number.POSITIVE_INFINITY);
      const end = group.reduce((most, piece) => Math.max(most, piece.end), start);
      const lastReturn = group.reduce((most, piece) => Math.max(most, piece.returned), start);
      return { day, start, lastReturn, end };
    })
    .sort((a, b) => a.day - b.day);
}
