/**
 * Why a place is not served: the limit that binds, found by lifting one limit after another and solving again. Knows
 * which lift cures whom; refuses to guess: what no single lift cures is called combined.
 */
import type { Brief, PlaceKind, Sentence, Unassigned } from "@antar/domain";
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
  | "locked"
  | "combined";

/** A limit that can be lifted to see whether it was the one that binds. */
export interface Lift {
  readonly cause: Exclude<Cause, "locked">;
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
function causesOf(brief: Brief, lost: readonly Site[], leftOut: LeftOut): Map<Site, Lift["cause"]> {
  const trials: { cause: Lift["cause"]; still: ReadonlySet<string> }[] = [];
  for (const { cause, lifted } of liftsOf(brief)) {
    const still = leftOut(lifted);
    trials.push({ cause, still });
    // No later lift can serve more of them.
    if (!lost.some((site) => still.has(site.place.code))) break;
  }
  const causes = new Map<Site, Lift["cause"]>();
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

/** How causes are found besides what `solved` knows. */
export interface Search {
  /** Places that are left out by a lock, each with the sentence that names it. */
  readonly lockOf: ReadonlyMap<Site, Sentence>;
  readonly leftOut: LeftOut;
}

/** One entry for each place that `solved` leaves out, in code order, with the limit that binds. */
export function unassignedOf(solved: Solved, { lockOf, leftOut }: Search): readonly Unassigned[] {
  const { world } = solved.ground;
  const known = (site: Site): boolean => solved.missing.has(site) || lockOf.has(site);
  const open = [...solved.best.timetable.lost].filter((site) => !known(site)).sort(byCodeOrder);
  const causes = new Map<Site, Exclude<Cause, "locked">>(solved.missing);
  if (open.length > 0) for (const [site, cause] of causesOf(world.brief, open, leftOut)) causes.set(site, cause);
  return [...new Set([...causes.keys(), ...lockOf.keys()])].sort(byCodeOrder).map((site) => {
    const lock = lockOf.get(site);
    const cause = lock ? "locked" : (causes.get(site) ?? "combined");
    const says = lock ?? sentenceOf(solved, causes.get(site) ?? "combined", site);
    const name = `${site.place.code} ${site.place.name}`;
    return { code: site.place.code, cause, says: { id: `${name}: ${says.id}`, en: `${name}: ${says.en}` } };
  });
}
