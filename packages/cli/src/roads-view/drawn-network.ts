/**
 * The streets of a network as compact data for pictures and pages. Knows classes and flags; refuses to know colours.
 */
import type { RoadNetwork } from "@antar/roads";

/** Bits of a street: closed now, not usable by the profile (wrong class, or no way back to the network), bridge, ferry. */
export const streetFlag = { closed: 1, unusable: 2, bridge: 4, ferry: 8 } as const;

/** All streets of a network, seen by one profile. */
export interface DrawnNetwork {
  readonly source: string;
  readonly attribution: string;
  readonly synthetic: boolean;
  readonly profile: string;
  readonly bbox: readonly number[];
  readonly classes: readonly string[];
  readonly names: readonly string[];
  /** Each: class, flags, name (indexes), then lon, lat in millionths of a degree, the first absolute, the others differences. */
  readonly edges: readonly (readonly number[])[];
}

/** Gives each text a number. */
function createNumbers() {
  const numbers = new Map<string, number>();
  return {
    texts: () => [...numbers.keys()],
    of(text: string): number {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    },
  };
}

/** The streets of `network` as `profile` sees them. */
export function drawnNetwork(network: RoadNetwork, profile: string): DrawnNetwork {
  const { source, attribution, synthetic, bbox } = network.metadata;
  const [classes, names] = [createNumbers(), createNumbers()];
  const usable = network.usableBy(profile);
  const edges: number[][] = [];
  for (const { edge, class: kind, name, bridge, ferry, closed, geometry } of network.drawing()) {
    const flags =
      (closed ? streetFlag.closed : 0) |
      (usable(edge) ? 0 : streetFlag.unusable) |
      (bridge ? streetFlag.bridge : 0) |
      (ferry ? streetFlag.ferry : 0);
    const street = [classes.of(kind), flags, names.of(name)];
    let [x, y] = [0, 0];
    for (const [lon, lat] of geometry) {
      const [east, north] = [Math.round(lon * 1e6), Math.round(lat * 1e6)];
      street.push(east - x, north - y);
      [x, y] = [east, north];
    }
    edges.push(street);
  }
  return { source, attribution, synthetic, profile, bbox, classes: classes.texts(), names: names.texts(), edges };
}

/** The points of a street in degrees. */
export function pointsOfStreet(street: readonly number[]): [lon: number, lat: number][] {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (let i = 3; i + 1 < street.length; i += 2) {
    x += street[i] ?? 0;
    y += street[i + 1] ?? 0;
    points.push([x / 1e6, y / 1e6]);
  }
  return points;
}
