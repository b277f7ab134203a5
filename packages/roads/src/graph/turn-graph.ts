/**
 * Every turn of the streets as an arc between states. A state is an arc being driven, or that arc driven in the middle of
 * a restriction over several ways (a copy). Knows angles, dead ends and restrictions; refuses to know speeds.
 */
import type { RoadExtract } from "../osm/index.ts";
import type { CompiledProfile } from "../profiles/index.ts";
import type { BuiltStreets } from "./build-street-graph.ts";
import { arcHead, createEdgePoints, edgeCount, pieceMetres, readEdge, type StreetGraph } from "./street-graph.ts";
import { bindingOf, type OutArcs, outArcs, type PlacedRestriction, placeRestrictions } from "./turn-restrictions.ts";
import type { BuiltLayer } from "./vehicle-layer.ts";

/** States 0 .. 2 edges - 1 are the arcs; state 2 edges + i drives `copyArc[i]`. Turns of state s: `to[first[s]]` .. */
export interface TurnGraph {
  readonly copyArc: Int32Array;
  readonly first: Int32Array;
  readonly to: Int32Array;
}

/**
 * What the turns cost one vehicle: `values[kind[turn]]` milliseconds; kind 255 = forbidden. A value below 0 is a turn that
 * only closures can open: `waitingTurn` tells when and at what price.
 */
export interface TurnKinds {
  readonly kind: Uint8Array;
  readonly values: readonly number[];
}

/** One vehicle as the turn builder needs it. */
export interface TurningVehicle {
  readonly compiled: CompiledProfile;
  readonly layer: BuiltLayer;
}

/** The kind of a forbidden turn. */
export const forbidden = 255;

/** A turn that only closures can open, once all that it waits for has come. */
export interface WaitingTurn {
  /** Turning back: closures leave no other way on. */
  readonly end: boolean;
  /** An only_ restriction names other roads: all of them are closed. */
  readonly lapse: boolean;
  /** An only_ restriction names its road, and a no_ restriction forbids it all the same. */
  readonly never: boolean;
  readonly milliseconds: number;
}

/** What a value below 0 waits for; undefined for a turn with an ordinary price. */
export function waitingTurn(value: number): WaitingTurn | undefined {
  if (value >= 0) return undefined;
  const flags = -value % 8;
  return {
    end: (flags & 1) !== 0,
    lapse: (flags & 2) !== 0,
    never: (flags & 4) !== 0,
    milliseconds: Math.floor(-value / 8),
  };
}

function waitingValue({ end, lapse, never, milliseconds }: WaitingTurn): number {
  return -(8 * milliseconds + (end ? 1 : 0) + (lapse ? 2 : 0) + (never ? 4 : 0));
}

const neverOpen = waitingValue({ end: false, lapse: false, never: true, milliseconds: 0 });

/** The value of a turn that waits for the lapse of a restriction, besides what `value` waits for. */
function lapsing(value: number): number {
  const waiting = waitingTurn(value) ?? { end: false, never: false, milliseconds: value };
  return waitingValue({ ...waiting, lapse: true });
}

/** Headings in whole degrees clockwise from north: leaving the tail, and arriving at the head, of each edge. */
function headings(graph: StreetGraph): { leave: Int16Array; arrive: Int16Array } {
  const points = createEdgePoints();
  const leave = new Int16Array(edgeCount(graph));
  const arrive = new Int16Array(edgeCount(graph));
  const bearing = (a: number, b: number) => {
    const shrink = Math.cos((points.lat[a]! / 1e7) * (Math.PI / 180));
    const east = (points.lon[b]! - points.lon[a]!) * shrink;
    return Math.round((Math.atan2(east, points.lat[b]! - points.lat[a]!) * 180) / Math.PI);
  };
  for (let edge = 0; edge < leave.length; edge++) {
    readEdge(graph, edge, points);
    // Junctions are drawn with short stubs: look some 12 m along the road.
    let near = 1;
    for (let metres = pieceMetres(points, 0); metres < 12 && near < points.count - 1; near++)
      metres += pieceMetres(points, near);
    leave[edge] = bearing(0, near);
    let far = points.count - 2;
    for (let metres = pieceMetres(points, far); metres < 12 && far > 0; ) metres += pieceMetres(points, --far);
    arrive[edge] = bearing(far, points.count - 1);
  }
  return { leave, arrive };
}

/** Which node lies next to the end of an arc: equal keys = the same node. */
function besideKeys(graph: StreetGraph): { atTail: Float64Array; atHead: Float64Array } {
  const edges = edgeCount(graph);
  const points = createEdgePoints();
  const atTail = new Float64Array(edges);
  const atHead = new Float64Array(edges);
  for (let edge = 0; edge < edges; edge++) {
    readEdge(graph, edge, points);
    const own = graph.vertexLon.length + edge * 2;
    atTail[edge] = points.count === 2 ? graph.edgeHead[edge]! : own;
    atHead[edge] = points.count === 2 ? graph.edgeTail[edge]! : points.count === 3 ? own : own + 1;
  }
  return { atTail, atHead };
}

/** Everything that judging a turn needs. */
interface Judge {
  readonly graph: StreetGraph;
  readonly out: OutArcs;
  /** Node beside the junction, seen from an arc that ends (starts) there. */
  besideEnd(arc: number): number;
  besideStart(arc: number): number;
  /** Change of heading from one arc to the next, -180..180, rounded to 2 degrees. */
  change(from: number, to: number): number;
}

function createJudge(graph: StreetGraph, out: OutArcs): Judge {
  const { leave, arrive } = headings(graph);
  const { atTail, atHead } = besideKeys(graph);
  const inward = (arc: number) => ((arc & 1) === 0 ? arrive[arc >> 1]! : leave[arc >> 1]! + 180);
  const outward = (arc: number) => ((arc & 1) === 0 ? leave[arc >> 1]! : arrive[arc >> 1]! + 180);
  return {
    graph,
    out,
    besideEnd: (arc) => ((arc & 1) === 0 ? atHead[arc >> 1]! : atTail[arc >> 1]!),
    besideStart: (arc) => ((arc & 1) === 0 ? atTail[arc >> 1]! : atHead[arc >> 1]!),
    change(from, to) {
      const degrees = (((outward(to) - inward(from)) % 360) + 540) % 360;
      return Math.round((degrees - 180) / 2) * 2;
    },
  };
}

/** The price list of one vehicle: milliseconds -> kind. */
interface Prices {
  readonly values: number[];
  kindOf(milliseconds: number): number;
}

function createPrices(): Prices {
  const values: number[] = [0];
  const known = new Map<number, number>([[0, 0]]);
  return {
    values,
    kindOf(milliseconds) {
      const old = known.get(milliseconds);
      if (old !== undefined) return old;
      // 254 distinct prices are more than whole even degrees can make; a longer list shares the last.
      if (values.length === forbidden) return forbidden - 1;
      if (milliseconds < 0 && values.length > forbidden - 5) return forbidden;
      known.set(milliseconds, values.length);
      return values.push(milliseconds) - 1;
    },
  };
}

/** The value of the turn from `from` into `to` for one vehicle; undefined = never open. Restrictions are judged elsewhere. */
function turnValue(
  judge: Judge,
  vehicle: TurningVehicle,
  blocked: ReadonlySet<number>,
  from: number,
  to: number,
): number | undefined {
  const { layer, compiled } = vehicle;
  if (layer.arcMs[from]! < 0 || layer.arcMs[to]! < 0) return undefined;
  const junction = arcHead(judge.graph, from);
  const beside = judge.besideEnd(from);
  if (judge.besideStart(to) === beside) {
    if (compiled.turns.uTurns === "everywhere" || blocked.has(junction)) return compiled.turns.uTurnMs;
    const { first, arc } = judge.out;
    for (let i = first[junction]!; i < first[junction + 1]!; i++) {
      if (layer.arcMs[arc[i]!]! >= 0 && judge.besideStart(arc[i]!) !== beside)
        return waitingValue({ end: true, lapse: false, never: false, milliseconds: compiled.turns.uTurnMs });
    }
    return compiled.turns.uTurnMs;
  }
  if (blocked.has(junction)) return undefined;
  return compiled.turns.free ? 0 : compiled.turns.penaltyMs(judge.change(from, to));
}

/** A node of the tree of arc sequences in which restrictions over several ways are recognised. */
interface Sequence {
  readonly next: Map<number, Sequence>;
  /** Restrictions complete here: the coming turn is judged by them. */
  readonly complete: PlacedRestriction[];
}

function createSequence(): Sequence {
  return { next: new Map(), complete: [] };
}

/** Sequences by their first two arcs: `roots.get(from)?.next.get(first through)`. */
function plantSequences(placed: readonly PlacedRestriction[]): Map<number, Sequence> {
  const roots = new Map<number, Sequence>();
  for (const one of placed) {
    if (one.through.length === 0) continue;
    for (const from of one.from) {
      let node = roots.get(from) ?? createSequence();
      roots.set(from, node);
      for (const arc of one.through) {
        const child = node.next.get(arc) ?? createSequence();
        node.next.set(arc, child);
        node = child;
      }
      node.complete.push(one);
    }
  }
  return roots;
}

/** A vehicle with its restrictions looked up. */
interface Driver {
  readonly vehicle: TurningVehicle;
  readonly blocked: ReadonlySet<number>;
  readonly prices: Prices;
  readonly binding: ReadonlyMap<PlacedRestriction, "no" | "only">;
  readonly kinds: number[];
}

/**
 * What `restrictions` (all complete at this junction) say of the turn into `to`: whether a no_ restriction forbids it, and
 * whether only_ restrictions name its road (undefined: there are none).
 */
function restricted(
  judge: Judge,
  driver: Driver,
  restrictions: readonly PlacedRestriction[],
  from: number,
  to: number,
): { readonly banned: boolean; readonly only: boolean | undefined } {
  let banned = false;
  let only: boolean | undefined;
  for (const one of restrictions) {
    const binding = driver.binding.get(one);
    if (binding === undefined) continue;
    const named = one.to.includes(to);
    if (binding === "no") {
      banned ||= named && (!one.turningBack || judge.besideStart(to) === judge.besideEnd(from));
    } else if (one.to.some((arc) => driver.vehicle.layer.arcMs[arc]! >= 0)) only = only === true || named;
  }
  return { banned, only };
}

/** The kind of the turn from `from` into `to` for `driver`, under the restrictions complete here. */
function kindOf(judge: Judge, driver: Driver, here: readonly PlacedRestriction[], from: number, to: number): number {
  const value = turnValue(judge, driver.vehicle, driver.blocked, from, to);
  if (value === undefined) return forbidden;
  if (here.length === 0) return driver.prices.kindOf(value);
  const { banned, only } = restricted(judge, driver, here, from, to);
  if (banned) return only === true ? driver.prices.kindOf(neverOpen) : forbidden;
  return driver.prices.kindOf(only === false ? lapsing(value) : value);
}

/** The turns of all states, and what they cost each vehicle. Deterministic. */
export function buildTurnGraph(
  extract: RoadExtract,
  streets: BuiltStreets,
  vehicles: readonly TurningVehicle[],
): {
  readonly turns: TurnGraph;
  readonly kinds: readonly TurnKinds[];
  readonly restrictions: readonly { readonly applied: number; readonly ignored: number }[];
} {
  const { graph } = streets;
  const out = outArcs(graph);
  const judge = createJudge(graph, out);
  const placed = placeRestrictions(extract, streets, out);
  const drivers = vehicles.map((vehicle): Driver => {
    const binding = new Map<PlacedRestriction, "no" | "only">();
    for (const one of placed) {
      const binds = bindingOf(extract, vehicle.compiled, one);
      if (binds !== undefined) binding.set(one, binds);
    }
    return { vehicle, blocked: new Set(vehicle.layer.blocked), prices: createPrices(), binding, kinds: [] };
  });
  const minded = placed.filter((one) => drivers.some((driver) => driver.binding.has(one)));
  const turns = spanTurns(judge, drivers, minded);
  return {
    turns,
    kinds: drivers.map(({ kinds, prices }) => ({ kind: Uint8Array.from(kinds), values: prices.values })),
    restrictions: drivers.map(({ binding }) => ({
      applied: binding.size,
      ignored: extract.restrictions.length - binding.size,
    })),
  };
}

/** Visits every state once, the copies as they are discovered, and writes the turns that some vehicle may take. */
function spanTurns(judge: Judge, drivers: readonly Driver[], placed: readonly PlacedRestriction[]): TurnGraph {
  const { graph, out } = judge;
  const roots = plantSequences(placed);
  const single = new Map<number, PlacedRestriction[]>();
  for (const one of placed) {
    if (one.through.length > 0) continue;
    for (const from of one.from) single.set(from, [...(single.get(from) ?? []), one]);
  }
  const arcs = edgeCount(graph) * 2;
  const numbers = new Map<Sequence, number>();
  const serial = (node: Sequence) => {
    const known = numbers.get(node) ?? numbers.size;
    numbers.set(node, known);
    return known;
  };
  const copies: { arc: number; active: Sequence[] }[] = [];
  const copyOf = new Map<string, number>();
  const stateOf = (arc: number, active: Sequence[]): number => {
    if (active.length === 0) return arc;
    const key = `${arc}:${active.map(serial).sort((a, b) => a - b)}`;
    const known = copyOf.get(key) ?? arcs + copies.length;
    if (!copyOf.has(key)) {
      copyOf.set(key, known);
      copies.push({ arc, active });
    }
    return known;
  };
  const first = [0];
  const to: number[] = [];
  for (let state = 0; state < arcs + copies.length; state++) {
    const { arc, active } = state < arcs ? { arc: state, active: [] } : copies[state - arcs]!;
    const here = [...(single.get(arc) ?? []), ...active.flatMap((node) => node.complete)];
    const junction = arcHead(graph, arc);
    for (let i = out.first[junction]!; i < out.first[junction + 1]!; i++) {
      const next = out.arc[i]!;
      const kinds = drivers.map((driver) => kindOf(judge, driver, here, arc, next));
      if (kinds.every((kind) => kind === forbidden)) continue;
      const going = [roots.get(arc)?.next.get(next), ...active.map((node) => node.next.get(next))];
      to.push(
        stateOf(
          next,
          going.filter((node) => node !== undefined),
        ),
      );
      for (const [d, kind] of kinds.entries()) drivers[d]!.kinds.push(kind);
    }
    first.push(to.length);
  }
  return { copyArc: Int32Array.from(copies, ({ arc }) => arc), first: Int32Array.from(first), to: Int32Array.from(to) };
}
