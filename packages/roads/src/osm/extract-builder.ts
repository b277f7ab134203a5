/**
 * Collects nodes, ways and restrictions in any order and joins them at the end. Knows ids and indexes;
 * refuses to know file formats.
 *
 * Hot file: typed arrays grown by doubling, because a city has a hundred thousand nodes and a region millions.
 */
import type { Budget } from "./budget.ts";
import type {
  ExtractFormat,
  ExtractMember,
  ExtractRestriction,
  ExtractWay,
  ImportReport,
  RoadExtract,
  Tags,
} from "./road-extract.ts";

const maxLon = 1_800_000_000;
const maxLat = 900_000_000;

/** A growing list of doubles. */
export class Doubles {
  values: Float64Array;
  length = 0;

  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
  }

  /** Makes room for `count` more and returns where they begin. */
  reserve(count: number): number {
    const needed = this.length + count;
    if (needed > this.values.length) {
      const grown = new Float64Array(Math.max(needed, Math.ceil(this.values.length * 1.6)));
      grown.set(this.values.subarray(0, this.length));
      this.values = grown;
    }
    return this.length;
  }
}

/** The facts that only a reader of one format knows. */
export interface ExtractFacts {
  readonly format: ExtractFormat;
  readonly bytes: number;
  readonly blobs: number;
  readonly timestamp?: string | undefined;
}

interface PendingWay {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly tags: Tags;
}

/** Takes objects as they come; `finish` joins them into a RoadExtract. */
export class ExtractBuilder {
  readonly budget: Budget;
  /** Node references of kept ways, one way after another. */
  readonly refs = new Doubles(4096);
  readonly #nodeIds = new Doubles(4096);
  #lon = new Int32Array(4096);
  #lat = new Int32Array(4096);
  readonly #taggedNodes = new Map<number, Tags>();
  #ways: PendingWay[] = [];
  readonly #restrictions = new Map<number, ExtractRestriction>();
  readonly #wayDrops = new Map<string, number>();
  readonly #relationDrops = new Map<string, number>();
  readonly #notes = new Set<string>();
  #nodesRead = 0;
  #waysRead = 0;
  #relationsRead = 0;
  #outside = 0;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /**
   * Many nodes at once, coordinates in 1e-7 degrees (already whole); the caller has charged them to the budget.
   * Those outside the globe are left out and counted.
   */
  addNodes(ids: Float64Array, lon: Float64Array, lat: Float64Array, count: number): void {
    this.#nodesRead += count;
    let at = this.#reserveNodes(count);
    const kept = this.#nodeIds.values;
    for (let i = 0; i < count; i++) {
      const x = lon[i]!;
      const y = lat[i]!;
      if (!(x >= -maxLon && x <= maxLon && y >= -maxLat && y <= maxLat)) {
        this.#outside++;
        continue;
      }
      kept[at] = ids[i]!;
      this.#lon[at] = x;
      this.#lat[at] = y;
      at++;
    }
    this.#nodeIds.length = at;
  }

  /** One node, coordinates in 1e-7 degrees; charged here. */
  addNode(id: number, lon: number, lat: number): void {
    this.budget.spend("objects", 1);
    this.addNodes(Float64Array.of(id), Float64Array.of(lon), Float64Array.of(lat), 1);
  }

  /** Tags of a node worth keeping; charged to the budget here. */
  tagNode(id: number, tags: Tags): void {
    this.budget.spend("tags", Object.keys(tags).length);
    this.#taggedNodes.set(id, tags);
  }

  /** A way that will not be kept. */
  dropWay(reason: string): void {
    this.#waysRead++;
    this.budget.spend("objects", 1);
    this.#wayDrops.set(reason, (this.#wayDrops.get(reason) ?? 0) + 1);
  }

  /** A way whose references are the last ones appended to `refs`, from `start` on. */
  addWay(id: number, start: number, tags: Tags): void {
    this.#waysRead++;
    this.budget.spend("objects", 1);
    this.budget.spend("tags", Object.keys(tags).length);
    this.#ways.push({ id, start, end: this.refs.length, tags });
  }

  /** A way by its references as a plain list. */
  addWayOf(id: number, refs: readonly number[], tags: Tags): void {
    this.budget.spend("references", refs.length);
    const start = this.refs.reserve(refs.length);
    this.refs.values.set(refs, start);
    this.refs.length = start + refs.length;
    this.addWay(id, start, tags);
  }

  dropRelation(reason: string): void {
    this.#relationsRead++;
    this.budget.spend("objects", 1);
    this.#relationDrops.set(reason, (this.#relationDrops.get(reason) ?? 0) + 1);
  }

  addRestriction(id: number, tags: Tags, members: readonly ExtractMember[]): void {
    if (this.#restrictions.has(id))
      this.#relationDrops.set("repeated id", (this.#relationDrops.get("repeated id") ?? 0) + 1);
    this.#relationsRead++;
    this.budget.spend("objects", 1);
    this.budget.spend("references", members.length);
    this.budget.spend("tags", Object.keys(tags).length);
    this.#restrictions.set(id, { id, tags, members });
  }

  /** A sentence for the report; repeated sentences count once. */
  note(sentence: string): void {
    if (this.#notes.size < 100) this.#notes.add(sentence);
  }

  /** Joins everything: which nodes are referenced, where they are, and every reference as an index. */
  finish(facts: ExtractFacts): RoadExtract {
    this.#dropRepeatedWays();
    const wanted = distinctAscending(this.#referencedIds());
    const found = this.#locate(wanted);
    const joined = this.#joinWays(wanted, found.at);
    const nodes = this.#compress(wanted, found.at, joined.used);
    for (const way of joined.ways) renumber(way.refs, nodes.index);
    const nodeTags = this.#joinNodeTags(nodes.ids);
    if (this.#outside > 0) this.note(`${this.#outside} nodes outside the globe were left out`);
    const report: ImportReport = {
      format: facts.format,
      bytes: facts.bytes,
      blobs: facts.blobs,
      nodes: {
        read: this.#nodesRead,
        kept: nodes.ids.length,
        duplicates: found.duplicates,
        missing: found.missing,
        tagged: nodeTags.size,
      },
      ways: {
        read: this.#waysRead,
        kept: joined.kept,
        dropped: Object.fromEntries(this.#wayDrops),
        refsLeftOut: joined.leftOut,
      },
      relations: {
        read: this.#relationsRead,
        restrictions: this.#restrictions.size,
        dropped: Object.fromEntries(this.#relationDrops),
      },
      notes: [...this.#notes],
    };
    return {
      nodes: { ids: nodes.ids, lon: nodes.lon, lat: nodes.lat },
      nodeTags,
      ways: joined.ways,
      restrictions: [...this.#restrictions.values()],
      report,
      ...(facts.timestamp === undefined ? {} : { timestamp: facts.timestamp }),
    };
  }

  #reserveNodes(count: number): number {
    const at = this.#nodeIds.reserve(count);
    const capacity = this.#nodeIds.values.length;
    if (capacity > this.#lon.length) {
      const lon = new Int32Array(capacity);
      const lat = new Int32Array(capacity);
      lon.set(this.#lon.subarray(0, at));
      lat.set(this.#lat.subarray(0, at));
      this.#lon = lon;
      this.#lat = lat;
    }
    return at;
  }

  /** Overlapping extracts glued together repeat ways: the last copy stands, in the place of the first. */
  #dropRepeatedWays(): void {
    let ascending = true;
    for (let i = 1; i < this.#ways.length && ascending; i++) ascending = this.#ways[i]!.id > this.#ways[i - 1]!.id;
    if (ascending) return;
    this.note("the ways are not sorted by id");
    const byId = new Map<number, PendingWay>();
    for (const way of this.#ways) byId.set(way.id, way);
    const repeated = this.#ways.length - byId.size;
    if (repeated > 0) this.#wayDrops.set("repeated id", repeated);
    this.#ways = [...byId.values()];
  }

  #referencedIds(): Float64Array {
    let count = 0;
    for (const way of this.#ways) count += way.end - way.start;
    const ids = new Float64Array(count);
    let at = 0;
    for (const way of this.#ways) {
      ids.set(this.refs.values.subarray(way.start, way.end), at);
      at += way.end - way.start;
    }
    return ids;
  }

  /** For each wanted id the position of its last copy among the nodes read, or -1. */
  #locate(wanted: Float64Array) {
    const at = new Int32Array(wanted.length).fill(-1);
    const ids = this.#nodeIds.values;
    let duplicates = 0;
    let missing = wanted.length;
    let unsorted = false;
    let cursor = 0;
    let previous = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.#nodeIds.length; i++) {
      const id = ids[i]!;
      if (id < previous) {
        unsorted = true;
        cursor = lowerBound(wanted, id);
      } else {
        // Sorted files walk forward side by side; a long step (a city in a country) is jumped.
        let steps = 0;
        while (cursor < wanted.length && wanted[cursor]! < id) {
          cursor++;
          if (++steps === 8) cursor = lowerBound(wanted, id);
        }
      }
      previous = id;
      if (wanted[cursor] !== id) continue;
      if (at[cursor]! < 0) missing--;
      else duplicates++;
      at[cursor] = i;
    }
    if (unsorted) this.note("the nodes are not sorted by id");
    return { at, duplicates, missing };
  }

  /**
   * Ways with at least two present nodes in a row; their refs are positions in `wanted` until renumbered. A way is cut
   * where nodes are missing: nobody knows how the road runs there.
   */
  #joinWays(wanted: Float64Array, at: Int32Array) {
    const ways: ExtractWay[] = [];
    const used = new Uint8Array(wanted.length);
    let leftOut = 0;
    let short = 0;
    let kept = 0;
    for (const way of this.#ways) {
      const positions = this.#positionsOf(way, wanted);
      const before = ways.length;
      let start = 0;
      for (let i = 0; i <= positions.length; i++) {
        if (i < positions.length && at[positions[i]!]! >= 0) continue;
        if (i < positions.length) leftOut++;
        if (i - start >= 2) {
          const whole = i - start === positions.length;
          ways.push({ id: way.id, refs: whole ? positions : positions.slice(start, i), tags: way.tags });
          for (let k = start; k < i; k++) used[positions[k]!] = 1;
        }
        start = i + 1;
      }
      if (ways.length === before) short++;
      else kept++;
    }
    if (short > 0) this.#wayDrops.set("fewer than two nodes in the file", short);
    return { ways, used, leftOut, kept };
  }

  #near = 0;

  /** The positions of a way's references in `wanted`. */
  #positionsOf(way: PendingWay, wanted: Float64Array): Int32Array {
    const refs = this.refs.values;
    const positions = new Int32Array(way.end - way.start);
    let near = this.#near;
    for (let i = way.start; i < way.end; i++) {
      const id = refs[i]!;
      // Ids along a way are often neighbours: they were drawn together.
      if (wanted[near + 1] === id) near++;
      else if (wanted[near - 1] === id) near--;
      else near = lowerBound(wanted, id);
      positions[i - way.start] = near;
    }
    this.#near = near;
    return positions;
  }

  /** Keeps the used ids only. `index[k]` is the new place of wanted id k. */
  #compress(wanted: Float64Array, at: Int32Array, used: Uint8Array) {
    const index = new Int32Array(wanted.length);
    let count = 0;
    for (let k = 0; k < wanted.length; k++) index[k] = used[k] === 1 ? count++ : -1;
    const ids = new Float64Array(count);
    const lon = new Int32Array(count);
    const lat = new Int32Array(count);
    for (let k = 0; k < wanted.length; k++) {
      const to = index[k]!;
      if (to < 0) continue;
      ids[to] = wanted[k]!;
      lon[to] = this.#lon[at[k]!]!;
      lat[to] = this.#lat[at[k]!]!;
    }
    return { ids, lon, lat, index };
  }

  #joinNodeTags(ids: Float64Array): Map<number, Tags> {
    const byIndex: [number, Tags][] = [];
    for (const [id, tags] of this.#taggedNodes) {
      const index = lowerBound(ids, id);
      if (ids[index] === id) byIndex.push([index, tags]);
    }
    return new Map(byIndex.sort((a, b) => a[0] - b[0]));
  }
}

function renumber(positions: Int32Array, index: Int32Array): void {
  for (let i = 0; i < positions.length; i++) positions[i] = index[positions[i]!]!;
}

/** The first position whose value is not below `value`; the length when all are. */
function lowerBound(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorts in place and drops repetitions. */
function distinctAscending(values: Float64Array): Float64Array {
  values.sort();
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (count === 0 || values[count - 1] !== value) values[count++] = value;
  }
  return values.subarray(0, count);
}
