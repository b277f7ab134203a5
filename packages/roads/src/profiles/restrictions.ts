/**
 * Whether a turn restriction binds a vehicle. Knows `except`, mode suffixes and conditions
 * (wiki.openstreetmap.org/wiki/Relation:restriction); refuses to know members and geometry.
 */
import type { Tags } from "../osm/road-extract.ts";
import { type Circumstances, conditionalValue } from "./conditional.ts";
import type { Profile } from "./profile.ts";

/** Either what it does or why it does nothing. */
export interface RestrictionVerdict {
  readonly binds: "no" | "only" | undefined;
  /** `except`, `other mode`, `conditional`, `unknown kind`, `switched off`. */
  readonly ignored: string | undefined;
}

const legacyTimes = ["day_on", "day_off", "hour_on", "hour_off"];

/** Judges the tags of a restriction relation. */
export function compileRestrictions(
  profile: Profile,
  circumstances: Circumstances,
): (tags: Tags) => RestrictionVerdict {
  const { turns } = profile;
  const modes = turns.modes ?? [];
  return (tags) => {
    if (turns.restrictions !== true) return ignored("switched off");
    const excepted = (tags.except ?? "").split(/[;,]/).some((mode) => modes.includes(mode.trim()));
    if (excepted) return ignored("except");
    const type = tags.type ?? "restriction";
    if (turns.qualified !== true) return type === "restriction" ? verdict(tags.restriction) : ignored("other mode");
    if (type !== "restriction" && !modes.some((mode) => type === `restriction:${mode}`)) return ignored("other mode");
    return qualified(tags, modes, circumstances);
  };
}

function qualified(tags: Tags, modes: readonly string[], circumstances: Circumstances): RestrictionVerdict {
  const keys = [...modes.map((mode) => `restriction:${mode}`), "restriction"];
  for (const key of keys) {
    const condition = tags[`${key}:conditional`];
    const now = condition === undefined ? undefined : conditionalValue(condition, circumstances);
    if (now !== undefined) return verdict(now);
    if (tags[key] !== undefined)
      return legacyTimes.some((name) => tags[name] !== undefined)
        ? timed(tags, key, circumstances)
        : verdict(tags[key]);
    if (condition !== undefined) return ignored("conditional");
  }
  const elsewhere = Object.keys(tags).some((key) => key.startsWith("restriction:"));
  return ignored(elsewhere ? "other mode" : "unknown kind");
}

/** Older relations say the hours in `hour_on`, `hour_off`, `day_on`, `day_off`. */
function timed(tags: Tags, key: string, circumstances: Circumstances): RestrictionVerdict {
  const daySpan = tags.day_on === undefined ? "" : `${shortDay(tags.day_on)}-${shortDay(tags.day_off ?? tags.day_on)} `;
  const hourSpan = tags.hour_on === undefined ? "" : `${tags.hour_on}-${tags.hour_off ?? "24:00"}`;
  const now = conditionalValue(`now @ (${`${daySpan}${hourSpan}`.trim()})`, circumstances);
  return now === undefined ? ignored("conditional") : verdict(tags[key]);
}

function shortDay(name: string): string {
  return name.slice(0, 2);
}

function verdict(value: string | undefined): RestrictionVerdict {
  if (value?.startsWith("no_")) return { binds: "no", ignored: undefined };
  if (value?.startsWith("only_")) return { binds: "only", ignored: undefined };
  return ignored("unknown kind");
}

function ignored(why: string): RestrictionVerdict {
  return { binds: undefined, ignored: why };
}
