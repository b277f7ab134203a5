/**
 * A price for every vehicle in use on top of its own, which fades while the search cools. Where a large vehicle is dear by
 * the kilometre and cheap by the load, single insertions favour many small ones, and no small step leads from them to few
 * large ones; so the search begins with few. Knows prices; refuses to know moves.
 */
import type { Instance } from "./instance.ts";
import type { Routes } from "./routes.ts";

/** The fading price. */
export interface Tension {
  /** What each used vehicle pays now beside its own price. */
  readonly price: number;
  /** Sets the price for `share` of the budget, between transactions; true when it changed. */
  fade(share: number): boolean;
}

/** The first price in mean legs, the share of the budget at which nothing is left of it, and the steps until then. */
const firstPrice = 2;
const gone = 0.6;
const steps = 24;

/** True when each type alone has vehicles for everything that is to be brought: the mix is free. */
function anyTypeSuffices({ visits, dimensions: K, delivery, fleets }: Instance): boolean {
  const amount = new Float64Array(K);
  for (let i = 0; i < visits * K; i++) amount[i % K]! += delivery[i]!;
  return fleets.every(({ capacity, slots }) => amount.every((sum, k) => sum <= slots * capacity[k]!));
}

/**
 * A tension on `routes`, undefined where types cost the same or are too few to choose between. `leg` is the mean
 * cost of a leg.
 */
export function createTension(routes: Routes, leg: number): Tension | undefined {
  const { fleets } = routes.instance;
  const [first] = fleets;
  const alike = fleets.every((one) => one.perDistance === first?.perDistance && one.fixedCost === first.fixedCost);
  if (alike || !anyTypeSuffices(routes.instance)) return undefined;
  const own = fleets.map(({ fixedCost }) => fixedCost);
  let price = 0;
  return {
    get price() {
      return price;
    },
    fade(share) {
      const left = Math.ceil(Math.max(0, 1 - share / gone) * steps) / steps;
      const now = Math.round(firstPrice * leg * left);
      if (now === price) return false;
      price = now;
      for (const [type, fleet] of fleets.entries()) fleet.fixedCost = (own[type] ?? 0) + price;
      for (let i = 0; i < routes.counts.used; i++) routes.refresh(routes.used[i]!);
      return true;
    },
  };
}
