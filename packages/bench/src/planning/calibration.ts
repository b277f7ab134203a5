/**
 * Foretold against actual: coverage, reliability, errors and alarms. Knows counting; refuses to know plans' making.
 */
import type { Plan } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import type { Eta, Etas, Expected, ToldDay } from "@antar/planning";

/** What really happened on a day. */
interface Actual {
  readonly arrived: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, number>;
  readonly allInTime: boolean;
  readonly stoodStill: ReadonlyMap<string, number>;
}

/** Counts of a calibration. */
export interface Calibration {
  readonly deadline: number;
  /** True when some vehicle is planned to be out at `now`, or was within the last three hours. */
  working(now: number): boolean;
  open(day: ToldDay): Actual;
  /**
   * Intervals, errors and reliability of a projection. `points` are stated arrivals in the order of the stops; default:
   * the medians.
   */
  note(actual: Actual, etas: Etas, points?: readonly number[]): void;
  /** Alarms of a projection 60 minutes before the deadline. */
  noteAlarms(actual: Actual, etas: Etas): void;
  lines(): readonly string[];
  /** The error one hour ahead. */
  errorLine(): string;
  /** What would come of alarms from each chance of lateness on. */
  alarmLines(): readonly string[];
}

const momentOf = (text: string): number => parseInstant(text) ?? 0;
const percent = (part: number, whole: number): string =>
  whole === 0 ? "none" : `${((100 * part) / whole).toFixed(1)} %`;

interface Bin {
  days: number;
  foretold: number;
  happened: number;
}

/** Chances of lateness from which one could alarm, with what came of it. */
interface Threshold {
  readonly from: number;
  announced: number;
  alarms: number;
  falseAlarms: number;
}

const thresholds = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

interface Counts {
  readonly thresholds: readonly Threshold[];
  readonly underWay: number[];
  held: number;
  below: number;
  above: number;
  readonly errors: number[];
  readonly bins: Bin[];
  misses: number;
  broken: number;
  openInTime: number;
  all: number;
  lateAll: number;
  daysLate: number;
  days: number;
}

/** A calibration against `plan`. */
export function openCalibration(plan: Plan): Calibration {
  const deadline = momentOf(plan.deadline);
  const trips = plan.routes.flatMap((route) => route.trips);
  const vehicleOf = new Map(
    plan.routes.flatMap((route) => route.trips.map((trip) => [trip.id, route.vehicle] as const)),
  );
  const finals = new Set(
    trips.flatMap((trip) =>
      trip.stops.filter((stop) => stop.kits.includes(stop.place)).map((stop) => `${trip.id} ${stop.place}`),
    ),
  );
  const spans = trips.map((trip) => [momentOf(trip.loading.start), momentOf(trip.return.arrival) + 10_800] as const);
  const counts: Counts = {
    underWay: [],
    thresholds: thresholds.map((from) => ({ from, announced: 0, alarms: 0, falseAlarms: 0 })),
    held: 0,
    below: 0,
    above: 0,
    errors: [],
    bins: Array.from({ length: 10 }, () => ({ days: 0, foretold: 0, happened: 0 })),
    misses: 0,
    broken: 0,
    openInTime: 0,
    all: 0,
    lateAll: 0,
    daysLate: 0,
    days: 0,
  };
  return {
    deadline,
    working: (now) => spans.some(([from, to]) => from <= now && now <= to),
    open(day) {
      const [arrived, ended] = [new Map<string, number>(), new Map<string, number>()];
      for (const { kind, at, trip, place } of day.events) {
        if (kind === "arrived") arrived.set(`${trip} ${place}`, at);
        if (kind === "handed-over") ended.set(`${trip} ${place}`, at);
      }
      let late = 0;
      for (const key of finals) if ((ended.get(key) ?? 0) > deadline) late++;
      counts.all += finals.size;
      counts.lateAll += late;
      counts.days++;
      if (late > 0) counts.daysLate++;
      const stoodStill = new Map<string, number>();
      for (const [trip, at] of day.stoodStill) stoodStill.set(vehicleOf.get(trip) ?? "", at);
      return { arrived, ended, allInTime: late === 0, stoodStill };
    },
    note(actual, etas, points) {
      if (etas.now < deadline) noteReliability(counts, actual, etas);
      const under = new Set(etas.stops.filter((eta) => underWayAt(eta, etas.now)).map((eta) => eta.vehicle));
      for (const [index, eta] of etas.stops.entries()) {
        if (!eta.final) continue;
        const arrived = actual.arrived.get(`${eta.trip} ${eta.place}`) ?? 0;
        const [begun, stated] = [under.has(eta.vehicle), points?.[index] ?? eta.arrival.median];
        if (arrived > etas.now) noteArrival(counts, eta.arrival, { arrived, now: etas.now, begun, stated });
      }
    },
    noteAlarms(actual, etas) {
      for (const eta of etas.stops) {
        if (!eta.final) continue;
        const ended = actual.ended.get(`${eta.trip} ${eta.place}`) ?? 0;
        if (ended <= etas.now) continue;
        const broke = (actual.stoodStill.get(eta.vehicle) ?? 0) > etas.now;
        noteAlarm(counts, { chance: eta.late, late: ended > deadline, broke });
      }
    },
    lines: () => linesOf(counts),
    errorLine: () => errorLineOf(counts),
    alarmLines: () => alarmLinesOf(counts),
  };
}

function noteReliability({ bins }: Counts, actual: Actual, { allInTime }: Etas): void {
  const bin = bins[Math.min(9, Math.floor(allInTime * 10))];
  if (!bin) return;
  bin.days++;
  bin.foretold += allInTime;
  bin.happened += actual.allInTime ? 1 : 0;
}

/** True when the vehicle of `eta` has come somewhere within the last two hours. */
function underWayAt({ arrival }: Eta, now: number): boolean {
  return arrival.from === arrival.to && arrival.to <= now && arrival.to > now - 7200;
}

interface Arrival {
  readonly arrived: number;
  readonly now: number;
  readonly begun: boolean;
  /** The one moment that is stated. */
  readonly stated: number;
}

function noteArrival(counts: Counts, eta: Expected, { arrived, now, begun, stated }: Arrival): void {
  if (arrived < eta.from) counts.below++;
  else if (arrived > eta.to) counts.above++;
  else counts.held++;
  if (Math.abs(arrived - now - 3600) > 300) return;
  const error = Math.abs(stated - arrived);
  counts.errors.push(error);
  if (begun) counts.underWay.push(error);
}

function noteAlarm(counts: Counts, given: { chance: number; late: boolean; broke: boolean }): void {
  const { chance, late, broke } = given;
  if (!late) counts.openInTime++;
  else if (broke) counts.broken++;
  else counts.misses++;
  for (const threshold of counts.thresholds) {
    if (chance < threshold.from) continue;
    threshold.alarms++;
    if (!late) threshold.falseAlarms++;
    else if (!broke) threshold.announced++;
  }
}

const errorLineOf = ({ errors, underWay }: Counts): string =>
  `error of the stated arrival: ${errorsOf(errors)}; of vehicles under way ${errorsOf(underWay)}`;

function alarmLinesOf(counts: Counts): string[] {
  const inTimeAll = counts.all - counts.lateAll;
  return [
    "alarm from      announced, false: of the alarms, of those still open that came in time, of all in time",
    ...counts.thresholds.map(
      ({ from, announced, alarms, falseAlarms }) =>
        `                ${from}: ${percent(announced, counts.misses)}, ${percent(falseAlarms, alarms)}, ${percent(falseAlarms, counts.openInTime)}, ${percent(falseAlarms, inTimeAll)}`,
    ),
  ];
}

function linesOf(counts: Counts): string[] {
  const { held, below, above, bins } = counts;
  const intervals = held + below + above;
  return [
    `days            ${counts.days}, not all in time ${percent(counts.daysLate, counts.days)}; hand-overs late ${percent(counts.lateAll, counts.all)}`,
    `90 % intervals  hold ${percent(held, intervals)} of ${intervals} (earlier ${percent(below, intervals)}, later ${percent(above, intervals)})`,
    `1 hour ahead    ${errorLineOf(counts)}`,
    `misses          ${counts.misses} open 60 min before, and ${counts.broken} by a breakdown in the last hour`,
    ...alarmLinesOf(counts),
    "all in time     foretold -> happened (projections)",
    ...bins.flatMap(({ days, foretold, happened }) =>
      days === 0
        ? []
        : [
            `                ${percent(foretold, days).padStart(7)} -> ${percent(happened, days).padStart(7)} (${days})`,
          ],
    ),
  ];
}

function errorsOf(errors: readonly number[]): string {
  const sorted = [...errors].sort((left, right) => left - right);
  const quantile = (share: number): string => ((sorted[Math.floor(share * sorted.length)] ?? 0) / 60).toFixed(1);
  const within = sorted.filter((error) => error <= 300).length;
  return `median ${quantile(0.5)} min, ${percent(within, sorted.length)} within 5 min, 90 % below ${quantile(0.9)} min (${sorted.length} arrivals)`;
}
