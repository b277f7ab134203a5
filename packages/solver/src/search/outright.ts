/**
 * Solves a tiny instance outright: every route of every vehicle type, then the cheapest choice of routes by dynamic
 * programming over sets. Knows the instance and asks the working routes what a route costs; refuses to guess: it
 * answers only when it has seen everything within its cap.
 *
 * Steps: (1) depth first over the sequences of each kind of vehicle, cut where a prefix already breaks a limit; of each
 * set the cheapest route is kept (all that trade cost for finish, when the makespan is priced). (2) Vehicle by vehicle,
 * the cheapest cost of each set served so far. (3) Of all sets, the fewest required absent, then the least cost.
 */
import { barred, type Fleet, type Instance } from "./instance.ts";
import { createRoutes, type Routes } from "./routes.ts";

/** Most routes that are looked at (about a tenth of a second), and most clients and shipments. */
const mostRoutes = 50_000;
const mostItems = 9;

interface Option {
  readonly cost: number;
  readonly finish: number;
  readonly sequence: readonly number[];
}

/** Non-dominated routes by the set of items that they serve. */
type Options = ReadonlyMap<number, readonly Option[]>;

interface State {
  readonly cost: number;
  readonly finish: number;
  readonly slot: number;
  readonly option: Option | undefined;
  readonly before: State | undefined;
}

/** Adds `entry` to `list` unless it is dominated; drops what it dominates. */
function admit<T extends { readonly cost: number; readonly finish: number }>(
  list: T[],
  entry: T,
  timed: boolean,
): void {
  for (const other of list) if (other.cost <= entry.cost && (!timed || other.finish <= entry.finish)) return;
  let kept = 0;
  for (const other of list) if (timed && (entry.cost > other.cost || entry.finish > other.finish)) list[kept++] = other;
  list.length = kept;
  list.push(entry);
}

/** Item (client or shipment) of each visit. */
function itemsOf(instance: Instance): { of: Int32Array; count: number } {
  const of = new Int32Array(instance.visits);
  let count = 0;
  for (let visit = 0; visit < instance.visits; visit++) {
    const mate = instance.mate[visit]!;
    of[visit] = mate >= 0 && mate < visit ? of[mate]! : count++;
  }
  return { of, count };
}

/** Step 1 for one vehicle: `prefix` is locked. Undefined when the cap is reached; `left` counts down. */
function optionsOf(
  bench: Routes,
  slot: number,
  prefix: readonly number[],
  left: { routes: number },
): Options | undefined {
  const { instance } = bench;
  const { visits, dimensions: K, mate } = instance;
  const type = bench.typeOf[slot]!;
  const fleet: Fleet = instance.fleets[type]!;
  const { size, distance, duration } = fleet.table;
  const items = itemsOf(instance);
  const timed = instance.makespan > 0;
  const found = new Map<number, Option[]>();
  const sequence: number[] = [];
  const present = new Uint8Array(visits);
  const aboard: number[] = [];
  let mask = 0;

  function record(): void {
    left.routes--;
    bench.assign(slot, sequence, sequence.length);
    if (bench.sound[slot] === 0) return;
    const option = { cost: bench.cost[slot]!, finish: timed ? bench.finish[slot]! : 0, sequence: [...sequence] };
    const list = found.get(mask) ?? [];
    admit(list, option, timed);
    found.set(mask, list);
  }

  /** The prefix's figures; each only bounds the whole route from below. */
  interface Head {
    readonly row: number;
    readonly time: number;
    readonly length: number;
    readonly trips: number;
    readonly loads: readonly number[];
  }

  function reload(head: Head, depot: number): Head | undefined {
    const row = instance.depotLocation[depot]!;
    const cell = head.row * size + row;
    const opens = Math.max(instance.depotOpen[depot]!, fleet.shift[0]);
    const start = Math.max(head.time + duration[cell]!, opens);
    const length = head.length + distance[cell]!;
    if (start > Math.min(instance.depotClose[depot]!, fleet.shift[1]) || length > fleet.maxDistance) return undefined;
    const loads = head.loads.map(() => 0);
    return { row, time: start + fleet.reloadLoading.fixed, length, trips: head.trips + 1, loads };
  }

  function visited(head: Head, visit: number): Head | undefined {
    const row = instance.location[visit]!;
    const cell = head.row * size + row;
    const start = Math.max(head.time + duration[cell]!, instance.open[visit]!);
    const length = head.length + distance[cell]!;
    if (start > instance.close[visit]! || length > fleet.maxDistance || length >= barred) return undefined;
    const loads = head.loads.map((load, k) => load + instance.delivery[visit * K + k]!);
    if (loads.some((load, k) => load > fleet.capacity[k]!)) return undefined;
    return { row, time: start + instance.service[visit]!, length, trips: head.trips, loads };
  }

  function enter(visit: number): void {
    sequence.push(visit);
    present[visit] = 1;
    if (mate[visit]! > visit) aboard.push(visit);
    else if (mate[visit]! >= 0) aboard.splice(aboard.indexOf(mate[visit]!), 1);
    mask |= 1 << items.of[visit]!;
  }

  function leave(visit: number): void {
    sequence.pop();
    present[visit] = 0;
    if (mate[visit]! > visit) aboard.splice(aboard.indexOf(visit), 1);
    else if (mate[visit]! >= 0) aboard.push(mate[visit]!);
    if (mate[visit]! < 0 || mate[visit]! > visit) mask &= ~(1 << items.of[visit]!);
  }

  function extend(head: Head, count: number): void {
    if (count >= fleet.maxClients) return;
    for (let visit = 0; visit < visits; visit++) {
      if (present[visit] === 1 || instance.allowed[type * visits + visit] === 0) continue;
      if (mate[visit]! >= 0 && mate[visit]! < visit && present[mate[visit]!] === 0) continue;
      const next = visited(head, visit);
      if (!next) continue;
      enter(visit);
      search(next, count + 1);
      leave(visit);
      if (left.routes < 0) return;
    }
  }

  function search(head: Head, count: number): void {
    if (count > 0 && aboard.length === 0) record();
    if (left.routes < 0) return;
    extend(head, count);
    if (count === 0 || aboard.length > 0 || head.trips >= fleet.maxTrips) return;
    for (const depot of fleet.reloads) {
      const fresh = reload(head, depot);
      if (!fresh || left.routes < 0) continue;
      sequence.push(-1 - depot);
      extend(fresh, count);
      sequence.pop();
    }
  }

  const loads = Array.from({ length: K }, () => 0);
  const open = fleet.startWindow[0] + fleet.startLoading.fixed;
  let head: Head | undefined = { row: fleet.start, time: open, length: 0, trips: 1, loads };
  let count = 0;
  for (const entry of prefix) {
    if (!head) break;
    head = entry < 0 ? reload(head, -1 - entry) : visited(head, entry);
    if (entry < 0) sequence.push(entry);
    else {
      enter(entry);
      count++;
    }
  }
  if (head) search(head, count);
  bench.assign(slot, [], 0);
  return left.routes < 0 ? undefined : found;
}

/** Items that other slots hold: locked there, or assigned to them. */
function foreignTo(routes: Routes, pinned: Int32Array, slot: number): number {
  const { instance, locked, route } = routes;
  const items = itemsOf(instance);
  let mask = 0;
  for (let visit = 0; visit < instance.visits; visit++) {
    const held = locked[visit] === 1 ? route[visit]! : pinned[visit]!;
    if (held >= 0 && held !== slot) mask |= 1 << items.of[visit]!;
  }
  return mask;
}

/** The locked part of a slot, as visits and -1 - depot. */
function lockedPart(routes: Routes, slot: number): number[] {
  const { instance, locked, next, depotOf } = routes;
  const end = instance.visits + 2 * slot + 1;
  const part: number[] = [];
  for (let node = next[end - 1]!; node !== end && locked[node] === 1; node = next[node]!)
    part.push(node < instance.visits ? node : -1 - depotOf[node]!);
  return part;
}

/** Step 2: the cheapest ways to serve each set, over all slots. Undefined when the cap is reached. */
function serveSets(routes: Routes, pinned: Int32Array): ReadonlyMap<number, readonly State[]> | undefined {
  const { instance } = routes;
  const timed = instance.makespan > 0;
  const bench = createRoutes(instance);
  const left = { routes: mostRoutes };
  const byType = new Map<number, Options>();
  const nothing: State = { cost: 0, finish: 0, slot: -1, option: undefined, before: undefined };
  let states = new Map<number, State[]>([[0, [nothing]]]);
  for (let slot = 0; slot < routes.slots; slot++) {
    const type = routes.typeOf[slot]!;
    const prefix = lockedPart(routes, slot);
    const known = prefix.length === 0 ? byType.get(type) : undefined;
    const options = known ?? optionsOf(bench, slot, prefix, left);
    if (!options) return undefined;
    if (prefix.length === 0) byType.set(type, options);
    const foreign = foreignTo(routes, pinned, slot);
    const usable = [...options].filter(([mask]) => (mask & foreign) === 0);
    const reached = new Map<number, State[]>(prefix.length === 0 ? Array.from(states, ([m, l]) => [m, [...l]]) : []);
    for (const [served, list] of states)
      for (const [mask, routesOfMask] of usable) {
        if ((served & mask) !== 0) continue;
        const target = reached.get(served | mask) ?? [];
        for (const before of list)
          for (const option of routesOfMask) {
            const finish = Math.max(before.finish, option.finish);
            admit(target, { cost: before.cost + option.cost, finish, slot, option, before }, timed);
          }
        reached.set(served | mask, target);
      }
    states = reached;
  }
  return states;
}

/** What is not served costs: prizes, and the weight of required absences; undefined when a group is served twice. */
function absence(instance: Instance, served: number): { prizes: number; level: number } | undefined {
  const items = itemsOf(instance);
  const has = (visit: number) => (served & (1 << items.of[visit]!)) !== 0;
  let prizes = 0;
  let level = 0;
  for (let visit = 0; visit < instance.visits; visit++) {
    if (has(visit)) continue;
    prizes += instance.prize[visit]!;
    level += instance.level[visit]!;
  }
  for (const [group, members] of instance.members.entries()) {
    const count = members.filter(has).length;
    if (count > 1) return undefined;
    if (count === 0) level += instance.groupLevel[group]!;
  }
  return { prizes, level };
}

/** Clears all slots and lays the routes of `state`. */
function lay(routes: Routes, state: State): void {
  routes.begin();
  for (let slot = 0; slot < routes.slots; slot++) routes.assign(slot, [], 0);
  for (let visit = 0; visit < routes.instance.visits; visit++) routes.setAbsent(visit);
  for (let at: State | undefined = state; at?.option; at = at.before) {
    routes.assign(at.slot, at.option.sequence, at.option.sequence.length);
    for (const entry of at.option.sequence) if (entry >= 0) routes.setPresent(entry);
  }
}

/**
 * True when the instance was small enough to be seen through: `routes` is then an optimum (and unchanged if it was one
 * before). False leaves `routes` as they were. Locked nodes lose their mark: the search is over.
 */
export function solveOutright(routes: Routes, pinned: Int32Array): boolean {
  const { instance } = routes;
  if (itemsOf(instance).count > mostItems) return false;
  const states = serveSets(routes, pinned);
  if (!states) return false;
  let best: State | undefined;
  let least = routes.objective();
  let fewest = routes.totals.level;
  for (const [served, list] of states) {
    const left = absence(instance, served);
    if (!left || left.level > fewest) continue;
    for (const state of list) {
      const cost = state.cost + instance.makespan * state.finish + left.prizes;
      if (left.level === fewest && cost >= least) continue;
      best = state;
      least = cost;
      fewest = left.level;
    }
  }
  if (best) lay(routes, best);
  return true;
}
