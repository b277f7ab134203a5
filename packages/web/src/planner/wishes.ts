/**
 * What a planner may ask of a plan beside the brief: fleet, docks, escorts, window and opening hours, as the service's
 * settings. Knows their keys and how each is typed; refuses to know how the form looks.
 */
import type { PlanRequest } from "@antar/api";
import type { Brief, Mode, PlaceKind } from "@antar/domain";

/** What stands in the form. */
export interface Draft {
  readonly mode: Mode;
  readonly seconds: number;
  /** Settings by key, as the service takes them. */
  readonly settings: Readonly<Record<string, string>>;
  /** The version whose locked trips the new plan keeps; absent: none. */
  readonly locksOf?: number;
}

/** The kinds of places that have opening hours, in the order of the supply. */
export const openingKinds: readonly PlaceKind[] = ["warehouse", "ppk", "pps", "tps"];

/** Every setting of the form with the value that the brief has. */
export function wishesOf(brief: Brief): Readonly<Record<string, string>> {
  const docksOf = (kind: PlaceKind): number => brief.places.find((place) => place.kind === kind)?.docks ?? 0;
  const hours = openingKinds.flatMap((kind): [string, string][] => {
    const { from, to, days } = brief.opening[kind];
    return [
      [`${kind}.from`, from],
      [`${kind}.to`, to],
      ...(days === undefined ? [] : ([[`${kind}.days`, `${days}`]] as [string, string][])),
    ];
  });
  return {
    docks: `${docksOf("warehouse")}`,
    "ppk.docks": `${docksOf("ppk")}`,
    escorts: `${brief.escort?.teams ?? 0}`,
    convoy: `${brief.escort?.vehiclesPerConvoy ?? 1}`,
    "window.start": brief.window.start,
    "window.end": brief.window.end,
    slackTarget: `${brief.slackTarget}`,
    ...Object.fromEntries(hours),
    ...Object.fromEntries(brief.vehicleTypes.map((type) => [`${type.id}.count`, `${type.count}`])),
  };
}

/** The request: only settings that differ from the brief are sent. */
export function requestOf(brief: Brief, draft: Draft): PlanRequest {
  const own = wishesOf(brief);
  const changed = Object.entries(draft.settings).filter(([key, value]) => value !== "" && value !== own[key]);
  return {
    seconds: draft.seconds,
    ...(draft.mode === brief.mode ? {} : { mode: draft.mode }),
    ...(changed.length === 0 ? {} : { settings: Object.fromEntries(changed) }),
    ...(draft.locksOf === undefined ? {} : { locksOf: draft.locksOf }),
  };
}

/** A moment of the brief as a field of date and time shows it, on the clock of the office: `2024-11-25T08:00`. */
export const localOf = (moment: string): string => moment.slice(0, 16);

/** What such a field says, with the offset that `before` had. */
export const momentOf = (local: string, before: string): string => `${local}:00${before.slice(19)}`;
