/**
 * Closed and slow roads, and one that is being drawn, as map features. Knows the areas of a closure; refuses to know any
 * map library.
 */
import type { ClosureView } from "@antar/api";
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";

/** How a feature is drawn: closed, slow, or still a sketch. */
export interface ClosureTags {
  readonly mode: "closed" | "slow" | "sketch";
}

/** All of them. */
export type ClosureFeatures = FeatureCollection<Geometry, ClosureTags>;

type Area = ClosureView["road"]["areas"][number];

const metresPerDegree = 111_195;

/** A circle of 32 corners around a point, good enough to look at within a city. */
function circleAround([lon, lat]: Position, metres: number): Position[] {
  const height = metres / metresPerDegree;
  const width = height / Math.cos(((lat ?? 0) * Math.PI) / 180);
  return Array.from({ length: 33 }, (_, corner) => {
    const angle = (corner * Math.PI) / 16;
    return [(lon ?? 0) + width * Math.cos(angle), (lat ?? 0) + height * Math.sin(angle)];
  });
}

function shapeOf(area: Area): Geometry {
  switch (area.kind) {
    case "polygon":
      return { type: "Polygon", coordinates: [[...area.ring, area.ring[0] ?? [0, 0]]] };
    case "line":
      return { type: "LineString", coordinates: area.points };
    case "place":
      return { type: "Polygon", coordinates: [circleAround(area.at, area.within)] };
    default: {
      const never: never = area;
      return never;
    }
  }
}

/** What the corners of a sketch make: a point, a line, or from three corners on an area. */
export function sketchShape(corners: readonly Position[]): Geometry | undefined {
  const [first] = corners;
  if (!first) return undefined;
  if (corners.length === 1) return { type: "Point", coordinates: first };
  if (corners.length === 2) return { type: "LineString", coordinates: [...corners] };
  return { type: "Polygon", coordinates: [[...corners, first]] };
}

/** The closures that are not lifted, and the sketch over them. */
export function closureFeatures(closures: readonly ClosureView[], sketch: readonly Position[]): ClosureFeatures {
  const drawn = closures
    .filter((closure) => !closure.lifted)
    .flatMap(({ road }) =>
      road.areas.map((area): Feature<Geometry, ClosureTags> => {
        return { type: "Feature", properties: { mode: road.mode }, geometry: shapeOf(area) };
      }),
    );
  const shape = sketchShape(sketch);
  const corners = sketch.map((coordinates): Feature<Geometry, ClosureTags> => {
    return { type: "Feature", properties: { mode: "sketch" }, geometry: { type: "Point", coordinates } };
  });
  const outline: Feature<Geometry, ClosureTags>[] = shape
    ? [{ type: "Feature", properties: { mode: "sketch" }, geometry: shape }]
    : [];
  return { type: "FeatureCollection", features: [...drawn, ...outline, ...corners] };
}
