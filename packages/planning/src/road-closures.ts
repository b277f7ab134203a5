/**
 * A closure of a plan in the words of the road network. Schedule and audit both ask here, so that both close the same
 * roads. Knows shapes; refuses to know time.
 */
import type { RoadClosure } from "@antar/domain";
import type { LonLat } from "@antar/measure";
import type { Closure } from "@antar/roads";

/** Degrees of latitude to a metre. */
const degree = 1 / 111_195;

/** The strip within `within` metres of the line from `from` to `to`, as a ring. */
function stripAround(from: LonLat, to: LonLat, within: number): LonLat[] {
  const shrink = Math.cos((from[1] * Math.PI) / 180);
  const [east, north] = [(to[0] - from[0]) * shrink, to[1] - from[1]];
  const length = Math.hypot(east, north);
  const [x, y] = length === 0 ? [1, 0] : [east / length, north / length];
  const reach = within * degree;
  const corner = ([lon, lat]: LonLat, along: number, side: number): LonLat => [
    lon + ((along * x - side * y) * reach) / shrink,
    lat + (along * y + side * x) * reach,
  ];
  return [corner(from, -1, -1), corner(to, 1, -1), corner(to, 1, 1), corner(from, -1, 1)];
}

/** A closure in the words of the road network. */
export function roadClosuresOf(closure: RoadClosure): readonly Closure[] {
  const change = {
    speedFactor: closure.mode === "closed" ? 0 : (closure.factor ?? 1),
    keepBridges: closure.exceptBridges ?? false,
    reason: closure.name,
  };
  return closure.areas.flatMap((area): Closure[] => {
    switch (area.kind) {
      case "polygon":
        return [{ kind: "polygon", ring: area.ring, ...change }];
      case "place":
        return [{ kind: "place", at: area.at, radius: area.within, ...change }];
      case "line":
        return area.points.slice(1).flatMap((to, index): Closure[] => {
          const from = area.points[index];
          return from ? [{ kind: "polygon", ring: stripAround(from, to, area.within), ...change }] : [];
        });
      default:
        return area satisfies never;
    }
  });
}

/** Metres over the ground, flat around `from`. */
function metresBetween(from: LonLat, to: LonLat): number {
  const shrink = Math.cos((from[1] * Math.PI) / 180);
  return Math.hypot((to[0] - from[0]) * shrink, to[1] - from[1]) / degree;
}

function isInside(ring: readonly LonLat[], [x, y]: LonLat): boolean {
  let inside = false;
  for (const [index, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring[(index + ring.length - 1) % ring.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** True when `closure` closes the ground on which `point` lies; lines close roads, not ground. */
function closesGround(closure: RoadClosure, point: LonLat): boolean {
  if (closure.mode !== "closed") return false;
  return closure.areas.some((area) => {
    if (area.kind === "polygon") return isInside(area.ring, point);
    return area.kind === "place" && metresBetween(point, area.at) <= area.within;
  });
}

/** What a road network says of the road at a point. */
export interface Standing {
  /** Metres from the point to the road. */
  readonly distance?: number;
}

/** Kits are carried so many metres farther by hand when the road of a place is closed, not more. */
const byHand = 300;

/**
 * True when a place cannot be reached under `closures`: its ground is closed, or the nearest road that is left (`now`) lies
 * more than 300 m farther away than its usual one.
 */
export function isCutOff(
  closures: readonly RoadClosure[],
  point: LonLat,
  roads: { readonly usual: Standing | undefined; readonly now: Standing | undefined },
): boolean {
  if (closures.some((closure) => closesGround(closure, point))) return true;
  const { usual, now } = roads;
  return !usual || !now || (now.distance ?? 0) - (usual.distance ?? 0) > byHand;
}
