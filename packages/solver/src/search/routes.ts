/**
 * The working solution of a search: routes as linked lists over typed arrays, labelled with what O(1) insertion tests need.
 * Knows how to link, unlink, price and roll back; refuses to decide what goes where.
 *
 * Nodes: visits 0..n-1; start and end of slot r at n + 2r and n + 2r + 1; then a pool of reload nodes. A **slot** is a
 * vehicle.
 */

import { createExactClock } from "./exact-clock.ts";
import { exact, type Instance, segments, timeless } from "./instance.ts";
import { createLabelling, createLabels, type Labels } from "./labels.ts";

/** Typed-array view of all routes and of who is absent; fields are for reading by the moves of the search. */
export interface Routes extends Labels {
  readonly instance: Instance;
  readonly slots: number;
  /** First slot of each type, and one past the last. */
  readonly firstSlot: Int32Array;
  readonly typeOf: Int32Array;
  /** Price of a slot's route. */
  readonly cost: Float64Array;
  /** Slots in use: the first `usedCount` entries. */
  readonly used: Int32Array;
  /** Absent visits: the first `absentCount` entries. */
  readonly absent: Int32Array;
  readonly counts: { used: number; absent: number };
  /** No slot is free while this many are used. */
  readonly limit: { used: number };
  /** Nodes that never move, and after which nothing but the next locked one may follow. */
  readonly locked: Uint8Array;
  /** Depot of a reload node. */
  readonly depotOf: Int32Array;
  /** Sum of route costs and prizes, and weight of required absences. */
  readonly totals: { cost: number; level: number };
  /** An unused slot of `type`, or -1. */
  freeSlot(type: number): number;
  /** How many unused slots of `type` there are. */
  freeCount(type: number): number;
  /** Saves a slot once per transaction, before its first change. */
  touch(slot: number): void;
  begin(): void;
  /** Undoes everything since `begin`. */
  rollback(): void;
  /** Number of slots touched since `begin`, and their list. */
  touched(): number;
  readonly touchedSlots: Int32Array;
  insertAfter(visit: number, node: number): void;
  /** A reload node at `depot` after `node`. */
  insertReload(depot: number, node: number): number;
  remove(visit: number): void;
  /** Recomputes a slot after changes to its links. */
  refresh(slot: number): void;
  /** Puts `visit` among the absent / takes it out. */
  setAbsent(visit: number): void;
  setPresent(visit: number): void;
  /** Replaces a slot's route: visits, and -1 - depot for reloads. Visits must be free. */
  assign(slot: number, sequence: ArrayLike<number>, length: number): void;
  /** Writes a slot's route in that form; answers its length. */
  read(slot: number, into: Int32Array): number;
  /** What a slot of `type` costs with these figures and `reloads`; `duration` does not count when `finish` < 0. */
  price(type: number, distance: number, duration: number, finish: number, reloads: number): number;
  /** Cost over all routes, prizes and makespan. */
  objective(): number;
  latestFinish(): number;
  /** False when a touched slot breaks a limit. */
  allSound(): boolean;
}

/** An empty solution of `instance`: every visit absent. */
export function createRoutes(instance: Instance): Routes {
  const { visits, fleets, mode } = instance;
  const firstSlot = new Int32Array(fleets.length + 1);
  fleets.forEach((fleet, type) => {
    firstSlot[type + 1] = firstSlot[type]! + fleet.slots;
  });
  const slots = firstSlot[fleets.length]!;
  const reloadBase = visits + 2 * slots;
  const canReload = fleets.some(({ reloads, maxTrips }) => reloads.length > 0 && maxTrips > 1);
  const nodes = reloadBase + (canReload ? visits + 2 : 0);
  const ints = (length: number) => new Int32Array(length);
  const typeOf = ints(slots);
  const labels = createLabels(instance, { nodes, slots, reloadBase });
  const { next, previous, route, place, open, close, service } = labels;
  const { size, trips, distance, sound, duration, finish } = labels;
  const cost = new Float64Array(slots);
  const used = ints(slots);
  const usedAt = ints(slots).fill(-1);
  const absent = ints(visits);
  const absentAt = ints(visits).fill(-1);
  const counts = { used: 0, absent: 0 };
  const limit = { used: slots };
  const locked = new Uint8Array(nodes);
  const depotOf = ints(nodes);
  const totals = { cost: 0, level: 0 };
  const freeStacks = fleets.map((fleet, type) =>
    Int32Array.from({ length: fleet.slots }, (_, i) => firstSlot[type + 1]! - 1 - i),
  );
  const freeCounts = Int32Array.from(fleets, ({ slots: count }) => count);
  const freeReloads = ints(nodes - reloadBase);
  let freeReloadCount = freeReloads.length;
  for (let i = 0; i < freeReloadCount; i++) freeReloads[i] = nodes - 1 - i;
  const groupServed = ints(instance.members.length);

  const touchedSlots = ints(slots);
  const touchStamp = ints(slots);
  const logStart = ints(slots);
  const logLength = ints(slots);
  let log = ints(1024);
  let logTop = 0;
  let touchedCount = 0;
  let stamp = 0;
  const savedAbsent = ints(visits);
  let savedAbsentCount = 0;
  let savedCost = 0;
  let savedLevel = 0;
  const clock = mode === exact ? createExactClock(instance) : undefined;
  const scratch = ints(2 * visits + 4);

  for (let visit = 0; visit < visits; visit++) {
    place[visit] = instance.location[visit]!;
    open[visit] = instance.open[visit]!;
    close[visit] = instance.close[visit]!;
    service[visit] = instance.service[visit]!;
  }
  fleets.forEach((fleet, type) => {
    for (let slot = firstSlot[type]!; slot < firstSlot[type + 1]!; slot++) {
      const start = visits + 2 * slot;
      typeOf[slot] = type;
      next[start] = start + 1;
      previous[start + 1] = start;
      route[start] = slot;
      route[start + 1] = slot;
      place[start] = fleet.start;
      place[start + 1] = fleet.end;
      [open[start], close[start]] = fleet.startWindow;
      [open[start + 1], close[start + 1]] = fleet.endWindow;
    }
  });

  function leaveUsed(slot: number): void {
    const at = usedAt[slot]!;
    if (at < 0) return;
    const last = used[--counts.used]!;
    used[at] = last;
    usedAt[last] = at;
    usedAt[slot] = -1;
    const type = typeOf[slot]!;
    freeStacks[type]![freeCounts[type]!++] = slot;
  }

  function enterUsed(slot: number): void {
    if (usedAt[slot]! >= 0) return;
    usedAt[slot] = counts.used;
    used[counts.used++] = slot;
    const type = typeOf[slot]!;
    const stack = freeStacks[type]!;
    let at = freeCounts[type]! - 1;
    while (stack[at] !== slot) at--;
    const top = --freeCounts[type]!;
    stack[at] = stack[top]!;
  }

  function freeSlot(type: number): number {
    const count = counts.used < limit.used ? freeCounts[type]! : 0;
    return count > 0 ? freeStacks[type]![count - 1]! : -1;
  }

  function freeCount(type: number): number {
    return Math.min(freeCounts[type]!, limit.used - counts.used);
  }

  function groupChange(visit: number, by: number): void {
    const group = instance.group[visit]!;
    if (group < 0) return;
    const before = groupServed[group]!;
    groupServed[group] = before + by;
    if (before === 0) totals.level -= instance.groupLevel[group]!;
    else if (before + by === 0) totals.level += instance.groupLevel[group]!;
  }

  function setAbsent(visit: number): void {
    if (absentAt[visit]! >= 0) return;
    absentAt[visit] = counts.absent;
    absent[counts.absent++] = visit;
    totals.cost += instance.prize[visit]!;
    totals.level += instance.level[visit]!;
    if (instance.hasGroups) groupChange(visit, -1);
  }

  function setPresent(visit: number): void {
    const at = absentAt[visit]!;
    if (at < 0) return;
    const last = absent[--counts.absent]!;
    absent[at] = last;
    absentAt[last] = at;
    absentAt[visit] = -1;
    totals.cost -= instance.prize[visit]!;
    totals.level -= instance.level[visit]!;
    if (instance.hasGroups) groupChange(visit, 1);
  }

  function touch(slot: number): void {
    if (touchStamp[slot] === stamp) return;
    touchStamp[slot] = stamp;
    touchedSlots[touchedCount++] = slot;
    logStart[slot] = logTop;
    if (logTop + size[slot]! + trips[slot]! + 4 > log.length) {
      const grown = ints(2 * log.length + size[slot]! + trips[slot]! + 4);
      grown.set(log);
      log = grown;
    }
    let node = next[visits + 2 * slot]!;
    const end = visits + 2 * slot + 1;
    while (node !== end) {
      log[logTop++] = node < visits ? node : -1 - depotOf[node]!;
      node = next[node]!;
    }
    logLength[slot] = logTop - logStart[slot]!;
  }

  function begin(): void {
    stamp++;
    touchedCount = 0;
    logTop = 0;
    savedAbsentCount = counts.absent;
    for (let i = 0; i < savedAbsentCount; i++) savedAbsent[i] = absent[i]!;
    savedCost = totals.cost;
    savedLevel = totals.level;
  }

  function clear(slot: number): void {
    const start = visits + 2 * slot;
    let node = next[start]!;
    while (node !== start + 1) {
      const after = next[node]!;
      route[node] = -1;
      if (node >= reloadBase) freeReloads[freeReloadCount++] = node;
      node = after;
    }
    next[start] = start + 1;
    previous[start + 1] = start;
  }

  function chain(slot: number, sequence: ArrayLike<number>, from: number, length: number): void {
    const start = visits + 2 * slot;
    let last = start;
    for (let i = from; i < from + length; i++) {
      const entry = sequence[i]!;
      const node = entry >= 0 ? entry : takeReload(-1 - entry, slot);
      next[last] = node;
      previous[node] = last;
      route[node] = slot;
      last = node;
    }
    next[last] = start + 1;
    previous[start + 1] = last;
  }

  function rollback(): void {
    for (let i = 0; i < touchedCount; i++) clear(touchedSlots[i]!);
    for (let i = 0; i < touchedCount; i++) {
      const slot = touchedSlots[i]!;
      chain(slot, log, logStart[slot]!, logLength[slot]!);
      refresh(slot);
    }
    for (let i = 0; i < counts.absent; i++) absentAt[absent[i]!] = -1;
    counts.absent = savedAbsentCount;
    for (let i = 0; i < savedAbsentCount; i++) {
      absent[i] = savedAbsent[i]!;
      absentAt[absent[i]!] = i;
    }
    if (instance.hasGroups) recountGroups();
    totals.cost = savedCost;
    totals.level = savedLevel;
    touchedCount = 0;
    stamp++;
  }

  function recountGroups(): void {
    instance.members.forEach((members, group) => {
      let served = 0;
      for (const visit of members) if (absentAt[visit]! < 0) served++;
      groupServed[group] = served;
    });
  }

  function insertAfter(visit: number, node: number): void {
    const after = next[node]!;
    next[node] = visit;
    previous[visit] = node;
    next[visit] = after;
    previous[after] = visit;
    route[visit] = route[node]!;
  }

  function takeReload(depot: number, slot: number): number {
    const node = freeReloads[--freeReloadCount]!;
    const shift = fleets[typeOf[slot]!]!.shift;
    depotOf[node] = depot;
    place[node] = instance.depotLocation[depot]!;
    open[node] = Math.max(instance.depotOpen[depot]!, shift[0]);
    close[node] = Math.min(instance.depotClose[depot]!, shift[1]);
    return node;
  }

  function insertReload(depot: number, node: number): number {
    const reload = takeReload(depot, route[node]!);
    insertAfter(reload, node);
    return reload;
  }

  function remove(node: number): void {
    const before = previous[node]!;
    const after = next[node]!;
    next[before] = after;
    previous[after] = before;
    route[node] = -1;
    if (node >= reloadBase) freeReloads[freeReloadCount++] = node;
  }

  function assign(slot: number, sequence: ArrayLike<number>, length: number): void {
    clear(slot);
    chain(slot, sequence, 0, length);
    refresh(slot);
  }

  function read(slot: number, into: Int32Array): number {
    let length = 0;
    const end = visits + 2 * slot + 1;
    for (let node = next[end - 1]!; node !== end; node = next[node]!)
      into[length++] = node < visits ? node : -1 - depotOf[node]!;
    return length;
  }

  function price(type: number, length: number, time: number, until: number, reloads: number): number {
    const fleet = fleets[type]!;
    let total = fleet.fixedCost + fleet.perTrip * reloads + fleet.perDistance * length;
    if (mode < segments || until < 0) return total;
    total += fleet.perDuration * time;
    if (time > fleet.overtimeAfter) total += fleet.overtimeCost * (time - fleet.overtimeAfter);
    if (instance.balance > 0) total += Math.floor((instance.balance * time * time) / 3600);
    return total;
  }

  function refresh(slot: number): void {
    const type = typeOf[slot]!;
    const fleet = fleets[type]!;
    label(slot, fleet);
    let total = 0;
    if (size[slot]! > 0) {
      total = price(type, distance[slot]!, duration[slot]!, mode === timeless ? -1 : finish[slot]!, trips[slot]! - 1);
      if (clock) total = exactPrice(slot, type);
      enterUsed(slot);
    } else {
      sound[slot] = 1;
      leaveUsed(slot);
    }
    totals.cost += total - cost[slot]!;
    cost[slot] = total;
  }

  function exactPrice(slot: number, type: number): number {
    if (!clock) return 0;
    const length = read(slot, scratch);
    if (sound[slot] === 0 || !clock.run(type, scratch, length)) {
      sound[slot] = 0;
      return cost[slot]!;
    }
    duration[slot] = clock.result.duration;
    finish[slot] = clock.result.finish;
    if (duration[slot]! > fleets[type]!.maxDuration) sound[slot] = 0;
    const total = price(type, distance[slot]!, duration[slot]!, finish[slot]!, trips[slot]! - 1);
    return total + clock.result.lateness;
  }

  function latestFinish(): number {
    let last = 0;
    for (let i = 0; i < counts.used; i++) last = Math.max(last, finish[used[i]!]!);
    return last;
  }

  function objective(): number {
    return instance.makespan > 0 ? totals.cost + instance.makespan * latestFinish() : totals.cost;
  }

  function allSound(): boolean {
    for (let i = 0; i < touchedCount; i++) if (sound[touchedSlots[i]!] === 0) return false;
    return true;
  }

  const label = createLabelling(instance, { nodes, slots, reloadBase }, labels, remove);
  totals.level = instance.groupLevel.reduce((sum, level) => sum + level, 0);
  groupServed.fill(0);
  for (let slot = 0; slot < slots; slot++) refresh(slot);
  for (let visit = 0; visit < visits; visit++) {
    absentAt[visit] = counts.absent;
    absent[counts.absent++] = visit;
    totals.cost += instance.prize[visit]!;
    totals.level += instance.level[visit]!;
  }

  return {
    ...labels,
    instance,
    slots,
    firstSlot,
    typeOf,
    cost,
    used,
    absent,
    counts,
    limit,
    locked,
    depotOf,
    totals,
    freeSlot,
    freeCount,
    touch,
    begin,
    rollback,
    touched: () => touchedCount,
    touchedSlots,
    insertAfter,
    insertReload,
    remove,
    refresh,
    setAbsent,
    setPresent,
    assign,
    read,
    price,
    objective,
    latestFinish,
    allSound,
  };
}
