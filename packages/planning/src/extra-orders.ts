/**
 * Orders of extra kits as they are given, and the deliveries that they become: as few as vehicles can carry, since a TPS is
 * served by one vehicle at a time. Refuses to know trips.
 */
import {
  type Brief,
  type Extra,
  type ExtraOrder,
  extraRefusal,
  extrasOf,
  mostExtras,
  mustBeExtraOrders,
  type Plan,
  Refusal,
} from "@antar/domain";
import { fleetOf, type Vehicle } from "./fleet.ts";
import { mostKits } from "./loads.ts";
import type { Supply } from "./supply.ts";
import { openWorld, type Site } from "./world.ts";
import { supplyIn } from "./written-plan.ts";

/** The vehicles that may load at `origin`. */
export function loadingAt(fleet: readonly Vehicle[], origin: Site): Vehicle[] {
  return fleet.filter(({ base, home }) => base === origin.place.kind && (home ?? origin) === origin);
}

/** The most kits that can be brought to `tps` in one go: the smallest of what vehicles carry on each part of its way. */
function mostAtOnce(brief: Brief, { supplierOf, fleet }: Pick<Supply, "supplierOf"> & { fleet: readonly Vehicle[] }) {
  return (tps: Site, wanted: number): number => {
    let most = wanted;
    for (let from = supplierOf.get(tps); from; from = supplierOf.get(from)) {
      const types = [...new Set(loadingAt(fleet, from).map(({ type }) => type))];
      most = Math.min(most, mostKits(brief, types, wanted));
    }
    return most > 0 ? most : wanted;
  };
}

/** A code that no place has: the TPS code with the smallest number that is free. */
function freeCode(tps: string, taken: Set<string>): string {
  let number = 1;
  while (taken.has(`${tps}-x${number}`)) number++;
  taken.add(`${tps}-x${number}`);
  return `${tps}-x${number}`;
}

/**
 * The deliveries of `orders`, each with a code that neither `brief` nor `plan` has. `brief` has the places of the extra kits
 * that `plan` sends already. Throws Refusal `bad-input` that names the order and what to do.
 */
export function extrasFor(brief: Brief, plan: Plan, orders: readonly ExtraOrder[]): readonly Extra[] {
  if (orders.length === 0) return [];
  mustBeExtraOrders(brief, plan, orders);
  const world = openWorld(brief);
  const supply = supplyIn(world, plan);
  const atOnce = mostAtOnce(brief, { ...supply, fleet: fleetOf(world, supply) });
  const taken = new Set([...world.byCode.keys(), ...extrasOf(plan).map(({ code }) => code)]);
  const extras = orders.flatMap((order): Extra[] => {
    const site = world.byCode.get(order.tps);
    const most = site ? atOnce(site, order.kits) : order.kits;
    return Array.from({ length: Math.ceil(order.kits / most) }, (_, index) => {
      const code = freeCode(order.tps, taken);
      if (code.length > longestCode) {
        throw extraRefusal(order, "kode TPS terlalu panjang", "the code of the TPS is too long for extra kits");
      }
      return { code, tps: order.tps, kits: Math.min(most, order.kits - index * most) };
    });
  });
  if (extras.length <= mostExtras) return extras;
  throw new Refusal("bad-input", {
    id: `extra: ${extras.length} kiriman tambahan sekaligus, paling banyak ${mostExtras}; bagi menjadi beberapa kali`,
    en: `extra: ${extras.length} extra deliveries at once, at most ${mostExtras}; order them in several goes`,
  });
}

/** Letters of the longest code that a place may have. */
const longestCode = 32;

/** `plan` as it was, with the suppliers of `extras`: those of their TPS. */
export function withExtraSupply(plan: Plan, extras: readonly Extra[]): Plan {
  if (extras.length === 0) return plan;
  const known = new Map(plan.supply.map((pair) => [pair.place, pair]));
  const pairs = extras.flatMap(({ code, tps }) => {
    const own = known.get(tps);
    return own ? [{ ...own, place: code }] : [];
  });
  return { ...plan, supply: [...plan.supply, ...pairs] };
}
