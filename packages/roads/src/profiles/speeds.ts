/**
 * How fast a vehicle is on a way. Knows the order in which a profile's figures apply: kind, limit, cap, surface,
 * other factors; refuses to know access.
 */
import type { Tags } from "../osm/road-extract.ts";
import { speedKmhOf } from "./measures.ts";
import type { Profile, WayKind } from "./profile.ts";
import { tagTest } from "./tag-condition.ts";

/** Speeds along and against the refs, km/h, and the factor for rain. */
export interface WaySpeed {
  readonly forwardKmh: number;
  readonly backwardKmh: number;
  readonly rainFactor: number;
}

/** Judges the speed tags of a way whose kind is known and has a speed. */
export function compileSpeeds(profile: Profile): (tags: Tags, kind: WayKind, urban: boolean) => WaySpeed {
  const surfaces = new Map(
    (profile.surfaces ?? []).toReversed().flatMap((row) => row.values.map((value) => [value, row] as const)),
  );
  const factors = (profile.factors ?? []).map(({ when, factor }) => ({ agrees: tagTest(when), factor }));
  const limitOf = compileMaxspeed(profile);
  const cap = profile.capKmh ?? Number.POSITIVE_INFINITY;
  return (tags, kind, urban) => {
    const base = typeof kind.kmh === "object" ? (urban ? kind.kmh.urban : kind.kmh.rural) : (kind.kmh ?? 0);
    const surface = surfaces.get(tags.surface ?? "");
    let factor = kind.ignoreSurface === true ? 1 : (surface?.factor ?? 1);
    for (const row of factors) if (row.agrees(tags)) factor *= row.factor;
    const unpaved = kind.unpaved ?? surface?.unpaved ?? false;
    return {
      forwardKmh: Math.min(limitOf(tags, "forward", base), cap) * factor,
      backwardKmh: Math.min(limitOf(tags, "backward", base), cap) * factor,
      rainFactor: unpaved ? (profile.rainFactor ?? 1) : 1,
    };
  };
}

type LimitedSpeed = (tags: Tags, direction: "forward" | "backward", baseKmh: number) => number;

function compileMaxspeed(profile: Profile): LimitedSpeed {
  const { maxspeed } = profile;
  if (maxspeed.use === "ignore") return (_tags, _direction, baseKmh) => baseKmh;
  const least = maxspeed.least ?? 1;
  const most = maxspeed.most ?? 200;
  const factor = maxspeed.factor ?? 1;
  const find = maxspeed.read === "digits" ? digitsLimit : compileFullLimit(profile);
  return (tags, direction, baseKmh) => {
    const limit = find(tags, direction);
    if (limit === undefined || !(limit >= least && limit <= most)) return baseKmh;
    return maxspeed.use === "replace" ? limit * factor : Math.min(baseKmh, limit * factor);
  };
}

type FoundLimit = (tags: Tags, direction: "forward" | "backward") => number | undefined;

function digitsLimit(tags: Tags): number | undefined {
  const text = tags.maxspeed;
  return text !== undefined && /^[0-9]+$/.test(text) ? Number(text) : undefined;
}

/** `maxspeed:MODE:forward`, `maxspeed:MODE`, `maxspeed:forward`, `maxspeed`, then zone words; of a list the least. */
function compileFullLimit(profile: Profile): FoundLimit {
  const stems = [...(profile.turns.modes ?? []).map((mode) => `maxspeed:${mode}`), "maxspeed"];
  const names = {
    forward: stems.flatMap((stem) => [`${stem}:forward`, stem]),
    backward: stems.flatMap((stem) => [`${stem}:backward`, stem]),
  };
  const words = profile.maxspeed.words ?? {};
  return (tags, direction) => {
    for (const key of [...names[direction], "maxspeed:type", "source:maxspeed", "zone:maxspeed"]) {
      const text = tags[key];
      if (text === undefined) continue;
      const speeds = text.split(/[;|]/).flatMap((part) => speedKmhOf(part.trim(), words) ?? []);
      if (speeds.length > 0) return Math.min(...speeds);
    }
    return undefined;
  };
}
