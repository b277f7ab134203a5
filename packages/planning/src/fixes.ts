/**
 * The smallest change that lets everyone be served: settings tried one after another, each judged by solving again with
 * it. Knows which settings ease which limit; refuses to propose what was not tried.
 */
import { type Brief, type PlaceKind, type Sentence, withSettings } from "@antar/domain";
import { formatInstant, later, parseInstant } from "@antar/measure";
import type { Cause } from "./causes.ts";

/** A change of the brief by one setting. */
export interface Change {
  readonly key: string;
  readonly value: string;
  readonly says: Sentence;
}

const kindName: Readonly<Record<PlaceKind, Sentence>> = {
  warehouse: { id: "gudang", en: "the warehouse" },
  ppk: { id: "PPK", en: "each PPK" },
  pps: { id: "PPS", en: "each PPS" },
  tps: { id: "TPS", en: "each TPS" },
};

function dockChanges(brief: Brief, kind: "warehouse" | "ppk"): Change[] {
  const docks = Math.max(0, ...brief.places.filter((place) => place.kind === kind).map((place) => place.docks ?? 0));
  const { id, en } = kindName[kind];
  return [1, 2, 4].map((more) => ({
    key: kind === "warehouse" ? "docks" : "ppk.docks",
    value: String(docks + more),
    says: {
      id: `tambah ${more} dermaga di ${id}: ${docks + more}`,
      en: `${more} more dock(s) at ${en}: ${docks + more}`,
    },
  }));
}

function clock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

function openingChanges(brief: Brief, kind: PlaceKind): Change[] {
  const { from, to } = brief.opening[kind];
  const { id, en } = kindName[kind];
  const longer = [60, 120, 240].flatMap((more): Change[] => {
    const value = clock(Math.min(24 * 60, minutesOf(to) + more));
    return value === to
      ? []
      : [{ key: `${kind}.to`, value, says: { id: `${id} buka sampai ${value}`, en: `${en} open until ${value}` } }];
  });
  const earlier = [60, 120].flatMap((more): Change[] => {
    const value = clock(Math.max(0, minutesOf(from) - more));
    return value === from
      ? []
      : [{ key: `${kind}.from`, value, says: { id: `${id} buka mulai ${value}`, en: `${en} open from ${value}` } }];
  });
  return [...longer, ...earlier];
}

function dayChanges(brief: Brief): Change[] {
  const { days } = brief.opening.warehouse;
  if (days === undefined) return [];
  return [1, 2].map((more) => ({
    key: "warehouse.days",
    value: String(days + more),
    says: { id: `gudang buka ${days + more} hari`, en: `the warehouse open on ${days + more} days` },
  }));
}

function escortChanges(brief: Brief): Change[] {
  const teams = brief.escort?.teams;
  if (teams === undefined) return [];
  return [1, 2, 4].map((more) => ({
    key: "escorts",
    value: String(teams + more),
    says: { id: `tambah ${more} regu pengawal: ${teams + more}`, en: `${more} more escort team(s): ${teams + more}` },
  }));
}

function fleetChanges(brief: Brief): Change[] {
  return [1, 2, 4, 8, 16].flatMap((more) =>
    brief.vehicleTypes.map((type) => ({
      key: `${type.id}.count`,
      value: String(type.count + more),
      says: {
        id: `tambah ${more} ${type.name}: ${type.count + more}`,
        en: `${more} more ${type.name}: ${type.count + more}`,
      },
    })),
  );
}

/** Enough vehicles of each type with homes that every place of its base has one. */
function homeChanges(brief: Brief): Change[] {
  return brief.vehicleTypes.flatMap((type): Change[] => {
    const homes = brief.places.filter((place) => place.kind === type.base).length;
    if (type.roams || type.count >= homes) return [];
    const says = {
      id: `satu ${type.name} di setiap tempat: ${homes} (tambah ${homes - type.count})`,
      en: `one ${type.name} at every place: ${homes} (${homes - type.count} more)`,
    };
    return [{ key: `${type.id}.count`, value: String(homes), says }];
  });
}

function windowChanges(brief: Brief): Change[] {
  const [end, legal] = [parseInstant(brief.window.end), parseInstant(brief.window.legalEnd)];
  if (end === undefined || legal === undefined || end >= legal) return [];
  return [3600, 2 * 3600, legal - end].flatMap((more): Change[] => {
    if (end + more > legal) return [];
    const value = formatInstant(later(end, more), brief.timeZone);
    return [{ key: "window.end", value, says: { id: `batas waktu ${value}`, en: `deadline ${value}` } }];
  });
}

/** The changes that could ease `cause`, the likeliest and smallest first. */
export function changesFor(brief: Brief, cause: Cause): readonly Change[] {
  const warehouse = [...dayChanges(brief), ...openingChanges(brief, "warehouse")];
  const openings = (["pps", "ppk", "tps", "warehouse"] as const).flatMap((kind) => openingChanges(brief, kind));
  switch (cause) {
    case "docks-warehouse":
      return [...dockChanges(brief, "warehouse"), ...warehouse];
    case "docks-ppk":
      return [...dockChanges(brief, "ppk"), ...openingChanges(brief, "ppk")];
    case "escort":
      return [...escortChanges(brief), ...warehouse];
    case "fleet":
      return fleetChanges(brief);
    case "no-vehicle":
      return [...homeChanges(brief), ...fleetChanges(brief)];
    case "opening-warehouse":
      return warehouse;
    case "opening":
      return [...openings, ...windowChanges(brief)];
    case "overnight":
    case "drivers":
    case "combined":
      return [
        ...dayChanges(brief),
        ...dockChanges(brief, "warehouse"),
        ...escortChanges(brief),
        ...fleetChanges(brief),
        ...openings,
        ...windowChanges(brief),
      ];
    case "capacity":
    case "unreachable":
    case "locked":
      return [];
    default:
      return cause satisfies never;
  }
}

/** A change and whom it serves. */
export interface Fix {
  readonly change: Change;
  /** Codes that are still left out with it. */
  readonly still: ReadonlySet<string>;
}

/** `brief` with `change`; undefined when the change makes no brief that can be planned. */
export function changedBrief(brief: Brief, change: Change): Brief {
  return withSettings(brief, { [change.key]: change.value });
}

/**
 * The first change that serves all of `codes` and leaves nobody out; else the one that serves most of them; undefined when
 * none serves any. `leftOut` solves again.
 */
export function findFix(
  changes: readonly Change[],
  codes: readonly string[],
  leftOut: (change: Change) => ReadonlySet<string>,
): Fix | undefined {
  let best: { fix: Fix; served: number } | undefined;
  for (const change of changes) {
    const still = leftOut(change);
    const served = codes.filter((code) => !still.has(code)).length;
    if (served > (best?.served ?? 0)) best = { fix: { change, still }, served };
    if (served === codes.length && still.size === 0) break;
  }
  return best?.fix;
}
