/**
 * Why a place is not served: the limit that binds, found by lifting one limit after another and solving again. Knows
 * which lift cures whom; refuses to guess: what no single lift cures is called combined.
 */
import type { Brief, PlaceKind, Unassigned } from "@antar/domain";
import { sentenceOf } from "./cause-sentences.ts";
import type { Solved } from "./solve-world.ts";
import { byCodeOrder } from "./supply.ts";
import type { Site } from "./world.ts";

/** Short codes of the limits that can bind. */
export type Cause =
  | "unreachable"
  | "capacity"
  | "no-vehicle"
  | "docks-warehouse"
  | "docks-ppk"
  | "escort"
  | "fleet"
  | "opening-warehouse"
  | "opening"
  | "overnight"
  | "drivers"
  | "combined";

/** A limit that can be lifted to see whether it was the one that binds. */
export interface Lift {
  readonly cause: Cause;
  readonly lifted: Brief;
}

const wide = { from: "00:00", to: "24:00" };

function opened(brief: Brief, opens: (kind: PlaceKind) => boolean): Brief {
  const { opening } = brief;
  const of = (kind: PlaceKind): Brief["opening"][PlaceKind] => (opens(kind) ? wide : opening[kind]);
  const places = brief.places.map(({ opening: own, ...place }) =>
    own === undefined || opens(place.kind) ? place : { ...place, opening: own },
  );
  return { ...brief, places, opening: { warehouse: of("warehouse"), ppk: of("ppk"), pps: of("pps"), tps: of("tps") } };
}

function dockless(brief: Brief, kind: PlaceKind): Brief {
  const places = brief.places.map(({ docks, ...place }) =>
    place.kind === kind || docks === undefined ? place : { ...place, docks },
  );
  return { ...brief, places };
}

/** The limits of `brief`, each lifted far enough that it cannot bind any more. */
export function liftsOf(brief: Brief): readonly Lift[] {
  const { escort, ...unescorted } = brief;
  const vehicleTypes = brief.vehicleTypes.map((type) => ({ ...type, count: type.count * 3 + 3 }));
  const places = brief.places.map((place) => ({ ...place, overnight: true }));
  return [
    { cause: "docks-warehouse", lifted: dockless(brief, "warehouse") },
    { cause: "docks-ppk", lifted: dockless(brief, "ppk") },
    ...(escort ? [{ cause: "escort" as const, lifted: unescorted }] : []),
    { cause: "fleet", lifted: { ...brief, vehicleTypes } },
    { cause: "opening-warehouse", lifted: opened(brief, (kind) => kind === "warehouse") },
    { cause: "opening", lifted: opened(brief, () => true) },
    { cause: "overnight", lifted: { ...brief, places } },
    { cause: "drivers", lifted: { ...brief, drivers: { ...brief.drivers, shift: 86_400, breakAfter: 86_400 } } },
  ];
}

/** The places that are left out when a brief is solved in the same way. */
export type LeftOut = (brief: Brief) => ReadonlySet<string>;

/** The lift that cures most of `open`, again and again, until none cures any. */
function causesOf(brief: Brief, lost: readonly Site[], leftOut: LeftOut): Map<Site, Cause> {
  const trials: { cause: Cause; still: ReadonlySet<string> }[] = [];
  for (const { cause, lifted } of liftsOf(brief)) {
    const still = leftOut(lifted);
    trials.push({ cause, still });
    // No later lift can serve more of them.
    if (!lost.some((site) => still.has(site.place.code))) break;
  }
  const causes = new Map<Site, Cause>();
  let open = lost;
  while (open.length > 0) {
    const cured = trials.map(({ cause, still }) => ({
      cause,
      sites: open.filter((site) => !still.has(site.place.code)),
    }));
    const best = cured.reduce((most, each) => (each.sites.length > most.sites.length ? each : most));
    if (best.sites.length === 0) break;
    for (const site of best.sites) causes.set(site, best.cause);
    open = open.filter((site) => !causes.has(site));
  }
  for (const site of open) causes.set(site, "combined");
  return causes;
}

/** One entry for each place that `solved` leaves out, in code order, with the limit that binds. */
export function unassignedOf(solved: Solved, leftOut: LeftOut): readonly Unassigned[] {
  const { world } = solved.ground;
  const open = [...solved.best.timetable.lost].filter((site) => !solved.missing.has(site)).sort(byCodeOrder);
  const causes = new Map<Site, Cause>(solved.missing);
  if (open.length > 0) for (const [site, cause] of causesOf(world.brief, open, leftOut)) causes.set(site, cause);
  return [...causes]
    .sort(([left], [right]) => byCodeOrder(left, right))
    .map(([site, cause]) => {
      const says = sentenceOf(solved, cause, site);
      const name = `${site.place.code} ${site.place.name}`;
      return { code: site.place.code, cause, says: { id: `${name}: ${says.id}`, en: `${name}: ${says.en}` } };
    });
}
