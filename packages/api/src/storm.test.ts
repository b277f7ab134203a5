/**
 * Phones that come back all at once: every event is in its log once, whatever was sent twice and in whatever order.
 */
import { openTown, type Town, townBrief } from "@antar/dispatch/testing";
import { createRandom } from "@antar/measure";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "./create-api.ts";

const phones = 24;
const each = 50;
let town: Town;
let send: (path: string, init?: RequestInit) => Promise<Response>;

beforeAll(async () => {
  town = await openTown();
  let requests = 0;
  const newId = (): string => {
    requests += 1;
    return `request-${requests}`;
  };
  const rate = { signedIn: 1e9, anonymous: 1e9 };
  const api = createApi(town.dispatch, { identify: async () => town.planner, now: Date.now, newId, rate });
  send = async (path, init) => api.request(path, init);
  await town.dispatch.putBrief(town.planner, { id: "town", document: townBrief() });
});
afterAll(() => town.close());

test("24 phones send 50 events each at once, from two devices, a third of the batches twice: 0 lost, 0 doubled", async () => {
  const random = createRandom(660);
  const headers = { "content-type": "application/json" };
  const idOf = (phone: number, number: number): string => `storm-${phone}-${number}-00`;
  const event = (phone: number, number: number) => ({
    schema: 1,
    id: idOf(phone, number),
    kind: "arrived",
    unit: `place:P${phone}`,
    at: `2024-11-25T08:00:${String(number).padStart(2, "0")}+08:00`,
  });
  const outcomes = new Map<string, number>();
  const post = async (phone: number, from: number): Promise<void> => {
    const events = Array.from({ length: 25 }, (_, place) => event(phone, from + place));
    const body = JSON.stringify({ events });
    const answer = await (await send("/briefs/town/events", { method: "POST", headers, body })).json();
    for (const { outcome } of answer.results) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  const batches = Array.from({ length: phones }, (_, phone) => [0, 25].map((from) => ({ phone, from }))).flat();
  const twice = batches.filter(() => random.below(3) === 0);
  await Promise.all([...batches, ...twice].map(({ phone, from }) => post(phone, from)));
  expect(outcomes.get("created")).toBe(phones * each);
  expect(outcomes.get("exists")).toBe(twice.length * 25);
  for (let phone = 0; phone < phones; phone++) {
    const log = await (await send(`/briefs/town/logs/place:P${phone}`)).json();
    const ids = log.entries.map((entry: { event: { id: string } }) => entry.event.id);
    expect([log.intact, [...ids].sort()]).toEqual([
      true,
      Array.from({ length: each }, (_, number) => idOf(phone, number)).sort(),
    ]);
  }
}, 120_000);
