/**
 * Who supplies whom. A mode is a rule that names each place's supplier, nothing more; the rest of the planner only
 * sees the pairs.
 */
import { kitsOf, type Mode } from "@antar/domain";
import type { Site, World } from "./world.ts";

type PureMode = Exclude<Mode, "mixed">;

/** The pairs of one plan, and the kits that pass each place. */
export interface Supply {
  readonly supplierOf: ReadonlyMap<Site, Site>;
  /** The places that each supplier serves, in code order. */
  readonly receiversOf: ReadonlyMap<Site, readonly Site[]>;
  /** The TPS whose kits are handed over at the place (itself for a TPS), in code order. */
  readonly tpsThrough: ReadonlyMap<Site, readonly Site[]>;
}

/** Orders sites by their code, by code unit. */
export function byCodeOrder(left: Site, right: Site): number {
  return left.place.code < right.place.code ? -1 : left.place.code > right.place.code ? 1 : 0;
}

function namedSupplier(world: World, site: Site): Site {
  return world.byCode.get(site.place.suppliedBy ?? "") ?? world.warehouse;
}

/** The PPK that `site` belongs to in the brief; undefined when it hangs below none. */
export function kecamatanOf(world: World, site: Site): Site | undefined {
  let at = site;
  while (at.place.kind !== "ppk") {
    if (at.place.kind === "warehouse") return undefined;
    at = namedSupplier(world, at);
  }
  return at;
}

const rules: Readonly<Record<PureMode, (world: World, site: Site) => Site>> = {
  tiered: namedSupplier,
  "direct-pps": (world, site) => {
    const named = namedSupplier(world, site);
    return named.place.kind === "pps" ? named : world.warehouse;
  },
  direct: (world) => world.warehouse,
};

function append(lists: Map<Site, Site[]>, key: Site, site: Site): void {
  const list = lists.get(key);
  if (list) list.push(site);
  else lists.set(key, [site]);
}

function tpsSupplied(world: World, modeOf: (site: Site) => PureMode): Supply {
  const supplierOf = new Map<Site, Site>();
  const through = new Map<Site, Site[]>();
  for (const tps of [...world.sites].sort(byCodeOrder)) {
    if (kitsOf(tps.place) === 0) continue;
    for (let at = tps; at !== world.warehouse; ) {
      const from = rules[modeOf(at)](world, at);
      supplierOf.set(at, from);
      append(through, at, tps);
      at = from;
    }
  }
  for (const site of world.sites) {
    if ((site.place.boxes ?? 0) > 0 && site.place.kind === "ppk") supplierOf.set(site, world.warehouse);
  }
  const receiversOf = new Map<Site, Site[]>();
  for (const [site, from] of [...supplierOf].sort(([left], [right]) => byCodeOrder(left, right))) {
    append(receiversOf, from, site);
  }
  return { supplierOf, receiversOf, tpsThrough: through };
}

/**
 * The pairs of `mode`: one for every place that must receive kits or boxes. In mixed mode `mixed` names the mode of a
 * kecamatan by its PPK code; places of a kecamatan that it does not name are tiered.
 */
export function supplyOf(world: World, mode: Mode, mixed: Readonly<Record<string, PureMode>> = {}): Supply {
  if (mode !== "mixed") return tpsSupplied(world, () => mode);
  return tpsSupplied(world, (site) => mixed[kecamatanOf(world, site)?.place.code ?? ""] ?? "tiered");
}
