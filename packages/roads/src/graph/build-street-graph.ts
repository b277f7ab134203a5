/**
 * From an extract to streets: which nodes become vertices, which pieces of ways become edges.
 * Knows tags that name and draw a road; leaves what a vehicle may do to the profiles' rules.
 */
import { haversine } from "@antar/measure";
import { createByteWriter } from "../file/bytes.ts";
import type { ExtractWay, RoadExtract, Tags } from "../osm/index.ts";
import { hilbert } from "./hilbert.ts";
import { type NodeIds, type StreetGraph, wayFlag } from "./street-graph.ts";

/** What the builder hands on: the streets, and how they relate to the extract. */
export interface BuiltStreets {
  readonly graph: StreetGraph;
  /** All texts; `graph.text(i)` reads this table. */
  readonly texts: readonly string[];
  /** Extract node index -> vertex, -1 for inner points and unused nodes. */
  readonly vertexOfNode: Int32Array;
  /** Vertex -> extract node index. */
  readonly nodeOfVertex: Int32Array;
  /** Way index of the graph -> way index of the extract. */
  readonly extractWay: Int32Array;
  /** Nodes on kept ways, and pairs of neighbours on them (one direction). */
  readonly nodes: number;
  readonly pieces: number;
}

/** An index of distinct texts in order of first use. */
function createTexts(first: string): { texts: string[]; indexOf(text: string): number } {
  const texts: string[] = [];
  const index = new Map<string, number>();
  function indexOf(text: string): number {
    const known = index.get(text);
    if (known !== undefined) return known;
    index.set(text, texts.length);
    texts.push(text);
    return texts.length - 1;
  }
  indexOf(first);
  return { texts, indexOf };
}

/** The refs of a way without immediate repetitions (a pair of equal nodes is no road). */
function distinctRefs(way: ExtractWay): Int32Array {
  const refs = way.refs;
  let kept = 0;
  const result = new Int32Array(refs.length);
  for (let i = 0; i < refs.length; i++) {
    if (i === 0 || refs[i] !== refs[i - 1]) result[kept++] = refs[i]!;
  }
  return kept === refs.length ? refs : result.subarray(0, kept);
}

/** Uses per node: an end counts twice, so that 2 and more mean a vertex. */
function countUses(extract: RoadExtract, ways: readonly number[], special: ReadonlySet<number>): Uint8Array {
  const uses = new Uint8Array(extract.nodes.ids.length);
  const add = (node: number, by: number) => {
    uses[node] = Math.min(200, uses[node]! + by);
  };
  for (const way of ways) {
    const refs = distinctRefs(extract.ways[way]!);
    for (let i = 0; i < refs.length; i++) add(refs[i]!, i === 0 || i === refs.length - 1 ? 2 : 1);
  }
  for (const node of special) if (uses[node]! > 0) add(node, 2);
  return uses;
}

/** Vertices in Hilbert order of place, ties by OSM id. */
function orderVertices(extract: RoadExtract, uses: Uint8Array): Int32Array {
  const { lon, lat } = extract.nodes;
  const nodes: number[] = [];
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let node = 0; node < uses.length; node++) {
    if (uses[node]! < 2) continue;
    nodes.push(node);
    west = Math.min(west, lon[node]!);
    east = Math.max(east, lon[node]!);
    south = Math.min(south, lat[node]!);
    north = Math.max(north, lat[node]!);
  }
  const side = Math.max(1, east - west, north - south);
  const place = new Float64Array(uses.length);
  for (const node of nodes) {
    const x = Math.floor(((lon[node]! - west) / side) * 65535);
    place[node] = hilbert(x, Math.floor(((lat[node]! - south) / side) * 65535));
  }
  return Int32Array.from(nodes).sort((a, b) => place[a]! - place[b]! || a - b);
}

interface Piece {
  readonly way: number;
  readonly refs: Int32Array;
}

/** The pieces of ways between vertices, ordered by tail vertex, then as in the extract. */
function cutPieces(extract: RoadExtract, ways: readonly number[], vertexOf: Int32Array): Piece[] {
  const pieces: Piece[] = [];
  for (const [index, way] of ways.entries()) {
    const refs = distinctRefs(extract.ways[way]!);
    let start = 0;
    for (let i = 1; i < refs.length; i++) {
      if (vertexOf[refs[i]!]! < 0) continue;
      pieces.push({ way: index, refs: refs.subarray(start, i + 1) });
      start = i;
    }
  }
  const order = Int32Array.from(pieces.keys());
  order.sort((a, b) => vertexOf[pieces[a]!.refs[0]!]! - vertexOf[pieces[b]!.refs[0]!]! || a - b);
  return Array.from(order, (index) => pieces[index]!);
}

function flagsOf(tags: Tags): number {
  const yes = (value: string | undefined) => value !== undefined && value !== "no";
  return (
    (yes(tags.bridge) ? wayFlag.bridge : 0) |
    (yes(tags.tunnel) ? wayFlag.tunnel : 0) |
    (tags.junction === "roundabout" || tags.junction === "circular" ? wayFlag.roundabout : 0) |
    (tags.route === "ferry" ? wayFlag.ferry : 0) |
    (tags.highway?.endsWith("_link") === true ? wayFlag.link : 0) |
    (yes(tags.ford) ? wayFlag.ford : 0)
  );
}

function classOf(tags: Tags): string {
  return tags.highway ?? (tags.route === "ferry" ? "ferry" : (tags.waterway ?? tags.man_made ?? "road"));
}

function layerOf(tags: Tags): number {
  const layer = Number(tags.layer ?? 0);
  return Number.isInteger(layer) && Math.abs(layer) < 100 ? layer + 128 : 128;
}

function describeWays(extract: RoadExtract, ways: readonly number[]) {
  const texts = createTexts("");
  const classes = createTexts("road");
  const surfaces = createTexts("");
  const count = ways.length;
  const described = {
    wayId: new Float64Array(count),
    wayName: new Int32Array(count),
    wayRef: new Int32Array(count),
    wayClass: new Uint8Array(count),
    waySurface: new Uint8Array(count),
    wayFlags: new Uint8Array(count),
    wayLayer: new Uint8Array(count),
  };
  for (const [index, way] of ways.entries()) {
    const { id, tags } = extract.ways[way]!;
    described.wayId[index] = id;
    described.wayName[index] = texts.indexOf(tags.name ?? "");
    described.wayRef[index] = texts.indexOf(tags.ref ?? "");
    described.wayClass[index] = Math.min(255, classes.indexOf(classOf(tags)));
    described.waySurface[index] = Math.min(255, surfaces.indexOf(tags.surface ?? ""));
    described.wayFlags[index] = flagsOf(tags);
    described.wayLayer[index] = layerOf(tags);
  }
  return {
    described,
    texts: texts.texts,
    classes: classes.texts.slice(0, 256),
    surfaces: surfaces.texts.slice(0, 256),
  };
}

/** Writes the inner points and lengths of the pieces. */
function drawPieces(extract: RoadExtract, pieces: readonly Piece[]) {
  const { lon, lat } = extract.nodes;
  const writer = createByteWriter();
  const geometryFirst = new Uint32Array(pieces.length + 1);
  const edgeLength = new Int32Array(pieces.length);
  for (const [edge, { refs }] of pieces.entries()) {
    let metres = 0;
    for (let i = 1; i < refs.length; i++) {
      const [a, b] = [refs[i - 1]!, refs[i]!];
      metres += haversine([lon[a]! / 1e7, lat[a]! / 1e7], [lon[b]! / 1e7, lat[b]! / 1e7]);
      if (i === refs.length - 1) break;
      writer.signed(lon[b]! - lon[a]!);
      writer.signed(lat[b]! - lat[a]!);
    }
    edgeLength[edge] = Math.round(metres * 10);
    geometryFirst[edge + 1] = writer.length;
  }
  return { geometryFirst, edgeLength, geometryBytes: writer.take() };
}

function collectIds(extract: RoadExtract, order: Int32Array, pieces: readonly Piece[]): NodeIds {
  const ids = extract.nodes.ids;
  const innerFirst = new Int32Array(pieces.length + 1);
  for (const [edge, { refs }] of pieces.entries()) innerFirst[edge + 1] = innerFirst[edge]! + refs.length - 2;
  const inner = new Float64Array(innerFirst[pieces.length]!);
  for (const [edge, { refs }] of pieces.entries()) {
    for (let i = 1; i < refs.length - 1; i++) inner[innerFirst[edge]! + i - 1] = ids[refs[i]!]!;
  }
  return { vertex: Float64Array.from(order, (node) => ids[node]!), inner, innerFirst };
}

/** Choices of the street builder. */
export interface StreetOptions {
  /** Way indexes of the extract that some profile may use, ascending. */
  readonly ways: readonly number[];
  /** Nodes that must be vertices (barriers, signals). */
  readonly special: ReadonlySet<number>;
  readonly keepNodeIds: boolean;
}

/** The streets of `extract`. Deterministic: same extract and options, same arrays. */
export function buildStreetGraph(extract: RoadExtract, options: StreetOptions): BuiltStreets {
  const ways = options.ways.filter((way) => distinctRefs(extract.ways[way]!).length >= 2);
  const uses = countUses(extract, ways, options.special);
  const order = orderVertices(extract, uses);
  const vertexOfNode = new Int32Array(uses.length).fill(-1);
  for (const [vertex, node] of order.entries()) vertexOfNode[node] = vertex;
  const pieces = cutPieces(extract, ways, vertexOfNode);
  const { described, texts, classes, surfaces } = describeWays(extract, ways);
  const graph: StreetGraph = {
    vertexLon: Int32Array.from(order, (node) => extract.nodes.lon[node]!),
    vertexLat: Int32Array.from(order, (node) => extract.nodes.lat[node]!),
    edgeTail: Int32Array.from(pieces, ({ refs }) => vertexOfNode[refs[0]!]!),
    edgeHead: Int32Array.from(pieces, ({ refs }) => vertexOfNode[refs[refs.length - 1]!]!),
    edgeWay: Int32Array.from(pieces, ({ way }) => way),
    ...drawPieces(extract, pieces),
    ...described,
    classes,
    surfaces,
    nodeIds: options.keepNodeIds ? collectIds(extract, order, pieces) : undefined,
    text: (index) => texts[index] ?? "",
  };
  return {
    graph,
    texts,
    vertexOfNode,
    nodeOfVertex: order,
    extractWay: Int32Array.from(ways),
    nodes: uses.reduce((sum, use) => sum + (use > 0 ? 1 : 0), 0),
    pieces: pieces.reduce((sum, { refs }) => sum + refs.length - 1, 0),
  };
}
