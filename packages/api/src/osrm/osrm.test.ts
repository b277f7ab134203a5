import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRandom, haversine, type LonLat } from "@antar/measure";
import { buildRoads, openRoads, profileOf, type RoadNetwork } from "@antar/roads";
import polyline from "@mapbox/polyline";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type * as z from "zod";
import { createOsrm } from "./create-osrm.ts";
import { documented } from "./testing/documented-schema.ts";

/** A real extract (Monaco, © OpenStreetMap contributors), with OSM node ids kept. */
const sample = new URL("../../../../data/osm/monaco.osm.pbf", import.meta.url);

let network: RoadNetwork;
let osrm: ReturnType<typeof createOsrm>;
let points: LonLat[];

beforeAll(async () => {
  const bytes = new Uint8Array(readFileSync(sample));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const profiles = ["pickup", "foot"].map((id) => profileOf(id) ?? expect.fail(id));
  const options = { format: "pbf", source: "monaco.osm.pbf", sha256, profiles, keepNodeIds: true } as const;
  network = openRoads((await buildRoads(bytes, options)).file);
  osrm = createOsrm([network], { now: () => 0 });
  const [west, south, east, north] = network.metadata.bbox;
  const random = createRandom(21);
  points = Array.from({ length: 8 }, () => [
    west + (0.3 + 0.4 * random.next()) * (east - west),
    south + (0.3 + 0.4 * random.next()) * (north - south),
  ]);
});

const text = (list: readonly LonLat[]): string => list.map(([lon, lat]) => `${lon},${lat}`).join(";");
const trip = (...indexes: number[]): string => text(indexes.map((index) => points[index] ?? [0, 0]));

/** Asks and holds the answer against the documented shape. */
async function ask<S extends keyof typeof documented>(
  service: S,
  rest: string,
): Promise<z.infer<(typeof documented)[S]>> {
  const response = await osrm.request(`/${service}/v1/driving/${rest}`);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  const schema: z.ZodType = documented[service];
  return schema.parse(body) as z.infer<(typeof documented)[S]>;
}

async function refusal(path: string): Promise<string> {
  const response = await osrm.request(path);
  expect(response.status).toBe(400);
  return documented.refusal.parse(await response.json()).code;
}

describe("route", () => {
  test("answers the documented shape with every option on, in all three geometries, of the same line", async () => {
    const lines = await Promise.all(
      ["polyline", "polyline6", "geojson"].map(async (geometries) => {
        const options = `steps=true&annotations=true&overview=full&alternatives=3&geometries=${geometries}`;
        const { routes } = await ask("route", `${trip(0, 1)}?${options}`);
        const geometry = routes[0]?.geometry;
        if (typeof geometry !== "string") return geometry?.coordinates ?? [];
        return polyline.decode(geometry, geometries === "polyline6" ? 6 : 5).map(([lat, lon]) => [lon, lat]);
      }),
    );
    for (const [i, [lon, lat]] of (lines[2] ?? []).entries()) {
      expect(lines[0]?.[i]).toEqual([expect.closeTo(lon ?? 0, 4), expect.closeTo(lat ?? 0, 4)]);
      expect(lines[1]?.[i]).toEqual([expect.closeTo(lon ?? 0, 5), expect.closeTo(lat ?? 0, 5)]);
    }
  });

  test("takes the time and way of the network's own path; legs add up; steps add up to legs", async () => {
    const { routes, waypoints } = await ask("route", `${trip(0, 1, 2)}?steps=true&annotations=true`);
    const own = network.path("pickup", points[0]!, points[1]!);
    const [route] = routes;
    expect(route?.legs[0]?.duration).toBe(own?.duration);
    expect(route?.legs[0]?.distance).toBe(own?.distance);
    expect(waypoints).toHaveLength(3);
    for (const key of ["duration", "distance"] as const) {
      expect(route?.legs.reduce((sum, leg) => sum + leg[key], 0)).toBeCloseTo(route?.[key] ?? Number.NaN, 3);
      for (const leg of route?.legs ?? []) {
        expect(leg.steps.reduce((sum, step) => sum + step[key], 0)).toBeCloseTo(leg[key], 3);
      }
    }
  });

  test("annotates every piece of the full line, with the OSM nodes between them", async () => {
    const options = "annotations=true&overview=full&geometries=geojson";
    const { routes } = await ask("route", `${trip(3, 4)}?${options}`);
    const { annotation, distance = 0 } = routes[0]?.legs[0] ?? {};
    const geometry = routes[0]?.geometry;
    const pieces = typeof geometry === "object" ? geometry.coordinates.length - 1 : 0;
    expect(annotation?.nodes).toHaveLength(pieces + 1);
    for (const list of [annotation?.distance, annotation?.duration, annotation?.speed, annotation?.datasources]) {
      expect(list).toHaveLength(pieces);
    }
    // Within a decimetre for each edge, which is what lengths are rounded to.
    expect(annotation?.distance?.reduce((a, b) => a + b, 0)).toBeCloseTo(distance, -1);
    const some = await ask("route", `${trip(3, 4)}?annotations=speed,nodes`);
    expect(Object.keys(some.routes[0]?.legs[0]?.annotation ?? {})).toEqual(["nodes", "speed"]);
  });

  test("leaves legs, hints and waypoints out when asked to", async () => {
    const through = await ask("route", `${trip(0, 1, 2)}?waypoints=0;2&steps=true&generate_hints=false`);
    expect(through.routes[0]?.legs).toHaveLength(1);
    expect(through.waypoints?.map((waypoint) => waypoint.hint)).toEqual([undefined, undefined]);
    const kinds = through.routes[0]?.legs[0]?.steps.map((step) => step.maneuver.type) ?? [];
    expect(kinds.filter((kind) => kind === "arrive" || kind === "depart")).toEqual(["depart", "arrive"]);
    const { legs } = (await ask("route", `${trip(0, 1, 2)}`)).routes[0] ?? expect.fail("no route");
    const sum = legs.reduce((total, leg) => total + leg.duration, 0);
    expect(through.routes[0]?.legs[0]?.duration).toBeCloseTo(sum, 3);
    expect(await ask("route", `${trip(0, 1)}?skip_waypoints=true`)).not.toHaveProperty("waypoints");
  });

  test("reads coordinates as polyline and polyline6, percent-encoded, with .json behind", async () => {
    const plain = await ask("route", trip(0, 1));
    for (const precision of [5, 6]) {
      const line = polyline.encode(
        [0, 1].map((i) => [points[i]![1], points[i]![0]]),
        precision,
      );
      const name = precision === 6 ? "polyline6" : "polyline";
      const encoded = await ask("route", `${encodeURIComponent(`${name}(${line})`)}.json`);
      expect(encoded.routes[0]?.distance).toBeCloseTo(plain.routes[0]?.distance ?? 0, -1);
    }
  });

  test("with hints answers the same, and a hint of another network is passed over", async () => {
    const { waypoints, routes } = await ask("route", trip(0, 1));
    const hints = waypoints?.map(({ hint }) => hint).join(";");
    expect(await ask("route", `${trip(0, 1)}?hints=${hints}`)).toEqual({ code: "Ok", waypoints, routes });
    const foreign = btoa(`A1${"f".repeat(8)}-5`).replace(/=+$/, "");
    expect((await ask("route", `${trip(0, 1)}?hints=${foreign};`)).routes).toEqual(routes);
  });

  test("keeps to the curb, to a bearing, off excluded classes, and straight on at waypoints", async () => {
    const free = (await ask("route", trip(0, 1, 2))).routes[0]?.duration ?? 0;
    for (const option of ["approaches=;curb;curb", "continue_straight=true", "exclude=trunk,motorway"]) {
      expect((await ask("route", `${trip(0, 1, 2)}?${option}`)).routes[0]?.duration).toBeGreaterThanOrEqual(free);
    }
    const { waypoints } = await ask("nearest", `${trip(0)}?bearings=90,45&number=1`);
    expect(waypoints).toHaveLength(1);
  });
});

describe("table", () => {
  test("each cell is the route of its pair, for the sources and destinations named", async () => {
    const options = "sources=0;2&destinations=1;3;0&annotations=duration,distance";
    const table = await ask("table", `${trip(0, 1, 2, 3)}?${options}`);
    expect(table.durations).toHaveLength(2);
    for (const [row, from] of [0, 2].entries()) {
      for (const [column, to] of [1, 3, 0].entries()) {
        const { routes } = await ask("route", trip(from, to));
        expect(table.durations?.[row]?.[column]).toBe(routes[0]?.duration);
        expect(table.distances?.[row]?.[column]).toBe(routes[0]?.distance);
      }
    }
    expect(table.sources?.map(({ location }) => location)).toHaveLength(2);
  });

  test("says null where there is no way, or the straight line at the client's own speed", async () => {
    // A belt closed from north to south through the middle leaves no way from west to east.
    const [west, south, east, north] = network.metadata.bbox;
    const middle = (west + east) / 2;
    const belt = { kind: "box", west: middle - 0.0005, south, east: middle + 0.0005, north } as const;
    const cut = createOsrm([network.withClosures([belt])], { now: () => 0 });
    const y = (south + north) / 2;
    const pair = text([
      [middle - 0.01, y],
      [middle + 0.01, y],
    ]);
    const read = async (options: string) =>
      documented.table.parse(await (await cut.request(`/table/v1/driving/${pair}?${options}`)).json());
    const plain = await read("annotations=duration,distance");
    expect([plain.durations?.[0]?.[1], plain.distances?.[0]?.[1], plain.durations?.[0]?.[0]]).toEqual([null, null, 0]);
    const filled = await read("annotations=duration,distance&fallback_speed=10&scale_factor=2");
    expect(filled.fallback_speed_cells).toContainEqual([0, 1]);
    const metres = filled.distances?.[0]?.[1] ?? 0;
    expect(metres).toBeCloseTo(haversine([middle - 0.01, y], [middle + 0.01, y]), 0);
    expect(filled.durations?.[0]?.[1]).toBeCloseTo((metres / 10) * 2, 0);
    const refused = await cut.request(`/route/v1/driving/${pair}`);
    expect(documented.refusal.parse(await refused.json()).code).toBe("NoRoute");
  });
});

describe("match", () => {
  test("puts a trace of a known route back on its roads", async () => {
    const { routes } = await ask("route", `${trip(0, 1)}?geometries=geojson&overview=full`);
    const geometry = routes[0]?.geometry;
    const line = typeof geometry === "object" ? geometry.coordinates.filter((_, i) => i % 2 === 0).slice(0, 60) : [];
    const options = `timestamps=${line.map((_, i) => 1_700_000_000 + i * 5).join(";")}&radiuses=${line.map(() => 8).join(";")}`;
    const found = await ask("match", `${text(line)}?${options}&steps=true&annotations=true&tidy=true`);
    expect(found.matchings).toHaveLength(1);
    expect(found.tracepoints).toHaveLength(line.length);
    expect(found.matchings[0]?.confidence).toBeGreaterThan(0.4);
    const few = await ask("match", `${text(line)}?waypoints=0;${line.length - 1}`);
    expect(few.matchings[0]?.legs).toHaveLength(1);
  });

  test("far from every road is NoMatch", async () => {
    expect(await refusal("/match/v1/driving/1,1;1.001,1")).toBe("NoMatch");
  });
});

describe("refusals have the documented code and status 400", () => {
  const pair = "7.42,43.73;7.43,43.74";
  test.each([
    ["/", "InvalidUrl"],
    ["/route/v1/driving/", "InvalidUrl"],
    ["/fly/v1/driving/1,1;2,2", "InvalidService"],
    ["/route/v2/driving/1,1;2,2", "InvalidVersion"],
    [`/route/v1/driving/${pair}?steps=perhaps`, "InvalidQuery"],
    [`/route/v1/driving/${pair}?no_such=1`, "InvalidQuery"],
    [`/route/v1/driving/${pair}?steps=true&steps=true`, "InvalidQuery"],
    ["/route/v1/driving/1,1;x,2", "InvalidQuery"],
    [`/route/v1/driving/${pair}?radiuses=5`, "InvalidOptions"],
    [`/route/v1/driving/${pair}?hints=!;`, "InvalidOptions"],
    [`/route/v1/driving/${pair}?waypoints=0`, "InvalidOptions"],
    ["/route/v1/driving/7.42,43.73", "InvalidOptions"],
    [`/nearest/v1/driving/${pair}`, "InvalidOptions"],
    [`/table/v1/driving/${pair}?sources=7`, "InvalidOptions"],
    ["/route/v1/driving/43.73,97.42;1,1", "InvalidValue"],
    [`/route/v1/zeppelin/${pair}`, "InvalidValue"],
    [`/route/v1/driving/${pair}?exclude=moon`, "InvalidValue"],
    [`/match/v1/driving/${pair}?timestamps=5;4`, "InvalidValue"],
    ["/nearest/v1/driving/1,1?radiuses=10", "NoSegment"],
    [`/trip/v1/driving/${pair}`, "NotImplemented"],
    ["/tile/v1/driving/tile(1310,3166,13).mvt", "NotImplemented"],
    [`/route/v1/driving/${pair}.flatbuffers`, "NotImplemented"],
  ])("%s: %s", async (path, code) => {
    expect(await refusal(path)).toBe(code);
  });

  test.each(["route", "table"])("%s of 101 coordinates is TooBig", async (service) => {
    expect(await refusal(`/${service}/v1/driving/${Array(101).fill("7.42,43.73").join(";")}`)).toBe("TooBig");
  });

  test("a match that takes longer than allowed is TooBig", async () => {
    let clock = 0;
    const hasty = createOsrm([network], { now: () => (clock += 1_000), limits: { milliseconds: 1_500 } });
    const response = await hasty.request(`/match/v1/driving/${trip(0, 1, 2, 3)}`);
    expect(documented.refusal.parse(await response.json()).code).toBe("TooBig");
  });

  test("300 requests put together at random end in an answer or a documented refusal", async () => {
    const names = ["steps", "overview", "bearings", "hints", "radiuses", "exclude", "number", "sources", "tidy", "x"];
    const values = [
      "true",
      "false",
      "",
      ";",
      "0,20;",
      "5;5",
      "all",
      "1;0",
      "%00",
      "-1",
      "9e9",
      "unlimited;",
      "geojson",
    ];
    const places = ["7.42,43.73;7.43,43.74", "7.42,43.73", ";", "polyline(_p~iF~ps|U)", "1,1;2,2", "%", "0,0;0,0.json"];
    const request = fc.tuple(
      fc.constantFrom("nearest", "route", "table", "match", "trip", "..", ""),
      fc.constantFrom("driving", "foot", "%2e", "__proto__"),
      fc.constantFrom(...places),
      fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values)), { maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(request, async ([service, profile, place, options]) => {
        const query = options.map(([name, value]) => `${name}=${value}`).join("&");
        const response = await osrm.request(`/${service}/v1/${profile}/${place}?${query}`);
        const body: unknown = await response.json();
        if (response.status === 200) expect(body).toMatchObject({ code: "Ok" });
        else {
          expect(response.status).toBe(400);
          documented.refusal.parse(body);
        }
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

test("other profiles are asked by name: on foot the mode is walking", async () => {
  const response = await osrm.request(`/route/v1/foot/${trip(0, 1)}?steps=true`);
  const { routes } = documented.route.parse(await response.json());
  expect(new Set(routes[0]?.legs[0]?.steps.map(({ mode }) => mode))).toEqual(new Set(["walking"]));
});
