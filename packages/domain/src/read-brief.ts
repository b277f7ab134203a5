/**
 * From any value to a brief that makes sense, or to the full list of what is wrong with it. Knows the rules between
 * fields; refuses to mend anything silently.
 */
import { isTimeZone, parseInstant } from "@antar/measure";
import * as turf from "@turf/turf";
import type * as z from "zod";
import { Brief, type Place, type PlaceKind } from "./brief.ts";
import { Refusal, type Trouble } from "./refusal.ts";

/** At most this many troubles are listed; the rest is counted. */
const listed = 50;

function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    "",
  );
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (value !== null && typeof value === "object" ? Reflect.get(value, part) : undefined),
    document,
  );
}

function placeAt(document: unknown, path: readonly PropertyKey[]): string | undefined {
  if (path[0] !== "places" || path.length < 2) return undefined;
  const place = valueAt(document, path.slice(0, 2));
  if (place === null || typeof place !== "object") return undefined;
  const label = Reflect.get(place, "code") ?? Reflect.get(place, "name");
  return label === undefined ? undefined : String(label).slice(0, 100);
}

function troubleOf(issue: z.core.$ZodIssue, document: unknown): Trouble {
  const missing = issue.code === "invalid_type" && valueAt(document, issue.path) === undefined;
  const field = fieldOf(issue.path) || "(brief)";
  const place = placeAt(document, issue.path);
  const says = missing
    ? { id: `${field}: kolom wajib ini tidak ada; isikan`, en: `${field}: this required field is missing; fill it in` }
    : { id: `${field}: tidak sah (${issue.message})`, en: `${field}: not valid (${issue.message})` };
  return place === undefined ? { field, says } : { field, place, says };
}

function trouble(field: string, place: Place | undefined, id: string, en: string): Trouble {
  const label = place ? `${place.code} ${place.name}: ` : "";
  const says = { id: `${field}: ${label}${id}`, en: `${field}: ${label}${en}` };
  return place ? { field, place: place.code, says } : { field, says };
}

function windowTroubles(brief: Brief): Trouble[] {
  const troubles: Trouble[] = [];
  if (!isTimeZone(brief.timeZone)) {
    troubles.push(
      trouble(
        "timeZone",
        undefined,
        `zona ${brief.timeZone} tidak dikenal; pakai mis. Asia/Makassar`,
        `no such zone ${brief.timeZone}; use e.g. Asia/Makassar`,
      ),
    );
  }
  const start = parseInstant(brief.window.start);
  const end = parseInstant(brief.window.end);
  const legalEnd = parseInstant(brief.window.legalEnd);
  if (start === undefined || end === undefined || legalEnd === undefined || start >= end) {
    troubles.push(trouble("window", undefined, "start harus sebelum end", "start must come before end"));
  } else if (end > legalEnd) {
    troubles.push(
      trouble(
        "window.end",
        undefined,
        "melewati legalEnd, batas undang-undang",
        "is after legalEnd, the limit of the law",
      ),
    );
  } else if (end - start > 31 * 86_400) {
    troubles.push(trouble("window", undefined, "lebih dari 31 hari", "is longer than 31 days"));
  }
  for (const [kind, opening] of Object.entries(brief.opening)) {
    if (opening.from >= opening.to) {
      troubles.push(trouble(`opening.${kind}`, undefined, "from harus sebelum to", "from must come before to"));
    }
  }
  return troubles;
}

const supplierKinds: Readonly<Record<PlaceKind, readonly PlaceKind[]>> = {
  warehouse: [],
  ppk: ["warehouse"],
  pps: ["ppk", "warehouse"],
  tps: ["pps", "ppk", "warehouse"],
};

function supplyTrouble(place: Place, byCode: ReadonlyMap<string, Place>, field: string): Trouble | undefined {
  if (place.kind === "warehouse") {
    if (place.suppliedBy === undefined) return undefined;
    return trouble(
      `${field}.suppliedBy`,
      place,
      "gudang tidak dipasok siapa pun; hapus kolom ini",
      "the warehouse is supplied by nobody; remove this field",
    );
  }
  if (place.suppliedBy === undefined) {
    return trouble(
      `${field}.suppliedBy`,
      place,
      "kolom wajib ini tidak ada; isi kode pemasoknya",
      "this required field is missing; give the code of its supplier",
    );
  }
  const supplier = byCode.get(place.suppliedBy);
  if (!supplier) {
    return trouble(
      `${field}.suppliedBy`,
      place,
      `tidak ada tempat dengan kode ${place.suppliedBy}`,
      `there is no place with the code ${place.suppliedBy}`,
    );
  }
  if (!supplierKinds[place.kind].includes(supplier.kind)) {
    return trouble(
      `${field}.suppliedBy`,
      place,
      `${place.kind} tidak dapat dipasok oleh ${supplier.kind} ${supplier.code}`,
      `a ${place.kind} cannot be supplied by the ${supplier.kind} ${supplier.code}`,
    );
  }
  return undefined;
}

function codeTrouble(place: Place, field: string): Trouble | undefined {
  if (place.kind !== "tps" || !/^\d+$/.test(place.code)) return undefined;
  if (place.code.length !== 13) {
    return trouble(
      `${field}.code`,
      place,
      "kode TPS harus 13 angka: kode kelurahan + nomor TPS",
      "a TPS code has 13 digits: kelurahan code + TPS number",
    );
  }
  const parent = place.suppliedBy ?? "";
  if (/^\d+$/.test(parent) && !place.code.startsWith(parent)) {
    return trouble(
      `${field}.code`,
      place,
      `kode tidak diawali kode pemasoknya ${parent}`,
      `the code does not begin with that of its supplier ${parent}`,
    );
  }
  return undefined;
}

function extraTrouble(place: Place, byCode: ReadonlyMap<string, Place>, field: string): Trouble | undefined {
  if (place.extraOf === undefined) return undefined;
  const tps = byCode.get(place.extraOf);
  if (place.kind === "tps" && tps?.kind === "tps" && tps.extraOf === undefined) return undefined;
  return trouble(
    `${field}.extraOf`,
    place,
    `${place.extraOf} bukan TPS dalam brief ini; hapus kolom ini, kit tambahan dipesan lewat replan`,
    `${place.extraOf} is no TPS of this brief; remove this field, extra kits are ordered by replan`,
  );
}

function areaTroubles(brief: Brief): Trouble[] {
  const areas = brief.serviceArea.rings.map((ring) => turf.polygon([closed(ring)]));
  const boxes = areas.map((area) => turf.bbox(area));
  const inside = ([lon, lat]: readonly [number, number]): boolean =>
    areas.some((area, index) => {
      const [west = 0, south = 0, east = 0, north = 0] = boxes[index] ?? [];
      if (lon < west || lon > east || lat < south || lat > north) return false;
      return turf.booleanPointInPolygon([lon, lat], area);
    });
  return brief.places.flatMap((place, index) => {
    if (inside(place.point)) return [];
    const [lon, lat] = place.point;
    const area = brief.serviceArea.name;
    const swapped = Math.abs(lon) <= 90 && inside([lat, lon]);
    return swapped
      ? [
          trouble(
            `places[${index}].point`,
            place,
            `lintang dan bujur tertukar; tulis [${lat}, ${lon}]`,
            `latitude and longitude are swapped; write [${lat}, ${lon}]`,
          ),
        ]
      : [
          trouble(
            `places[${index}].point`,
            place,
            `[${lon}, ${lat}] di luar wilayah layanan ${area}; perbaiki titik atau serviceArea`,
            `[${lon}, ${lat}] lies outside the service area ${area}; mend the point or serviceArea`,
          ),
        ];
  });
}

function closed(ring: readonly (readonly [number, number])[]): number[][] {
  const points = ring.map(([lon, lat]) => [lon, lat]);
  const [first, last] = [points[0], points[points.length - 1]];
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...points, first] : points;
}

function placeTroubles(brief: Brief): Trouble[] {
  const byCode = new Map<string, Place>();
  const troubles: Trouble[] = [];
  for (const [index, place] of brief.places.entries()) {
    const earlier = byCode.get(place.code);
    if (earlier) {
      troubles.push(
        trouble(
          `places[${index}].code`,
          place,
          `kode ganda: sudah dipakai ${earlier.name}`,
          `duplicate code: already used by ${earlier.name}`,
        ),
      );
    } else byCode.set(place.code, place);
  }
  for (const [index, place] of brief.places.entries()) {
    const field = `places[${index}]`;
    const found =
      supplyTrouble(place, byCode, field) ?? codeTrouble(place, field) ?? extraTrouble(place, byCode, field);
    if (found) troubles.push(found);
  }
  const warehouses = brief.places.filter((place) => place.kind === "warehouse");
  if (warehouses.length !== 1) {
    troubles.push(
      trouble(
        "places",
        undefined,
        `harus ada tepat satu gudang, ada ${warehouses.length}`,
        `there must be exactly one warehouse, there are ${warehouses.length}`,
      ),
    );
  }
  return troubles;
}

function fleetTroubles(brief: Brief): Trouble[] {
  const seen = new Set<string>();
  return brief.vehicleTypes.flatMap((type, index) => {
    const field = `vehicleTypes[${index}]`;
    const found: Trouble[] = [];
    if (seen.has(type.id))
      found.push(trouble(`${field}.id`, undefined, `id ganda ${type.id}`, `duplicate id ${type.id}`));
    seen.add(type.id);
    if (Object.keys(type.capacity).length === 0) {
      found.push(
        trouble(
          `${field}.capacity`,
          undefined,
          "isi paling sedikit satu batas muatan",
          "give at least one bound of the load",
        ),
      );
    }
    return found;
  });
}

/** Everything that is wrong between the fields of a well-formed brief; empty when it can be planned. */
export function troublesOf(brief: Brief): readonly Trouble[] {
  return [...windowTroubles(brief), ...fleetTroubles(brief), ...placeTroubles(brief), ...areaTroubles(brief)];
}

function refuse(troubles: readonly Trouble[]): never {
  const more = troubles.length > listed ? troubles.length - listed : 0;
  throw new Refusal(
    "bad-brief",
    {
      id: `Brief tidak dapat dipakai: ${troubles.length} hal perlu diperbaiki${more ? ` (${more} tidak ditampilkan)` : ""}`,
      en: `The brief cannot be used: ${troubles.length} thing(s) to mend${more ? ` (${more} not shown)` : ""}`,
    },
    troubles.slice(0, listed),
  );
}

/** `document` as a checked brief. Throws Refusal `bad-brief` that lists every trouble with its field and place. */
export function readBrief(document: unknown): Brief {
  const parsed = Brief.safeParse(document);
  if (!parsed.success) refuse(parsed.error.issues.map((issue) => troubleOf(issue, document)));
  const troubles = troublesOf(parsed.data);
  if (troubles.length > 0) refuse(troubles);
  return parsed.data;
}
