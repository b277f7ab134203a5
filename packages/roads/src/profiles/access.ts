/**
 * Who may use a way or pass a node. Knows the access hierarchy (wiki.openstreetmap.org/wiki/Key:access);
 * refuses to know speeds.
 */
import type { Tags } from "../osm/road-extract.ts";
import { type Circumstances, conditionalValue } from "./conditional.ts";
import type { Profile } from "./profile.ts";

/** `destination`: open only to those who end there. */
export type AccessVerdict = "open" | "destination" | "closed";

/** Verdicts along and against the way's refs. */
export interface AccessVerdicts {
  readonly forward: AccessVerdict;
  readonly backward: AccessVerdict;
}

/** Keys so general that they do not open a way which needs permission in as many words. */
const general: ReadonlySet<string> = new Set(["access", "vehicle"]);

/** Judges the access tags; `needsPermission`: closed unless a key of the vehicle itself opens. */
export function compileAccess(
  profile: Profile,
  circumstances: Circumstances,
): (tags: Tags, needsPermission: boolean) => AccessVerdicts {
  const { access } = profile;
  const keys = access.keys.map((key) => ({
    key,
    forward: `${key}:forward`,
    backward: `${key}:backward`,
    conditional: `${key}:conditional`,
    general: general.has(key),
  }));
  const deny = new Set(access.deny);
  const destination = new Set(access.destination ?? []);
  const directional = access.directional === true;

  function ofDirection(tags: Tags, direction: "forward" | "backward", needsPermission: boolean): AccessVerdict {
    for (const names of keys) {
      const condition = access.conditional === true ? tags[names.conditional] : undefined;
      const value =
        (condition === undefined ? undefined : conditionalValue(condition, circumstances)) ??
        (directional ? tags[names[direction]] : undefined) ??
        tags[names.key];
      if (value === undefined) continue;
      if (deny.has(value) || (needsPermission && names.general)) return "closed";
      return destination.has(value) ? "destination" : "open";
    }
    return needsPermission ? "closed" : "open";
  }

  return (tags, needsPermission) => {
    const forward = ofDirection(tags, "forward", needsPermission);
    return { forward, backward: directional ? ofDirection(tags, "backward", needsPermission) : forward };
  };
}
