/**
 * What one vehicle may do on the streets: milliseconds of each arc, what a passing of a vertex costs.
 * Knows the compiled profile's answers; refuses to read tags at question time.
 */
import { haversine } from "@antar/measure";
import type { RoadExtract, Tags } from "../osm/index.ts";
import type { CompiledProfile, Profile, WayRule } from "../profiles/index.ts";
import type { BuiltStreets } from "./build-street-graph.ts";
import { arcHead, type StreetGraph } from "./street-graph.ts";
import type { TurnKinds } from "./turn-graph.ts";

/** What all edges of one kind of way share for a vehicle. `forwardKmh` 0 = closed in that direction. */
export interface LayerRule {
  readonly forwardKmh: number;
  readonly backwardKmh: number;
  readonly hours: number;
  readonly rainFactor: number;
  readonly group: "open" | "destination" | "ferry";
  readonly entryMs: number;
  readonly carrier: "road" | "ferry" | "boat";
}

/** One vehicle on the streets. */
export interface VehicleLayer {
  readonly profile: Profile;
  /** Whole milliseconds of each arc without its ends; -1 = closed. */
  readonly arcMs: Int32Array;
  /** Index into `rules` of each edge. */
  readonly edgeRule: Uint16Array;
  readonly rules: readonly LayerRule[];
  /** Arcs whose end costs extra to pass (signals, gates), ascending, and how many milliseconds. */
  readonly penaltyArc: Int32Array;
  readonly penaltyMs: Int32Array;
  /** Vertices that cannot be passed, ascending. */
  readonly blocked: Int32Array;
  /** 1 = a vertex of the layer's search space that counts as the road network while nothing is closed. */
  readonly routable: Uint8Array;
  /** What turns cost, for vehicles with turn costs; undefined = turns are free and unrestricted. */
  readonly kinds?: TurnKinds | undefined;
}

/** A layer before it is known which of it hangs together. */
export type BuiltLayer = Omit<VehicleLayer, "routable">;

/** The milliseconds of one piece: max(1, floor(metres x 3600 / kmh + 0.5)). */
export function pieceMilliseconds(metres: number, kmh: number): number {
  return Math.max(1, Math.floor((metres * 3600) / kmh + 0.5));
}

function wayMetres(extract: RoadExtract, way: number): number {
  const { lon, lat } = extract.nodes;
  const refs = extract.ways[way]!.refs;
  let metres = 0;
  for (let i = 1; i < refs.length; i++) {
    const [a, b] = [refs[i - 1]!, refs[i]!];
    metres += haversine([lon[a]! / 1e7, lat[a]! / 1e7], [lon[b]! / 1e7, lat[b]! / 1e7]);
  }
  return metres;
}

/** The metres of whole ways by id: a way that was cut at missing nodes is as long as its pieces together. */
function metresById(extract: RoadExtract): ReadonlyMap<number, number> {
  const metres = new Map<number, number>();
  for (const [way, { id }] of extract.ways.entries()) metres.set(id, (metres.get(id) ?? 0) + wayMetres(extract, way));
  return metres;
}

/** A timetable duration wins over speed: it becomes the speed that takes just so long. */
function layerRule(rule: WayRule, metres: () => number): LayerRule {
  const timed = rule.durationMs === undefined ? undefined : Math.max(0.001, (metres() * 3600) / rule.durationMs);
  return {
    forwardKmh: rule.forward ? (timed ?? rule.forwardKmh) : 0,
    backwardKmh: rule.backward ? (timed ?? rule.backwardKmh) : 0,
    hours: rule.hours,
    rainFactor: rule.rainFactor,
    group: rule.group,
    entryMs: rule.entryMs,
    carrier: rule.carrier,
  };
}

const closedRule: LayerRule = {
  forwardKmh: 0,
  backwardKmh: 0,
  hours: 0,
  rainFactor: 1,
  group: "open",
  entryMs: 0,
  carrier: "road",
};

/** The rule of each way of the graph as an index into a list without repetitions; rule 0 is "closed". */
function rulesOfWays(extract: RoadExtract, streets: BuiltStreets, wayRules: readonly (WayRule | undefined)[]) {
  const rules: LayerRule[] = [closedRule];
  const known = new Map<string, number>();
  let metres: ReadonlyMap<number, number> | undefined;
  const metresOf = (way: number) => {
    metres ??= metresById(extract);
    return metres.get(extract.ways[way]!.id) ?? 0;
  };
  const ruleOfWay = Uint16Array.from(streets.extractWay, (way) => {
    const wayRule = wayRules[way];
    if (wayRule === undefined) return 0;
    const rule = layerRule(wayRule, () => metresOf(way));
    const key = JSON.stringify(rule);
    const index = known.get(key) ?? rules.push(rule) - 1;
    known.set(key, index);
    return Math.min(index, 65_535);
  });
  return { rules, ruleOfWay };
}

/** Milliseconds of the arcs, piece by piece over the extract's own coordinates. */
function timeArcs(lengths: PieceLengths, rules: readonly LayerRule[], edgeRule: Uint16Array) {
  const arcMs = new Int32Array(edgeRule.length * 2).fill(-1);
  for (let edge = 0; edge < edgeRule.length; edge++) {
    const { forwardKmh, backwardKmh } = rules[edgeRule[edge]!]!;
    const speeds = [forwardKmh, backwardKmh];
    for (const [side, kmh] of speeds.entries()) {
      if (!(kmh > 0)) continue;
      let sum = 0;
      for (let i = lengths.first[edge]!; i < lengths.first[edge + 1]!; i++)
        sum += pieceMilliseconds(lengths.metres[i]!, kmh);
      arcMs[edge * 2 + side] = Math.min(sum, 0x7ffffffe);
    }
  }
  return arcMs;
}

/** The metres of every piece of every edge (`first[edge]` .. `first[edge + 1]`). */
export interface PieceLengths {
  readonly first: Int32Array;
  readonly metres: Float64Array;
}

interface SpecialNode {
  readonly vertex: number;
  readonly tags: Tags;
}

/** The vehicle's layer over `streets`. `wayRules[way of the extract]` are the profile's own answers. */
export function buildVehicleLayer(input: {
  readonly extract: RoadExtract;
  readonly streets: BuiltStreets;
  readonly compiled: CompiledProfile;
  readonly wayRules: readonly (WayRule | undefined)[];
  readonly lengths: PieceLengths;
}): BuiltLayer {
  const { extract, streets, compiled, wayRules, lengths } = input;
  const { graph } = streets;
  const { rules, ruleOfWay } = rulesOfWays(extract, streets, wayRules);
  const edgeRule = Uint16Array.from(graph.edgeWay, (way) => ruleOfWay[way]!);
  const special: SpecialNode[] = [];
  for (const [node, tags] of extract.nodeTags) {
    const vertex = streets.vertexOfNode[node] ?? -1;
    if (vertex >= 0) special.push({ vertex, tags });
  }
  return {
    profile: compiled.profile,
    arcMs: timeArcs(lengths, rules, edgeRule),
    edgeRule,
    rules,
    ...judgeNodes(graph, compiled, special),
  };
}

function judgeNodes(graph: StreetGraph, compiled: CompiledProfile, special: readonly SpecialNode[]) {
  const judged = new Map(special.map(({ vertex, tags }) => [vertex, compiled.node(tags)]));
  const blocked = [...judged].filter(([, rule]) => rule.blocked).map(([vertex]) => vertex);
  const penalties: [arc: number, milliseconds: number][] = [];
  for (let arc = 0; arc < graph.edgeTail.length * 2; arc++) {
    const rule = judged.get(arcHead(graph, arc));
    if (rule === undefined || rule.penaltyMs === 0) continue;
    if (rule.direction === undefined || (rule.direction === "forward") === ((arc & 1) === 0)) {
      penalties.push([arc, rule.penaltyMs]);
    }
  }
  return {
    blocked: Int32Array.from(blocked).sort(),
    penaltyArc: Int32Array.from(penalties, ([arc]) => arc),
    penaltyMs: Int32Array.from(penalties, ([, milliseconds]) => milliseconds),
  };
}
