/**
 * Roads as GeoJSON lines (RFC 7946), such as an overpass-turbo export, one collection or one feature a line.
 * Lines that share a coordinate meet there: GeoJSON has no nodes. Refuses to know turn restrictions, which it cannot carry.
 */
import { Budget } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import { ExtractBuilder } from "./extract-builder.ts";
import { isRecord, parseJson, tagsOf, wholeText } from "./json-text.ts";
import { keepsWay, nodeKeys } from "./kept-objects.ts";
import { ExtractError, type ReadOptions, type RoadExtract, type Tags } from "./road-extract.ts";

/** Reads a FeatureCollection, a Feature, or a sequence of features. Throws ExtractError naming the feature. */
export async function readGeoJson(source: ByteSource, options: ReadOptions): Promise<RoadExtract> {
  const text = await wholeText(source);
  const budget = new Budget(() => source.received, options.maxObjects ?? 200_000_000);
  const builder = new ExtractBuilder(budget);
  const joiner = new LineJoiner(builder);
  const { features, timestamp } = featuresOf(text);
  for (const [index, feature] of features.entries()) joiner.add(feature, index);
  options.onProgress?.({ bytes: source.offset, objects: budget.objects });
  return builder.finish({ format: "geojson", bytes: source.offset, blobs: 0, timestamp });
}

function featuresOf(text: string): { readonly features: readonly unknown[]; readonly timestamp: string | undefined } {
  const lines = text.split(/\r?\n/).map((line) => unmarked(line).trim());
  const written = lines.filter((line) => line !== "");
  const sequence = written.length > 1 && written.every((line) => line.startsWith("{") && line.endsWith("}"));
  if (sequence) return { features: written.map(parseJson), timestamp: undefined };
  const document = parseJson(unmarked(text));
  if (isRecord(document) && Array.isArray(document.features)) {
    const { timestamp } = document;
    return { features: document.features, timestamp: typeof timestamp === "string" ? timestamp : undefined };
  }
  if (isRecord(document) && document.type === "Feature") return { features: [document], timestamp: undefined };
  throw new ExtractError("the JSON is neither a GeoJSON FeatureCollection nor a Feature; export the roads again");
}

/** Without the record separator that a GeoJSON sequence may put before each feature (RFC 8142). */
function unmarked(text: string): string {
  return text.charCodeAt(0) === 0x1e ? text.slice(1) : text;
}

/** Numbers coordinates by first appearance, so that equal coordinates are one node. */
class LineJoiner {
  readonly #builder: ExtractBuilder;
  readonly #nodes = new Map<string, number>();
  readonly #wayIds = new Set<number>();
  #unnamed = 0;

  constructor(builder: ExtractBuilder) {
    this.#builder = builder;
  }

  add(feature: unknown, index: number): void {
    if (!isRecord(feature)) throw fault(index, "is not an object");
    if (!isRecord(feature.geometry)) return;
    const tags = tagsOf(feature.properties);
    const { type, coordinates } = feature.geometry;
    if (type === "Point") this.#point(coordinates, tags, index);
    else if (type === "LineString") this.#line(coordinates, tags, { feature, index });
    // overpass-turbo draws closed ways (roundabouts, squares) as polygons: the rings are lines to drive.
    else if (type === "MultiLineString" || type === "Polygon") {
      if (!Array.isArray(coordinates)) throw fault(index, "has no coordinates");
      for (const line of coordinates) this.#line(line, tags, { feature, index });
    } else this.#builder.note("features that are neither lines nor points were skipped");
  }

  #point(coordinates: unknown, tags: Tags, index: number): void {
    const id = this.#node(coordinates, index);
    if (Object.keys(tags).some((key) => nodeKeys.has(key))) this.#builder.tagNode(id, tags);
  }

  #line(
    coordinates: unknown,
    tags: Tags,
    from: { readonly feature: Record<string, unknown>; readonly index: number },
  ): void {
    if (!keepsWay(tags)) {
      this.#builder.dropWay("no road, ferry or waterway tag");
      return;
    }
    if (!Array.isArray(coordinates)) throw fault(from.index, "has no coordinates");
    const points: readonly unknown[] = coordinates;
    const refs = points.map((point) => this.#node(point, from.index));
    this.#builder.addWayOf(this.#wayId(from.feature), refs, tags);
  }

  #node(coordinates: unknown, index: number): number {
    const [x, y]: readonly unknown[] = Array.isArray(coordinates) ? coordinates : [];
    if (typeof x !== "number" || typeof y !== "number") throw fault(index, "has a coordinate that is not [lon, lat]");
    const lon = Math.round(x * 1e7);
    const lat = Math.round(y * 1e7);
    const key = `${lon},${lat}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const id = this.#nodes.size + 1;
    this.#nodes.set(key, id);
    this.#builder.addNode(id, lon, lat);
    return id;
  }

  /** The OSM id in `@id` or `id` (`way/123`) for the first line that has it, else -1, -2, ... */
  #wayId(feature: Record<string, unknown>): number {
    const named = isRecord(feature.properties) ? feature.properties["@id"] : undefined;
    const found = /^way\/(\d{1,15})$/.exec(`${named ?? feature.id ?? ""}`);
    const id = found === null ? undefined : Number(found[1]);
    if (id === undefined || this.#wayIds.has(id)) return --this.#unnamed;
    this.#wayIds.add(id);
    return id;
  }
}

function fault(index: number, what: string): ExtractError {
  return new ExtractError(`feature ${index} ${what}; export the roads again`, { block: index });
}
