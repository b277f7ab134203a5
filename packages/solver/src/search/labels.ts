/**
 * What O(1) insertion tests need to know at every node of a route: loads, releases, clocks, segments, and the sums of each
 * slot. Knows how they follow from the links; refuses to change a link, but for reloads that nobody needs.
 *
 * Time segments are (duration, earliest, latest) triples after Vidal et al., "A hybrid genetic algorithm with adaptive
 * diversity management for a large class of vehicle routing problems with time-windows" (2013), without time warp: a segment
 * that breaks a window gets earliest = `never`, so that nothing joined to it is feasible.
 */
import { barred, type Fleet, type Instance, never, segments, windowsOnly } from "./instance.ts";

/** Links and labels of all nodes, sums of all slots. */
export interface Labels {
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
  /** Visits, trips, distance and soundness of a slot; duration and finish from mode 2 on. */
  readonly size: Int32Array;
  readonly trips: Int32Array;
  readonly distance: Float64Array;
  readonly sound: Uint8Array;
  readonly duration: Float64Array;
  readonly finish: Float64Array;
}

/** Numbers of nodes and slots; reload nodes are those from `reloadBase` on. */
export interface Nodes {
  readonly nodes: number;
  readonly slots: number;
  readonly reloadBase: number;
}

/** Blank labels, without what `instance` has no use for. */
export function createLabels(instance: Instance, { nodes, slots, reloadBase }: Nodes): Labels {
  const { dimensions: K, mode, hasPickups: carries } = instance;
  const canReload = nodes > reloadBase;
  const timed = mode >= segments;
  const ints = (length: number) => new Int32Array(length);
  return {
    next: ints(nodes).fill(-1),
    previous: ints(nodes).fill(-1),
    route: ints(nodes).fill(-1),
    place: ints(nodes),
    position: ints(nodes),
    leg: ints(nodes),
    trip: ints(nodes),
    tripDelivery: ints(nodes * K),
    delivered: ints(canReload ? nodes * K : 0),
    picked: ints(canReload && carries ? nodes * K : 0),
    load: ints(carries ? nodes * K : 0),
    peakBefore: ints(carries ? nodes * K : 0),
    peakAfter: ints(carries ? nodes * K : 0),
    releaseBefore: ints(nodes),
    releaseAfter: ints(nodes),
    aboard: ints(instance.hasShipments ? nodes : 0),
    departure: ints(mode === windowsOnly ? nodes : 0),
    latest: ints(mode === windowsOnly ? nodes : 0),
    ahead: ints(timed ? 3 * nodes : 0),
    within: ints(timed ? 3 * nodes : 0),
    behind: ints(timed ? 3 * nodes : 0),
    open: ints(nodes),
    close: ints(nodes),
    service: ints(nodes),
    size: ints(slots),
    trips: ints(slots),
    distance: new Float64Array(slots),
    sound: new Uint8Array(slots).fill(1),
    duration: new Float64Array(slots),
    finish: new Float64Array(slots),
  };
}

/**
 * A function that writes the labels and sums of a slot anew; `remove` unlinks a reload node. A slot that breaks a limit is
 * not `sound`.
 */
export function createLabelling(
  instance: Instance,
  { nodes, reloadBase }: Nodes,
  labels: Labels,
  remove: (node: number) => void,
): (slot: number, fleet: Fleet) => void {
  const { visits, dimensions: K, mode, hasPickups: carries } = instance;
  const canReload = nodes > reloadBase;
  const {
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
    sound,
    duration,
    finish,
  } = labels;

  /** Step 1: positions, legs, trips and their loads; drops reloads that no visit follows. */
  function labelLoads(slot: number, fleet: Fleet): void {
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
  function labelPickups(slot: number, fleet: Fleet): void {
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
    if (instance.hasShipments) labelAboard(start, slot);
  }

  function labelAboard(start: number, slot: number): void {
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
  function labelWindows(slot: number, fleet: Fleet): void {
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
  function labelSegments(slot: number, fleet: Fleet): void {
    const start = visits + 2 * slot;
    const end = start + 1;
    const { size: width, duration: table } = fleet.table;
    if (instance.hasReleases) labelReleases(start, end);
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

  function labelReleases(start: number, end: number): void {
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

  function labelClock(slot: number, fleet: Fleet): void {
    const start = visits + 2 * slot;
    labelSegments(slot, fleet);
    const from = 3 * (start + 1);
    if (ahead[from + 1]! > ahead[from + 2]!) sound[slot] = 0;
    duration[slot] = ahead[from]!;
    finish[slot] = ahead[from]! + ahead[from + 1]!;
    if (duration[slot]! > fleet.maxDuration) sound[slot] = 0;
  }

  return (slot, fleet) => {
    labelLoads(slot, fleet);
    if (carries) labelPickups(slot, fleet);
    if (mode === windowsOnly) labelWindows(slot, fleet);
    else if (mode >= segments) labelClock(slot, fleet);
  };
}
