/**
 * Turn-by-turn steps of a course in Indonesian and English. Knows headings and names; refuses to know how it was found.
 */
import type { LonLat } from "@antar/measure";
import { type StreetGraph, wayFlag } from "../graph/street-graph.ts";
import { costDecimetres, costMilliseconds } from "../search/cost.ts";
import { arcPoints } from "./geometry.ts";
import type { EdgePlace } from "./metric.ts";
import type { Course } from "./vehicle.ts";

/** What the driver does at the beginning of a step. */
export type Manoeuvre =
  | "depart"
  | "straight"
  | "slight-left"
  | "left"
  | "sharp-left"
  | "slight-right"
  | "right"
  | "sharp-right"
  | "turn-back"
  | "roundabout"
  | "arrive";

/** One step: a stretch of one street. The durations and distances of all steps add up to those of the path. */
export interface Step {
  readonly manoeuvre: Manoeuvre;
  /** Street name, else its reference number, else empty. */
  readonly street: string;
  /** Where the step begins. */
  readonly point: LonLat;
  /** Seconds, whole milliseconds; the turn into the street is part of it. */
  readonly duration: number;
  /** Metres. */
  readonly distance: number;
  readonly says: { readonly id: string; readonly en: string };
}

const words: Readonly<Record<Manoeuvre, readonly [id: string, en: string]>> = {
  depart: ["Berangkat", "Set out"],
  straight: ["Lurus", "Go straight on"],
  "slight-left": ["Serong kiri", "Bear left"],
  left: ["Belok kiri", "Turn left"],
  "sharp-left": ["Belok tajam ke kiri", "Turn sharp left"],
  "slight-right": ["Serong kanan", "Bear right"],
  right: ["Belok kanan", "Turn right"],
  "sharp-right": ["Belok tajam ke kanan", "Turn sharp right"],
  "turn-back": ["Putar balik", "Turn back"],
  roundabout: ["Masuk bundaran", "Enter the roundabout"],
  arrive: ["Tiba di tujuan", "Arrive"],
};

function saying(manoeuvre: Manoeuvre, street: string): Step["says"] {
  const [id, en] = words[manoeuvre];
  if (street === "" || manoeuvre === "arrive") return { id, en };
  return { id: `${id} ke ${street}`, en: `${en} ${manoeuvre === "depart" ? "along" : "on to"} ${street}` };
}

function headingOf(from: LonLat, to: LonLat): number {
  const east = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180);
  return (Math.atan2(east, to[1] - from[1]) * 180) / Math.PI;
}

/** The manoeuvre between two lines that meet: negative changes of heading are to the left. */
function manoeuvreBetween(before: readonly LonLat[], after: readonly LonLat[]): Manoeuvre {
  const [a, b, c, d] = [before.at(-2), before.at(-1), after[0], after[1]];
  if (a === undefined || b === undefined || c === undefined || d === undefined) return "straight";
  const change = ((((headingOf(c, d) - headingOf(a, b)) % 360) + 540) % 360) - 180;
  const size = Math.abs(change);
  if (size < 20) return "straight";
  if (size > 165) return "turn-back";
  const left = change < 0;
  if (size < 50) return left ? "slight-left" : "slight-right";
  if (size < 120) return left ? "left" : "right";
  return left ? "sharp-left" : "sharp-right";
}

/** One driven stretch with its own street. */
interface Stretch {
  readonly line: readonly LonLat[];
  readonly street: string;
  readonly round: boolean;
  readonly cost: number;
}

function stretches(graph: StreetGraph, course: Course, from: EdgePlace, to: EdgePlace): Stretch[] {
  return course.arcs.map((arc, i) => {
    const way = graph.edgeWay[arc >> 1]!;
    const line = arcPoints(graph, arc, i === 0 ? from : undefined, i === course.arcs.length - 1 ? to : undefined);
    return {
      // A place at the very end of its edge leaves a line without direction.
      line: line.filter((point, k) => k === 0 || point[0] !== line[k - 1]?.[0] || point[1] !== line[k - 1]?.[1]),
      street: graph.text(graph.wayName[way]!) || graph.text(graph.wayRef[way]!),
      round: (graph.wayFlags[way]! & wayFlag.roundabout) !== 0,
      cost: course.costs[i] ?? 0,
    };
  });
}

/** The steps of `course` from one place to another; the last is "arrive" with nothing left to drive. */
export function stepsOf(graph: StreetGraph, course: Course, from: EdgePlace, to: EdgePlace): Step[] {
  const steps: { manoeuvre: Manoeuvre; street: string; point: LonLat; cost: number }[] = [];
  let before: Stretch | undefined;
  let pending = 0;
  let point: LonLat = [0, 0];
  for (const stretch of stretches(graph, course, from, to)) {
    point = stretch.line.at(-1) ?? point;
    const current = steps.at(-1);
    if (stretch.line.length < 2) {
      if (current === undefined) pending += stretch.cost;
      else current.cost += stretch.cost;
      continue;
    }
    const turn =
      before === undefined ? "depart" : stretch.round ? "roundabout" : manoeuvreBetween(before.line, stretch.line);
    const goesOn = current?.street === stretch.street && before?.round === stretch.round;
    if (current !== undefined && goesOn && (turn === "straight" || stretch.round || turn.startsWith("slight"))) {
      current.cost += stretch.cost;
    } else {
      steps.push({
        manoeuvre: turn,
        street: stretch.street,
        point: stretch.line[0] ?? point,
        cost: stretch.cost + pending,
      });
      pending = 0;
    }
    before = stretch;
  }
  steps.push({ manoeuvre: "arrive", street: steps.at(-1)?.street ?? "", point, cost: pending });
  return steps.map(({ manoeuvre, street, point: at, cost }) => ({
    manoeuvre,
    street,
    point: at,
    duration: costMilliseconds(cost) / 1000,
    distance: costDecimetres(cost) / 10,
    says: saying(manoeuvre, street),
  }));
}
