/** What a solved two-echelon task is. Knows shapes only. */
import type { TwoEchelonInstance } from "@antar/solver/formats";

/** One truck: what it drops at which satellite (index), in order. */
export interface TruckRoute {
  readonly drops: readonly { readonly satellite: number; readonly amount: number }[];
}

/** One freighter: the customers (indices) that it serves from its satellite, in order. */
export interface FreighterRoute {
  readonly satellite: number;
  readonly customers: readonly number[];
}

/** Routes of both echelons with their cost in the unit of the instance. */
export interface TwoEchelonSolution {
  readonly trucks: readonly TruckRoute[];
  readonly freighters: readonly FreighterRoute[];
  readonly cost: number;
}

/** The instance, by the name it has in planning. */
export type TwoEchelonTask = TwoEchelonInstance;
