/**
 * When the rest of a day will happen, and how sure that is. Many likely courses are acted out; their quantiles are the
 * ETAs, their shares the chances. Knows events and habits; what durations a simulation uses it cannot know.
 */
import type { Brief, Plan } from "@antar/domain";
import { createRandom, type Random } from "@antar/measure";
import { type Course, openStage } from "../rehearse/act-out.ts";
import { type Script, type ScriptStop, scriptOf } from "../rehearse/script.ts";
import { type Facts, factsOf, type Index, indexOf, type Sighting } from "./facts.ts";
import { assumedHabits, type Habits } from "./habits.ts";
import { likelyCourse, todayOf } from "./likely-course.ts";

/** A moment with the interval that holds it nine times out of ten; epoch seconds. */
export interface Expected {
  readonly median: number;
  readonly from: number;
  readonly to: number;
}

/** What is to be expected at one stop. Acts that were told of have equal `from`, `median` and `to`. */
export interface Eta {
  readonly trip: string;
  readonly vehicle: string;
  readonly place: string;
  /** The place is a TPS that receives its own kits here. */
  readonly final: boolean;
  readonly done: boolean;
  readonly arrival: Expected;
  readonly handedOver: Expected;
  /** Chance that the hand-over ends after the deadline, 0..1. */
  readonly late: number;
  /** A TPS that may well be late: somebody should act. */
  readonly alarm: boolean;
}

/** A projection. */
export interface Etas {
  readonly now: number;
  /** Chance that every TPS of the plan receives by the deadline, 0..1. */
  readonly allInTime: number;
  /** In the order of the plan. */
  readonly stops: readonly Eta[];
}

/** How a projection is made. */
export interface EtaOptions {
  /** Default: `assumedHabits`. Learn them with `learnHabits` as soon as there are logs. */
  readonly habits?: Habits;
  /** Courses that are acted out; default 99. */
  readonly runs?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Chance of lateness from which a TPS is alarmed; default 0.15. */
  readonly alarmFrom?: number;
  /** Moment until which a vehicle's events are all here; default `now`. A phone without signal was heard last earlier. */
  readonly heard?: ReadonlyMap<string, number>;
}

/** A plan made ready for being projected again and again. */
export interface Forecast {
  /** The projection of what is known at `now`, epoch seconds; later events are not looked at. */
  project(events: readonly Sighting[], now: number): Etas;
}

const usualRuns = 99;
/** In rehearsed days this announces more than 95 of 100 misses an hour before: docs/benchmarks.md has the figures. */
const usualAlarm = 0.15;

/** Quantiles at ranks 5, 50 and 95 of 100: exact for exchangeable draws. Sorts `drawn`. */
function expectedOf(drawn: Float64Array): Expected {
  drawn.sort();
  const at = (share: number): number => {
    const rank = Math.round(share * (drawn.length + 1)) - 1;
    return drawn[Math.min(drawn.length - 1, Math.max(0, rank))] ?? 0;
  };
  return { from: at(0.05), median: at(0.5), to: at(0.95) };
}

function etaOf(stop: ScriptStop, trip: { id: string; name: string }, given: Drawn & { facts: Facts }): Eta {
  const { arrived, ended, deadline, alarmFrom, facts } = given;
  const handed = ended[stop.index] ?? new Float64Array(1);
  const late = handed.filter((moment) => moment > deadline).length / handed.length;
  return {
    trip: trip.id,
    vehicle: trip.name,
    place: stop.place,
    final: stop.final,
    done: !Number.isNaN(facts.ended[stop.index] ?? Number.NaN),
    arrival: expectedOf(arrived[stop.index] ?? new Float64Array(1)),
    handedOver: expectedOf(handed),
    late,
    alarm: stop.final && late >= alarmFrom,
  };
}

interface Drawn {
  readonly arrived: readonly Float64Array[];
  readonly ended: readonly Float64Array[];
  readonly deadline: number;
  readonly alarmFrom: number;
}

/** Courses that the rest of a day may take, after what is known of it. */
export type CoursesOf = (facts: Facts) => (random: Random) => Course;

/** A plan of which many courses are acted out. */
export interface Projection {
  readonly script: Script;
  /** Arrivals of the last projection at each stop, ascending, by number of the stop; the next one overwrites them. */
  readonly arrived: readonly Float64Array[];
  project(events: readonly Sighting[], now: number, coursesOf: CoursesOf): Etas;
}

/** A projection of `plan`. Throws Refusal `bad-plan` on a moment that cannot be read, RangeError unless runs is at least 1. */
export function openProjection(
  brief: Brief,
  plan: Plan,
  options: Pick<EtaOptions, "runs" | "seed" | "alarmFrom">,
): Projection {
  const { runs = usualRuns, seed = 1, alarmFrom = usualAlarm } = options;
  if (!(Number.isInteger(runs) && runs >= 1)) throw new RangeError(`runs is ${runs}; give a whole number from 1`);
  const script: Script = scriptOf(brief, plan);
  const index: Index = indexOf(script);
  const stage = openStage(script);
  const deadline = script.world.end;
  const arrived = script.stops.map(() => new Float64Array(runs));
  const ended = script.stops.map(() => new Float64Array(runs));
  return {
    script,
    arrived,
    project(events, now, coursesOf) {
      const facts = factsOf(index, events, now);
      const courseOf = coursesOf(facts);
      const random = createRandom(seed);
      let inTime = 0;
      for (let run = 0; run < runs; run++) {
        const record = stage.act(courseOf(random.fork(run)));
        for (let stop = 0; stop < arrived.length; stop++) {
          const [arrivals, ends] = [arrived[stop], ended[stop]];
          if (arrivals) arrivals[run] = record.arrived[stop] ?? 0;
          if (ends) ends[run] = record.ended[stop] ?? 0;
        }
        if (record.received.every((moment) => !(moment > deadline))) inTime++;
      }
      const given = { arrived, ended, deadline, alarmFrom, facts };
      const stops = script.trips.flatMap((trip) => trip.stops.map((stop) => etaOf(stop, trip, given)));
      return { now, allInTime: inTime / runs, stops };
    },
  };
}

/** A forecast of `plan`. Throws Refusal `bad-plan` on a moment that cannot be read, RangeError unless runs is at least 1. */
export function openForecast(brief: Brief, plan: Plan, options: EtaOptions = {}): Forecast {
  const { habits = assumedHabits, heard } = options;
  const projection = openProjection(brief, plan, options);
  const { script } = projection;
  return {
    project(events, now) {
      const heardOf = script.vehicles.map((name) => Math.min(now, heard?.get(name) ?? now));
      return projection.project(events, now, (facts) => {
        const today = todayOf(script, facts, habits);
        const likely = { habits, facts, today, heard: (vehicle: number) => heardOf[vehicle] ?? now };
        return (random) => likelyCourse(likely, random);
      });
    },
  };
}

/** The ETAs of `plan` at `now` (epoch seconds) after `events`; the same input and seed, the same answer. */
export function projectEtas(
  brief: Brief,
  plan: Plan,
  given: EtaOptions & { readonly events: readonly Sighting[]; readonly now: number },
): Etas {
  return openForecast(brief, plan, given).project(given.events, given.now);
}
