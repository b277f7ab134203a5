/**
 * Turns a profile document into functions over tags. Knows how the parts of a document work together;
 * refuses to know any figure: each comes from the document.
 */
import type { Tags } from "../osm/road-extract.ts";
import { type AccessVerdict, compileAccess } from "./access.ts";
import type { Circumstances } from "./conditional.ts";
import { compileDirections } from "./directions.ts";
import { durationOf, limitOf, plainNumberOf } from "./measures.ts";
import type { CompiledProfile, NodeRule, Profile, WayKind, WayRule, WeekMoment } from "./profile.ts";
import { compileRestrictions } from "./restrictions.ts";
import { compileSpeeds } from "./speeds.ts";
import { type TagTest, tagTest } from "./tag-condition.ts";
import { compileTurns } from "./turns.ts";

/** Choices of `compileProfile`. */
export interface CompileOptions {
  /** Local moment for which conditional tags are judged; absent: conditions on time never hold. */
  readonly moment?: WeekMoment;
}

/** The profile as pure functions. The document must have passed `parseProfile` (shipped ones have). */
export function compileProfile(profile: Profile, options: CompileOptions = {}): CompiledProfile {
  const circumstances: Circumstances = {
    moment: options.moment,
    measures: measuresOf(profile),
    modes: new Set(profile.turns.modes ?? []),
  };
  const restrictions = compileRestrictions(profile, circumstances);
  const hourNames = ["none", ...Object.keys(profile.hours ?? {})];
  return {
    profile,
    way: compileWay(profile, circumstances, hourNames),
    node: compileNode(profile, circumstances),
    restriction: (tags) => restrictions(tags).binds,
    restrictionIgnored: (tags) => restrictions(tags).ignored,
    turns: compileTurns(profile),
    hourFactors: [new Array<number>(24).fill(1), ...Object.values(profile.hours ?? {})],
    hourNames,
    arcMilliseconds,
  };
}

/** The one rounding of an arc's time: max(1, floor(metres x 3600 / kmh + 0.5)). */
function arcMilliseconds(metres: number, kmh: number): number {
  return Math.max(1, Math.floor((metres * 3600) / kmh + 0.5));
}

function measuresOf(profile: Profile): Map<string, number> {
  return new Map(
    (profile.limits ?? []).map((limit) => [limit.key.replace(/^max/, "").replace(/:.*$/, ""), limit.needs]),
  );
}

function compileLimits(profile: Profile): TagTest {
  const limits = profile.limits ?? [];
  return (tags) =>
    limits.some(({ key, needs, read }) => {
      const text = tags[key];
      if (text === undefined) return false;
      const limit = read === "plain" ? plainNumberOf(text) : limitOf(text.trim());
      return limit !== undefined && limit < needs;
    });
}

/** Kinds by the value of `highway`, so that a way is tried against few of them, in the document's order. */
function compileKinds(profile: Profile): (tags: Tags) => WayKind | undefined {
  const tested = profile.ways.map((kind) => ({ kind, agrees: tagTest(kind.when) }));
  const listed = new Set(profile.ways.flatMap((kind) => kind.when.highway ?? []));
  const byHighway = new Map(
    [...listed].map((value) => [
      value,
      tested.filter(({ kind }) => {
        const values = kind.when.highway;
        return values === undefined || values.includes(value) || values.includes("*");
      }),
    ]),
  );
  return (tags) => {
    const candidates = byHighway.get(tags.highway ?? "") ?? tested;
    return candidates.find(({ agrees }) => agrees(tags))?.kind;
  };
}

function compileWay(profile: Profile, circumstances: Circumstances, hourNames: readonly string[]) {
  const kindOf = compileKinds(profile);
  const forbidden = (profile.forbid ?? []).map(tagTest);
  const tooSmall = compileLimits(profile);
  const access = compileAccess(profile, circumstances);
  const directions = compileDirections(profile, circumstances);
  const speeds = compileSpeeds(profile);
  return (tags: Tags, place?: { readonly urban: boolean }): WayRule | undefined => {
    const kind = kindOf(tags);
    if (kind?.kmh === undefined) return undefined;
    if (forbidden.some((agrees) => agrees(tags)) || tooSmall(tags)) return undefined;
    const allowed = access(tags, kind.needsPermission === true);
    const along = directions(tags);
    const forward = along.forward && allowed.forward !== "closed";
    const backward = along.backward && allowed.backward !== "closed";
    if (!forward && !backward) return undefined;
    const urban = settlementOf(tags) ?? place?.urban ?? true;
    const speed = speeds(tags, kind, urban);
    return {
      forward,
      backward,
      forwardKmh: forward ? speed.forwardKmh : 0,
      backwardKmh: backward ? speed.backwardKmh : 0,
      carrier: kind.carrier ?? "road",
      class: tags.highway ?? (tags.route === "ferry" ? "ferry" : "waterway"),
      hours: hoursOf(kind, urban, hourNames),
      rainFactor: speed.rainFactor,
      ...passageOf(profile, kind, tags),
      ...groupOf(profile, kind, tags, [allowed.forward, allowed.backward]),
    };
  };
}

/** What the way's own tags say about where it lies: `maxspeed:type=ID:urban`, `zone:traffic=ID:rural`. */
function settlementOf(tags: Tags): boolean | undefined {
  const text = tags["maxspeed:type"] ?? tags["source:maxspeed"] ?? tags["zone:traffic"] ?? tags["zone:maxspeed"];
  if (text === undefined) return undefined;
  if (text.endsWith(":urban")) return true;
  return text.endsWith(":rural") ? false : undefined;
}

function hoursOf(kind: WayKind, urban: boolean, hourNames: readonly string[]): number {
  if (kind.carrier !== undefined && kind.carrier !== "road" && kind.hours === undefined) return 0;
  return Math.max(0, hourNames.indexOf(kind.hours ?? (urban ? "urban" : "rural")));
}

function passageOf(profile: Profile, kind: WayKind, tags: Tags): Pick<WayRule, "durationMs" | "durationMissing"> {
  const carried = kind.carrier === "ferry" || kind.carrier === "boat";
  if (!carried || profile.ferry === undefined) return { durationMissing: false };
  const seconds = durationOf((tags.duration ?? "").trim());
  if (seconds !== undefined) return { durationMs: seconds * 1000, durationMissing: false };
  return { durationMissing: kind.carrier === "ferry" };
}

function groupOf(profile: Profile, kind: WayKind, tags: Tags, verdicts: readonly AccessVerdict[]) {
  if (kind.carrier === "ferry" && profile.ferry !== undefined) {
    const interval = durationOf((tags.interval ?? "").trim());
    const wait = interval === undefined ? profile.ferry.waitSeconds : interval / 2;
    return { group: "ferry", entryMs: Math.round((profile.ferry.boardingSeconds + wait) * 1000) } as const;
  }
  if (verdicts.includes("destination")) {
    return { group: "destination", entryMs: Math.round((profile.access.destinationEntrySeconds ?? 0) * 1000) } as const;
  }
  const entryMs = Math.round((kind.entrySeconds ?? 0) * 1000);
  return { group: entryMs > 0 ? "destination" : "open", entryMs } as const;
}

function compileNode(profile: Profile, circumstances: Circumstances): (tags: Tags) => NodeRule {
  const rows = (profile.nodes ?? []).map((row) => ({
    agrees: tagTest(row.when),
    closed: row.closed === true,
    penaltyMs: Math.round((row.seconds ?? 0) * 1000),
  }));
  const tooSmall = compileLimits(profile);
  const access = compileAccess(profile, circumstances);
  return (tags) => {
    if (tooSmall(tags)) return { blocked: true, penaltyMs: 0 };
    const row = rows.find(({ agrees }) => agrees(tags));
    if (row === undefined) return { blocked: false, penaltyMs: 0 };
    if (access(tags, row.closed).forward === "closed") return { blocked: true, penaltyMs: 0 };
    const direction = tags["traffic_signals:direction"] ?? tags.direction;
    return {
      blocked: false,
      penaltyMs: row.penaltyMs,
      ...(direction === "forward" || direction === "backward" ? { direction } : {}),
    };
  };
}
