import { openTown, type Town, townBrief } from "@antar/dispatch/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "./create-api.ts";

let town: Town;
let send: (path: string, init: RequestInit) => Promise<Response>;
beforeAll(async () => {
  town = await openTown();
  let requests = 0;
  const newId = (): string => {
    requests += 1;
    return `request-${requests}`;
  };
  const api = createApi(town.dispatch, { identify: async () => town.planner, now: Date.now, newId });
  send = async (path, init) => api.request(path, init);
  await send("/briefs/town", jsonInit("PUT", JSON.stringify(townBrief())));
});
afterAll(() => town.close());

const jsonInit = (method: string, body: BodyInit): RequestInit => ({
  method,
  body,
  headers: { "content-type": "application/json" },
});

type Change = (brief: Record<string, unknown>) => unknown;
const place =
  (index: number, fields: Record<string, unknown>): Change =>
  (brief) => {
    const places = [...(brief.places as Record<string, unknown>[])];
    places[index] = { ...places[index], ...fields };
    return { ...brief, places };
  };
const put =
  (fields: Record<string, unknown>): Change =>
  (brief) => ({ ...brief, ...fields });
const drop =
  (field: string): Change =>
  ({ [field]: _, ...rest }) =>
    rest;

/** Briefs that are JSON and must be refused, with the field that the refusal names. */
const briefs: readonly (readonly [name: string, field: string, change: Change])[] = [
  ["null", "(brief)", () => null],
  ["a number", "(brief)", () => 7],
  ["a string", "(brief)", () => "brief"],
  ["an array", "(brief)", () => []],
  ["an empty object", "schema", () => ({})],
  ["without id", "id", drop("id")],
  ["without places", "places", drop("places")],
  ["without window", "window", drop("window")],
  ["without vehicle types", "vehicleTypes", drop("vehicleTypes")],
  ["of another schema", "schema", put({ schema: "antar.brief/99" })],
  ["with an unknown field", "(brief)", put({ colour: "red" })],
  ["with an id of control characters", "id", put({ id: "a\u0000b" })],
  ["with an id that is a path", "id", put({ id: "../../etc" })],
  ["of another id", "id", put({ id: "other" })],
  ["of another tenant", "tenant", put({ tenant: "kediri" })],
  ["with a zone that is none", "timeZone", put({ timeZone: "Mars/Olympus" })],
  ["with an empty title", "title", put({ title: "" })],
  ["with a title of 10,000 letters", "title", put({ title: "x".repeat(10_000) })],
  ["with a title that is an object", "title", put({ title: { toString: 1 } })],
  ["with a mode that is none", "mode", put({ mode: "teleport" })],
  [
    "with a window that ends first",
    "window",
    put({
      window: {
        start: "2024-11-26T08:00:00+08:00",
        end: "2024-11-25T08:00:00+08:00",
        legalEnd: "2024-11-26T23:59:00+08:00",
      },
    }),
  ],
  [
    "with a window of a year",
    "window",
    put({
      window: {
        start: "2024-01-01T08:00:00+08:00",
        end: "2024-12-31T08:00:00+08:00",
        legalEnd: "2024-12-31T23:59:00+08:00",
      },
    }),
  ],
  [
    "with a moment without offset",
    "window.start",
    put({
      window: { start: "2024-11-25T08:00:00", end: "2024-11-26T18:00:00+08:00", legalEnd: "2024-11-26T23:59:00+08:00" },
    }),
  ],
  [
    "with a day that does not exist",
    "window.start",
    put({
      window: {
        start: "2024-02-31T08:00:00+08:00",
        end: "2024-11-26T18:00:00+08:00",
        legalEnd: "2024-11-26T23:59:00+08:00",
      },
    }),
  ],
  ["with a currency of digits", "currency", put({ currency: "123" })],
  ["with no places at all", "places", put({ places: [] })],
  ["with places that are text", "places", put({ places: "many" })],
  ["with 20,001 places", "places", put({ places: Array.from({ length: 20_001 }, () => 0) })],
  [
    "with handling below zero",
    "handling.loadPerKit",
    put({ handling: { loadPerKit: -1, handOverPerKit: 1, perStop: 1 } }),
  ],
  ["with a huge duration", "handling.perStop", put({ handling: { loadPerKit: 1, handOverPerKit: 1, perStop: 1e308 } })],
  ["with half a second", "slackTarget", put({ slackTarget: 0.5 })],
  ["with a number as text", "slackTarget", put({ slackTarget: "7200" })],
  ["with true as a number", "slackTarget", put({ slackTarget: true })],
  ["with a kit of nothing", "kit.pieces", put({ kit: { pieces: [], litres: 1 } })],
  ["with latitude and longitude swapped", "places[3].point", place(3, { point: [-4.001, 122.541] })],
  ["with a point outside", "places[3].point", place(3, { point: [0, 0] })],
  ["with a point of three numbers", "places[3].point", place(3, { point: [1, 2, 3] })],
  ["with a point of null", "places[3].point[0]", place(3, { point: [null, null] })],
  ["with a longitude of 999", "places[3].point[0]", place(3, { point: [999, 0] })],
  ["with a duplicate code", "places[4].code", place(4, { code: "7471011001001" })],
  ["with a code of 12 digits", "places[3].code", place(3, { code: "747101100100" })],
  ["with a code of another kelurahan", "places[3].code", place(3, { code: "9999999999001" })],
  ["with a code of angle brackets", "places[3].code", place(3, { code: "<script>" })],
  ["with a supplier that is not there", "places[3].suppliedBy", place(3, { suppliedBy: "000" })],
  ["with a TPS that supplies", "places[4].suppliedBy", place(4, { suppliedBy: "7471011001001" })],
  ["with a TPS without supplier", "places[3].suppliedBy", place(3, { suppliedBy: undefined })],
  ["with two warehouses", "places[1].suppliedBy", place(1, { kind: "warehouse" })],
  ["with a kind that is none", "places[3].kind", place(3, { kind: "moon" })],
  ["with a name of nothing", "places[3].name", place(3, { name: "" })],
  ["with a hundred thousand kits", "places[3].kits", place(3, { kits: 100_000 })],
  ["with docks that are none", "places[0].docks", place(0, { docks: 0 })],
  [
    "with a digest that is none",
    "roads.sha256",
    put({ roads: { extract: "x", sha256: "zz", synthetic: true, attribution: "x" } }),
  ],
];

/** Bodies that are no JSON document of ours at all, to be refused by their code. */
const bodies: readonly (readonly [name: string, body: BodyInit, status: number])[] = [
  ["nothing", "", 400],
  ["blanks", "   \n", 400],
  ["half an object", '{"id": "town"', 400],
  ["NaN", '{"slackTarget": NaN}', 400],
  ["Infinity", "Infinity", 400],
  ["a trailing comma", '{"id": "town",}', 400],
  ["single quotes", "{'id': 'town'}", 400],
  ["a comment", '{"id": 1} // brief', 400],
  ["a control character in a string", '{"id": "a\u0001"}', 400],
  ["two documents", "{}{}", 400],
  ["XML", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", 400],
  ["UTF-16", new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), 400],
  ["Latin-1", new Uint8Array([0x22, 0xe9, 0x22]), 400],
  ["a lone continuation byte", new Uint8Array([0x22, 0x80, 0x22]), 400],
  ["100,000 open brackets", "[".repeat(100_000), 400],
  ["33 nested objects", `${'{"a":'.repeat(33)}1${"}".repeat(33)}`, 400],
  ["a number of 400 digits", "9".repeat(400), 422],
  ["6 MB of blanks in a string", JSON.stringify({ id: " ".repeat(6_000_000) }), 422],
  ["9 MB", JSON.stringify("x".repeat(9_000_000)), 413],
  ["__proto__", '{"__proto__": {"schema": "antar.brief/1", "id": "town"}}', 422],
  ["constructor.prototype", '{"constructor": {"prototype": {"id": "town"}}}', 422],
  ["an array of 10,000 elements", JSON.stringify(Array.from({ length: 10_000 }, () => null)), 422],
];

test.each(briefs)("a brief %s is refused at %s", async (_, field, change) => {
  const brief: Record<string, unknown> = { ...townBrief() };
  const response = await send("/briefs/town", jsonInit("PUT", JSON.stringify(change(brief))));
  const problem = await response.json();
  expect([response.status, problem.code]).toEqual([422, "bad-brief"]);
  expect(problem.troubles.map((trouble: { field: string }) => trouble.field)).toContain(field);
});

test.each(bodies)("a body of %s is refused", async (_, body, status) => {
  const response = await send("/briefs/town", jsonInit("PUT", body));
  const problem = await response.json();
  expect([response.status, problem.troubles.length > 0 || status === 413]).toEqual([status, true]);
  expect(({} as { schema?: unknown }).schema).toBeUndefined();
});

test.each([
  ["an empty batch", { events: [] }],
  ["26 events", { events: Array.from({ length: 26 }, () => ({})) }],
  ["an event without id", { events: [{ schema: 1, kind: "loaded", unit: "vehicle:x", at: "2024-11-25T08:00:00Z" }] }],
  [
    "a unit that is none",
    { events: [{ schema: 1, id: "event-0001", kind: "loaded", unit: "x", at: "2024-11-25T08:00:00Z" }] },
  ],
  [
    "a moment that is none",
    { events: [{ schema: 1, id: "event-0001", kind: "loaded", unit: "vehicle:x", at: "now" }] },
  ],
])("events: %s is refused with the path of the field", async (_, body) => {
  const response = await send("/briefs/town/events", jsonInit("POST", JSON.stringify(body)));
  expect(response.status).toBe(400);
  expect((await response.json()).troubles[0].field).toMatch(/^events/);
});

test("after all of that the brief is as it was", async () => {
  expect(await (await send("/briefs/town", {})).json()).toEqual(townBrief());
});
