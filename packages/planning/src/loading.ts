/**
 * When and where a trip can be loaded by a given vehicle: its earlier work, the transfer, a dock, the opening of the
 * origin. Refuses to know what happens after the loading.
 */
import { type Calendar, earliestFree, openCalendar } from "./calendar.ts";
import type { Draft } from "./draft.ts";
import type { Vehicle } from "./fleet.ts";
import { type Drive, driveFrom, type Leg } from "./legs.ts";
import type { Driver } from "./ride.ts";
import type { Site, Span, World } from "./world.ts";

/** A vehicle in the course of a plan. */
export interface Duty {
  readonly vehicle: Vehicle;
  /** Where it stands; undefined before its first trip. */
  at: Site | undefined;
  /** When its last trip ended. */
  free: number;
  /** The day of its last trip, -1 before. */
  day: number;
  workStart: number;
  rested: number;
  /** It stands still until then, and its driver may rest; absent: it does not. */
  standsUntil?: number;
}

/** From when on the vehicle can move again after its last trip. */
export function movesFrom({ free, standsUntil = 0 }: Duty): number {
  return Math.max(free, standsUntil);
}

/** A loading that could be. */
export interface Loading {
  readonly draft: Draft;
  readonly duty: Duty;
  readonly span: Span;
  /** Number of the dock from 1; undefined where none is needed. */
  readonly dock: number | undefined;
  readonly transfer: { readonly from: Site; readonly leg: Drive; readonly departure: number } | undefined;
  readonly driver: Driver;
  readonly breaks: readonly Span[];
}

/** The docks of every origin, made when first asked for. */
export interface Docks {
  at(site: Site): readonly Calendar[] | undefined;
}

/** Docks that nobody holds yet. */
export function openDocks(): Docks {
  const known = new Map<Site, readonly Calendar[]>();
  return {
    at(site) {
      if (site.place.docks === undefined) return undefined;
      const docks = known.get(site) ?? Array.from({ length: site.place.docks }, openCalendar);
      known.set(site, docks);
      return docks;
    },
  };
}

function freeDock(
  docks: readonly Calendar[] | undefined,
  from: number,
  length: number,
): { readonly start: number; readonly dock: number | undefined } {
  if (!docks) return { start: from, dock: undefined };
  let best: { start: number; dock: number | undefined } = { start: Number.POSITIVE_INFINITY, dock: undefined };
  for (const [index, calendar] of docks.entries()) {
    const start = earliestFree(calendar, from, length);
    if (start < best.start) best = { start, dock: index + 1 };
  }
  return best;
}

interface Request {
  readonly draft: Draft;
  readonly duty: Duty;
  readonly day: number;
  readonly notBefore: number;
  readonly docks: Docks;
  /** The empty drive of a roaming vehicle; undefined when no road leads there. */
  transferLeg(duty: Duty, to: Site): Leg | undefined;
}

/** An empty drive by the clock. */
interface Away {
  /** The moment of arrival of who leaves at `moment`. */
  arrival(moment: number): number;
  /** The latest moment to leave, from `earliest` on, for an arrival by `moment`. */
  leaves(moment: number, earliest: number): number;
}

/** The empty drive along `leg`. */
export function awayOver(leg: Leg): Away {
  const seconds = (moment: number): number => driveFrom(leg, moment)?.seconds ?? Number.POSITIVE_INFINITY;
  return {
    arrival: (moment) => moment + seconds(moment),
    leaves(moment, earliest) {
      let at = moment - seconds(moment);
      for (let tried = 0; leg.spells && tried < 8 && at > earliest && at + seconds(at) > moment; tried++) {
        at = Math.min(at - 1, moment - seconds(at));
      }
      return at + seconds(at) <= moment ? Math.max(at, earliest) : earliest;
    },
  };
}

const here: Away = { arrival: (moment) => moment, leaves: (moment) => moment };

/** The earliest loading on `day`; undefined when there is none. */
export function loadingOn(world: World, request: Request): Loading | undefined {
  const { draft, duty, day } = request;
  const opening = draft.origin.spans[day];
  if (!opening || duty.day > day) return undefined;
  const moves = duty.at !== undefined && duty.at !== draft.origin;
  const leg = moves ? request.transferLeg(duty, draft.origin) : undefined;
  if (moves && !leg) return undefined;
  const away = leg ? awayOver(leg) : here;
  const worked = duty.day === day;
  const earliest = worked ? movesFrom(duty) : (world.days[day] ?? 0);
  const ready = away.arrival(earliest);
  const { drivers } = world.brief;
  const afterBreak = duty.free + drivers.break;
  let from = Math.max(opening.start, request.notBefore, ready);
  for (;;) {
    const { start, dock } = freeDock(request.docks.at(draft.origin), from, draft.loading);
    const end = start + draft.loading;
    if (end > opening.end) return undefined;
    const early = away.leaves(start, earliest);
    // By the clock the search backwards may end earlier than it must: not within a break that there is time for.
    const leaves = worked && early < afterBreak && away.arrival(afterBreak) <= start ? afterBreak : early;
    const idle = worked ? leaves - duty.free : 0;
    const pauses = worked && idle >= drivers.break;
    const rested = worked && !pauses ? duty.rested : leaves;
    if (end - rested <= drivers.breakAfter) {
      const drive = leg && driveFrom(leg, leaves);
      const transfer = drive && duty.at ? { from: duty.at, leg: drive, departure: leaves } : undefined;
      const breaks = pauses ? [{ start: duty.free, end: leaves }] : [];
      const driver = { day, workStart: worked ? duty.workStart : leaves, rested };
      return { draft, duty, span: { start, end }, dock, transfer, driver, breaks };
    }
    if (!worked || pauses) return undefined;
    from = away.arrival(afterBreak);
  }
}
