/**
 * The working solution of a search: routes as linked lists over typed arrays, with what O(1) insertion tests need at
 * every node. Knows how to link, unlink, refresh and roll back; refuses to decide what goes where.
 *
 * Nodes: visits 0..n-1; start and end of slot r at n + 2r and n + 2r + 1; then a pool of reload nodes. A **slot** is a
 * vehicle. Time segments are (duration, earliest, latest) triples after Vidal et al., "A hybrid genetic algorithm with
 * adaptive diversity management for a large class of vehicle routing problems with time-windows" (2013), without time
 * warp: a segment that breaks a window gets earliest = `never`, so that nothing joined to it is feasible.
 */

import { createExactClock } from "./exact-clock.ts";
import { barred, exact, type Fleet, type Instance, never, segments, timeless, windowsOnly } from "./instance.ts";

/** Typed-array view of all routes and of who is absent; fields are for reading by the moves of the search. */
export interface Routes {
  readonly instance: Instance;
  readonly slots: number;
  /** First slot of each type, and one past the last. */
  readonly firstSlot: Int32Array;
  readonly typeOf: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** Slot of a node, -1 when absent. */
  readonly route: Int32Array;
  /** Row of a node in the tables. */
  readonly place: Int32Array;
  /** Index within the route, 0 = start node. */
  readonly position: Int32Array;
  /** Length of the leg to the next node. */
  readonly leg: Int32Array;
  /** The depot node (start or reload) where the node's trip is loaded. */
  readonly trip: Int32Array;
  /** At a depot node: delivered amount of its trip. [node x dimension] */
  readonly tripDelivery: Int32Array;
  /** Delivered (picked up) in the trip up to and including the node; load after it; highest load before and after. */
  readonly delivered: Int32Array;
  readonly picked: Int32Array;
  readonly load: Int32Array;
  readonly peakBefore: Int32Array;
  readonly peakAfter: Int32Array;
  /** Latest release in the trip up to the node, and from the node on. */
  readonly releaseBefore: Int32Array;
  readonly releaseAfter: Int32Array;
  /** Shipments on board after the node. */
  readonly aboard: Int32Array;
  /** Mode 1: earliest departure and latest arrival. */
  readonly departure: Int32Array;
  readonly latest: Int32Array;
  /** Segments [3 x node]: from the route's start, from the trip's first visit, to the route's end. */
  readonly ahead: Int32Array;
  readonly within: Int32Array;
  readonly behind: Int32Array;
  /** Windows and service of nodes; those of depots follow the slot's type and, for the service, the trip's load. */
  readonly open: Int32Array;
  readonly close: Int32Array;
  readonly service: Int32Array;
  /** Visits, trips, distance, cost and soundness of a slot; duration and finish from mode 2 on. */
  readonly size: Int32Array;
  readonly trips: Int32Array;
  readonly distance: Float64Array;
  readonly cost: Float64Array;
  readonly sound: Uint8Array;
  readonly duration: Float64Array;
  readonly finish: Float64Array;
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
  const { visits, dimensions: K, fleets, mode } = instance;
  const firstSlot = new Int32Array(fleets.length + 1);
  fleets.forEach((fleet, type) => {
    firstSlot[type + 1] = firstSlot[type]! + fleet.slots;
  });
  const slots = firstSlot[fleets.length]!;
  const reloadBase = visits + 2 * slots;
  const canReload = fleets.some(({ reloads, maxTrips }) => reloads.length > 0 && maxTrips > 1);
  const nodes = reloadBase + (canReload ? visits + 2 : 0);
  const ints = (length: number) => new Int32Array(length);
  const timed = mode >= segments;
  const carries = instance.hasPickups;
  const typeOf = ints(slots);
  const next = ints(nodes).fill(-1);
  const previous = ints(nodes).fill(-1);
  const route = ints(nodes).fill(-1);
  const place = ints(nodes);
  const position = ints(nodes);
  const leg = ints(nodes);
  const trip = ints(nodes);
  const tripDelivery = ints(nodes * K);
  const delivered = ints(canReload ? nodes * K : 0);
  const picked = ints(canReload && carries ? nodes * K : 0);
  const load = ints(carries ? nodes * K : 0);
  const peakBefore = ints(carries ? nodes * K : 0);
  const peakAfter = ints(carries ? nodes * K : 0);
  const releaseBefore = ints(nodes);
  const releaseAfter = ints(nodes);
  const aboard = ints(instance.hasShipments ? nodes : 0);
  const departure = ints(mode === windowsOnly ? nodes : 0);
  const latest = ints(mode === windowsOnly ? nodes : 0);
  const ahead = ints(timed ? 3 * nodes : 0);
  const within = ints(timed ? 3 * nodes : 0);
  const behind = ints(timed ? 3 * nodes : 0);
  const open = ints(nodes);
  const close = ints(nodes);
  const service = ints(nodes);
  const size = ints(slots);
  const trips = ints(slots);
  const distance = new Float64Array(slots);
  const cost = new Float64Array(slots);
  const sound = new Uint8Array(slots).fill(1);
  const duration = new Float64Array(slots);
  const finish = new Float64Array(slots);
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

  /** Step 1 of a refresh: positions, legs, trips and their loads; drops reloads that no visit follows. */
  function refreshLoads(slot: number, fleet: Fleet): void {
    const start = visits + 2 * slot;
    const end = start + 1;
    const { size: width, distance: table } = fleet.table;
    let node = start;
    let home = start;
    let count = 0;
    let tours = 1;
    let total = 0;
    let index = 0;
    let fits = 1;
    for (let k = 0; k < K; k++) tripDelivery[start * K + k] = 0;
    for (;;) {
      position[node] = index++;
      trip[node] = home;
      if (node < visits) {
        count++;
        for (let k = 0; k < K; k++) {
          const sum = tripDelivery[home * K + k]! + instance.delivery[node * K + k]!;
          tripDelivery[home * K + k] = sum;
          if (canReload) delivered[node * K + k] = sum;
        }
      } else if (canReload) for (let k = 0; k < K; k++) delivered[node * K + k] = 0;
      if (node === end) break;
      let following = next[node]!;
      // A reload right after another depot node, or right before the end, loads for nobody.
      while (following >= reloadBase && (node >= visits || next[following] === end)) {
        remove(following);
        following = next[node]!;
      }
      const length = table[place[node]! * width + place[following]!]!;
      leg[node] = length;
      total += length;
      if (length >= barred) fits = 0;
      if (following >= reloadBase) {
        for (let k = 0; k < K; k++) if (tripDelivery[home * K + k]! > fleet.capacity[k]!) fits = 0;
        home = following;
        tours++;
        for (let k = 0; k < K; k++) tripDelivery[home * K + k] = 0;
      }
      node = following;
    }
    for (let k = 0; k < K; k++) if (tripDelivery[home * K + k]! > fleet.capacity[k]!) fits = 0;
    size[slot] = count;
    trips[slot] = tours;
    distance[slot] = total;
    if (total > fleet.maxDistance || count > fleet.maxClients || tours > fleet.maxTrips) fits = 0;
    sound[slot] = fits;
  }

  /** Step 2: loads along each trip, when something is also picked up. */
  function refreshPickups(slot: number, fleet: Fleet): void {
    const start = visits + 2 * slot;
    const end = start + 1;
    for (let k = 0; k < K; k++) {
      const room = fleet.capacity[k]!;
      let now = 0;
      let peak = 0;
      let taken = 0;
      for (let node = start; node !== end; node = next[node]!) {
        const at = node * K + k;
        if (node >= visits) {
          now = tripDelivery[at]!;
          peak = now;
          taken = 0;
        } else {
          now += instance.pickup[at]! - instance.delivery[at]! + instance.change[at]!;
          taken += instance.pickup[at]!;
          if (now > peak) peak = now;
        }
        load[at] = now;
        peakBefore[at] = peak;
        if (canReload) picked[at] = taken;
        if (peak > room) sound[slot] = 0;
      }
      peak = 0;
      for (let node = previous[end]!; ; node = previous[node]!) {
        const at = node * K + k;
        peak = Math.max(peak, load[at]!);
        peakAfter[at] = peak;
        if (node === start) break;
        if (node >= visits) peak = 0;
      }
    }
    if (instance.hasShipments) refreshAboard(start, slot);
  }

  function refreshAboard(start: number, slot: number): void {
    let count = 0;
    let homeward = false;
    aboard[start] = 0;
    for (let node = next[start]!; ; node = next[node]!) {
      if (node < visits) {
        const other = instance.mate[node]!;
        // The tables bar a way from a backhaul to others, but not one by way of a shipment's end.
        const backhaul = instance.problem.clients[node]?.backhaul === true;
        if (homeward && !backhaul && other < 0) sound[slot] = 0;
        homeward ||= backhaul;
        if (other > node) count++;
        else if (other >= 0) {
          count--;
          if (route[other] !== slot || position[other]! > position[node]!) sound[slot] = 0;
        }
      } else {
        if (count !== 0) sound[slot] = 0;
        homeward = false;
      }
      aboard[node] = count;
      if (node === start + 1) break;
    }
  }

  /** Step 3, mode 1: earliest departures and latest arrivals. */
  function refreshWindows(slot: number, fleet: Fleet): void {
    const start = visits + 2 * slot;
    const end = start + 1;
    const { size: width, duration: table } = fleet.table;
    service[start] = fleet.startLoading.fixed;
    let node = start;
    let time = open[start]!;
    if (time > close[start]!) sound[slot] = 0;
    departure[start] = time + service[start]!;
    while (node !== end) {
      const following = next[node]!;
      if (following >= reloadBase) service[following] = fleet.reloadLoading.fixed;
      time = Math.max(departure[node]! + table[place[node]! * width + place[following]!]!, open[following]!);
      if (time > close[following]!) {
        sound[slot] = 0;
        time = never;
      }
      departure[following] = time + service[following]!;
      node = following;
    }
    let limit = close[end]!;
    latest[end] = limit;
    while (node !== start) {
      const before = previous[node]!;
      limit = limit - table[place[before]! * width + place[node]!]! - service[before]!;
      if (limit > close[before]!) limit = close[before]!;
      if (limit < open[before]!) limit = -never;
      latest[before] = limit;
      node = before;
    }
  }

  /** Writes at `3 x node` of `out` the segment at `3 x before` of `out` joined with the node itself. */
  function extend(out: Int32Array, before: number, node: number, travel: number, opens: number): void {
    const at = 3 * node;
    const offset = out[3 * before]! + travel;
    const earliest = out[3 * before + 1]!;
    const last = out[3 * before + 2]!;
    if (earliest + offset > close[node]! || opens > close[node]!) {
      out[at] = 0;
      out[at + 1] = never;
      out[at + 2] = -never;
      return;
    }
    const wait = Math.max(opens - offset - last, 0);
    out[at] = offset + service[node]! + wait;
    out[at + 1] = Math.max(opens - offset, earliest) - wait;
    out[at + 2] = Math.min(close[node]! - offset, last);
  }

  function single(out: Int32Array, node: number, opens: number): void {
    const closed = opens > close[node]!;
    out[3 * node] = service[node]!;
    out[3 * node + 1] = closed ? never : opens;
    out[3 * node + 2] = closed ? -never : close[node]!;
  }

  /** Step 3, modes 2 and 3: releases, loading times and the three segments of each node. */
  function refreshSegments(slot: number, fleet: Fleet): void {
    const start = visits + 2 * slot;
    const end = start + 1;
    const { size: width, duration: table } = fleet.table;
    if (instance.hasReleases) refreshReleases(start, end);
    const hop = (from: number, to: number) => table[place[from]! * width + place[to]!]!;
    const opening = (node: number) =>
      node >= visits && node !== end ? Math.max(open[node]!, releaseAfter[node]!) : open[node]!;
    for (let home = start; ; ) {
      const loading = home === start ? fleet.startLoading : fleet.reloadLoading;
      service[home] = loading.fixed + loading.perUnit * (K > 0 ? tripDelivery[home * K + loading.dimension]! : 0);
      let node = next[home]!;
      while (node < visits) node = next[node]!;
      if (node === end) break;
      home = node;
    }
    single(ahead, start, opening(start));
    for (let node = start; node !== end; ) {
      const following = next[node]!;
      extend(ahead, node, following, hop(node, following), opening(following));
      if (node >= visits || following >= visits) single(within, following, opening(following));
      else extend(within, node, following, hop(node, following), open[following]!);
      node = following;
    }
    single(behind, end, open[end]!);
    for (let node = end; node !== start; ) {
      const before = previous[node]!;
      prepend(before, node, hop(before, node), opening(before));
      node = before;
    }
  }

  /** `behind` of `node`: the node itself joined with `behind` of its successor. */
  function prepend(node: number, after: number, travel: number, opens: number): void {
    const offset = service[node]! + travel;
    const earliest = behind[3 * after + 1]!;
    const last = behind[3 * after + 2]!;
    if (opens + offset > last || opens > close[node]!) {
      behind[3 * node] = 0;
      behind[3 * node + 1] = never;
      behind[3 * node + 2] = -never;
      return;
    }
    const wait = Math.max(earliest - offset - close[node]!, 0);
    behind[3 * node] = offset + behind[3 * after]! + wait;
    behind[3 * node + 1] = Math.max(earliest - offset, opens) - wait;
    behind[3 * node + 2] = Math.min(last - offset, close[node]!);
  }

  function refreshReleases(start: number, end: number): void {
    let highest = 0;
    for (let node = start; ; node = next[node]!) {
      highest = node >= visits ? 0 : Math.max(highest, instance.release[node]!);
      releaseBefore[node] = highest;
      if (node === end) break;
    }
    highest = 0;
    for (let node = end; ; node = previous[node]!) {
      if (node < visits) highest = Math.max(highest, instance.release[node]!);
      releaseAfter[node] = node === end ? 0 : highest;
      if (node === start) break;
      if (node >= visits) highest = 0;
    }
  }

  function refreshClock(slot: number, fleet: Fleet): void {
    const start = visits + 2 * slot;
    refreshSegments(slot, fleet);
    const from = 3 * (start + 1);
    if (ahead[from + 1]! > ahead[from + 2]!) sound[slot] = 0;
    duration[slot] = ahead[from]!;
    finish[slot] = ahead[from]! + ahead[from + 1]!;
    if (duration[slot]! > fleet.maxDuration) sound[slot] = 0;
  }

  function refresh(slot: number): void {
    const type = typeOf[slot]!;
    const fleet = fleets[type]!;
    refreshLoads(slot, fleet);
    if (carries) refreshPickups(slot, fleet);
    if (mode === windowsOnly) refreshWindows(slot, fleet);
    else if (mode >= segments) refreshClock(slot, fleet);
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
    instance,
    slots,
    firstSlot,
    typeOf,
    next,
    previous,
    route,
    place,
    position,
    leg,
    trip,
    tripDelivery,
    delivered,
    picked,
    load,
    peakBefore,
    peakAfter,
    releaseBefore,
    releaseAfter,
    aboard,
    departure,
    latest,
    ahead,
    within,
    behind,
    open,
    close,
    service,
    size,
    trips,
    distance,
    cost,
    sound,
    duration,
    finish,
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
