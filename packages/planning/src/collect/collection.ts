/**
 * Boxes on their way back: what is told when they are ready, and the trips that fetch them. Knows shapes only. Moments are
 * epoch seconds.
 */

/** Count and paper work are done at this TPS, or the recapitulation at this PPK: its boxes may be fetched from now on. */
export interface ReadyEvent {
  readonly place: string;
  readonly at: number;
}

/** A stop where boxes are taken on board. */
export interface CollectionStop {
  readonly place: string;
  readonly leg: { readonly seconds: number; readonly metres: number };
  readonly arrival: number;
  /** Hand-over lasts from the arrival to the departure. */
  readonly departure: number;
  /** The TPS whose kits are taken, a code once per kit. */
  readonly kits: readonly string[];
  /** Recapitulation boxes of the place itself. */
  readonly boxes: number;
}

/** From the empty departure to the end of unloading at the place that gathers. */
export interface CollectionTrip {
  readonly id: string;
  readonly vehicle: string;
  readonly vehicleType: string;
  /** 3 to a PPS, 2 to a PPK, 1 to the warehouse. */
  readonly echelon: number;
  readonly destination: string;
  /** The empty drive of a roaming vehicle from the place before. */
  readonly transfer?: {
    readonly from: string;
    readonly leg: { readonly seconds: number; readonly metres: number };
    readonly departure: number;
  };
  readonly departure: number;
  readonly stops: readonly CollectionStop[];
  readonly back: { readonly seconds: number; readonly metres: number };
  readonly returned: number;
  readonly dock?: number;
  readonly unloading: { readonly start: number; readonly end: number };
}

/** What holds a box up: found by lifting the limit and collecting the same events again. */
export type CollectionLimit = "fleet" | "docks" | "drivers" | "distance";

/** A TPS whose boxes reached the PPS later than they should. */
export interface LateBoxes {
  readonly place: string;
  readonly boxes: number;
  /** Seconds from ready to handed over at the PPS. */
  readonly took: number;
  readonly limit: CollectionLimit;
  readonly says: { readonly id: string; readonly en: string };
}

/** How the boxes came back. */
export interface Collection {
  readonly trips: readonly CollectionTrip[];
  /** When the boxes of each TPS were ready, and handed over at PPS, PPK and warehouse. */
  readonly boxes: readonly {
    readonly place: string;
    readonly boxes: number;
    readonly ready: number;
    readonly atPps: number | undefined;
    readonly atPpk: number | undefined;
    readonly atWarehouse: number | undefined;
  }[];
  readonly late: readonly LateBoxes[];
  /** Boxes that went out with the plan, and that are back at the warehouse; recapitulation boxes included. */
  readonly out: number;
  readonly in: number;
}
