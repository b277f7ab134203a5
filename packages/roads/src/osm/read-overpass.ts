/**
 * Overpass JSON (`out:json`, with `out body`, `out skel` or `out geom`; dev.overpass-api.de/output_formats.html).
 * Knows its elements; refuses to know queries.
 */
import { Budget } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import { ExtractBuilder } from "./extract-builder.ts";
import { isRecord, parseJson, tagsOf, wholeText } from "./json-text.ts";
import { isRestriction, keepsWay, nodeKeys } from "./kept-objects.ts";
import { ExtractError, type ExtractMember, type ReadOptions, type RoadExtract } from "./road-extract.ts";

/** Reads a whole Overpass answer. Throws ExtractError naming the element. */
export async function readOverpass(source: ByteSource, options: ReadOptions): Promise<RoadExtract> {
  const document = parseJson(await wholeText(source));
  if (!isRecord(document) || !Array.isArray(document.elements)) {
    throw new ExtractError('the JSON has no list "elements"; this is no Overpass answer (query with [out:json])');
  }
  const budget = new Budget(() => source.received, options.maxObjects ?? 200_000_000);
  const builder = new ExtractBuilder(budget);
  const elements: readonly unknown[] = document.elements;
  for (const [index, element] of elements.entries()) addElement(builder, element, index);
  if (typeof document.remark === "string") builder.note(`Overpass remarks: ${document.remark.slice(0, 200)}`);
  options.onProgress?.({ bytes: source.offset, objects: budget.objects });
  const meta = isRecord(document.osm3s) ? document.osm3s.timestamp_osm_base : undefined;
  const timestamp = typeof meta === "string" ? meta : undefined;
  return builder.finish({ format: "overpass", bytes: source.offset, blobs: 0, timestamp });
}

function addElement(builder: ExtractBuilder, element: unknown, index: number): void {
  if (!isRecord(element)) throw fault(index, "is not an object");
  const id = element.id;
  if (typeof id !== "number" || !Number.isSafeInteger(id)) throw fault(index, "has no whole number as id");
  if (element.type === "node") addNode(builder, element, id, index);
  else if (element.type === "way") addWay(builder, element, id, index);
  else if (element.type === "relation") addRelation(builder, element, id, index);
  else builder.note("elements of other types than node, way and relation were skipped");
}

function fault(index: number, what: string): ExtractError {
  return new ExtractError(`element ${index} ${what}; fetch the answer again`, { block: index });
}

function position(element: Record<string, unknown>): readonly [number, number] | undefined {
  const { lon, lat } = element;
  if (typeof lon !== "number" || typeof lat !== "number") return undefined;
  return [Math.round(lon * 1e7), Math.round(lat * 1e7)];
}

function addNode(builder: ExtractBuilder, element: Record<string, unknown>, id: number, index: number): void {
  const at = position(element);
  if (at === undefined) throw fault(index, `(node ${id}) has no lon and lat`);
  builder.addNode(id, ...at);
  const tags = tagsOf(element.tags);
  if (Object.keys(tags).some((key) => nodeKeys.has(key))) builder.tagNode(id, tags);
}

function addWay(builder: ExtractBuilder, element: Record<string, unknown>, id: number, index: number): void {
  const tags = tagsOf(element.tags);
  if (!keepsWay(tags)) {
    builder.dropWay("no road, ferry or waterway tag");
    return;
  }
  const listed: readonly unknown[] = Array.isArray(element.nodes) ? element.nodes : [];
  const refs: number[] = [];
  for (const ref of listed) {
    if (typeof ref !== "number" || !Number.isSafeInteger(ref)) throw fault(index, `(way ${id}) has a broken node list`);
    refs.push(ref);
  }
  if (refs.length === 0) throw fault(index, `(way ${id}) has no nodes: query with "out body" or "out geom"`);
  const geometry: readonly unknown[] = Array.isArray(element.geometry) ? element.geometry : [];
  for (const [place, point] of geometry.entries()) {
    const ref = refs[place];
    const at = isRecord(point) ? position(point) : undefined;
    if (ref !== undefined && at !== undefined) builder.addNode(ref, ...at);
  }
  builder.addWayOf(id, refs, tags);
}

function addRelation(builder: ExtractBuilder, element: Record<string, unknown>, id: number, index: number): void {
  const tags = tagsOf(element.tags);
  if (!isRestriction(tags.type)) {
    builder.dropRelation("not a turn restriction");
    return;
  }
  const listed: readonly unknown[] = Array.isArray(element.members) ? element.members : [];
  const members: ExtractMember[] = [];
  for (const member of listed) {
    if (!isRecord(member)) throw fault(index, `(relation ${id}) has a broken member`);
    const { type, ref, role } = member;
    const known = type === "node" || type === "way" || type === "relation";
    if (!known || typeof ref !== "number") throw fault(index, `(relation ${id}) has a broken member`);
    members.push({ type, ref, role: typeof role === "string" ? role : "" });
  }
  builder.addRestriction(id, tags, members);
}
