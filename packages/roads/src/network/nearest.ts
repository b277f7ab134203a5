/**
 * Which roads a point may snap to: within a limit, by heading, on the driver's side of the street.
 * Knows one vehicle and its roads; refuses to route.
 */
import type { LonLat } from "@antar/measure";
import { RoadsError } from "../errors.ts";
import type { StreetGraph } from "../graph/street-graph.ts";
import { pieceOf } from "./geometry.ts";
import type { EdgePlace } from "./metric.ts";
import type { EdgeHit } from "./snap-grid.ts";
import type { Vehicle } from "./vehicle.ts";

/** Where a point lies, seen by someone on the road; within 10 cm of its line it lies `on` it. */
export type Side = "left" | "right" | "on";

/** A place on a road. Only made by this room; valid for the network (and closures) that made it. */
export interface Snap extends EdgePlace {
  /** The point of the road. */
  readonly point: LonLat;
  /** Metres from the point asked to the road; not driven, not part of any duration. */
  readonly distance: number;
  /** Street name, else its reference number, else empty. */
  readonly name: string;
  /** OSM class of the way, e.g. `residential`. */
  readonly class: string;
  /** OSM id of the way. */
  readonly way: number;
  /** Side of the road, seen along the way's own direction. */
  readonly side: Side;
  /** Side of the road, seen in the direction of travel; absent where the place is driven both ways. */
  readonly travelSide?: Side;
}

/** Choices of `nearest`. */
export interface NearestChoices {
  /** Roads farther than this many metres do not count. Default: any distance. */
  readonly limit?: number;
  /** Only roads driven at most `range` degrees from `degrees` (0 = north, clockwise), and driven that way only. */
  readonly bearing?: { readonly degrees: number; readonly range: number } | undefined;
  /**
   * `curb`: on a two-way street, the trip passes with the point on the pavement's side (left where traffic keeps left);
   * `opposite`: across the street. Default `unrestricted`.
   */
  readonly approach?: "unrestricted" | "curb" | "opposite" | undefined;
  /** `any` takes roads that the vehicle may drive but not leave again, too. Default `default`. */
  readonly snapping?: "default" | "any" | undefined;
}

/** The roads found, nearest first, or why there is none. */
export interface Candidates {
  readonly snaps: readonly Snap[];
  /** Set when `snaps` is empty. */
  readonly none?: { readonly code: "no-road" | "too-far" | "no-heading"; readonly id: string; readonly en: string };
}

/** Throws RoadsError `bad-question` when `point` is not on the globe. */
export function checkPoint(point: LonLat): void {
  if (!(Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90)) {
    throw new RoadsError("bad-question", `[${point}] is not [longitude, latitude]; give degrees, longitude first.`);
  }
}

/** Whether driving towards (east, north) is within the range of the bearing. */
function heads(bearing: { readonly degrees: number; readonly range: number }, east: number, north: number): boolean {
  const heading = (Math.atan2(east, north) * 180) / Math.PI;
  const apart = Math.abs(((((heading - bearing.degrees) % 360) + 540) % 360) - 180);
  return apart <= bearing.range;
}

const otherSide: Readonly<Record<Side, Side>> = { left: "right", right: "left", on: "on" };

/** A snapped place from a hit of the grid and the directions in which it may be driven. */
function toSnap(graph: StreetGraph, hit: EdgeHit, driven: { only?: "forward" | "backward"; oneWay?: boolean }): Snap {
  const way = graph.edgeWay[hit.edge]!;
  const { only } = driven;
  const snap = {
    ...hit,
    name: graph.text(graph.wayName[way]!) || graph.text(graph.wayRef[way]!),
    class: graph.classes[graph.wayClass[way]!] ?? "road",
    way: graph.wayId[way]!,
  };
  if (only === undefined) return snap;
  const travelSide = only === "forward" ? hit.side : otherSide[hit.side];
  // A street that is one-way anyway needs no restriction, so that its places stay equal to unrestricted ones.
  return driven.oneWay ? { ...snap, travelSide } : { ...snap, travelSide, only };
}

/** Snapping for one vehicle. */
export interface Snapping {
  /** Up to `number` different edges, nearest first; ties by edge. */
  candidates(point: LonLat, number: number, choices?: NearestChoices): Candidates;
  /** The place again, as the snap of `point`; undefined when the vehicle cannot use it now. */
  again(place: EdgePlace, point: LonLat): Snap | undefined;
}

/** Snapping for `vehicle` on `graph`. */
export function createSnapping(graph: StreetGraph, vehicle: Vehicle): Snapping {
  const { metric } = vehicle;
  const drivable = (arc: number) => vehicle.drivable(arc);
  const keepsLeft = metric.layer.profile.drivingSide === "left";
  const open = (arc: number) => metric.arcCost[arc] !== Number.POSITIVE_INFINITY;

  function near(point: LonLat, number: number, { limit, bearing, snapping }: NearestChoices): EdgeHit[] {
    const may = snapping === "any" ? open : drivable;
    return vehicle.near(point, {
      number,
      limit: limit ?? Number.POSITIVE_INFINITY,
      ...(snapping === "any" ? { accept: (edge: number) => open(edge * 2) || open(edge * 2 + 1) } : {}),
      acceptPiece:
        bearing &&
        ((edge, east, north) =>
          (may(edge * 2) && heads(bearing, east, north)) || (may(edge * 2 + 1) && heads(bearing, -east, -north))),
    });
  }

  /** In which directions a hit may be driven under the choices. */
  function drivenAt(hit: EdgeHit, { bearing, approach }: NearestChoices) {
    const [ahead, back] = [hit.edge * 2, hit.edge * 2 + 1].map(drivable);
    if (ahead !== back) return { only: ahead ? "forward" : "backward", oneWay: true } as const;
    if (bearing !== undefined) {
      const [east, north] = directionAt(graph, hit);
      const [along, against] = [heads(bearing, east, north), heads(bearing, -east, -north)];
      if (along !== against) return { only: along ? "forward" : "backward" } as const;
    }
    if (approach === undefined || approach === "unrestricted" || hit.side === "on") return {};
    const curb = (hit.side === "left") === keepsLeft;
    return { only: curb === (approach === "curb") ? "forward" : "backward" } as const;
  }

  function whyNone(point: LonLat, choices: NearestChoices): Candidates["none"] {
    const { limit, bearing } = choices;
    const [nearest] = near(point, 1, { ...choices, limit: Number.POSITIVE_INFINITY, bearing: undefined });
    if (nearest === undefined) {
      const { id } = metric.layer.profile;
      return {
        code: "no-road",
        id: `Jaringan ini tidak punya jalan untuk profil ${id}`,
        en: `This network has no road that profile ${id} can use`,
      };
    }
    const far = Math.round(nearest.distance);
    if (bearing !== undefined && nearest.distance <= (limit ?? Number.POSITIVE_INFINITY)) {
      return {
        code: "no-heading",
        id: `Tidak ada jalan searah ${bearing.degrees}° ± ${bearing.range}° di dekat titik itu; perlebar rentangnya`,
        en: `No road near the point is driven at ${bearing.degrees}° ± ${bearing.range}°; widen the range`,
      };
    }
    return {
      code: "too-far",
      id: `Jalan terdekat berjarak ${far} m, batasnya ${limit} m; periksa titiknya atau naikkan batas`,
      en: `The nearest road is ${far} m away, the limit is ${limit} m; check the point or raise the limit`,
    };
  }

  return {
    candidates(point, number, choices = {}) {
      checkPoint(point);
      const snaps = near(point, number, choices).map((hit) => toSnap(graph, hit, drivenAt(hit, choices)));
      const none = snaps.length === 0 ? whyNone(point, choices) : undefined;
      return none === undefined ? { snaps } : { snaps, none };
    },
    again(place, point) {
      checkPoint(point);
      const { edge } = place;
      if (!(edge >= 0 && edge < vehicle.usable.length) || vehicle.usable[edge] !== 1) return undefined;
      const hit = vehicle.on(point, edge);
      const { only } = place;
      const free = only === undefined || drivable(edge * 2 + (only === "forward" ? 0 : 1));
      return free ? toSnap(graph, hit, only === undefined ? drivenAt(hit, {}) : { only }) : undefined;
    },
  };
}

function directionAt(graph: StreetGraph, hit: EdgeHit): readonly [east: number, north: number] {
  const [from, to] = pieceOf(graph, hit);
  return [(to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180), to[1] - from[1]];
}
