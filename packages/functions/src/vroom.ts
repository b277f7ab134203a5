/**
 * The VROOM-compatible surface of the API function, switched on by VROOM_SECONDS: the longest search of a request. Problems
 * bring their own matrices, or get them from the networks of OSRM_ROADS where these are switched on too.
 */
import { answerVroom, createVroom, networkTables } from "@antar/api";
import { openRoads } from "@antar/roads";
import { required } from "./environment.ts";
import { reportError } from "./report.ts";
import { fetchRoads } from "./roads-file.ts";

/** A container answers one request at a time, so the search runs in its only thread. */
export async function openVroom(given: {
  readonly seconds: string;
  readonly locations: string;
  readonly roads: string;
}) {
  const digests = given.roads.split(",").filter((digest) => digest !== "");
  const base = digests.length > 0 ? required("ROADS_URL") : "";
  const files = await Promise.all(digests.map((digest) => fetchRoads(base, digest.trim())));
  const tables = files.length > 0 ? { tableOf: networkTables(files.map(openRoads)) } : {};
  const ports = { now: () => performance.now(), ...tables };
  return createVroom({
    answer: (body, asked) => answerVroom(body, asked, ports),
    limits: { seconds: Number(given.seconds), locations: Number(given.locations), bytes: 5_500_000 },
    report: (error) => reportError(error, "vroom"),
  });
}
