/**
 * The OSRM-compatible surface of the API function, switched on by OSRM_ROADS: digests of extracts whose network files lie
 * under ROADS_URL, separated by commas. Networks are fetched at the first request.
 */
import { createOsrm } from "@antar/api";
import { openRoads } from "@antar/roads";
import { required } from "./environment.ts";
import { reportError } from "./report.ts";
import { fetchRoads } from "./roads-file.ts";

/** The application over the networks of `digests`. */
export async function openOsrm(digests: string) {
  const base = required("ROADS_URL");
  const files = await Promise.all(digests.split(",").map((digest) => fetchRoads(base, digest.trim())));
  return createOsrm(files.map(openRoads), { now: Date.now, report: (error) => reportError(error, "osrm") });
}
