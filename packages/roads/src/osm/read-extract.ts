/**
 * One door for every file form. Knows which reader reads what; refuses to know any format's inside.
 */
import { ByteSource } from "./byte-source.ts";
import { readGeoJson } from "./read-geojson.ts";
import { readOverpass } from "./read-overpass.ts";
import { readPbf } from "./read-pbf.ts";
import { readXml } from "./read-xml.ts";
import { ExtractError, type ExtractFormat, type ReadOptions, type RoadExtract } from "./road-extract.ts";

/**
 * The road part of an OpenStreetMap file, from one array or a stream of chunks.
 * `xml` may be plain or gzipped. Throws ExtractError, which names block and byte offset, for a file that is cut,
 * altered, hostile, too large or of another form; never holds more than the file's own length justifies.
 */
export async function readExtract(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  format: ExtractFormat,
  options: ReadOptions = {},
): Promise<RoadExtract> {
  const source = new ByteSource(bytes, options.maxBytes);
  try {
    return await readFormat(source, format, options);
  } finally {
    await source.close();
  }
}

async function readFormat(source: ByteSource, format: ExtractFormat, options: ReadOptions): Promise<RoadExtract> {
  await refuseOtherForm(source, format);
  switch (format) {
    case "pbf":
      return readPbf(source, options);
    case "xml":
      return readXml(source, options);
    case "overpass":
      return readOverpass(source, options);
    case "geojson":
      return readGeoJson(source, options);
    default:
      return format satisfies never;
  }
}

/** A wrong `format` gives a puzzling error deep in a reader; the first bytes tell. */
async function refuseOtherForm(source: ByteSource, format: ExtractFormat): Promise<void> {
  const found = formOf(await source.peek(16));
  if (found === undefined || found === format) return;
  if (found === "json" && (format === "overpass" || format === "geojson")) return;
  throw new ExtractError(`this looks like ${sayForm(found)}, not ${sayForm(format)}; name the right format`, {
    offset: 0,
  });
}

type Form = ExtractFormat | "json" | "bzip2" | "zip";

function formOf(first: Uint8Array): Form | undefined {
  const text = new TextDecoder("latin1")
    .decode(first)
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart();
  if (text.startsWith("\u001f\u008b") || text.startsWith("<")) return "xml";
  if (text.startsWith("{") || text.startsWith("[")) return "json";
  if (text.startsWith("BZh")) return "bzip2";
  if (text.startsWith("PK")) return "zip";
  return text.slice(6, 15) === "OSMHeader" ? "pbf" : undefined;
}

function sayForm(form: Form): string {
  switch (form) {
    case "pbf":
      return "an OSM PBF file";
    case "xml":
      return "OSM XML (plain or gzipped)";
    case "overpass":
      return "Overpass JSON";
    case "geojson":
      return "GeoJSON";
    case "json":
      return "a JSON text";
    case "bzip2":
      return "a bzip2 file (unpack it first)";
    case "zip":
      return "a zip archive (unpack it first)";
    default:
      return form satisfies never;
  }
}
