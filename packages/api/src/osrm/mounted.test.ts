import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { openTown, type Town } from "@antar/dispatch/testing";
import { buildRoads, openRoads, profileOf, type RoadNetwork } from "@antar/roads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "../create-api.ts";
import { NotSignedIn } from "../problem.ts";
import { createOsrm } from "./create-osrm.ts";

let town: Town;
let network: RoadNetwork;
beforeAll(async () => {
  const bytes = new Uint8Array(
    readFileSync(new URL("../../../../data/osm/bayfront-singapore.osm.pbf", import.meta.url)),
  );
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const profiles = [profileOf("pickup") ?? expect.fail("no pickup")];
  network = openRoads((await buildRoads(bytes, { format: "pbf", source: "bayfront", sha256, profiles })).file);
  town = await openTown();
});
afterAll(() => town.close());

function open(choices: { readonly switchedOn: boolean }) {
  return createApi(town.dispatch, {
    identify: async (request) => {
      if (request.headers.get("authorization") !== "Bearer good") throw new NotSignedIn();
      return town.planner;
    },
    now: Date.now,
    newId: () => "request",
    ...(choices.switchedOn ? { osrm: createOsrm([network], { now: Date.now }) } : {}),
  });
}
const signedIn = { headers: { authorization: "Bearer good" } };

test("switched on, the main service answers OSRM's requests under /osrm to who is signed in", async () => {
  const [west, south, east, north] = network.metadata.bbox;
  const path = `/osrm/nearest/v1/pickup/${(west + east) / 2},${(south + north) / 2}?number=1`;
  const api = open({ switchedOn: true });
  const response = await api.request(path, signedIn);
  expect(response.status).toBe(200);
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
  expect(await response.json()).toMatchObject({ code: "Ok", waypoints: [{ name: expect.any(String) }] });
  expect((await api.request(path)).status).toBe(401);
  expect(await (await api.request("/osrm/route/v1/pickup/x", signedIn)).json()).toMatchObject({ code: "InvalidQuery" });
});

test("switched off, there is no such address", async () => {
  expect((await open({ switchedOn: false }).request("/osrm/nearest/v1/pickup/1,1", signedIn)).status).toBe(404);
});
