/**
 * Which directions of a way are open to traffic. Knows the forms of `oneway`
 * (wiki.openstreetmap.org/wiki/Key:oneway); refuses to know access and speeds.
 */
import type { Tags } from "../osm/road-extract.ts";
import { type Circumstances, conditionalValue } from "./conditional.ts";
import type { Profile } from "./profile.ts";
import { tagTest } from "./tag-condition.ts";

/** Open along and against the refs. */
export interface Directions {
  readonly forward: boolean;
  readonly backward: boolean;
}

const both: Directions = { forward: true, backward: true };
const forwardOnly: Directions = { forward: true, backward: false };
const backwardOnly: Directions = { forward: false, backward: true };
const neither: Directions = { forward: false, backward: false };

const meanings: ReadonlyMap<string, Directions> = new Map([
  ["yes", forwardOnly],
  ["true", forwardOnly],
  ["1", forwardOnly],
  ["-1", backwardOnly],
  ["reverse", backwardOnly],
]);

/** Judges the oneway tags: the first present key of the profile decides, unknown values leave both directions open. */
export function compileDirections(profile: Profile, circumstances: Circumstances): (tags: Tags) => Directions {
  const { oneway } = profile;
  const implied = (oneway.implied ?? []).map(tagTest);
  const closed = new Set(oneway.closed ?? []);
  return (tags) => {
    for (const key of oneway.keys) {
      const condition = oneway.conditional === true ? tags[`${key}:conditional`] : undefined;
      const value = (condition === undefined ? undefined : conditionalValue(condition, circumstances)) ?? tags[key];
      if (value === undefined) continue;
      return closed.has(value) ? neither : (meanings.get(value) ?? both);
    }
    return implied.some((agrees) => agrees(tags)) ? forwardOnly : both;
  };
}
