/**
 * What the signs of the map mean.
 */
import { usePreferences } from "../preferences.tsx";
import type { Schedule } from "../schedule/schedule.ts";

/** Sign of a kind of place, as the map draws it. */
export function PlaceSign({ kind, open = false }: { readonly kind: string; readonly open?: boolean }) {
  const fill = open ? "var(--surface)" : "currentColor";
  const shape = { fill, stroke: "currentColor", strokeWidth: 1.6, strokeLinejoin: "round" } as const;
  return (
    <svg className="sign" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      {kind === "warehouse" && <path d="M8 1.8 14.4 6.6V14H1.6V6.6Z" {...shape} />}
      {kind === "ppk" && <path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" {...shape} />}
      {kind === "pps" && <path d="M3.6 3.6h8.8v8.8H3.6Z" {...shape} />}
      {kind === "tps" && <circle cx="8" cy="8" r="4" {...shape} />}
      {kind === "cross" && (
        <path d="M3 3l10 10M13 3 3 13" stroke="var(--alarm)" strokeWidth="3" strokeLinecap="round" />
      )}
    </svg>
  );
}

/** The legend, folded away on small screens until asked for. */
export function Legend({ schedule, live }: { readonly schedule: Schedule; readonly live: boolean }) {
  const { text } = usePreferences();
  const kinds = [
    ["warehouse", text.kindWarehouse],
    ["ppk", text.kindPpk],
    ["pps", text.kindPps],
    ["tps", text.kindTps],
  ] as const;
  const echelons = [text.echelon1, text.echelon2, text.echelon3];
  const used = new Set(schedule.vehicles.flatMap((vehicle) => vehicle.echelons));
  return (
    <details className="legend" open={window.matchMedia("(min-width: 900px)").matches}>
      <summary>{text.legend}</summary>
      <ul>
        {kinds.map(([kind, name]) => (
          <li key={kind}>
            <PlaceSign kind={kind} /> {name}
          </li>
        ))}
        {schedule.approximate > 0 && (
          <li>
            <PlaceSign kind="tps" open /> {text.legendApproximate}
          </li>
        )}
        {schedule.unassigned.length > 0 && (
          <li>
            <PlaceSign kind="cross" /> {text.legendUnassigned}
          </li>
        )}
        {live && (
          <li>
            <svg className="sign" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
              <circle cx="8" cy="8" r="6" fill="var(--accent)" stroke="var(--surface)" strokeWidth="2" />
            </svg>{" "}
            {text.legendLive}
          </li>
        )}
        {echelons.map(
          (name, index) =>
            used.has(index + 1) && (
              <li key={name}>
                <span className={`line line-${index + 1}`} aria-hidden="true" /> {name}
              </li>
            ),
        )}
      </ul>
      <p>{text.legendColour}</p>
    </details>
  );
}
