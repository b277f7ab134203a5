/**
 * From positions of a receiver to the roads driven, by a hidden Markov model (Newson and Krumm 2009, "Hidden Markov Map
 * Matching Through Noise and Sparseness"): the numbers of their steps stand beside ours. Knows places; refuses to know files.
 */
import { haversine, type LonLat } from "@antar/measure";
import { RoadsError } from "../errors.ts";
import { costDecimetres, costMilliseconds } from "../search/cost.ts";
import type { Snap, Snapping } from "./nearest.ts";
import type { Vehicle } from "./vehicle.ts";

/** One position. */
export interface TracePoint {
  readonly point: LonLat;
  /** Seconds since any moment, never falling; given for all points or for none. */
  readonly time?: number | undefined;
  /** Standard error of the position in metres. Default 5. */
  readonly radius?: number | undefined;
  /** As for `nearest`. */
  readonly bearing?: { readonly degrees: number; readonly range: number } | undefined;
}

/** Choices of `match`. */
export interface MatchChoices {
  /** `split` (default): a pause of more than 60 s begins a new matching; `ignore`: it does not. */
  readonly gaps?: "split" | "ignore";
  /** True: positions that add nothing (nearer than their error to the one before, or at the same moment) are left out. */
  readonly tidy?: boolean;
  /** Asked before each position; false ends the work with RoadsError `bad-question`. */
  readonly keepGoing?: () => boolean;
}

/** One unbroken piece of the trace on the roads. */
export interface Matching {
  /** 0..1: the mean, over its positions, of the probability that the chosen road is the right one. */
  readonly confidence: number;
  /** Which positions of the trace, ascending, and their places. */
  readonly indexes: readonly number[];
  readonly places: readonly Snap[];
  /** For each position, how many other roads have a probability of at least one in ten. */
  readonly rivals: readonly number[];
}

/** The matchings in order. Positions in none of them were left out (outliers, tidied, or no road near). */
export interface Matched {
  readonly matchings: readonly Matching[];
}

const defaultRadius = 5;
const longestPause = 60;
/** Candidates: roads within 3.3 standard errors (99.9 %), but at least so many metres, and at most so many roads. */
const [searchErrors, leastSearch, mostCandidates] = [3.3, 25, 8];
/** Ways more than so many metres longer than the straight line are no transition (their section 4). */
const longestDetour = 2_000;
/** Nobody drives faster than this, metres a second (their section 4: 50 m/s). */
const fastest = 50;
/** Scale of the detour: their beta grows with the sampling interval; ours with the distance between positions. */
const scaleOf = (straight: number): number => 5 + 0.05 * straight;

/** A position with its candidates and what the search knows of them (natural logarithms). */
interface Column {
  readonly index: number;
  readonly trace: TracePoint;
  readonly snaps: readonly Snap[];
  readonly emission: readonly number[];
  /** Log probability of each candidate after each of the column before; [to][from]. */
  transition: number[][];
  /** Best log probability of a way that ends in the candidate, and the candidate before it. */
  best: number[];
  before: number[];
}

interface Roads {
  readonly vehicle: Vehicle;
  readonly snapping: Snapping;
}

function columnOf({ snapping }: Roads, trace: TracePoint, index: number): Column {
  const radius = Math.max(1, trace.radius ?? defaultRadius);
  const limit = Math.max(leastSearch, searchErrors * radius);
  const { snaps } = snapping.candidates(trace.point, mostCandidates, { limit, bearing: trace.bearing });
  // Their equation 1 without its constant: the position's error is normally distributed.
  const emission = snaps.map(({ distance }) => -0.5 * (distance / radius) ** 2);
  return { index, trace, snaps, emission, transition: [], best: [...emission], before: snaps.map(() => -1) };
}

/** Their equation 2: the difference between driving and straight distance is exponentially distributed. */
function transitionsBetween({ vehicle }: Roads, from: Column, to: Column): number[][] {
  const straight = haversine(from.trace.point, to.trace.point);
  const scale = scaleOf(straight);
  const costs = vehicle.costs(from.snaps, to.snaps);
  const [early, late] = [from.trace.time, to.trace.time];
  const reach = early === undefined || late === undefined ? Infinity : Math.max(1, late - early) * fastest;
  return to.snaps.map((_, t) =>
    from.snaps.map((_, f) => {
      const cost = costs[f * to.snaps.length + t]!;
      if (costMilliseconds(cost) === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
      const driven = costDecimetres(cost) / 10;
      if (driven > straight + longestDetour || (driven > reach && driven > 2 * straight))
        return Number.NEGATIVE_INFINITY;
      return -Math.abs(driven - straight) / scale;
    }),
  );
}

/** One step of Viterbi's algorithm. False when no candidate can be reached. */
function advance(roads: Roads, from: Column, to: Column): boolean {
  to.transition = transitionsBetween(roads, from, to);
  let reached = false;
  for (const [t, row] of to.transition.entries()) {
    let [best, before] = [Number.NEGATIVE_INFINITY, -1];
    for (const [f, log] of row.entries()) {
      const sum = from.best[f]! + log;
      if (sum > best) [best, before] = [sum, f];
    }
    to.best[t] = best + to.emission[t]!;
    to.before[t] = before;
    reached ||= before >= 0;
  }
  if (!reached) {
    to.best = [...to.emission];
    to.before = to.snaps.map(() => -1);
  }
  return reached;
}

const positive = (log: number): boolean => log !== Number.NEGATIVE_INFINITY;

function logSum(logs: readonly number[]): number {
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return positive(most) ? most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0)) : most;
}

/** Probability of each candidate of each column given the whole trace (forward-backward). */
function posteriors(columns: readonly Column[]): number[][] {
  const ahead: number[][] = [];
  for (const [i, { emission, transition }] of columns.entries()) {
    const previous = ahead[i - 1];
    ahead.push(
      emission.map((log, t) =>
        previous === undefined ? log : log + logSum(previous.map((before, f) => before + transition[t]![f]!)),
      ),
    );
  }
  const back: number[][] = columns.map(({ snaps }) => snaps.map(() => 0));
  for (let i = columns.length - 2; i >= 0; i--) {
    const next = columns[i + 1]!;
    back[i] = columns[i]!.snaps.map((_, f) =>
      logSum(next.snaps.map((_, t) => next.transition[t]![f]! + next.emission[t]! + back[i + 1]![t]!)),
    );
  }
  return columns.map((_, i) => {
    const logs = ahead[i]!.map((log, k) => log + back[i]![k]!);
    const all = logSum(logs);
    return logs.map((log) => (positive(all) ? Math.exp(log - all) : 0));
  });
}

function toMatching(columns: readonly Column[]): Matching {
  const chosen: number[] = [];
  let at = columns.at(-1)?.best.reduce((best, log, k, logs) => (log > logs[best]! ? k : best), 0) ?? 0;
  for (let i = columns.length - 1; i >= 0; i--) {
    chosen[i] = at;
    at = columns[i]!.before[at]!;
  }
  const probability = posteriors(columns);
  const sure = chosen.reduce((sum, k, i) => sum + probability[i]![k]!, 0);
  return {
    confidence: Math.min(1, sure / columns.length),
    indexes: columns.map(({ index }) => index),
    places: chosen.map((k, i) => columns[i]!.snaps[k]!),
    rivals: chosen.map((k, i) => probability[i]!.filter((share, other) => other !== k && share >= 0.1).length),
  };
}

function checkTimes(trace: readonly TracePoint[]): void {
  for (const [i, { time }] of trace.entries()) {
    const before = trace[i - 1];
    if (i > 0 && (time === undefined) !== (before?.time === undefined)) {
      throw new RoadsError(
        "bad-question",
        `Position ${i} of the trace has ${time === undefined ? "no" : "a"} time unlike the one before; give one for all or for none.`,
      );
    }
    if (time !== undefined && before?.time !== undefined && time < before.time) {
      throw new RoadsError("bad-question", `Position ${i} of the trace is earlier than the one before; sort by time.`);
    }
  }
}

/** Whether the position tells nothing that the one before did not. */
function isIdle(before: TracePoint, here: TracePoint): boolean {
  if (before.time !== undefined && before.time === here.time) return true;
  return haversine(before.point, here.point) < (here.radius ?? defaultRadius);
}

/** Whether the trace pauses between the two. */
function pauses(before: TracePoint, here: TracePoint, { gaps = "split" }: MatchChoices): boolean {
  return (
    gaps === "split" && before.time !== undefined && here.time !== undefined && here.time - before.time > longestPause
  );
}

/** Joins columns to unbroken pieces; a column that cannot be joined is an outlier when the next one joins without it. */
function createPieces(roads: Roads) {
  const pieces: Column[][] = [];
  let columns: Column[] = [];
  let waiting: Column | undefined;
  const finish = (): void => {
    if (columns.length > 1) pieces.push(columns);
    columns = [];
    waiting = undefined;
  };
  return {
    pieces,
    finish,
    last: () => waiting ?? columns.at(-1),
    add(column: Column): void {
      const joined = columns.at(-1);
      if (joined === undefined) columns = [column];
      else if (advance(roads, joined, column)) {
        columns.push(column);
        waiting = undefined;
      } else if (waiting === undefined) waiting = column;
      else {
        const lone = waiting;
        finish();
        columns = advance(roads, lone, column) ? [lone, column] : [column];
      }
    },
  };
}

/** Matches `trace` to the roads of a vehicle. Throws RoadsError `bad-question` when times fall or the caller stops it. */
export function matchTrace(roads: Roads, trace: readonly TracePoint[], choices: MatchChoices = {}): Matched {
  checkTimes(trace);
  const { pieces, finish, last, add } = createPieces(roads);
  for (const [index, point] of trace.entries()) {
    if (choices.keepGoing?.() === false) {
      const says = `Matching took too long and stopped at position ${index}; send fewer positions.`;
      throw new RoadsError("bad-question", says);
    }
    const before = last();
    if (before !== undefined && choices.tidy && index < trace.length - 1 && isIdle(before.trace, point)) continue;
    const column = columnOf(roads, point, index);
    if (column.snaps.length === 0) continue;
    if (before !== undefined && pauses(before.trace, point, choices)) finish();
    add(column);
  }
  finish();
  return { matchings: pieces.map(toMatching) };
}
