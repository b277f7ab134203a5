/**
 * Makes data/kendari/k1030.json: the stress case, all 1,030 polling places of 14 February 2024 with five boxes each.
 * The list of polling places is real; their points, the fleet and the hours are assumptions, as in K525.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Brief, Place, VehicleType } from "@antar/domain";
import { writeBrief } from "./brief-text.ts";
import { kendariBrief, type Roll } from "./kendari-brief.ts";
import { roadsFile } from "./kendari-roads.ts";
import { readCsv } from "./kendari-source.ts";

const fleet: Readonly<Record<string, { readonly count: number; readonly kits: number }>> = {
  truk: { count: 12, kits: 30 },
  pikap: { count: 60, kits: 5 },
  "gerobak-motor": { count: 130, kits: 1 },
};

/** Numbers of the polling places per kelurahan, special locations (9xx) included. */
function februaryRolls(): Roll[] {
  const numbers = new Map<string, number[]>();
  for (const row of readCsv("tps-pemilu-feb2024.csv")) {
    const code = row.kelurahan_code ?? "";
    numbers.set(code, [...(numbers.get(code) ?? []), Number(row.tps_no)]);
  }
  return [...numbers].map(([kelurahan, list]) => ({ kelurahan, numbers: list.sort((a, b) => a - b) }));
}

function resized(type: VehicleType): VehicleType {
  const size = fleet[type.id];
  if (!size) throw new Error(`no size for the vehicle type ${type.id}`);
  return { ...type, count: size.count, capacity: { kits: size.kits } };
}

/** Four docks at the warehouse, two at each PPK, one recapitulation box there for each of the five elections. */
function enlarged(place: Place): Place {
  if (place.kind === "warehouse") return { ...place, docks: 4 };
  return place.kind === "ppk" ? { ...place, docks: 2, boxes: 5 } : place;
}

/** The brief of scenario K1030. The load of a PPK may be split: it is larger than any truck. */
export async function k1030Brief(roads: Uint8Array): Promise<Brief> {
  const base = await kendariBrief(roads, februaryRolls());
  return {
    ...base,
    id: "kendari-pemilu-2024",
    title: "Kota Kendari, Pemilu 14 Februari 2024 (1.030 TPS)",
    window: {
      start: "2024-02-10T08:00:00+08:00",
      end: "2024-02-13T18:00:00+08:00",
      legalEnd: "2024-02-13T23:59:00+08:00",
    },
    kit: {
      pieces: [
        { kind: "kotak", name: "Kotak suara", count: 5 },
        { kind: "bilik", name: "Bilik suara", count: 4 },
        { kind: "karton", name: "Karton di luar kotak", count: 1 },
      ],
      litres: 538,
    },
    split: { ppk: true, pps: true },
    vehicleTypes: base.vehicleTypes.map(resized),
    places: base.places.map(enlarged),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const brief = await k1030Brief(new Uint8Array(readFileSync(roadsFile)));
  writeFileSync(new URL("../../data/kendari/k1030.json", import.meta.url), writeBrief(brief));
}
