/**
 * Places out of a file of the office: plain CSV with a head row, or GeoJSON points. Knows both forms and the words used
 * for columns in Indonesian and English; refuses to judge whether a place is right, which the service does.
 */
import type { Place, PlaceKind } from "@antar/domain";
import Papa from "papaparse";

/** What cannot be read: `where` names the row and the column as a spreadsheet shows them. */
export interface Unreadable {
  readonly where: string;
  readonly found: string;
  readonly wanted: keyof typeof wants;
}

/** The places that could be read, and everything that could not. */
export interface ReadPlaces {
  readonly places: readonly Place[];
  readonly unreadable: readonly Unreadable[];
}

/** What a value should have been; the page says it in the reader's language. */
export const wants = { code: true, kind: true, name: true, longitude: true, latitude: true, whole: true, form: true };

const kinds: Readonly<Record<string, PlaceKind>> = {
  warehouse: "warehouse",
  gudang: "warehouse",
  ppk: "ppk",
  kecamatan: "ppk",
  pps: "pps",
  kelurahan: "pps",
  tps: "tps",
};

const columns: Readonly<Record<string, string>> = {
  code: "code",
  kode: "code",
  kind: "kind",
  jenis: "kind",
  name: "name",
  nama: "name",
  lon: "longitude",
  longitude: "longitude",
  bujur: "longitude",
  lat: "latitude",
  latitude: "latitude",
  lintang: "latitude",
  suppliedby: "suppliedBy",
  pemasok: "suppliedBy",
  voters: "voters",
  dpt: "voters",
  pemilih: "voters",
  kits: "kits",
  kit: "kits",
  boxes: "boxes",
  kotak: "boxes",
};

type Row = Readonly<Record<string, unknown>>;

const textOf = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
};

/** A decimal with a point or, as Indonesian spreadsheets write it, a comma. */
function decimalOf(text: string): number | undefined {
  if (!/^-?\d{1,3}([.,]\d{1,20})?$/.test(text)) return undefined;
  return Number(text.replace(",", "."));
}

/** Code of the supplier by KPU's digits: a TPS hangs on its kelurahan, that on its kecamatan, that on the city. */
function supplierOf(code: string, kind: PlaceKind): string | undefined {
  const digits: Readonly<Record<PlaceKind, number>> = { warehouse: 0, ppk: 4, pps: 6, tps: 10 };
  return kind === "warehouse" || !/^\d+$/.test(code) ? undefined : code.slice(0, digits[kind]);
}

class Reader {
  readonly places: Place[] = [];
  readonly unreadable: Unreadable[] = [];

  row(row: Row, number: string): void {
    const before = this.unreadable.length;
    const code = this.must(row, "code", number);
    const name = this.must(row, "name", number);
    const kind = kinds[textOf(row, "kind").toLowerCase()] ?? this.kindByCode(code);
    if (!kind) this.refuse(number, "kind", textOf(row, "kind"), "kind");
    const longitude = this.decimal(row, "longitude", number);
    const latitude = this.decimal(row, "latitude", number);
    const counts = ["voters", "kits", "boxes"].flatMap((column) => this.count(row, column, number));
    if (this.unreadable.length > before || !kind || longitude === undefined || latitude === undefined) return;
    const suppliedBy = textOf(row, "suppliedBy") || supplierOf(code, kind);
    this.places.push({
      code,
      kind,
      name,
      point: [longitude, latitude],
      ...(suppliedBy === undefined ? {} : { suppliedBy }),
      ...Object.fromEntries(counts),
    });
  }

  private kindByCode(code: string): PlaceKind | undefined {
    if (!/^\d+$/.test(code)) return undefined;
    return ({ 4: "warehouse", 6: "ppk", 10: "pps", 13: "tps" } as const)[String(code.length)];
  }

  private must(row: Row, column: "code" | "name", number: string): string {
    const text = textOf(row, column);
    if (text === "") this.refuse(number, column, text, column);
    return text;
  }

  private decimal(row: Row, column: "longitude" | "latitude", number: string): number | undefined {
    const text = textOf(row, column);
    const value = decimalOf(text);
    if (value === undefined) this.refuse(number, column, text, column);
    return value;
  }

  private count(row: Row, column: string, number: string): [string, number][] {
    const text = textOf(row, column);
    if (text === "") return [];
    if (/^\d{1,7}$/.test(text)) return [[column, Number(text)]];
    this.refuse(number, column, text, "whole");
    return [];
  }

  private refuse(number: string, column: string, found: string, wanted: Unreadable["wanted"]): void {
    this.unreadable.push({ where: `${number}, ${column}`, found: found.slice(0, 60), wanted });
  }
}

function readCsv(text: string): ReadPlaces {
  const { data, meta } = Papa.parse<Row>(text.replace(/^\uFEFF/, ""), {
    header: true,
    skipEmptyLines: "greedy",
    transformHeader: (head) => columns[head.trim().toLowerCase().replaceAll(/[\s_]/g, "")] ?? head.trim(),
  });
  const missing = ["code", "name", "longitude", "latitude"].filter((column) => !meta.fields?.includes(column));
  if (missing.length > 0) {
    return { places: [], unreadable: missing.map((column) => ({ where: `1, ${column}`, found: "", wanted: "form" })) };
  }
  const reader = new Reader();
  for (const [index, row] of data.entries()) reader.row(row, `${index + 2}`); // Row 1 of the sheet is the head.
  return reader;
}

function readGeoJson(text: string): ReadPlaces {
  const value: { type?: unknown; features?: unknown } | null = JSON.parse(text);
  const features: unknown[] = Array.isArray(value?.features) ? value.features : [];
  if (value?.type !== "FeatureCollection") {
    return { places: [], unreadable: [{ where: "type", found: String(value?.type), wanted: "form" }] };
  }
  const reader = new Reader();
  for (const [index, feature] of features.entries()) reader.row(rowOf(feature), `features[${index}]`);
  return reader;
}

interface LooseFeature {
  readonly properties?: Readonly<Record<string, unknown>> | null;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null;
}

const isFeature = (value: unknown): value is LooseFeature => typeof value === "object" && value !== null;

function rowOf(feature: unknown): Row {
  const { properties, geometry } = isFeature(feature) ? feature : {};
  const [longitude, latitude] =
    geometry?.type === "Point" && Array.isArray(geometry.coordinates) ? geometry.coordinates : [];
  const named = Object.entries(properties ?? {}).map(([key, value]) => [columns[key.toLowerCase()] ?? key, value]);
  return { ...Object.fromEntries(named), longitude, latitude };
}

/** The places in `text`. Never throws: what is no CSV with a head row and no GeoJSON is named as unreadable. */
export function readPlaces(text: string): ReadPlaces {
  if (!/^\s*\{/.test(text)) return readCsv(text);
  try {
    return readGeoJson(text);
  } catch {
    return { places: [], unreadable: [{ where: "1", found: text.slice(0, 40), wanted: "form" }] };
  }
}
