/**
 * A plan as files: the document, the drawn routes, the schedule as a table, one vehicle for a navigation device.
 */
import { useState } from "react";
import { download, ServiceError } from "../client.ts";
import { Tool } from "../parts/tool.tsx";
import { usePreferences } from "../preferences.tsx";

interface ExportsProps {
  readonly brief: string;
  readonly version: number;
  /** The vehicle that is selected; undefined when none is. */
  readonly vehicle: string | undefined;
}

/** The buttons under one word. */
export function Exports({ brief, version, vehicle }: ExportsProps) {
  const { text, language } = usePreferences();
  const [trouble, setTrouble] = useState<string>();
  const at = `/briefs/${encodeURIComponent(brief)}`;
  const files: readonly (readonly [string, string, string])[] = [
    ["JSON", `${at}/plan?version=${version}`, `${brief}-v${version}.json`],
    ["GeoJSON", `${at}/plan/routes.geojson?version=${version}`, `${brief}-v${version}.geojson`],
    ["CSV", `${at}/plan/schedule.csv?version=${version}`, `${brief}-v${version}.csv`],
    ...(vehicle === undefined
      ? []
      : ([
          [`GPX ${vehicle}`, `${at}/assignments/${encodeURIComponent(vehicle)}/route.gpx`, `${vehicle}.gpx`],
        ] as const)),
  ];
  const save = async (path: string, name: string): Promise<void> => {
    try {
      setTrouble(undefined);
      await download(path, name);
    } catch (error) {
      setTrouble(error instanceof ServiceError ? (error.says?.[language] ?? error.message) : String(error));
    }
  };
  return (
    <Tool className="exports" title={text.exports}>
      <div className="acts">
        {files.map(([label, path, name]) => (
          <button key={label} type="button" className="quiet" onClick={() => save(path, name)}>
            {label}
          </button>
        ))}
      </div>
      {trouble !== undefined && <p className="alarm">{trouble}</p>}
    </Tool>
  );
}
