/**
 * Narrowing the view by echelon and kecamatan.
 */
import { Choices } from "../parts/choices.tsx";
import { usePreferences } from "../preferences.tsx";
import type { Filter } from "../schedule/find.ts";
import type { Schedule } from "../schedule/schedule.ts";

interface FiltersProps {
  readonly schedule: Schedule;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** The two filters. Echelons that the plan does not use are not offered. */
export function Filters({ schedule, filter, onFilter }: FiltersProps) {
  const { text } = usePreferences();
  const names = [text.echelon1, text.echelon2, text.echelon3];
  const used = [1, 2, 3].filter((echelon) => schedule.vehicles.some((vehicle) => vehicle.echelons.includes(echelon)));
  return (
    <div className="filters">
      <Choices
        name={text.filterEchelon}
        value={filter.echelon === undefined ? "all" : `${filter.echelon}`}
        options={[
          { value: "all", label: text.all },
          ...used.map((echelon) => ({ value: `${echelon}`, label: names[echelon - 1] ?? `${echelon}` })),
        ]}
        onChoose={(value) => onFilter({ ...filter, echelon: value === "all" ? undefined : Number(value) })}
      />
      <select
        aria-label={text.filterKecamatan}
        value={filter.kecamatan ?? ""}
        onChange={(event) => onFilter({ ...filter, kecamatan: event.target.value || undefined })}
      >
        <option value="">{text.allKecamatan}</option>
        {schedule.kecamatan.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
