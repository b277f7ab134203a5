/**
 * A course of the rest of a day as it may well go: known acts stay, unknown ones take a duration drawn from the habits
 * and lie after the moment until which the vehicle was heard. Knows conditional chances; refuses to know alarms.
 */
import type { Random } from "@antar/measure";
import type { Course } from "../rehearse/act-out.ts";
import type { Script, ScriptLeg, ScriptStop, ScriptTrip } from "../rehearse/script.ts";
import type { Facts } from "./facts.ts";
import { type Habits, measuresOf, type Ratio, stoodStill } from "./habits.ts";
import { type Level, type Levels, levelsOf } from "./levels.ts";

/** Today's levels of all kinds of durations. */
export interface Today {
  readonly drive: Levels;
  readonly service: Levels;
  readonly loading: Levels;
}

/** What `facts` teach about today. */
export function todayOf(script: Script, facts: Facts, habits: Habits): Today {
  const { drives, services, loadings } = measuresOf(script, facts);
  const moved = drives.filter(({ seconds, planned }) => !stoodStill(seconds, planned));
  return {
    drive: levelsOf(habits.drive, moved),
    service: levelsOf(habits.service, services),
    loading: levelsOf(habits.loading, loadings),
  };
}

/** A standard normal number (Box and Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

const drawn = (level: Level, random: Random): number =>
  level.variance > 0 ? level.mean + Math.sqrt(level.variance) * normal(random) : level.mean;

/** Number of entries of `sorted` that are not above `value`. */
function rankOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One of `sorted` above `above`; undefined when there is none. */
function drawAbove(sorted: Float64Array, above: number, random: Random): number | undefined {
  const rank = rankOf(sorted, above);
  return rank < sorted.length ? sorted[rank + random.below(sorted.length - rank)] : undefined;
}

/** Shared levels of one drawn day: each hour follows from the hour before. */
function drawnLevels(ratio: Ratio, today: Levels, random: Random) {
  const hours = new Map<number, number>();
  const cells = new Map<number, number>();
  const crews = new Map<number, number>();
  const hourLevel = (hour: number): number => {
    const known = hours.get(hour);
    if (known !== undefined) return known;
    const ahead = hour - today.last;
    let level: number;
    if (ratio.hourVariance <= 0) level = 0;
    else if (ahead <= 0 || !Number.isFinite(today.last)) level = drawn(today.hour(hour), random);
    else {
      const rest = ratio.hourVariance * (1 - ratio.hold * ratio.hold);
      level = ratio.hold * hourLevel(ahead > 12 ? today.last : hour - 1) + Math.sqrt(rest) * normal(random);
    }
    hours.set(hour, level);
    return level;
  };
  const once = (map: Map<number, number>, key: number, make: () => number): number => {
    const known = map.get(key);
    if (known !== undefined) return known;
    const made = make();
    map.set(key, made);
    return made;
  };
  return (hour: number, zone: number, crew: number): number =>
    ratio.mean +
    hourLevel(hour) +
    (ratio.zoneVariance > 0 ? once(cells, zone * 1e7 + hour, () => drawn(today.zone(hour, zone), random)) : 0) +
    (ratio.crewVariance > 0 ? once(crews, crew, () => drawn(today.crew(crew), random)) : 0);
}

const hourOf = (moment: number): number => Math.floor(moment / 3600);
const known = (moment: number | undefined): moment is number => moment !== undefined && !Number.isNaN(moment);

/** What a likely course is drawn from. */
export interface Likely {
  readonly habits: Habits;
  readonly facts: Facts;
  readonly today: Today;
  /** Moment until which vehicle `vehicle` would have told of its acts. */
  heard(vehicle: number): number;
}

/** A duration of `planned` x factor x one of `own`, longer than `atLeast`; a little longer when none seen is. */
function lasting(own: Float64Array, usual: number, atLeast: number, random: Random): number {
  if (atLeast <= 0) return usual * (own[random.below(own.length)] ?? 1);
  const factor = drawAbove(own, atLeast / usual, random);
  return factor === undefined ? atLeast * (1 + 0.3 * random.next()) : factor * usual;
}

/** A drive that has lasted `gone` already: still driving, or standing somewhere. */
function driving({ drive, standstill }: Habits, usual: number, gone: number, random: Random): number {
  const { own } = drive;
  const moves = gone <= 0 ? 1 : (own.length - rankOf(own, gone / usual)) / own.length;
  const stands = standstill.seconds.length > 0 ? standstill.chance : 0;
  if (random.next() * (moves + stands) < moves) return lasting(own, usual, gone, random);
  const free = usual * (own[random.below(own.length)] ?? 1);
  const longer = drawAbove(standstill.seconds, gone - free, random);
  return longer === undefined ? gone + 1800 * (0.2 - Math.log(1 - random.next())) : free + longer;
}

function latenessOf({ late }: Habits, gone: number, random: Random): number {
  if (late.length === 0) return 0;
  if (gone <= 0) return late[random.below(late.length)] ?? 0;
  return drawAbove(late, gone, random) ?? gone + 600 * random.next();
}

/** One likely course of `script`. */
export function likelyCourse(likely: Likely, random: Random): Course {
  const { habits, facts, today } = likely;
  const driveLevel = drawnLevels(habits.drive, today.drive, random);
  const serviceLevel = drawnLevels(habits.service, today.service, random);
  const loadLevel = drawnLevels(habits.loading, today.loading, random);
  const drive = (leg: ScriptLeg, leaves: number, trip: ScriptTrip, now: number): number => {
    const usual = leg.seconds * Math.exp(driveLevel(hourOf(leaves), leg.zone, trip.vehicle));
    return usual <= 0 ? Math.max(leaves, now) : leaves + driving(habits, usual, now - leaves, random);
  };
  const ahead = (stop: ScriptStop, trip: ScriptTrip, now: number): number | undefined => {
    const seen = facts.ahead.get(stop.index);
    if (!seen) return undefined;
    const usual = seen.share * stop.leg.seconds * Math.exp(driveLevel(hourOf(seen.at), stop.leg.zone, trip.vehicle));
    return usual <= 0 ? Math.max(seen.at, now) : seen.at + driving(habits, usual, now - seen.at, random);
  };
  return {
    begins(trip, ready) {
      const told = facts.begun[trip.index];
      if (known(told)) return told;
      const now = likely.heard(trip.vehicle);
      const held = Math.max(trip.loadStart, ready);
      if (!trip.first) return Math.max(held, now);
      // Whoever could have begun and has not is late already; of the others nothing is known.
      const gone = held < now ? now - trip.loadStart : 0;
      return Math.max(ready, trip.loadStart + latenessOf(habits, gone, random));
    },
    loaded(trip, from) {
      const told = facts.loaded[trip.index];
      if (known(told)) return told;
      const usual = trip.loading * Math.exp(loadLevel(hourOf(from), trip.back.zone, trip.vehicle));
      const now = likely.heard(trip.vehicle);
      return usual <= 0 ? Math.max(from, now) : from + lasting(habits.loading.own, usual, now - from, random);
    },
    departs(trip, ready) {
      const told = facts.departed[trip.index];
      return known(told) ? told : Math.max(ready, likely.heard(trip.vehicle));
    },
    arrives(leg, leaves, trip, stop) {
      if (!stop) return drive(leg, leaves, trip, Number.NEGATIVE_INFINITY);
      const told = facts.arrived[stop.index];
      if (known(told)) return told;
      const now = likely.heard(trip.vehicle);
      return ahead(stop, trip, now) ?? drive(leg, leaves, trip, now);
    },
    handedOver(stop, trip, start) {
      const told = facts.ended[stop.index];
      if (known(told)) return told;
      const now = likely.heard(trip.vehicle);
      const usual = stop.service * Math.exp(serviceLevel(hourOf(start), stop.leg.zone, trip.vehicle));
      return usual <= 0 ? Math.max(start, now) : start + lasting(habits.service.own, usual, now - start, random);
    },
  };
}
