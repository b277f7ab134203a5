/**
 * Finding things in a schedule: filters over vehicles, search over places. Refuses to know how they are shown.
 */
import type { PlaceEntry, Schedule, VehicleEntry } from "./schedule.ts";

/** What the planner narrowed the view to; undefined means everything. */
export interface Filter {
  readonly echelon: number | undefined;
  readonly kecamatan: string | undefined;
}

/** The filter that lets everything through. */
export const everything: Filter = { echelon: undefined, kecamatan: undefined };

/** True when `vehicle` has a trip of the wanted echelon and works in the wanted kecamatan. */
export function passes(vehicle: VehicleEntry, filter: Filter): boolean {
  if (filter.echelon !== undefined && !vehicle.echelons.includes(filter.echelon)) return false;
  return filter.kecamatan === undefined || vehicle.kecamatan.includes(filter.kecamatan);
}

/** Places whose code contains the digits of `query`, or whose name contains its words, best first; at most `limit`. */
export function searchPlaces(schedule: Schedule, query: string, limit: number): readonly PlaceEntry[] {
  const words = query.toLowerCase().trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const ranked: { readonly place: PlaceEntry; readonly rank: number }[] = [];
  for (const place of schedule.places.values()) {
    const name = place.name.toLowerCase();
    const code = place.code.toLowerCase();
    if (!words.every((word) => name.includes(word) || code.includes(word.replaceAll(".", "")))) continue;
    const first = (words[0] ?? "").replaceAll(".", "");
    ranked.push({ place, rank: code === first ? 0 : code.startsWith(first) ? 1 : name.startsWith(first) ? 2 : 3 });
  }
  ranked.sort((left, right) => left.rank - right.rank || (left.place.code < right.place.code ? -1 : 1));
  return ranked.slice(0, limit).map((entry) => entry.place);
}

/** Vehicles whose id or type contains `query`, at most `limit`. */
export function searchVehicles(schedule: Schedule, query: string, limit: number): readonly VehicleEntry[] {
  const wanted = query.toLowerCase().trim();
  if (wanted === "") return [];
  return schedule.vehicles
    .filter((vehicle) => vehicle.id.toLowerCase().includes(wanted) || vehicle.typeName.toLowerCase().includes(wanted))
    .slice(0, limit);
}
