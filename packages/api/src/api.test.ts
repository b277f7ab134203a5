import { openTown, type Town, townBrief } from "@antar/dispatch/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "./create-api.ts";

let town: Town;
let fetchApi: (path: string, init?: RequestInit) => Promise<Response>;
const page = new TextEncoder().encode("<!doctype html><title>Antar</title>");

beforeAll(async () => {
  town = await openTown();
  let requests = 0;
  const api = createApi(town.dispatch, {
    identify: async () => town.planner,
    now: () => Date.now(),
    newId: () => {
      requests += 1;
      return `request-${requests}`;
    },
    assets: async (path) => (path === "/index.html" || path === "/" ? { bytes: page, type: "text/html" } : undefined),
    bodyLimit: 100_000,
  });
  fetchApi = async (path, init) => api.request(path, init);
});
afterAll(() => town.close());

const json = (body: unknown, method = "PUT"): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

async function problem(path: string, init?: RequestInit) {
  const response = await fetchApi(path, init);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  return { status: response.status, body: await response.json(), response };
}

async function published(id: string): Promise<void> {
  await fetchApi(`/briefs/${id}`, json(townBrief(id)));
  await fetchApi(`/briefs/${id}/plans`, json({ seed: 7 }, "POST"));
  await town.queue.idle();
  expect((await fetchApi(`/briefs/${id}/plans/1/publish`, { method: "POST" })).status).toBe(200);
}

describe("the walk of a planner", () => {
  test("brief, plan, publish, assignment, board: each answers and says that the roads are synthetic", async () => {
    const put = await fetchApi("/briefs/walk", json(townBrief("walk")));
    expect([put.status, put.headers.get("etag")]).toEqual([200, '"1"']);
    const asked = await fetchApi("/briefs/walk/plans", json({ seed: 7 }, "POST"));
    expect(asked.status).toBe(202);
    const job = await asked.json();
    expect(asked.headers.get("location")).toBe(`/jobs/${job.id}`);
    const events = await (await fetchApi(`/jobs/${job.id}/events`)).text();
    expect(events).toContain('"state":"done"');
    await fetchApi("/briefs/walk/plans/1/publish", { method: "POST" });
    for (const path of [
      "/briefs/walk",
      `/jobs/${job.id}`,
      "/briefs/walk/plan",
      "/briefs/walk/assignments",
      "/briefs/walk/assignments/truk-1",
      "/me/assignment?vehicle=truk-1",
      "/briefs/walk/board",
    ]) {
      const response = await fetchApi(path);
      expect([path, response.status]).toEqual([path, 200]);
      expect([path, (await response.json()).roads.synthetic]).toEqual([path, true]);
    }
    const lines = await fetchApi("/briefs/walk/plan/routes.geojson");
    expect(lines.headers.get("content-type")).toBe("application/geo+json");
    expect((await lines.json()).features).toHaveLength(3);
    expect((await (await fetchApi("/briefs")).json()).briefs).toMatchObject([{ id: "walk", version: 1 }]);
  });

  test("an assignment that the driver has already is answered with 304 until another version is published", async () => {
    await published("tags");
    const first = await fetchApi("/briefs/tags/assignments/truk-1");
    const tag = first.headers.get("etag") ?? "";
    const again = (): Promise<Response> =>
      fetchApi("/briefs/tags/assignments/truk-1", { headers: { "if-none-match": tag } });
    expect((await again()).status).toBe(304);
    await fetchApi("/briefs/tags/plans", json({ seed: 8 }, "POST"));
    await town.queue.idle();
    await fetchApi("/briefs/tags/plans/2/publish", { method: "POST" });
    expect((await again()).status).toBe(200);
  });

  test("a plan that is known already is sent again once somebody has said a word about it", async () => {
    await published("words");
    await fetchApi("/briefs/words/plans", json({ seed: 8 }, "POST"));
    await town.queue.idle();
    const tag = (await fetchApi("/briefs/words/plan?version=2")).headers.get("etag") ?? "";
    const again = (): Promise<Response> =>
      fetchApi("/briefs/words/plan?version=2", { headers: { "if-none-match": tag } });
    expect((await again()).status).toBe(304);
    await fetchApi("/briefs/words/plans/2/submit", json({ note: "mohon" }, "POST"));
    const changed = await again();
    expect([changed.status, (await changed.json()).review?.note]).toEqual([200, "mohon"]);
  });
});

test("the pages may ask the hosts of a base map from elsewhere, for data and pictures only", async () => {
  const mapHosts = ["https://tiles.example.id"];
  const options = { identify: async () => town.planner, now: () => 0, newId: () => "request", mapHosts };
  const response = await createApi(town.dispatch, options).request("/health");
  const rules = (response.headers.get("content-security-policy") ?? "").split("; ");
  const naming = rules.filter((rule) => rule.includes("tiles.example.id")).map((rule) => rule.split(" ")[0]);
  expect(naming.sort()).toEqual(["connect-src", "img-src"]);
});

describe("refusals", () => {
  test("a body that is not JSON is told with line and column", async () => {
    const { status, body } = await problem("/briefs/bad", json('{\n  "id": nope\n}'));
    expect([status, body.code]).toEqual([400, "not-json"]);
    expect(body.detail).toContain("baris 2, kolom 9");
  });

  test("a missing field, a swapped point and a point outside are named with their place", async () => {
    const brief = townBrief("bad");
    const [first, second, third, ...rest] = brief.places;
    const swapped = { ...second, point: [second?.point[1], second?.point[0]] };
    const outside = { ...third, point: [100, 0] };
    const bad = { ...brief, places: [first, swapped, outside, ...rest] };
    const { status, body } = await problem("/briefs/bad", json(bad));
    expect([status, body.code]).toEqual([422, "bad-brief"]);
    expect(body.troubles).toMatchObject([
      { field: "places[1].point", place: "747101" },
      { field: "places[2].point", place: "7471011001" },
    ]);
    const { window: _, ...windowless } = brief;
    expect((await problem("/briefs/bad", json(windowless))).body.troubles).toMatchObject([{ field: "window" }]);
  });

  test("a brief that somebody else changed is 412 under If-Match", async () => {
    await fetchApi("/briefs/race", json(townBrief("race")));
    await fetchApi("/briefs/race", json({ ...townBrief("race"), title: "Kedua" }));
    const late = json({ ...townBrief("race"), title: "Ketiga" });
    const init = { ...late, headers: { "content-type": "application/json", "if-match": '"1"' } };
    expect((await problem("/briefs/race", init)).status).toBe(412);
  });

  test("a blocked plan is 409 and names its findings", async () => {
    await fetchApi("/briefs/blocked", json(townBrief("blocked")));
    await fetchApi("/briefs/blocked/plans", json({ seed: 666 }, "POST"));
    await town.queue.idle();
    const { status, body } = await problem("/briefs/blocked/plans/1/publish", { method: "POST" });
    expect([status, body.code]).toEqual([409, "conflict"]);
    expect(body.troubles).toMatchObject([{ field: "late", place: "7471011001001" }]);
  });

  test.each([
    ["/briefs/none", {}, 404, "not-found"],
    ["/briefs/none/board", {}, 404, "not-found"],
    ["/jobs/none", {}, 404, "not-found"],
    ["/briefs/NOT%20AN%20ID", {}, 400, "bad-input"],
    ["/briefs/x/plan?version=minus", {}, 400, "bad-input"],
    ["/briefs?limit=100000", {}, 400, "bad-input"],
    ["/nowhere", { method: "DELETE" }, 404, "no-route"],
    ["/briefs/x/plans", json({ seed: -1 }, "POST"), 400, "bad-input"],
    ["/briefs/x/plans", json({ colour: "red" }, "POST"), 400, "bad-input"],
    ["/briefs/x/studies", json({ kind: "replan", extra: [{ tps: "7471", kits: 0 }] }, "POST"), 400, "bad-input"],
    ["/briefs/x/studies", json({ kind: "replan", extra: { "7471": 1 } }, "POST"), 400, "bad-input"],
    ["/briefs/x", { method: "PUT", body: "{}", headers: { "content-type": "text/plain" } }, 415, "wrong-media"],
    ["/briefs/x", json(`"${"x".repeat(100_001)}"`), 413, "too-large"],
    ["/briefs/x", json("[".repeat(200) + "]".repeat(200)), 400, "not-json"],
  ] as const)("%s is refused in the product's own words", async (path, init, status, code) => {
    const { status: found, body } = await problem(path, init);
    expect([found, body.code]).toEqual([status, code]);
    expect(body.says.id).not.toBe("");
    expect(body.instance).toMatch(/^urn:antar:request:request-\d+$/);
  });

  test("the detail is English for who asks for English, Indonesian otherwise", async () => {
    const english = await problem("/briefs/none", { headers: { "accept-language": "en-GB,id;q=0.5" } });
    expect(english.body.detail).toBe("Brief none not found");
    expect((await problem("/briefs/none")).body.detail).toBe("Brief none tidak ditemukan");
  });
});

describe("around the API", () => {
  test("pages of the web application get its first page, files that do not exist do not", async () => {
    const deep = await fetchApi("/board/walk", { headers: { accept: "text/html" } });
    expect([deep.status, await deep.text()]).toEqual([200, new TextDecoder().decode(page)]);
    expect((await fetchApi("/no.js", { headers: { accept: "text/html" } })).status).toBe(404);
  });

  test("every answer has an id and a policy that allows no inline script", async () => {
    const response = await fetchApi("/healthz");
    expect(response.headers.get("x-request-id")).toMatch(/^request-/);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
  });

  test("a long answer is compressed for who takes gzip", async () => {
    await published("long");
    const response = await fetchApi("/briefs/long/plan", { headers: { "accept-encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBe("gzip");
  });

  test("the OpenAPI document names every address", async () => {
    const document = await (await fetchApi("/openapi.json")).json();
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toContain("/briefs/{id}/plans/{version}/publish");
    expect(Object.keys(document.components.schemas)).toContain("Brief");
  });

  test("the service is ready when its store answers", async () => {
    expect((await fetchApi("/readyz")).status).toBe(200);
  });
});
