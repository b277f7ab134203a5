/**
 * The OSRM-compatible HTTP surface over road networks. Knows the order of what a request passes; the protocol itself stands
 * in the files beside it, what differs from OSRM in docs/osrm.md.
 */
import { type RoadNetwork, RoadsError } from "@antar/roads";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { optionsOf, readOptions } from "./options.ts";
import { OsrmRefusal } from "./refusal.ts";
import { type OsrmRequest, type Position, readRequest } from "./request.ts";
import { type Asked, answerMatch, answerNearest, answerRoute, answerTable, type OsrmLimits } from "./services.ts";

/** Limits for a service that is open to others. */
export const osrmLimits: OsrmLimits = {
  route: 100,
  match: 200,
  table: 10_000,
  nearest: 100,
  alternatives: 3,
  milliseconds: 5_000,
};

/** Options of `createOsrm`. */
export interface OsrmOptions {
  /** Default: `osrmLimits`. */
  readonly limits?: Partial<OsrmLimits>;
  /** Milliseconds since any moment. */
  readonly now: () => number;
  /** True: pages of any origin may ask. Default false. */
  readonly open?: boolean;
  /** Told of every program error; absent: nobody is. */
  readonly report?: (error: unknown) => void;
}

/** OSRM's customary names of profiles, and what stands for them, best first; driving takes a network's first when it has none. */
export const aliases: ReadonlyMap<string, readonly string[]> = new Map([
  ["driving", ["car", "pickup", "reference-car", "truck"]],
  ["car", ["pickup", "reference-car"]],
  ["walking", ["foot"]],
]);

/** Classes that `exclude` knows. */
const classes = ["motorway", "trunk", "primary", "secondary", "tertiary", "residential", "service", "track", "ferry"];

const keptExclusions = 4;

/** Networks by the classes that are left out: made when first asked for, the last few kept. */
function createExclusions() {
  const kept = new Map<string, RoadNetwork>();
  return (network: RoadNetwork, exclude: string | undefined): RoadNetwork => {
    if (exclude === undefined || exclude === "") return network;
    const names = [...new Set(exclude.split(","))].sort();
    const wrong = names.find((name) => !classes.includes(name));
    if (wrong !== undefined) {
      throw new OsrmRefusal(
        "InvalidValue",
        `Option exclude: ${wrong.slice(0, 40)} cannot be left out; there are ${classes.join(", ")}.`,
      );
    }
    const key = `${network.metadata.sha256} ${names.join(",")}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const closures = names.map((name) => ({ kind: "class" as const, class: name }));
    const made = network.withClosures([...network.closures, ...closures]);
    kept.set(key, made);
    for (const oldest of [...kept.keys()].slice(0, -keptExclusions)) kept.delete(oldest);
    return made;
  };
}

function covers({ metadata }: RoadNetwork, [lon, lat]: Position): boolean {
  const [west, south, east, north] = metadata.bbox;
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** The network that has the profile and, where several do, covers the first coordinate; and its own name of the profile. */
function groundOf(networks: readonly RoadNetwork[], { profile, coordinates }: OsrmRequest) {
  const wanted = [profile, ...(aliases.get(profile) ?? [])];
  const able = networks.flatMap((network) => {
    const own = network.metadata.profiles;
    const name = wanted.find((one) => own.includes(one)) ?? (profile === "driving" ? own[0] : undefined);
    return name === undefined ? [] : [{ network, profile: name }];
  });
  const [first] = coordinates;
  const found = able.find(({ network }) => first !== undefined && covers(network, first)) ?? able[0];
  if (found !== undefined) return found;
  const have = [...new Set(networks.flatMap((network) => network.metadata.profiles))].join(", ");
  throw new OsrmRefusal(
    "InvalidValue",
    `There is no profile ${profile.slice(0, 40)}; there are ${have}, and driving for the first that drives.`,
  );
}

/**
 * The HTTP application over `networks`: answers `GET /{service}/v1/{profile}/{coordinates}`. Every refusal is JSON with
 * `code` and `message` and status 400; a program error has status 500 and says nothing of its insides.
 */
export function createOsrm(networks: readonly RoadNetwork[], options: OsrmOptions) {
  const limits = { ...osrmLimits, ...options.limits };
  const excluding = createExclusions();
  const { now } = options;

  function answer(request: OsrmRequest): object {
    const ground = groundOf(networks, request);
    const { coordinates, query } = request;
    const common = { ...ground, network: excluding(ground.network, query.exclude), coordinates, limits, now };
    const asked = <O>(read: O): Asked<O> => ({ ...common, options: read });
    switch (request.service) {
      case "nearest":
        return answerNearest(asked(readOptions(optionsOf.nearest, request)));
      case "route":
        return answerRoute(asked(readOptions(optionsOf.route, request)));
      case "table":
        return answerTable(asked(readOptions(optionsOf.table, request)));
      case "match":
        return answerMatch(asked(readOptions(optionsOf.match, request)));
      default: {
        const never: never = request.service;
        throw new OsrmRefusal("InvalidService", `There is no service ${String(never)}.`);
      }
    }
  }

  const app = new Hono();
  if (options.open) app.use(cors({ origin: "*", allowMethods: ["GET"] }));
  app.onError((error, c) => {
    if (error instanceof OsrmRefusal) return c.json({ code: error.code, message: error.message }, 400);
    if (error instanceof RoadsError) return c.json({ code: "InvalidValue", message: error.message }, 400);
    options.report?.(error);
    return c.json({ code: "InternalError", message: "A program error happened; report it." }, 500);
  });
  app.notFound((c) =>
    c.json({ code: "InvalidUrl", message: "Ask with GET /{service}/v1/{profile}/{coordinates}." }, 400),
  );
  app.get("/*", (c) => {
    const { pathname, search } = new URL(c.req.url);
    return c.json({ code: "Ok", ...answer(readRequest(pathname, search)) });
  });
  return app;
}
