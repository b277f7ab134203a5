/**
 * Trips over several places: legs, alternatives, what happens at the places between, lines and steps.
 * Knows one vehicle; refuses to snap.
 */
import type { LonLat } from "@antar/measure";
import { type OutArcs, outArcs } from "../graph/turn-restrictions.ts";
import { costDecimetres, costMilliseconds } from "../search/cost.ts";
import { courseGeometry, drawingTolerance, simplifyLine } from "./geometry.ts";
import type { Snap } from "./nearest.ts";
import { type Step, stepsOf } from "./steps.ts";
import { type Pieces, piecesOf, stretchesOf } from "./stretches.ts";
import type { Course, Vehicle } from "./vehicle.ts";

/** The part of a route between two places. */
export interface Leg {
  /** Seconds; whole milliseconds. */
  readonly duration: number;
  /** Metres; whole decimetres. */
  readonly distance: number;
  /** Names of the two longest streets in driving order; empty without steps. */
  readonly summary: string;
  /** Empty unless asked for. */
  readonly steps: readonly Step[];
  /** Every straight piece of the full line; absent unless asked for. */
  readonly pieces?: Pieces;
}

/** A trip over all places in order. Sums of its legs. */
export interface Route {
  readonly duration: number;
  readonly distance: number;
  readonly legs: readonly Leg[];
  /** From the first snapped place to the last; absent when not asked for. */
  readonly geometry?: readonly LonLat[];
}

/** Choices of `route`. */
export interface RouteChoices {
  /** Default false. */
  readonly steps?: boolean;
  /** Default false. */
  readonly pieces?: boolean;
  /**
   * `simplified`: no point is farther from it than half a pixel when the line is drawn 1,000 pixels wide. Default `full`.
   */
  readonly geometry?: "full" | "simplified" | "none";
  /** How many others than the best are wanted, between two places only. Default 0; fewer may be found. */
  readonly alternatives?: number;
  /** True: the trip goes on in the direction in which it reached a place between. Default false: it may turn back there. */
  readonly continueStraight?: boolean;
}

interface DrivenLeg {
  readonly course: Course;
  readonly from: Snap;
  readonly to: Snap;
}

function freeLegs(vehicle: Vehicle, places: readonly Snap[]): DrivenLeg[] | undefined {
  const legs: DrivenLeg[] = [];
  for (const [i, to] of places.slice(1).entries()) {
    const from = places[i]!;
    const course = vehicle.course(from, to);
    if (course === undefined) return undefined;
    legs.push({ course, from, to });
  }
  return legs;
}

/** The place restricted to each direction that it may be driven in. */
function directed(place: Snap): Snap[] {
  if (place.only !== undefined) return [place];
  return (["forward", "backward"] as const).map((only) => ({ ...place, only }));
}

/** The cheapest legs that leave each place between in the direction in which they reach it (dynamic programme, exact). */
function straightLegs(vehicle: Vehicle, places: readonly Snap[]): DrivenLeg[] | undefined {
  interface Line {
    readonly at: Snap;
    readonly cost: number;
    readonly legs: readonly DrivenLeg[];
  }
  let lines: Line[] = places.slice(0, 1).map((at) => ({ at, cost: 0, legs: [] }));
  for (const [i, place] of places.slice(1).entries()) {
    const goals = i === places.length - 2 ? [place] : directed(place);
    lines = goals.flatMap((to) => {
      const arrivals = lines.flatMap(({ at, cost, legs }): Line[] => {
        const course = vehicle.course(at, to);
        if (course === undefined) return [];
        return [{ at: to, cost: cost + course.cost, legs: [...legs, { course, from: at, to }] }];
      });
      return arrivals.sort((a, b) => a.cost - b.cost).slice(0, 1);
    });
  }
  return lines.sort((a, b) => a.cost - b.cost)[0]?.legs.slice();
}

/** The two streets with the most metres, in driving order. */
function summaryOf(steps: readonly Step[]): string {
  const metres = new Map<string, number>();
  for (const { street, distance } of steps) {
    if (street !== "") metres.set(street, (metres.get(street) ?? 0) + distance);
  }
  const longest = [...metres].sort((a, b) => b[1] - a[1]).slice(0, 2);
  return [...metres.keys()].filter((street) => longest.some(([name]) => name === street)).join(", ");
}

/** Routes for one vehicle. */
export type Router = (places: readonly Snap[], choices?: RouteChoices) => Route[];

/** The router of `vehicle`: answers the best route, then alternatives; none when there is no way. */
export function createRouter(vehicle: Vehicle): Router {
  const { metric, routing } = vehicle;
  const { graph } = metric;
  let out: OutArcs | undefined;

  function toLeg({ course, from, to }: DrivenLeg, choices: RouteChoices): Leg {
    const steps = choices.steps ? stepsOfLeg(course, from, to) : [];
    return {
      duration: costMilliseconds(course.cost) / 1000,
      distance: costDecimetres(course.cost) / 10,
      summary: summaryOf(steps),
      steps,
      ...(choices.pieces ? { pieces: piecesOf(metric, course, from, to) } : {}),
    };
  }

  function stepsOfLeg(course: Course, from: Snap, to: Snap): Step[] {
    out ??= outArcs(graph);
    const sides = { from: from.side, to: to.side };
    return stepsOf({ graph, routing, out }, stretchesOf(graph, course, from, to), sides);
  }

  function lineOf(legs: readonly DrivenLeg[], simplified: boolean): LonLat[] {
    const lines = legs.map(({ course, from, to }) => courseGeometry(graph, course.arcs, from, to));
    // A later leg begins where the one before it ends.
    const line = lines.flatMap((points, i) => (i === 0 ? points : points.slice(1)));
    return simplified ? simplifyLine(line, drawingTolerance(line)) : line;
  }

  function toRoute(legs: readonly DrivenLeg[], choices: RouteChoices): Route {
    const cost = legs.reduce((sum, { course }) => sum + course.cost, 0);
    const { geometry = "full" } = choices;
    return {
      duration: costMilliseconds(cost) / 1000,
      distance: costDecimetres(cost) / 10,
      legs: legs.map((leg) => toLeg(leg, choices)),
      ...(geometry === "none" ? {} : { geometry: lineOf(legs, geometry === "simplified") }),
    };
  }

  return (places, choices = {}) => {
    const [from, to] = places;
    const { alternatives = 0 } = choices;
    if (places.length === 2 && alternatives > 0 && from !== undefined && to !== undefined) {
      return vehicle.courses(from, to, alternatives).map((course) => toRoute([{ course, from, to }], choices));
    }
    const legs = choices.continueStraight ? straightLegs(vehicle, places) : freeLegs(vehicle, places);
    return legs === undefined || legs.length === 0 ? [] : [toRoute(legs, choices)];
  };
}
