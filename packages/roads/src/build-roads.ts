/**
 * From the bytes of an extract to the bytes of a network file, step by step.
 * Knows the order of the steps; each step's own knowledge lives elsewhere.
 */
import { RoadsError } from "./errors.ts";
import { type NetworkMetadata, writeNetwork } from "./file/network-file.ts";
import { type BuiltStreets, buildStreetGraph } from "./graph/build-street-graph.ts";
import { urbanWays } from "./graph/settlement.ts";
import { createEdgePoints, edgeCount, pieceMetres, readEdge, type StreetGraph } from "./graph/street-graph.ts";
import { buildTurnGraph } from "./graph/turn-graph.ts";
import { type BuiltLayer, buildVehicleLayer, type PieceLengths } from "./graph/vehicle-layer.ts";
import { junctionTopology, turnTopology } from "./hierarchy/build-topologies.ts";
import type { Topology } from "./hierarchy/topology.ts";
import { routableOf } from "./network/routable.ts";
import { buildSnapGrid } from "./network/snap-grid.ts";
import { ExtractError, type ExtractFormat, type ImportReport, type RoadExtract, readExtract } from "./osm/index.ts";
import {
  type CompiledProfile,
  compileProfile,
  type Profile,
  profiles as shippedProfiles,
  type WayRule,
} from "./profiles/index.ts";

/** Choices of a build. */
export interface BuildOptions {
  readonly format: ExtractFormat;
  /** File name of the extract and the SHA-256 (hex) of its bytes, both kept in the network. */
  readonly source: string;
  readonly sha256: string;
  /** True when the roads are generated. Default false. */
  readonly synthetic?: boolean;
  /** Who is to be named. Default: OpenStreetMap's contributors. */
  readonly attribution?: string;
  /** Default: truck, pickup, motorcycle, cart, foot, car. */
  readonly profiles?: readonly Profile[];
  /** Keeps OSM node ids, so that `pairs` can be answered by them. Default false. */
  readonly keepNodeIds?: boolean;
  /** `read` bytes, then `streets` (ways), then `hierarchy` (edges). */
  readonly onProgress?: (progress: { readonly step: "read" | "streets" | "hierarchy"; readonly done: number }) => void;
}

/** What one profile found. */
export interface ProfileReport {
  readonly profile: string;
  readonly ways: number;
  readonly arcs: number;
  readonly blockedNodes: number;
  /** Turn restrictions that bind the vehicle, and those that do not (excepted, conditional, incomplete). */
  readonly restrictions: { readonly applied: number; readonly ignored: number };
}

/** What the build read, kept and dropped. */
export interface BuildReport {
  readonly import: ImportReport;
  readonly junctions: number;
  readonly edges: number;
  readonly bytes: number;
  readonly profiles: readonly ProfileReport[];
}

const usual = ["truck", "pickup", "motorcycle", "cart", "foot", "car"];

/** The profiles that a network gets when none are named. */
export function usualProfiles(): readonly Profile[] {
  return shippedProfiles.filter((profile) => usual.includes(profile.id));
}

async function extractOf(bytes: Uint8Array | AsyncIterable<Uint8Array>, options: BuildOptions): Promise<RoadExtract> {
  try {
    return await readExtract(bytes, options.format, {
      onProgress: (progress) => options.onProgress?.({ step: "read", done: progress.bytes }),
    });
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error;
    throw new RoadsError("bad-extract", `${options.source}: ${error.message}.`);
  }
}

function measurePieces(graph: StreetGraph): PieceLengths {
  const points = createEdgePoints();
  const first = new Int32Array(edgeCount(graph) + 1);
  const metres: number[] = [];
  for (let edge = 0; edge < edgeCount(graph); edge++) {
    readEdge(graph, edge, points);
    for (let i = 0; i + 1 < points.count; i++) metres.push(pieceMetres(points, i));
    first[edge + 1] = metres.length;
  }
  return { first, metres: Float64Array.from(metres) };
}

/** Nodes that some vehicle pays for or cannot pass: they become vertices. */
function specialNodes(extract: RoadExtract, compiled: readonly CompiledProfile[]): Set<number> {
  const special = new Set<number>();
  for (const [node, tags] of extract.nodeTags) {
    if (compiled.some((one) => judges(one, tags))) special.add(node);
  }
  return special;
}

function judges(compiled: CompiledProfile, tags: Readonly<Record<string, string>>): boolean {
  const rule = compiled.node(tags);
  return rule.blocked || rule.penaltyMs !== 0;
}

function boundsOf(extract: RoadExtract, streets: BuiltStreets): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const way of streets.extractWay) {
    for (const node of extract.ways[way]!.refs) {
      west = Math.min(west, extract.nodes.lon[node]! / 1e7);
      east = Math.max(east, extract.nodes.lon[node]! / 1e7);
      south = Math.min(south, extract.nodes.lat[node]! / 1e7);
      north = Math.max(north, extract.nodes.lat[node]! / 1e7);
    }
  }
  return [west, south, east, north];
}

/** Directed pairs of neighbouring nodes open to at least one vehicle. */
function countArcs(lengths: PieceLengths, layers: readonly BuiltLayer[]): number {
  let arcs = 0;
  for (let arc = 0; arc < (lengths.first.length - 1) * 2; arc++) {
    if (layers.some((layer) => layer.arcMs[arc]! >= 0))
      arcs += lengths.first[(arc >> 1) + 1]! - lengths.first[arc >> 1]!;
  }
  return arcs;
}

function reportOf(layer: BuiltLayer, wayRules: readonly (WayRule | undefined)[]): Omit<ProfileReport, "restrictions"> {
  return {
    profile: layer.profile.id,
    ways: wayRules.reduce((sum, rule) => sum + (rule === undefined ? 0 : 1), 0),
    arcs: layer.arcMs.reduce((sum, milliseconds) => sum + (milliseconds >= 0 ? 1 : 0), 0),
    blockedNodes: layer.blocked.length,
  };
}

/**
 * The network file of an extract. Same bytes and options, same file.
 * Throws ExtractError on a bad extract, RoadsError `bad-extract` when it holds no road for any of the profiles.
 */
export async function buildRoads(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  options: BuildOptions,
): Promise<{ file: Uint8Array; report: BuildReport }> {
  return buildFromExtract(await extractOf(bytes, options), options);
}

/** The network file of an extract already read; see `buildRoads`. */
export function buildFromExtract(
  extract: RoadExtract,
  options: Omit<BuildOptions, "format">,
): { file: Uint8Array; report: BuildReport } {
  const compiled = (options.profiles ?? usualProfiles()).map((profile) => compileProfile(profile));
  const urban = urbanWays(extract);
  const wayRules = compiled.map((one) => extract.ways.map(({ tags }, i) => one.way(tags, { urban: urban[i] === 1 })));
  const ways = [...extract.ways.keys()].filter((way) => wayRules.some((rules) => rules[way] !== undefined));
  if (ways.length === 0) {
    throw new RoadsError(
      "bad-extract",
      `${options.source} holds no road that these profiles can use; check the file and --profile.`,
    );
  }
  options.onProgress?.({ step: "streets", done: ways.length });
  const streets = buildStreetGraph(extract, {
    ways,
    special: specialNodes(extract, compiled),
    keepNodeIds: options.keepNodeIds === true,
  });
  if (edgeCount(streets.graph) === 0) {
    throw new RoadsError("bad-extract", `${options.source} holds ways but no two nodes of any; check the file.`);
  }
  const lengths = measurePieces(streets.graph);
  const layers = compiled.map((one, i) =>
    buildVehicleLayer({ extract, streets, compiled: one, wayRules: wayRules[i] ?? [], lengths }),
  );
  options.onProgress?.({ step: "hierarchy", done: edgeCount(streets.graph) });
  const junctions = junctionTopology(streets.graph);
  const turning = buildTurning(extract, streets, { compiled, layers, junctions });
  const metadata = describe(extract, streets, layers, { options, arcs: countArcs(lengths, layers) });
  const parts = {
    metadata,
    graph: streets.graph,
    layers: turning.layers.map((layer) => ({
      ...layer,
      routable: routableOf(streets.graph, layer, turning.turning?.turns),
    })),
    grid: buildSnapGrid(streets.graph),
    junctions,
    turning: turning.turning,
  };
  const file = writeNetwork(parts, streets.texts);
  return {
    file,
    report: {
      import: extract.report,
      junctions: metadata.junctions,
      edges: metadata.edges,
      bytes: file.length,
      profiles: layers.map((layer, i) => ({
        ...reportOf(layer, wayRules[i] ?? []),
        restrictions: turning.restrictions.get(i) ?? { applied: 0, ignored: extract.restrictions.length },
      })),
    },
  };
}

/**
 * Turns for the vehicles that have turn costs, or pay for entering a ferry or a road open to those who end there: what
 * is paid then depends on the road driven before. The layers come back with their prices.
 */
function buildTurning(
  extract: RoadExtract,
  streets: BuiltStreets,
  more: {
    readonly compiled: readonly CompiledProfile[];
    readonly layers: readonly BuiltLayer[];
    readonly junctions: Topology;
  },
) {
  const { compiled, layers, junctions } = more;
  const turners = compiled.flatMap((one, i) => {
    const layer = layers[i]!;
    const minds = one.turns.expanded || layer.rules.some(({ entryMs }) => entryMs > 0);
    return minds ? [{ i, compiled: one, layer }] : [];
  });
  if (turners.length === 0) return { layers, turning: undefined, restrictions: new Map<number, never>() };
  const built = buildTurnGraph(extract, streets, turners);
  const priced: BuiltLayer[] = [...layers];
  for (const [k, { i, layer }] of turners.entries()) priced[i] = { ...layer, kinds: built.kinds[k] };
  return {
    layers: priced,
    turning: { turns: built.turns, topology: turnTopology(streets.graph, built.turns, junctions) },
    restrictions: new Map(turners.map(({ i }, k) => [i, built.restrictions[k]!])),
  };
}

function describe(
  extract: RoadExtract,
  streets: BuiltStreets,
  layers: readonly BuiltLayer[],
  more: { readonly options: Omit<BuildOptions, "format">; readonly arcs: number },
): NetworkMetadata {
  const { options, arcs } = more;
  return {
    source: options.source,
    sha256: options.sha256,
    ...(extract.timestamp === undefined ? {} : { timestamp: extract.timestamp }),
    bbox: boundsOf(extract, streets),
    profiles: layers.map((layer) => layer.profile.id),
    synthetic: options.synthetic === true,
    attribution: options.attribution ?? "© OpenStreetMap contributors, ODbL 1.0",
    nodes: streets.nodes,
    arcs,
    junctions: streets.graph.vertexLon.length,
    edges: edgeCount(streets.graph),
    nodeIdsKept: options.keepNodeIds === true,
  };
}
