/**
 * Coordinates of a request snapped to roads, and back as waypoints. The one place where services snap.
 */
import type { NearestChoices, RoadNetwork, Snap } from "@antar/roads";
import { hintOf, readHint } from "./hint.ts";
import type { GeneralOptions } from "./options.ts";
import { OsrmRefusal } from "./refusal.ts";
import type { Position } from "./request.ts";

/** What a service answers from. */
export interface Ground {
  readonly network: RoadNetwork;
  /** The network's own name of the profile. */
  readonly profile: string;
}

type SnapOptions = Omit<GeneralOptions, "number">;

function choicesAt(options: SnapOptions, i: number): NearestChoices {
  const { bearings, radiuses, approaches, snapping } = options;
  return {
    limit: radiuses?.[i] ?? Number.POSITIVE_INFINITY,
    bearing: bearings?.[i],
    approach: approaches?.[i],
    snapping,
  };
}

/** The road that the hint of coordinate `i` names, unless the request restricts the coordinate otherwise. */
function hinted({ network, profile }: Ground, position: Position, options: SnapOptions, i: number): Snap | undefined {
  const hint = options.hints?.[i];
  if (hint === undefined) return undefined;
  const place = readHint(network, hint, i);
  const restricted = options.bearings?.[i] !== undefined || options.approaches?.[i] !== undefined;
  if (place === undefined || restricted) return undefined;
  const snap = network.snapAgain(profile, place, position);
  return snap !== undefined && snap.distance <= (options.radiuses?.[i] ?? Number.POSITIVE_INFINITY) ? snap : undefined;
}

/** Up to `number` roads near coordinate `i`, nearest first. Throws OsrmRefusal `NoSegment` with the reason. */
export function roadsNear(
  ground: Ground,
  position: Position,
  options: SnapOptions,
  at: { readonly index: number; readonly number: number },
): readonly Snap[] {
  const { index, number } = at;
  const known = number === 1 ? hinted(ground, position, options, index) : undefined;
  if (known !== undefined) return [known];
  const { snaps, none } = ground.network.candidates(ground.profile, position, number, choicesAt(options, index));
  if (none !== undefined) throw new OsrmRefusal("NoSegment", `Coordinate ${index}: ${none.en}.`);
  return snaps;
}

/** Every coordinate on its road. Throws OsrmRefusal `NoSegment`. */
export function snapAll(ground: Ground, coordinates: readonly Position[], options: SnapOptions): Snap[] {
  return coordinates.flatMap((position, index) => roadsNear(ground, position, options, { index, number: 1 }));
}

const degrees = (value: number): number => Math.round(value * 1e6) / 1e6;

/** A place as clients read it, to a millionth of a degree. */
export function locationOf([lon, lat]: readonly [number, number]): [number, number] {
  return [degrees(lon), degrees(lat)];
}

/** A snapped coordinate as clients read it. */
export function waypointOf({ network }: Ground, snap: Snap, options: Pick<SnapOptions, "generate_hints">) {
  return {
    ...(options.generate_hints ? { hint: hintOf(network, snap) } : {}),
    location: locationOf(snap.point),
    name: snap.name,
    distance: Math.round(snap.distance * 1e3) / 1e3,
  };
}

/** Waypoints, unless the client does not want them. */
export function waypointsOf(ground: Ground, snaps: readonly Snap[], options: SnapOptions) {
  return options.skip_waypoints ? {} : { waypoints: snaps.map((snap) => waypointOf(ground, snap, options)) };
}
