/**
 * Turn-by-turn steps of a course. Knows headings, names and the roads at each junction; refuses to know how it was found.
 */
import type { LonLat } from "@antar/measure";
import { arcHead, createEdgePoints, readEdge, type StreetGraph } from "../graph/street-graph.ts";
import type { OutArcs } from "../graph/turn-restrictions.ts";
import { costDecimetres, costMilliseconds } from "../search/cost.ts";
import { bearingOf } from "./geometry.ts";
import type { RoutingSpace } from "./junction-space.ts";
import type { Side } from "./nearest.ts";
import { type StepKind, type StepSaying, sayingOf, type TurnDirection } from "./step-words.ts";
import type { Stretch } from "./stretches.ts";

/** A junction that a step passes, its first at the beginning of the step. */
export interface Crossing {
  readonly point: LonLat;
  /** The roads that leave it, by bearing (whole degrees, ascending); `open`: it may be entered from where the trip comes. */
  readonly roads: readonly { readonly bearing: number; readonly open: boolean }[];
  /** Index of the road that the trip comes from (absent at the start) and takes (absent at the end). */
  readonly from?: number;
  readonly to?: number;
}

/** One step: a stretch of one street. The durations and distances of all steps add up to those of the leg. */
export interface Step {
  readonly kind: StepKind;
  /** The change of direction at the beginning; `straight` at departure and arrival. */
  readonly turn: TurnDirection;
  /** On a roundabout: which exit is taken; absent when the trip ends on it. */
  readonly exit?: number;
  /** Departure and arrival: on which side of the street the point asked lies. */
  readonly side?: Side;
  /** Street name, else its reference number, else empty; the reference number alone. */
  readonly street: string;
  readonly ref: string;
  readonly carrier: "road" | "ferry";
  /** Where the step begins. */
  readonly point: LonLat;
  /** Whole degrees clockwise from north just before and after the beginning; 0 where there is none. */
  readonly bearingBefore: number;
  readonly bearingAfter: number;
  /** Seconds, whole milliseconds; the turn into the street is part of it. */
  readonly duration: number;
  /** Metres. */
  readonly distance: number;
  readonly geometry: readonly LonLat[];
  readonly crossings: readonly Crossing[];
  readonly says: StepSaying;
}

/** What steps are told from. */
export interface Streets {
  readonly graph: StreetGraph;
  readonly routing: Pick<RoutingSpace, "after">;
  /** Arcs that leave each junction. */
  readonly out: OutArcs;
}

interface OpenStep {
  kind: StepKind;
  turn: TurnDirection;
  exit?: number;
  stretch: Stretch;
  before: number;
  after: number;
  cost: number;
  line: LonLat[];
  crossings: Crossing[];
}

const whole = (degrees: number): number => Math.round(degrees) % 360;

/** Change of heading in -180..180, negative to the left. */
function changeOf(before: number, after: number): number {
  return ((((after - before) % 360) + 540) % 360) - 180;
}

function turnOf(change: number): TurnDirection {
  const size = Math.abs(change);
  if (size < 20) return "straight";
  if (size > 165) return "turn-back";
  const side = change < 0 ? "left" : "right";
  if (size < 50) return `slight-${side}`;
  return size < 120 ? side : `sharp-${side}`;
}

/** A road that leaves a junction. */
interface Leaving {
  readonly arc: number;
  readonly bearing: number;
  readonly open: boolean;
}

const headingOut = (line: readonly LonLat[]): number => bearingOf(line[0] ?? [0, 0], line[1] ?? line[0] ?? [0, 0]);
const headingIn = (line: readonly LonLat[]): number =>
  bearingOf(line.at(-2) ?? line[0] ?? [0, 0], line.at(-1) ?? [0, 0]);

/** All roads that leave the junction at the end of `arc`, by bearing. */
function leavingAfter({ graph, routing, out }: Streets, arc: number): Leaving[] {
  const points = createEdgePoints();
  const vertex = arcHead(graph, arc);
  const may = routing.after(arc);
  const roads: Leaving[] = [];
  for (let k = out.first[vertex]!; k < out.first[vertex + 1]!; k++) {
    const leaving = out.arc[k]!;
    readEdge(graph, leaving >> 1, points);
    const [i, j] = (leaving & 1) === 0 ? [0, 1] : [points.count - 1, points.count - 2];
    const at = (n: number): LonLat => [points.lon[n]! / 1e7, points.lat[n]! / 1e7];
    roads.push({ arc: leaving, bearing: whole(bearingOf(at(i), at(j))), open: may.includes(leaving) });
  }
  return roads.sort((a, b) => a.bearing - b.bearing || a.arc - b.arc);
}

function crossingOf(point: LonLat, roads: readonly Leaving[], before: Stretch, next: Stretch): Crossing {
  const [from, to] = [before.arc ^ 1, next.arc].map((arc) => roads.findIndex((road) => road.arc === arc));
  return {
    point,
    roads: roads.map(({ bearing, open }) => ({ bearing, open })),
    ...(from !== undefined && from >= 0 ? { from } : {}),
    ...(to !== undefined && to >= 0 ? { to } : {}),
  };
}

const fast = ["motorway", "trunk"];
const isFast = ({ class: name }: Stretch): boolean => fast.includes(name.replace("_link", ""));

interface Junction {
  readonly before: Stretch;
  readonly next: Stretch;
  /** Change of heading into `next`, and into each other road that could have been taken instead. */
  readonly change: number;
  readonly others: readonly { readonly arc: number; readonly change: number }[];
}

/** Whether one other road of the same rank leaves about as straight on, on the other hand. */
function isFork(graph: StreetGraph, { next, change, others }: Junction): boolean {
  const rival = others.find((other) => Math.abs(other.change) < 50);
  if (rival === undefined || others.length !== 1 || Math.abs(change) >= 50) return false;
  const way = graph.edgeWay[rival.arc >> 1]!;
  return graph.classes[graph.wayClass[way]!] === next.class && Math.abs(rival.change - change) > 10;
}

/** What the driver is told at a junction; undefined = nothing, the step goes on. */
function kindAt(graph: StreetGraph, junction: Junction): StepKind | undefined {
  const { before, next, change, others } = junction;
  const size = Math.abs(change);
  if (next.ferry !== before.ferry) return next.ferry ? "ferry" : "new-name";
  if (next.round) return before.round ? undefined : "roundabout";
  if (before.round) return "exit-roundabout";
  const same = next.street === before.street;
  if (size > 165) return same ? "continue" : "turn";
  if (others.length === 0) return same ? undefined : "new-name";
  if (next.link && !before.link && isFast(next)) return isFast(before) ? "off-ramp" : "on-ramp";
  if (before.link && !next.link && isFast(next)) return "merge";
  if (!same && isFork(graph, junction)) return "fork";
  if (size < 50 && same) return undefined;
  if (size < 20) return "new-name";
  const wide = [change, ...others.map((other) => other.change)].filter((angle) => Math.abs(angle) >= 45);
  const ends = others.length === 1 && wide.length === 2 && Math.sign(wide[0] ?? 0) !== Math.sign(wide[1] ?? 0);
  if (ends && !same) return "end-of-road";
  return same ? "continue" : "turn";
}

function openStep(kind: StepKind, stretch: Stretch, turn: TurnDirection, before: number): OpenStep {
  const line = [...stretch.line];
  const after = whole(headingOut(line));
  return { kind, turn, stretch, before, after, cost: stretch.cost, line, crossings: [] };
}

/** Counts the ways out of a roundabout that are passed or taken at this junction. */
function countExits(graph: StreetGraph, step: OpenStep, roads: readonly Leaving[]): void {
  const leaves = roads.some(({ arc, open }) => open && (graph.wayFlags[graph.edgeWay[arc >> 1]!]! & 4) === 0);
  if (leaves) step.exit = (step.exit ?? 0) + 1;
}

/** Joins the next stretch to the steps: the last goes on, or a new one begins. */
function addStretch(streets: Streets, steps: OpenStep[], before: Stretch, next: Stretch): void {
  const current = steps.at(-1);
  if (current === undefined) return;
  const roads = leavingAfter(streets, before.arc);
  const heading = headingIn(before.line);
  const others = roads.filter((road) => road.open && road.arc !== next.arc && road.arc !== (before.arc ^ 1));
  const change = changeOf(heading, headingOut(next.line));
  const kind = kindAt(streets.graph, {
    before,
    next,
    change,
    others: others.map(({ arc, bearing }) => ({ arc, change: changeOf(heading, bearing) })),
  });
  const crossing = crossingOf(next.line[0] ?? [0, 0], roads, before, next);
  if (before.round) countExits(streets.graph, current, roads);
  if (kind === undefined) {
    current.cost += next.cost;
    for (const point of next.line.slice(1)) current.line.push(point);
    current.crossings.push(crossing);
    return;
  }
  const step = openStep(kind, next, turnOf(change), whole(heading));
  step.crossings.push(crossing);
  steps.push(step);
}

/** Where the point asked lies, seen while driving `arc`. */
function sideOn(arc: number, side: Side): Side {
  if ((arc & 1) === 0 || side === "on") return side;
  return side === "left" ? "right" : "left";
}

/** The open steps, from departure to the last street. */
function drivenSteps(streets: Streets, stretches: readonly Stretch[]): OpenStep[] {
  const steps: OpenStep[] = [];
  let before: Stretch | undefined;
  let pending = 0;
  for (const stretch of stretches) {
    const current = steps.at(-1);
    if (stretch.line.length < 2) {
      if (current === undefined) pending += stretch.cost;
      else current.cost += stretch.cost;
    } else if (before === undefined || current === undefined) {
      const step = openStep("depart", stretch, "straight", 0);
      step.cost += pending;
      step.crossings.push({ point: step.line[0] ?? [0, 0], roads: [{ bearing: step.after, open: true }], to: 0 });
      steps.push(step);
    } else addStretch(streets, steps, before, stretch);
    if (stretch.line.length >= 2) before = stretch;
  }
  return steps;
}

/** The steps of a leg of at least one stretch; the last is "arrive" with nothing left to drive. */
export function stepsOf(
  streets: Streets,
  stretches: readonly Stretch[],
  sides: { readonly from: Side; readonly to: Side },
): Step[] {
  const steps = drivenSteps(streets, stretches);
  const last = stretches.at(-1);
  if (last === undefined) return [];
  const end = last.line.at(-1) ?? [0, 0];
  if (steps.length === 0) {
    const cost = stretches.reduce((sum, stretch) => sum + stretch.cost, 0);
    steps.push({ ...openStep("depart", last, "straight", 0), cost, line: [end, end] });
    steps[0]?.crossings.push({ point: end, roads: [{ bearing: 0, open: true }], to: 0 });
  }
  if (last.round) for (const step of steps.slice(-1)) delete step.exit;
  const heading = whole(headingIn(steps.at(-1)?.line ?? []));
  const arrival = openStep("arrive", last, "straight", heading);
  const back = { bearing: (heading + 180) % 360, open: true };
  Object.assign(arrival, { cost: 0, after: 0, line: [end, end], crossings: [{ point: end, roads: [back], from: 0 }] });
  const sideOf = (step: OpenStep) =>
    step.kind === "depart" || step.kind === "arrive"
      ? { side: sideOn(step.stretch.arc, step.kind === "depart" ? sides.from : sides.to) }
      : {};
  return [...steps, arrival].map((step) => ({ ...toStep(step), ...sideOf(step) }));
}

function toStep({ kind, turn, exit, stretch, before, after, cost, line, crossings }: OpenStep): Step {
  const { street, ref } = stretch;
  return {
    kind,
    turn,
    ...(exit === undefined || kind !== "roundabout" ? {} : { exit }),
    street,
    ref,
    carrier: stretch.ferry ? "ferry" : "road",
    point: line[0] ?? [0, 0],
    bearingBefore: before,
    bearingAfter: after,
    duration: costMilliseconds(cost) / 1000,
    distance: costDecimetres(cost) / 10,
    geometry: line,
    crossings,
    says: sayingOf({ kind, turn, street, exit }),
  };
}
