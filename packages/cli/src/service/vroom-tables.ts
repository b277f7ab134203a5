/**
 * Where VROOM requests without matrices get their tables: road network files, or a router that speaks OSRM's protocol.
 */
import { readFile } from "node:fs/promises";
import { networkTables, type VroomTableOf } from "@antar/api";
import { openRoads, RoadsError } from "@antar/roads";
import { VroomError, type VroomTables } from "@antar/solver/formats";
import * as z from "zod";

const Cells = z.array(z.array(z.number().nullable()));
const OsrmTable = z.object({ code: z.literal("Ok"), durations: Cells, distances: Cells });

function flat(rows: readonly (readonly (number | null)[])[]): Float64Array {
  return Float64Array.from(rows.flat(), (cell) => (cell === null ? Number.POSITIVE_INFINITY : Math.round(cell)));
}

/** Tables from the router at `url`: `URL/table/v1/PROFILE/...`. */
function routerTables(url: string): VroomTableOf {
  return async (profile, points): Promise<VroomTables> => {
    const at = `${url.replace(/\/$/, "")}/table/v1/${encodeURIComponent(profile)}/${points.map((point) => point.join()).join(";")}`;
    const fail = (reason: string): never => {
      throw new VroomError(3, `${url} answers no table for the profile ${profile}: ${reason}`);
    };
    const response = await fetch(`${at}?annotations=duration,distance`).catch((error: unknown) => fail(String(error)));
    const table = OsrmTable.safeParse(await response.json().catch(() => undefined));
    if (!table.success) return fail(`HTTP ${response.status}`);
    const { durations, distances } = table.data;
    return { size: points.length, durations: flat(durations), distances: flat(distances), costs: undefined };
  };
}

/** Tables from network files, else from a router; undefined when neither is named. Throws VroomError 3 on a bad file. */
export async function openTables(
  networks: readonly string[],
  router: string | undefined,
): Promise<VroomTableOf | undefined> {
  if (networks.length === 0) return router === undefined ? undefined : routerTables(router);
  const opened = await Promise.all(
    networks.map(async (path) => {
      try {
        return openRoads(new Uint8Array(await readFile(path)));
      } catch (error) {
        if (!(error instanceof RoadsError || (error instanceof Error && "code" in error))) throw error;
        throw new VroomError(3, `${path}: ${error.message}`);
      }
    }),
  );
  return networkTables(opened);
}
