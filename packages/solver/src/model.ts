/**
 * The vehicle routing model: what a problem and a solution are. Knows numbers and indices only; refuses to know places
 * on a map, goods, people, or how a solution is found.
 *
 * Every number is a whole number. Time and distance carry whatever unit the matrices carry, the same throughout a
 * problem. A **visit** is a client or one end of a shipment, numbered: clients first, then pickup and delivery of
 * shipment 0, of shipment 1, and so on (see `visitOf`). A **location** is a row of the matrices: depots first, then
 * visits, unless `location` says otherwise.
 */

/** First and last moment, both included. */
export type TimeWindow = readonly [start: number, end: number];

/** A place where routes start, end or reload. */
export interface Depot {
  /** Row of the matrices; by default the index of this depot. */
  readonly location?: number;
  /** When vehicles may load here, leave and come back. Absent: always. */
  readonly window?: TimeWindow;
}

/** Cost of being late: `cost` for each unit of time that service starts after `at`. */
export interface DueTime {
  readonly at: number;
  readonly cost: number;
}

/** What clients and both ends of a shipment have in common. */
export interface Stop {
  /** Row of the matrices; by default depots, then visits in order. */
  readonly location?: number;
  /** Time spent once service has started. Default 0. */
  readonly service?: number;
  /** When service may start: at least one window, ascending, not touching. Absent: always. */
  readonly windows?: readonly TimeWindow[];
  /** Soft deadline inside the windows. */
  readonly due?: DueTime;
}

/** Who may be left out, and at which price. */
export interface Claim {
  /** Default true: leaving it out makes the solution infeasible. */
  readonly required?: boolean;
  /** Cost of leaving out one that is not required. Default 0. */
  readonly prize?: number;
  /** Of the required that do not all fit, higher ones are kept first. 0..100, default 0. */
  readonly priority?: number;
  /** Indices of the vehicle types that may serve it. Absent: all. */
  readonly allowedTypes?: readonly number[];
}

/** A demand that is brought from a trip's depot, taken back to it, or both. */
export interface Client extends Stop, Claim {
  /** Amount per dimension, on board from the depot to here. Absent: none. */
  readonly delivery?: readonly number[];
  /** Amount per dimension, on board from here to the end of the trip. Absent: none. */
  readonly pickup?: readonly number[];
  /** True: within a trip after every client that is not a backhaul. Default false. */
  readonly backhaul?: boolean;
  /** Its trip starts loading no earlier than this. Default 0. */
  readonly release?: number;
  /** Index of the group it belongs to. */
  readonly group?: number;
}

/** Clients of which at most one is served; exactly one when the group is required. Members themselves are optional. */
export interface Group {
  /** Default true. */
  readonly required?: boolean;
}

/** Goods fetched at one stop and brought to another, by the same vehicle within one trip. */
export interface Shipment extends Claim {
  readonly amount: readonly number[];
  readonly pickup: Stop;
  readonly delivery: Stop;
}

/** Time to load at a depot: `fixed` + `perUnit` x delivered amount of the trip in `dimension` (default 0). */
export interface Loading {
  readonly fixed?: number;
  readonly perUnit?: number;
  readonly dimension?: number;
}

/**
 * A pause of `duration` that starts within `window` (absolute) and no later than `atMostAfter` after the route's start.
 * Taken between two stops, before driving on. Not needed when the route ends before it is due.
 */
export interface Break {
  readonly duration: number;
  readonly window?: TimeWindow;
  readonly atMostAfter?: number;
}

/** Costs `cost` for each unit of route duration beyond `after`. */
export interface Overtime {
  readonly after: number;
  readonly cost: number;
}

/** A number of equal vehicles. */
export interface VehicleType {
  /** How many there are. */
  readonly count: number;
  /** Room per dimension. */
  readonly capacity: readonly number[];
  /** Index of the depot; null: starts at its first stop, without cost before it. */
  readonly startDepot: number | null;
  /** Index of the depot; null: ends at its last stop (open route). */
  readonly endDepot: number | null;
  /** When the vehicle may be under way, loading included. Absent: always. */
  readonly shift?: TimeWindow;
  /** Longest time from the start of the first loading to the return. */
  readonly maxDuration?: number;
  readonly maxDistance?: number;
  /** Longest number of trips. Default 1, or as many as fit when `reloadDepots` is given. */
  readonly maxTrips?: number;
  /** Most clients (visits) on its whole route. */
  readonly maxClients?: number;
  /** Depots where it may reload between two trips. Absent: none. */
  readonly reloadDepots?: readonly number[];
  /** Loading before the first trip. Absent: takes no time. */
  readonly startLoading?: Loading;
  /** Loading before each later trip. Absent: takes no time. */
  readonly reloadLoading?: Loading;
  readonly breaks?: readonly Break[];
  /** Paid once if the vehicle is used. Default 0. */
  readonly fixedCost?: number;
  /** Paid for each of its trips, the first included. Default 0. */
  readonly costPerTrip?: number;
  /** Default 1. */
  readonly costPerDistance?: number;
  /** Default 0. */
  readonly costPerDuration?: number;
  readonly overtime?: Overtime;
  /** Index of its matrices. Default 0. */
  readonly profile?: number;
  /** 100 = as the matrix says, 200 = twice as fast. Durations are rounded half up. Default 100. */
  readonly speedPercent?: number;
}

/** Row-major square tables over all locations. A cell of 0x7fffffff (`unreachable`) forbids that leg. */
export interface Matrices {
  readonly durations: Int32Array;
  readonly distances: Int32Array;
}

/** One vehicle: `vehicle` counts from 0 within its type. */
export interface VehicleReference {
  readonly vehicleType: number;
  readonly vehicle: number;
}

/** The route of this vehicle begins exactly with these trips; the last of them may go on. */
export interface Lock extends VehicleReference {
  readonly trips: readonly Trip[];
}

/** If `visit` is served then by this vehicle. */
export interface Assignment extends VehicleReference {
  readonly visit: number;
}

/** Weights of what concerns all routes together. */
export interface Objective {
  /** Cost per unit of time of the latest finish of all routes. Default 0. */
  readonly makespan?: number;
  /** Each route costs floor(balance x duration x duration / 3600) more. Default 0. */
  readonly balance?: number;
}

/** A whole task for `solve`. Absent lists are empty. */
export interface Problem {
  readonly depots: readonly Depot[];
  readonly clients: readonly Client[];
  readonly shipments?: readonly Shipment[];
  readonly groups?: readonly Group[];
  readonly vehicleTypes: readonly VehicleType[];
  readonly matrices: readonly Matrices[];
  readonly locks?: readonly Lock[];
  readonly assignments?: readonly Assignment[];
  readonly objective?: Objective;
}

/** From one loading to the next, or to the end of the route. */
export interface Trip {
  /** Depot where it is loaded; null for the first trip of a type without a start depot. */
  readonly depot: number | null;
  /** Visits in order. */
  readonly clients: readonly number[];
}

/** The day of one vehicle that is used. */
export interface Route extends VehicleReference {
  readonly trips: readonly Trip[];
}

/**
 * What keeps a visit off every vehicle, named after the constraint that would have to give way. `full` codes depend on
 * the other visits of the plan; the rest hold even on an empty vehicle. `price`: optional, and serving it costs more
 * than its prize.
 */
export type UnassignedReason =
  | "vehicleType"
  | "unreachable"
  | "capacity"
  | "timeWindow"
  | "release"
  | "maxDuration"
  | "maxDistance"
  | "maxClients"
  | "fullCapacity"
  | "fullTime"
  | "fullFleet"
  | "group"
  | "price"
  | "budget";

/** A visit without a place in the plan (a shipment is listed by its pickup). */
export interface Unassigned {
  readonly visit: number;
  readonly reason: UnassignedReason;
}

/** What `cost` consists of; the parts add up to it. */
export interface CostParts {
  readonly fixed: number;
  readonly trips: number;
  readonly distance: number;
  readonly duration: number;
  readonly overtime: number;
  readonly lateness: number;
  readonly prizes: number;
  readonly makespan: number;
  readonly balance: number;
}

/** A plan. Routes are sorted by vehicle type, then vehicle; each has at least one visit. */
export interface Solution {
  readonly routes: readonly Route[];
  readonly unassigned: readonly Unassigned[];
  /** Objective value; unserved required visits are not priced in it but make `feasible` false. */
  readonly cost: number;
  readonly parts: CostParts;
  readonly feasible: boolean;
  /** Iterations of the search that found it. */
  readonly iterations: number;
}

/** Number of visits of `problem`. */
export function visitCount(problem: Problem): number {
  return problem.clients.length + 2 * (problem.shipments?.length ?? 0);
}

/** The visit number of one end of a shipment. */
export function visitOf(problem: Problem, shipment: number, end: "pickup" | "delivery"): number {
  return problem.clients.length + 2 * shipment + (end === "pickup" ? 0 : 1);
}
