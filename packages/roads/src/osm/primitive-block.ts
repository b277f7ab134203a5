/**
 * One PBF data block: dense and plain nodes, ways, relations (wiki.openstreetmap.org/wiki/PBF_Format).
 * Knows the messages of fileformat and osmformat; refuses to know files, compression and what a way is for.
 *
 * Hot file: a block's lists are unpacked into arrays that live from block to block, and tags become strings only
 * where a key says that the object matters.
 */
import { Doubles, type ExtractBuilder } from "./extract-builder.ts";
import { isRestriction, keepsWay, nodeKeys, wayKeys } from "./kept-objects.ts";
import type { ExtractMember, Tags } from "./road-extract.ts";
import { StringTable } from "./string-table.ts";
import { type Wire, WireFault } from "./wire.ts";

/** More tags than OpenStreetMap lets one object have. */
const maxTags = 5000;

const wayKey = 1;
const nodeKey = 2;
const typeKey = 4;
const judged = 128;

/** A list of 32-bit numbers that grows and is reused. */
class Indexes {
  values = new Int32Array(1024);
  length = 0;

  reserve(count: number): void {
    if (this.length + count <= this.values.length) return;
    const grown = new Int32Array(Math.max(this.length + count, this.values.length * 2));
    grown.set(this.values.subarray(0, this.length));
    this.values = grown;
  }
}

/** Reads blocks into one builder. */
export class BlockReader {
  readonly #builder: ExtractBuilder;
  readonly #strings: StringTable;
  readonly #ids = new Doubles(16_384);
  readonly #lon = new Doubles(16_384);
  readonly #lat = new Doubles(16_384);
  readonly #pairs = new Indexes();
  readonly #keys = new Indexes();
  readonly #values = new Indexes();
  readonly #roles = new Indexes();
  readonly #types = new Indexes();
  /** What each string of the table is as a key. */
  #kinds = new Uint8Array(1024);
  #granularity = 100;
  #lonOffset = 0;
  #latOffset = 0;

  constructor(builder: ExtractBuilder) {
    this.#builder = builder;
    this.#strings = new StringTable(builder.budget);
  }

  /** Reads the block that `wire` covers. Throws WireFault on anything that is not one. */
  read(wire: Wire): void {
    const groups: number[] = [];
    let tableStart = 0;
    let tableEnd = 0;
    this.#granularity = 100;
    this.#lonOffset = 0;
    this.#latOffset = 0;
    // Granularity and offsets follow the groups on the wire, so the groups wait.
    while (wire.next()) {
      if (wire.field === 1 || wire.field === 2) {
        const stop = wire.delimited();
        if (wire.field === 1) {
          tableStart = wire.position;
          tableEnd = stop;
        } else groups.push(wire.position, stop);
        wire.position = stop;
      } else if (wire.field === 17) this.#granularity = wire.signed();
      else if (wire.field === 19) this.#latOffset = wire.signed();
      else if (wire.field === 20) this.#lonOffset = wire.signed();
      else wire.skip();
    }
    if (this.#granularity < 1) throw new WireFault(`granularity ${this.#granularity} is not a positive number`);
    this.#strings.load(wire, tableStart, tableEnd);
    this.#forgetKinds();
    for (let i = 0; i < groups.length; i += 2) this.#group(wire, groups[i]!, groups[i + 1]!);
  }

  #forgetKinds(): void {
    const length = this.#strings.length;
    if (this.#kinds.length < length) this.#kinds = new Uint8Array(length);
    else this.#kinds.fill(0, 0, length);
  }

  /** Which kinds of object the string makes interesting when it is a key. */
  #kind(index: number): number {
    const known = this.#kinds[index];
    if (known !== undefined && known !== 0) return known;
    const key = this.#strings.at(index);
    const kind =
      (wayKeys.has(key) ? wayKey : 0) | (nodeKeys.has(key) ? nodeKey : 0) | (key === "type" ? typeKey : 0) | judged;
    this.#kinds[index] = kind;
    return kind;
  }

  #group(wire: Wire, start: number, end: number): void {
    wire.range(start, end);
    while (wire.next()) {
      const { field } = wire;
      if (field < 1 || field > 4) {
        wire.skip();
        continue;
      }
      const stop = wire.delimited();
      const from = wire.position;
      if (field === 1) this.#plainNode(wire, from, stop);
      else if (field === 2) this.#denseNodes(wire, from, stop);
      else if (field === 3) this.#way(wire, from, stop);
      else this.#relation(wire, from, stop);
      wire.range(stop, end);
    }
  }

  /** Whole 1e-7 degrees of a raw coordinate; the file's grain is nanodegrees. */
  #scale(raw: Doubles, offset: number): void {
    const granularity = this.#granularity;
    if (granularity === 100 && offset === 0) return;
    const values = raw.values;
    for (let i = 0; i < raw.length; i++) values[i] = Math.round((offset + granularity * values[i]!) / 100);
  }

  #appendSums(wire: Wire, out: Doubles): void {
    wire.list();
    const { listStart, position } = wire;
    const count = wire.count(listStart, position);
    this.#builder.budget.wouldFit("objects", out.length + count);
    const at = out.reserve(count);
    const sum = at === 0 ? 0 : out.values[at - 1]!;
    out.length += wire.packedSums(listStart, position, out.values, at, sum);
    wire.position = position;
  }

  #appendIndexes(wire: Wire, out: Indexes): void {
    wire.list();
    const { listStart, position } = wire;
    const count = wire.count(listStart, position);
    out.reserve(count);
    out.length += wire.packedUnsigned(listStart, position, out.values, out.length);
  }

  #denseNodes(wire: Wire, start: number, end: number): void {
    const ids = this.#ids;
    const lon = this.#lon;
    const lat = this.#lat;
    const pairs = this.#pairs;
    ids.length = 0;
    lon.length = 0;
    lat.length = 0;
    pairs.length = 0;
    wire.range(start, end);
    while (wire.next()) {
      if (wire.field === 1) this.#appendIn(wire, end, ids);
      else if (wire.field === 8) this.#appendIn(wire, end, lat);
      else if (wire.field === 9) this.#appendIn(wire, end, lon);
      else if (wire.field === 10) this.#appendIndexes(wire, pairs);
      else wire.skip();
    }
    if (lon.length !== ids.length || lat.length !== ids.length) {
      throw new WireFault(`dense nodes have ${ids.length} ids, ${lon.length} longitudes and ${lat.length} latitudes`);
    }
    this.#scale(lon, this.#lonOffset);
    this.#scale(lat, this.#latOffset);
    this.#builder.budget.spend("objects", ids.length);
    this.#builder.addNodes(ids.values, lon.values, lat.values, ids.length);
    if (pairs.length > 0) this.#denseTags();
  }

  /** `packedSums` may move the wire's range for long numbers; the range is set back afterwards. */
  #appendIn(wire: Wire, end: number, out: Doubles): void {
    this.#appendSums(wire, out);
    wire.range(wire.position, end);
  }

  /** The list is key, value, key, value, 0 for each node; a node without tags is a single 0. */
  #denseTags(): void {
    const pairs = this.#pairs.values;
    const length = this.#pairs.length;
    let node = 0;
    let i = 0;
    while (i < length) {
      if (pairs[i] === 0) {
        node++;
        i++;
        continue;
      }
      const first = i;
      let kinds = 0;
      while (i < length && pairs[i] !== 0) {
        kinds |= this.#kind(pairs[i]!);
        i += 2;
      }
      if (i > length) throw new WireFault("the tags of the dense nodes end inside a pair");
      if ((kinds & nodeKey) !== 0) this.#tagDenseNode(node, first, i);
    }
  }

  #tagDenseNode(node: number, first: number, last: number): void {
    if (node >= this.#ids.length) throw new WireFault("the dense nodes have more tag lists than nodes");
    if (last - first > 2 * maxTags) throw new WireFault(`a node has more than ${maxTags} tags`);
    const tags: Record<string, string> = {};
    for (let i = first; i < last; i += 2) this.#setTag(tags, this.#pairs.values[i]!, this.#pairs.values[i + 1]!);
    this.#builder.tagNode(this.#ids.values[node]!, tags);
  }

  #setTag(tags: Record<string, string>, key: number, value: number): void {
    const name = this.#strings.at(key);
    if (name !== "__proto__") tags[name] = this.#strings.at(value);
  }

  #plainNode(wire: Wire, start: number, end: number): void {
    let id = 0;
    let lat = Number.NaN;
    let lon = Number.NaN;
    this.#keys.length = 0;
    this.#values.length = 0;
    wire.range(start, end);
    while (wire.next()) {
      if (wire.field === 1) id = wire.zigzag();
      else if (wire.field === 2) this.#appendIndexes(wire, this.#keys);
      else if (wire.field === 3) this.#appendIndexes(wire, this.#values);
      else if (wire.field === 8) lat = wire.zigzag();
      else if (wire.field === 9) lon = wire.zigzag();
      else wire.skip();
    }
    const grain = this.#granularity;
    const x = Math.round((this.#lonOffset + grain * lon) / 100);
    const y = Math.round((this.#latOffset + grain * lat) / 100);
    this.#builder.addNode(id, x, y);
    if ((this.#keyKinds() & nodeKey) !== 0) this.#builder.tagNode(id, this.#tags("node", id));
  }

  #keyKinds(): number {
    let kinds = 0;
    for (let i = 0; i < this.#keys.length; i++) kinds |= this.#kind(this.#keys.values[i]!);
    return kinds;
  }

  #tags(object: string, id: number): Tags {
    const count = this.#keys.length;
    if (count !== this.#values.length) {
      throw new WireFault(`${object} ${id} has ${count} keys and ${this.#values.length} values`);
    }
    if (count > maxTags) throw new WireFault(`${object} ${id} has more than ${maxTags} tags`);
    const tags: Record<string, string> = {};
    for (let i = 0; i < count; i++) this.#setTag(tags, this.#keys.values[i]!, this.#values.values[i]!);
    return tags;
  }

  #way(wire: Wire, start: number, end: number): void {
    let id = 0;
    const refs = this.#builder.refs;
    const first = refs.length;
    const lists: number[] = [];
    this.#keys.length = 0;
    this.#values.length = 0;
    wire.range(start, end);
    while (wire.next()) {
      if (wire.field === 1) id = wire.signed();
      else if (wire.field === 2) this.#appendIndexes(wire, this.#keys);
      else if (wire.field === 3) this.#appendIndexes(wire, this.#values);
      else if (wire.field === 8) {
        wire.list();
        lists.push(wire.listStart, wire.position);
      } else wire.skip();
    }
    const tags = (this.#keyKinds() & wayKey) === 0 ? undefined : this.#tags("way", id);
    if (tags === undefined || !keepsWay(tags)) {
      this.#builder.dropWay("no road, ferry or waterway tag");
      return;
    }
    for (let i = 0; i < lists.length; i += 2) this.#appendRefs(wire, first, lists[i]!, lists[i + 1]!);
    this.#builder.addWay(id, first, tags);
  }

  #appendRefs(wire: Wire, first: number, start: number, end: number): void {
    const refs = this.#builder.refs;
    const count = wire.count(start, end);
    this.#builder.budget.spend("references", count);
    const at = refs.reserve(count);
    const sum = at === first ? 0 : refs.values[at - 1]!;
    refs.length += wire.packedSums(start, end, refs.values, at, sum);
  }

  #relation(wire: Wire, start: number, end: number): void {
    let id = 0;
    const members: number[] = [];
    this.#keys.length = 0;
    this.#values.length = 0;
    this.#roles.length = 0;
    this.#types.length = 0;
    wire.range(start, end);
    while (wire.next()) {
      if (wire.field === 1) id = wire.signed();
      else if (wire.field === 2) this.#appendIndexes(wire, this.#keys);
      else if (wire.field === 3) this.#appendIndexes(wire, this.#values);
      else if (wire.field === 8) this.#appendIndexes(wire, this.#roles);
      else if (wire.field === 10) this.#appendIndexes(wire, this.#types);
      else if (wire.field === 9) {
        wire.list();
        members.push(wire.listStart, wire.position);
      } else wire.skip();
    }
    const tags = (this.#keyKinds() & typeKey) === 0 ? undefined : this.#tags("relation", id);
    if (tags === undefined || !isRestriction(tags.type)) this.#builder.dropRelation("not a turn restriction");
    else this.#builder.addRestriction(id, tags, this.#members(wire, id, members));
  }

  #members(wire: Wire, id: number, lists: readonly number[]): ExtractMember[] {
    const ids = this.#ids;
    ids.length = 0;
    for (let i = 0; i < lists.length; i += 2) {
      const count = wire.count(lists[i]!, lists[i + 1]!);
      this.#builder.budget.wouldFit("references", count);
      const at = ids.reserve(count);
      ids.length += wire.packedSums(lists[i]!, lists[i + 1]!, ids.values, at, at === 0 ? 0 : ids.values[at - 1]!);
    }
    if (this.#roles.length !== ids.length || this.#types.length !== ids.length) {
      throw new WireFault(
        `relation ${id} has ${ids.length} members, ${this.#roles.length} roles and ${this.#types.length} types`,
      );
    }
    const members: ExtractMember[] = [];
    for (let i = 0; i < ids.length; i++) {
      const type = memberTypes[this.#types.values[i]!];
      if (type === undefined) throw new WireFault(`relation ${id} has a member of type ${this.#types.values[i]}`);
      members.push({ type, ref: ids.values[i]!, role: this.#strings.at(this.#roles.values[i]!) });
    }
    return members;
  }
}

const memberTypes = ["node", "way", "relation"] as const;
