/**
 * The sign of a vehicle: its colour, as wide as its echelon is drawn on the map.
 */
import { usePreferences } from "../preferences.tsx";
import { palette } from "../schedule/colours.ts";
import type { VehicleEntry } from "../schedule/schedule.ts";

/** A short stroke with an arrow in the colour of `vehicle`. */
export function VehicleMark({ vehicle }: { readonly vehicle: VehicleEntry }) {
  const { theme } = usePreferences();
  const colour = palette[theme][vehicle.colour] ?? "currentColor";
  const width = [5, 3.5, 2.2][(vehicle.echelons[0] ?? 1) - 1] ?? 3;
  return (
    <svg className="vehicle-mark" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">
      <path d="M2 7H18" stroke={colour} strokeWidth={width} strokeLinecap="round" />
      <path d="M17 1.5 27 7 17 12.5 19.5 7Z" fill={colour} />
    </svg>
  );
}
