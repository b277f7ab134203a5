/**
 * OSM XML, plain or gzipped, element by element (wiki.openstreetmap.org/wiki/OSM_XML).
 * Knows node, way, relation and their children; refuses to hold more than one object at a time.
 */
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { Budget } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import { ExtractBuilder } from "./extract-builder.ts";
import { gunzipped, pieces } from "./inflate-stream.ts";
import { isRestriction, keepsWay, nodeKeys } from "./kept-objects.ts";
import { ExtractError, type ExtractMember, type ReadOptions, type RoadExtract } from "./road-extract.ts";

/** OSM XML is four levels deep; anything deeper only eats memory. */
const maxDepth = 32;
const maxAttributes = 64;
const maxChildren = 100_000;

interface OpenObject {
  readonly kind: "node" | "way" | "relation";
  readonly id: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Record<string, string>;
  readonly refs: number[];
  readonly members: ExtractMember[];
}

/** Takes the parser's events and fills a builder. */
class ObjectCollector {
  timestamp: string | undefined;
  rootSeen = false;
  readonly #builder: ExtractBuilder;
  #open: OpenObject | undefined;

  constructor(builder: ExtractBuilder) {
    this.#builder = builder;
  }

  start(name: string, attributes: Readonly<Record<string, string>>): void {
    if (!this.rootSeen) this.#root(name, attributes);
    else if (name === "node" || name === "way" || name === "relation") {
      const id = wholeNumber(attributes.id, `the id of a ${name}`);
      this.#open = { kind: name, id, attributes, tags: {}, refs: [], members: [] };
    } else if (name === "meta") this.timestamp ??= attributes.osm_base;
    else if (this.#open !== undefined) this.#child(this.#open, name, attributes);
  }

  end(name: string): void {
    const open = this.#open;
    if (open?.kind !== name) return;
    this.#open = undefined;
    if (open.attributes.visible === "false" || open.attributes.action === "delete") this.#deleted(open);
    else if (open.kind === "node") this.#node(open);
    else if (open.kind === "way") this.#way(open);
    else this.#relation(open);
  }

  #root(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name !== "osm") {
      throw new ExtractError(`the text begins with <${name}> instead of <osm>; only OSM XML snapshots are read`);
    }
    this.rootSeen = true;
    this.timestamp = attributes.timestamp ?? attributes.osm_base;
  }

  #child(open: OpenObject, name: string, attributes: Readonly<Record<string, string>>): void {
    const children = open.refs.length + open.members.length;
    if (children > maxChildren) throw new ExtractError(`${open.kind} ${open.id} has more than ${maxChildren} members`);
    if (name === "tag" && attributes.k !== undefined && attributes.k !== "__proto__") {
      const value = attributes.v ?? "";
      this.#builder.budget.spend("text", attributes.k.length + value.length);
      open.tags[attributes.k] = value;
    } else if (name === "nd") open.refs.push(wholeNumber(attributes.ref, `a reference of way ${open.id}`));
    else if (name === "member") open.members.push(memberOf(attributes, open.id));
  }

  #deleted(open: OpenObject): void {
    if (open.kind === "way") this.#builder.dropWay("deleted");
    else if (open.kind === "relation") this.#builder.dropRelation("deleted");
  }

  #node({ id, attributes, tags }: OpenObject): void {
    const lon = Math.round(degrees(attributes.lon, `the longitude of node ${id}`) * 1e7);
    const lat = Math.round(degrees(attributes.lat, `the latitude of node ${id}`) * 1e7);
    this.#builder.addNode(id, lon, lat);
    if (Object.keys(tags).some((key) => nodeKeys.has(key))) this.#builder.tagNode(id, tags);
  }

  #way({ id, refs, tags }: OpenObject): void {
    if (keepsWay(tags)) this.#builder.addWayOf(id, refs, tags);
    else this.#builder.dropWay("no road, ferry or waterway tag");
  }

  #relation({ id, members, tags }: OpenObject): void {
    if (isRestriction(tags.type)) this.#builder.addRestriction(id, tags, members);
    else this.#builder.dropRelation("not a turn restriction");
  }
}

/** Reads a whole `.osm` or `.osm.gz`. Throws ExtractError naming line and byte offset. */
export async function readXml(source: ByteSource, options: ReadOptions): Promise<RoadExtract> {
  const budget = new Budget(() => source.received, options.maxObjects ?? 200_000_000);
  const builder = new ExtractBuilder(budget);
  const collector = new ObjectCollector(builder);
  const parser = openParser(collector);
  const decoder = new TextDecoder();
  const first = await source.peek(2);
  const zipped = first[0] === 0x1f && first[1] === 0x8b;
  try {
    for await (const piece of zipped ? gunzipped(source, budget) : pieces(source)) {
      parser.write(decoder.decode(piece, { stream: true }));
      options.onProgress?.({ bytes: source.offset, objects: budget.objects });
    }
    parser.write(decoder.decode()).close();
    if (!collector.rootSeen) throw new ExtractError("the file is empty; fetch it again");
  } catch (error) {
    throw placed(error, parser, source);
  }
  return builder.finish({ format: "xml", bytes: source.offset, blobs: 0, timestamp: collector.timestamp });
}

function openParser(collector: ObjectCollector): SaxesParser {
  const parser = new SaxesParser();
  let depth = 0;
  let attributes = 0;
  parser.on("error", (error) => {
    throw new ExtractError(`the XML is broken (${error.message}); the file is cut or damaged, fetch it again`);
  });
  parser.on("attribute", () => {
    if (++attributes > maxAttributes) throw new ExtractError(`an element has more than ${maxAttributes} attributes`);
  });
  parser.on("opentag", (tag: SaxesTagPlain) => {
    attributes = 0;
    if (++depth > maxDepth) throw new ExtractError(`elements lie more than ${maxDepth} deep; this is no OSM XML`);
    collector.start(tag.name, tag.attributes);
  });
  parser.on("closetag", (tag: SaxesTagPlain) => {
    depth--;
    collector.end(tag.name);
  });
  return parser;
}

/** The same fault with its place. Anything else is a bug and passes unchanged. */
function placed(error: unknown, parser: SaxesParser, source: ByteSource): unknown {
  if (!(error instanceof ExtractError) || error.block !== undefined) return error;
  const offset = error.offset ?? source.offset;
  const place = { block: parser.line, offset };
  return new ExtractError(`line ${parser.line}, before byte ${source.offset}: ${error.message}`, place);
}

function wholeNumber(text: string | undefined, what: string): number {
  const value = Number(text);
  if (text === undefined || text.trim() === "" || !Number.isSafeInteger(value)) {
    throw new ExtractError(`${what} is ${JSON.stringify(text?.slice(0, 40)) ?? "missing"}, not a whole number`);
  }
  return value;
}

function degrees(text: string | undefined, what: string): number {
  const value = Number(text);
  if (text === undefined || text.trim() === "" || !Number.isFinite(value)) {
    throw new ExtractError(`${what} is ${JSON.stringify(text?.slice(0, 40)) ?? "missing"}, not a number of degrees`);
  }
  return value;
}

function memberOf(attributes: Readonly<Record<string, string>>, relation: number): ExtractMember {
  const { type } = attributes;
  if (type !== "node" && type !== "way" && type !== "relation") {
    throw new ExtractError(`relation ${relation} has a member of type ${JSON.stringify(type?.slice(0, 40))}`);
  }
  const ref = wholeNumber(attributes.ref, `a member of relation ${relation}`);
  return { type, ref, role: attributes.role ?? "" };
}
