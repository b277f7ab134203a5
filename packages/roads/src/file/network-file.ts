/**
 * How streets and vehicle layers lie in the sections of a network file. Knows names of sections; refuses to know searches.
 */
import { RoadsError } from "../errors.ts";
import type { StreetGraph } from "../graph/street-graph.ts";
import type { TurnGraph } from "../graph/turn-graph.ts";
import type { LayerRule, VehicleLayer } from "../graph/vehicle-layer.ts";
import type { Topology } from "../hierarchy/topology.ts";
import type { SnapGrid } from "../network/snap-grid.ts";
import { type Profile, parseProfile } from "../profiles/index.ts";
import { misfitOf } from "./check-network.ts";
import { readSections, type SectionArray, type SectionFile, writeSections } from "./section-file.ts";

/** What a network says about itself. */
export interface NetworkMetadata {
  /** File name of the extract, and the SHA-256 (hex) of its bytes. */
  readonly source: string;
  readonly sha256: string;
  /** When the data was current, ISO 8601 UTC, where the extract says so. */
  readonly timestamp?: string;
  /** West, south, east, north in degrees. */
  readonly bbox: readonly [number, number, number, number];
  readonly profiles: readonly string[];
  /** True: generated roads, not surveyed ones. */
  readonly synthetic: boolean;
  readonly attribution: string;
  /** OSM nodes on kept ways; directed pairs of neighbouring nodes open to some profile. */
  readonly nodes: number;
  readonly arcs: number;
  /** Vertices and edges after joining the pieces between junctions. */
  readonly junctions: number;
  readonly edges: number;
  readonly nodeIdsKept: boolean;
}

interface Head {
  readonly metadata: NetworkMetadata;
  readonly classes: readonly string[];
  readonly surfaces: readonly string[];
  readonly layers: readonly {
    readonly profile: Profile;
    readonly rules: readonly LayerRule[];
    /** Milliseconds of each kind of turn, for vehicles with turn costs. */
    readonly turnValues?: readonly number[];
  }[];
}

/** Everything that a network file holds. */
export interface NetworkParts {
  readonly metadata: NetworkMetadata;
  readonly graph: StreetGraph;
  readonly layers: readonly VehicleLayer[];
  readonly grid: SnapGrid;
  /** The hierarchy over junctions. */
  readonly junctions: Topology;
  /** The turns and the hierarchy over them, when some vehicle has turn costs. */
  readonly turning?: { readonly turns: TurnGraph; readonly topology: Topology } | undefined;
}

function textSections(texts: readonly string[]): { bytes: Uint8Array; first: Uint32Array } {
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  const first = new Uint32Array(texts.length + 1);
  for (const [i, part] of encoded.entries()) first[i + 1] = first[i]! + part.length;
  const bytes = new Uint8Array(first[texts.length]!);
  for (const [i, part] of encoded.entries()) bytes.set(part, first[i]!);
  return { bytes, first };
}

function readTexts(file: SectionFile<Head>): (index: number) => string {
  const bytes = file.bytes("text.bytes");
  const first = file.offsets("text.first");
  const decoder = new TextDecoder();
  return (index) => decoder.decode(bytes.subarray(first[index] ?? 0, first[index + 1] ?? first[index] ?? 0));
}

function addTopology(sections: Map<string, SectionArray>, name: string, topology: Topology): void {
  sections.set(`${name}.rank`, topology.rankOf);
  sections.set(`${name}.up-first`, topology.upFirst);
  sections.set(`${name}.up-head`, topology.upHead);
}

function readTopology(file: SectionFile<Head>, name: string): Topology {
  const rankOf = file.integers(`${name}.rank`);
  const upFirst = file.integers(`${name}.up-first`);
  return { vertices: rankOf.length, rankOf, upFirst, upHead: file.integers(`${name}.up-head`) };
}

function readTurning(file: SectionFile<Head>): NetworkParts["turning"] {
  if (!file.has("turns.first")) return undefined;
  const turns = {
    copyArc: file.integers("turns.copy"),
    first: file.integers("turns.first"),
    to: file.integers("turns.to"),
  };
  return { turns, topology: readTopology(file, "turns") };
}

/** The bytes of a network file. Same parts, same bytes. */
export function writeNetwork(parts: NetworkParts, texts: readonly string[]): Uint8Array {
  const { graph, layers, metadata } = parts;
  const text = textSections(texts);
  const sections = new Map<string, SectionArray>([
    ["vertex.lon", graph.vertexLon],
    ["vertex.lat", graph.vertexLat],
    ["edge.tail", graph.edgeTail],
    ["edge.head", graph.edgeHead],
    ["edge.way", graph.edgeWay],
    ["edge.length", graph.edgeLength],
    ["geometry.first", graph.geometryFirst],
    ["geometry.bytes", graph.geometryBytes],
    ["way.id", graph.wayId],
    ["way.name", graph.wayName],
    ["way.ref", graph.wayRef],
    ["way.class", graph.wayClass],
    ["way.surface", graph.waySurface],
    ["way.flags", graph.wayFlags],
    ["way.layer", graph.wayLayer],
    ["text.bytes", text.bytes],
    ["text.first", text.first],
    ["grid.shape", parts.grid.shape],
    ["grid.first", parts.grid.first],
    ["grid.edges", parts.grid.edges],
  ]);
  if (graph.nodeIds !== undefined) {
    sections.set("ids.vertex", graph.nodeIds.vertex);
    sections.set("ids.inner", graph.nodeIds.inner);
    sections.set("ids.first", graph.nodeIds.innerFirst);
  }
  addTopology(sections, "junctions", parts.junctions);
  if (parts.turning !== undefined) {
    sections.set("turns.copy", parts.turning.turns.copyArc);
    sections.set("turns.first", parts.turning.turns.first);
    sections.set("turns.to", parts.turning.turns.to);
    addTopology(sections, "turns", parts.turning.topology);
  }
  for (const [index, layer] of layers.entries()) {
    if (layer.kinds !== undefined) sections.set(`${index}.turn-kind`, layer.kinds.kind);
    sections.set(`${index}.ms`, layer.arcMs);
    sections.set(`${index}.rule`, layer.edgeRule);
    sections.set(`${index}.penalty-arc`, layer.penaltyArc);
    sections.set(`${index}.penalty-ms`, layer.penaltyMs);
    sections.set(`${index}.blocked`, layer.blocked);
    sections.set(`${index}.routable`, layer.routable);
  }
  const head: Head = {
    metadata,
    classes: graph.classes,
    surfaces: graph.surfaces,
    layers: layers.map(({ profile, rules, kinds }) => ({
      profile,
      rules,
      ...(kinds === undefined ? {} : { turnValues: kinds.values }),
    })),
  };
  return writeSections(head, sections);
}

/** The head of a file is JSON that this program wrote; what a forged one may lack is asked for here. */
function checkHead(head: Head): void {
  const { metadata, classes, surfaces, layers } = head;
  const lists = [classes, surfaces, layers, metadata?.profiles, metadata?.bbox].every((list) => Array.isArray(list));
  const whole = lists && layers.every(({ rules }) => Array.isArray(rules)) && metadata.bbox.every(Number.isFinite);
  if (!whole || layers.some(({ profile }, i) => profile.id !== metadata.profiles[i]))
    refuseNetwork("Its head is damaged.");
  for (const { profile } of layers) parseProfile(profile);
}

/** The parts of a network file as views. Throws RoadsError `bad-network` on a bad file. */
export function readNetwork(bytes: Uint8Array): NetworkParts {
  let parts: NetworkParts;
  try {
    parts = readParts(bytes);
  } catch (error) {
    if (error instanceof RoadsError) throw error;
    // The checksum fits, so somebody wrote this file by other means.
    return refuseNetwork(`It cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  const misfit = misfitOf(parts);
  return misfit === undefined ? parts : refuseNetwork(`Its part "${misfit}" does not fit the others.`);
}

function refuseNetwork(says: string): never {
  throw new RoadsError("bad-network", `This road network is damaged. ${says} Build it again with "antar roads build".`);
}

function readParts(bytes: Uint8Array): NetworkParts {
  const file = readSections<Head>(bytes);
  const head = file.head;
  checkHead(head);
  const graph: StreetGraph = {
    vertexLon: file.integers("vertex.lon"),
    vertexLat: file.integers("vertex.lat"),
    edgeTail: file.integers("edge.tail"),
    edgeHead: file.integers("edge.head"),
    edgeWay: file.integers("edge.way"),
    edgeLength: file.integers("edge.length"),
    geometryFirst: file.offsets("geometry.first"),
    geometryBytes: file.bytes("geometry.bytes"),
    wayId: file.numbers("way.id"),
    wayName: file.integers("way.name"),
    wayRef: file.integers("way.ref"),
    wayClass: file.bytes("way.class"),
    waySurface: file.bytes("way.surface"),
    wayFlags: file.bytes("way.flags"),
    wayLayer: file.bytes("way.layer"),
    classes: head.classes,
    surfaces: head.surfaces,
    nodeIds: file.has("ids.vertex")
      ? { vertex: file.numbers("ids.vertex"), inner: file.numbers("ids.inner"), innerFirst: file.integers("ids.first") }
      : undefined,
    text: readTexts(file),
  };
  const layers = head.layers.map(({ profile, rules, turnValues }, index) => ({
    kinds: turnValues === undefined ? undefined : { kind: file.bytes(`${index}.turn-kind`), values: turnValues },
    profile,
    rules,
    arcMs: file.integers(`${index}.ms`),
    edgeRule: file.shorts(`${index}.rule`),
    penaltyArc: file.integers(`${index}.penalty-arc`),
    penaltyMs: file.integers(`${index}.penalty-ms`),
    blocked: file.integers(`${index}.blocked`),
    routable: file.bytes(`${index}.routable`),
  }));
  const grid = {
    shape: file.numbers("grid.shape"),
    first: file.offsets("grid.first"),
    edges: file.integers("grid.edges"),
  };
  return {
    metadata: head.metadata,
    graph,
    layers,
    grid,
    junctions: readTopology(file, "junctions"),
    turning: readTurning(file),
  };
}
