/**
 * Who should supply whom (rule 1), from the brief and the mode alone. Knows the modes; refuses to know trips.
 */
import { type Brief, kitsOf, type Place, type PlaceKind, type Plan } from "@antar/domain";
import { groupBy } from "./intervals.ts";

/** The mode of one kecamatan. */
type Way = "tiered" | "direct-pps" | "direct";

/** The supply that the brief asks for. Every answer is a place code. */
export interface Supply {
  /** The supplier of `code`; undefined for the warehouse, an unknown place and a place that receives nothing in its mode. */
  supplierOf(code: string): string | undefined;
  /** The places that the kits of TPS `code` pass, from the TPS up to the warehouse; only the TPS when it is unknown. */
  chainOf(code: string): readonly string[];
  /** The kinds of place that pass kits on to others. */
  readonly supplyingKinds: ReadonlySet<PlaceKind>;
  /** The places that must receive kits or boxes. */
  readonly receivers: ReadonlySet<string>;
}

interface World {
  readonly places: ReadonlyMap<string, Place>;
  readonly warehouse: string | undefined;
}

function supplierIn(way: Way, place: Place, world: World): string | undefined {
  if (place.kind === "warehouse") return undefined;
  if (place.kind === "ppk") return world.warehouse;
  if (way === "tiered") return place.suppliedBy;
  if (way === "direct") return place.kind === "tps" ? world.warehouse : undefined;
  const parent = world.places.get(place.suppliedBy ?? "");
  return place.kind === "tps" && parent?.kind === "pps" ? parent.code : world.warehouse;
}

/** The ancestor just below the warehouse: the PPK where there is one. Kinds strictly descend, so the walk ends. */
function kecamatanOf(place: Place, world: World): string {
  let [top, parent] = [place, world.places.get(place.suppliedBy ?? "")];
  while (parent && parent.kind !== "warehouse") [top, parent] = [parent, world.places.get(parent.suppliedBy ?? "")];
  return top.code;
}

const ways: readonly Way[] = ["tiered", "direct-pps", "direct"];

/** The mode under which most of the listed pairs of a kecamatan are right; the planner was free to choose it. */
function chosenWay(pairs: readonly Plan["supply"][number][], world: World): Way {
  const agreeing = (way: Way): number =>
    pairs.filter((pair) => {
      const place = world.places.get(pair.place);
      return place !== undefined && supplierIn(way, place, world) === pair.from;
    }).length;
  return ways.reduce((best, way) => (agreeing(way) > agreeing(best) ? way : best));
}

function wayOfKecamatan(brief: Brief, plan: Plan, world: World): (kecamatan: string) => Way {
  const { mode } = brief;
  if (mode !== "mixed") return () => mode;
  const listed = plan.supply.filter((pair) => world.places.has(pair.place));
  const groups = groupBy(listed, (pair) => {
    const place = world.places.get(pair.place);
    return place ? kecamatanOf(place, world) : "";
  });
  const known = new Map<string, Way>();
  return (kecamatan) => {
    const way = brief.mixed?.[kecamatan] ?? known.get(kecamatan) ?? chosenWay(groups.get(kecamatan) ?? [], world);
    known.set(kecamatan, way);
    return way;
  };
}

/** The supply of a checked brief; `plan.supply` is looked at only where the planner chose the mode of a kecamatan. */
export function supplyOf(brief: Brief, plan: Plan): Supply {
  const places = new Map(brief.places.map((place) => [place.code, place]));
  const world = { places, warehouse: brief.places.find((place) => place.kind === "warehouse")?.code };
  const wayOf = wayOfKecamatan(brief, plan, world);
  const supplier = new Map<string, string>();
  for (const place of brief.places) {
    const from = supplierIn(wayOf(kecamatanOf(place, world)), place, world);
    if (from !== undefined) supplier.set(place.code, from);
  }
  const chainOf = (code: string): string[] => {
    const next = supplier.get(code);
    return next === undefined ? [code] : [code, ...chainOf(next)];
  };
  const needy = brief.places.filter((place) => kitsOf(place) > 0 || (place.kind === "ppk" && (place.boxes ?? 0) > 0));
  const chains = needy.map((place) => chainOf(place.code));
  const kinds = chains.flatMap((chain) => chain.slice(1).flatMap((code) => places.get(code)?.kind ?? []));
  return {
    supplierOf: (code) => supplier.get(code),
    chainOf,
    receivers: new Set(chains.flatMap((chain) => chain.slice(0, -1))),
    supplyingKinds: new Set(kinds),
  };
}
