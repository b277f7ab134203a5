/**
 * Answers one VROOM request: reads it, gets tables where it brings none, solves or times it. Knows the order of the steps;
 * refuses to know HTTP.
 */
import type { LonLat } from "@antar/measure";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import {
  coordinatesOf,
  needsRouter,
  planVroom,
  readVroom,
  solveVroom,
  type VroomAnswer,
  VroomError,
  type VroomRefusal,
  type VroomRequest,
  type VroomTables,
  vroomAnswer,
  withRouterTables,
} from "@antar/solver/formats";
import { aliases } from "../osrm/create-osrm.ts";

/** Durations and distances between all `points` for a profile. Throws VroomError 3 when they cannot be had. */
export type VroomTableOf = (profile: string, points: readonly LonLat[]) => VroomTables | Promise<VroomTables>;

/** What one request asks for beside the problem. */
export interface VroomAsked {
  /** True: time the routes in `steps` instead of searching. */
  readonly plan: boolean;
  /** A budget of time, or a count of iterations. */
  readonly seconds?: number;
  readonly iterations?: number;
  readonly seed?: number;
}

/** What answering needs from the program. */
export interface VroomPorts {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Absent: requests must bring their matrices. */
  readonly tableOf?: VroomTableOf;
  readonly signal?: { readonly aborted: boolean };
}

/** Tables from road networks; a profile may be named by one of its customary names. */
export function networkTables(networks: readonly RoadNetwork[]): VroomTableOf {
  return (profile, points) => {
    const wanted = [profile, ...(aliases.get(profile) ?? [])];
    for (const name of wanted) {
      const network = networks.find(({ metadata }) => metadata.profiles.includes(name));
      if (!network) continue;
      const { durations, distances } = network.table(name, points, points);
      const whole = (cells: Float64Array): Float64Array => cells.map((cell) => Math.round(cell));
      return { size: points.length, durations: whole(durations), distances: whole(distances), costs: undefined };
    }
    const known = networks.flatMap(({ metadata }) => metadata.profiles).join(", ");
    throw new VroomError(3, `there is no road network for the profile ${profile}; there are ${known}`);
  };
}

async function withTables(request: VroomRequest, { tableOf }: VroomPorts): Promise<VroomRequest> {
  if (!needsRouter(request)) return request;
  const profiles = [...new Set(request.vehicles.map(({ profile }) => profile))];
  if (!tableOf)
    throw new VroomError(
      3,
      `profile ${profiles[0]} has no matrices and no road network or router is at hand: give matrices.${profiles[0]}.durations`,
    );
  const points = coordinatesOf(request);
  const tables = new Map<string, VroomTables>();
  for (const profile of profiles) tables.set(profile, await tableOf(profile, points));
  return withRouterTables(request, tables);
}

/** The answer to the JSON value `body`; what is refused is answered too, with VROOM's code. Program errors are thrown. */
export async function answerVroom(
  body: unknown,
  asked: VroomAsked,
  ports: VroomPorts,
): Promise<VroomAnswer | VroomRefusal> {
  const began = ports.now();
  try {
    const request = await withTables(readVroom(body), ports);
    const loading = Math.round(ports.now() - began);
    const budget =
      asked.iterations === undefined
        ? until.seconds(Math.max(0, (asked.seconds ?? 1) - loading / 1_000), ports.now)
        : until.iterations(asked.iterations);
    const signal = ports.signal ? { signal: ports.signal } : {};
    const { reports } = asked.plan
      ? planVroom(request)
      : solveVroom(request, { seed: asked.seed ?? 1, until: budget, ...signal });
    const solving = Math.round(ports.now() - began - loading);
    return vroomAnswer(request, reports, { loading, solving, routing: 0 });
  } catch (error) {
    if (error instanceof VroomError) return { code: error.code, error: error.message };
    throw error;
  }
}
