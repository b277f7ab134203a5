/**
 * The board row of a vehicle from its assignment and its custody log. Pure: the same log gives the same row, in whatever
 * order its entries arrived, so a row can be rebuilt at any time.
 */
import type { Route } from "@antar/domain";
import { formatInstant, type Instant, instant, parseInstant } from "@antar/measure";
import type { BoardRowRecord, CustodyEntry } from "@antar/store";
import type { AssignmentDocument } from "./derive.ts";
import { CustodyEvent } from "./views.ts";

interface Act {
  readonly event: CustodyEvent;
  readonly at: Instant;
  readonly sequence: number;
}

interface Visit {
  readonly trip: string;
  readonly stop: Route["trips"][number]["stops"][number];
}

/** The events of a log in the order of their acts; what cannot be read as an event is left out. */
function actsOf(log: readonly CustodyEntry[]): Act[] {
  const acts = log.flatMap(({ event: text, sequence }) => {
    const read = CustodyEvent.safeParse(JSON.parse(text));
    const at = read.success ? momentOf(read.data.at) : undefined;
    return read.success && at !== undefined ? [{ event: read.data, at, sequence }] : [];
  });
  return acts.sort((left, right) => left.at - right.at || left.sequence - right.sequence);
}

/** A moment with or without fractions of a second, as whole seconds. */
function momentOf(text: string): Instant | undefined {
  return parseInstant(text.replace(/\.\d+/, ""));
}

const atOf = (text: string): number => parseInstant(text) ?? 0;
const nameOf = (trip: string | undefined, place: string | undefined): string => `${trip ?? ""} ${place ?? ""}`;

/** How much later than planned the last act was, in seconds; never below zero: early vehicles wait. */
function delayOf(acts: readonly Act[], visits: readonly Visit[], route: Route): number {
  const byName = new Map(visits.map((visit) => [nameOf(visit.trip, visit.stop.place), visit.stop]));
  const trips = new Map(route.trips.map((trip) => [trip.id, trip]));
  let delay = 0;
  for (const { event, at } of acts) {
    const stop = byName.get(nameOf(event.trip, event.place));
    const trip = trips.get(event.trip ?? "");
    const planned =
      event.kind === "handed-over" || event.kind === "refused"
        ? stop?.end
        : event.kind === "arrived"
          ? stop?.arrival
          : event.kind === "departed"
            ? (stop?.departure ?? trip?.departure)
            : event.kind === "loaded"
              ? trip?.loading.end
              : undefined;
    if (planned !== undefined) delay = Math.max(0, at - atOf(planned));
  }
  return delay;
}

type Report = BoardRowRecord["reports"][number];

/** Which *tepat* an event speaks against; undefined when none. `problem` says which problem, where a phone tells it. */
export function againstWhat({ kind, problem }: CustodyEvent): Report["tepat"] | undefined {
  if (kind === "short" || (kind === "problem" && problem === "shortage")) return "jumlah";
  if (kind === "problem" && problem === "wrong-box") return "jenis";
  return kind === "refused" || (kind === "problem" && problem === "damaged") ? "kualitas" : undefined;
}

function reportsOf(acts: readonly Act[]): Report[] {
  const reports = new Map<string, Report>();
  for (const { event } of acts) {
    const tepat = againstWhat(event);
    const place = event.place ?? "";
    if (tepat) reports.set(`${tepat} ${place}`, { tepat, place });
  }
  return [...reports.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, report]) => report);
}

/** `row` as it follows from the whole `log`. */
export function projectRow(
  row: BoardRowRecord,
  assignment: typeof AssignmentDocument._output,
  log: readonly CustodyEntry[],
): BoardRowRecord {
  const { route, timeZone, deadline } = assignment;
  const names = new Map(assignment.places.map((place) => [place.code, place.name]));
  const visits = route.trips.flatMap((trip) => trip.stops.map((stop) => ({ trip: trip.id, stop })));
  const tps = new Set(assignment.places.filter((place) => place.kind === "tps").map((place) => place.code));
  const acts = actsOf(log);
  const over = new Map<string, number>();
  const received = new Set<string>();
  for (const { event } of acts) {
    if (event.kind !== "handed-over" && event.kind !== "refused") continue;
    over.set(nameOf(event.trip, event.place), event.kind === "refused" ? 0 : (event.kits?.length ?? -1));
    // A kit is received at its own TPS; handed over at a PPK or PPS it is on its way.
    const place = event.place ?? "";
    if (event.kind === "handed-over" && (event.kits?.includes(place) ?? tps.has(place))) received.add(place);
  }
  const done = visits.filter((visit) => over.has(nameOf(visit.trip, visit.stop.place)));
  const open = visits.filter((visit) => !over.has(nameOf(visit.trip, visit.stop.place)));
  const delay = delayOf(acts, visits, route);
  const later = (text: string): string => formatInstant(instant(atOf(text) + delay), timeZone);
  const next = open[0]?.stop;
  const plannedEnd = visits.at(-1)?.stop.end ?? row.end;
  const end = later(plannedEnd);
  const last = acts.at(-1)?.event.kind;
  const troubled = last === "problem" || last === "short" || last === "refused";
  return {
    ...row,
    state: troubled ? "problem" : open.length === 0 ? "done" : acts.length > 0 ? "under-way" : "planned",
    done: done.length,
    delivered: done.reduce((sum, visit) => {
      const told = over.get(nameOf(visit.trip, visit.stop.place)) ?? 0;
      return sum + (told < 0 ? visit.stop.kits.length : told);
    }, 0),
    received: [...received].sort(),
    reports: reportsOf(acts),
    next: next ? { place: next.place, name: names.get(next.place) ?? next.place, eta: later(next.arrival) } : null,
    end,
    slack: atOf(deadline) - atOf(end),
    sequence: log.length,
  };
}
