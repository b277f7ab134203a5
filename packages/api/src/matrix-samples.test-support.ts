/**
 * One request for every address, for the matrix of roles and relations. Knows how an address is filled; refuses to know
 * who may ask.
 */
import { storePhoto, type Town } from "@antar/dispatch/testing";

type Names = Readonly<Record<string, string>>;
type Send = (path: string, init: RequestInit) => Promise<Response>;

/** How an address is asked in the matrix. */
export interface Sample {
  /** Parameters that name nothing in the relation `absent`; `id` when not given. */
  readonly absent?: readonly string[];
  /** What they are replaced with. */
  readonly nowhere?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Names for the parameters besides those of the town. */
  readonly fill?: (ids: Names) => Names;
  readonly body?: (about: { held: string; absent: boolean; ids: Names }) => unknown;
  /** Status when it is permitted; 200 when not given. */
  readonly status?: number;
  /** What a permitted answer must show besides. */
  readonly allowed?: (text: string) => boolean;
  /** True when the address is about the asking person, whoever that is. */
  readonly mine?: boolean;
  /** How a thing of somebody else is refused, when not as absent. */
  readonly refused?: (text: string) => boolean;
  /** True when the address names nothing of a tenant, so that another tenant cannot be asked for. */
  readonly tenantless?: boolean;
  /** Prepares what the address needs, as the admin of the tenant; answers more names. */
  readonly before?: (send: Send, ids: Names, town: Town) => Promise<Names | undefined>;
}

const event = (unit: string) => ({
  schema: 1,
  id: `event-${unit.replace(/[^0-9a-z]/g, "-")}`,
  kind: "arrived",
  unit,
  at: "2024-11-25T08:30:00+08:00",
});

const flood = {
  type: "Feature",
  geometry: { type: "Point", coordinates: [122.53, -4] },
  properties: { mode: "closed", name: "Banjir" },
};

/** The samples, by method and path of the OpenAPI document. */
export const samples: Readonly<Record<string, Sample>> = {
  "GET /briefs": { tenantless: true, allowed: (text) => !text.includes("<name>") },
  "GET /briefs/{id}": {},
  "PUT /briefs/{id}": {
    // Somebody who may not write is told the same whatever the document says.
    nowhere: "nowhere",
    body: () => ({ id: "other" }),
    status: 422,
    tenantless: true,
  },
  "POST /briefs/{id}/plans": { body: () => ({ seed: 1 }), status: 202 },
  "GET /briefs/{id}/plans": {},
  "GET /jobs/{id}": { fill: ({ job = "" }) => ({ id: job }) },
  "POST /jobs/{id}/cancel": { fill: ({ job = "" }) => ({ id: job }) },
  // Done already: whoever may repeat jobs is told that there is nothing to repeat.
  "POST /jobs/{id}/retry": { fill: ({ job = "" }) => ({ id: job }), status: 409 },
  "GET /jobs/{id}/events": { fill: ({ job = "" }) => ({ id: job }) },
  "GET /briefs/{id}/plan": {},
  "GET /briefs/{id}/plan/routes.geojson": {},
  "POST /briefs/{id}/plans/{version}/publish": {},
  "POST /briefs/{id}/plans/{version}/approve": {},
  "GET /briefs/{id}/assignments": {},
  "GET /briefs/{id}/assignments/{vehicle}": {},
  "GET /briefs/{id}/assignments/{vehicle}/etas": {},
  "GET /briefs/{id}/assignments/{vehicle}/contacts": {},
  "GET /me/assignment": { query: "?vehicle=truk-1", tenantless: true },
  "GET /briefs/{id}/board": {},
  "GET /briefs/{id}/board/events": {},
  "POST /briefs/{id}/events": {
    body: ({ held }) => ({ events: [event(held)] }),
    allowed: (text) => /"outcome":"(created|exists)"/.test(text),
    refused: (text) => text.includes('"outcome":"refused"'),
  },
  "GET /me": { tenantless: true },
  "POST /me/sign-out": { tenantless: true },
  "GET /people": { tenantless: true, allowed: (text) => !text.includes("<name>") },
  "PUT /people/{person}": {
    fill: () => ({ person: "dewi" }),
    body: () => ({ name: "Dewi", role: "observer" }),
    tenantless: true,
  },
  "POST /people/{person}/secret": {
    absent: ["person"],
    before: async (send, { id = "" }) => {
      const body = JSON.stringify({ name: "Eka", role: "observer" });
      await send(`/people/eka-${id}`, { method: "PUT", headers: { "content-type": "application/json" }, body });
      return { person: `eka-${id}` };
    },
  },
  "POST /codes": {
    body: ({ absent, ids }) => ({ person: absent ? "nowhere" : ids.person }),
    before: async (send, { id = "" }) => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ name: "Dodi", role: "driver", vehicle: "truk-1" });
      await send(`/people/dodi-${id}`, { method: "PUT", headers, body });
      return { person: `dodi-${id}` };
    },
  },
  "GET /devices": { tenantless: true, allowed: (text) => !text.includes("<name>") },
  "POST /devices/{device}/revoke": {
    absent: ["device"],
    before: async (_, { id = "" }, town) => {
      const tenant = id === "town" ? "kendari" : "kediri";
      const actor = { tenant, role: "admin", subject: "admin" } as const;
      const { code } = await town.dispatch.makeCode(actor, { vehicle: "truk-1", minutes: 10 });
      return { device: (await town.dispatch.signIn.byCode({ tenant, code, label: "" })).device };
    },
  },
  "GET /settings": { tenantless: true },
  "PUT /settings": {
    tenantless: true,
    body: () => ({ lateAfter: 1800, silentAfter: 1800, keepPersonalDays: 30, votingDay: "2024-11-27", webhooks: [] }),
  },
  "GET /audit": { tenantless: true, query: "?day=2024-11-25", allowed: (text) => text.includes("putBrief") },
  "POST /briefs/{id}/studies": { body: () => ({ kind: "rehearse", runs: 3 }), status: 202 },
  "GET /jobs/{id}/result": {
    fill: ({ study = "" }) => ({ id: study }),
    before: async (send, { id = "" }, town) => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ kind: "rehearse" });
      const job = await (await send(`/briefs/${id}/studies`, { method: "POST", headers, body })).json();
      await town.queue.idle();
      return { study: job.id };
    },
  },
  "GET /briefs/{id}/plans/{version}/diff": {},
  "POST /briefs/{id}/plans/{version}/submit": { body: () => ({ note: "mohon disetujui" }) },
  "POST /briefs/{id}/plans/{version}/send-back": { body: () => ({ note: "perbaiki" }) },
  "GET /briefs/{id}/plan/schedule.csv": { allowed: (text) => text.includes("7471011001001,TPS 1") },
  "GET /briefs/{id}/assignments/{vehicle}/route.gpx": { allowed: (text) => text.includes("<wpt ") },
  "GET /briefs/{id}/places/{place}/deliveries": {},
  "GET /me/deliveries": { query: "?place=7471011001001", tenantless: true },
  "GET /briefs/{id}/checkpoint": {},
  "GET /briefs/{id}/closures": {},
  "PUT /briefs/{id}/closures/{closure}": { fill: () => ({ closure: "banjir" }), body: () => flood },
  "POST /briefs/{id}/closures/{closure}/lift": {
    absent: ["id", "closure"],
    fill: ({ id = "" }) => ({ closure: `jembatan-${id}` }),
    before: async (send, { id = "" }) => {
      const headers = { "content-type": "application/json" };
      const init = { method: "PUT", headers, body: JSON.stringify(flood) };
      await send(`/briefs/${id}/closures/jembatan-${id}`, init);
      return { closure: `jembatan-${id}` };
    },
  },
  "GET /me/consent": { tenantless: true },
  "PUT /me/consent": { tenantless: true, body: () => ({ positions: true }) },
  "POST /briefs/{id}/positions": {
    body: () => ({ vehicle: "truk-1", positions: [{ at: "2024-11-25T09:00:00+08:00", point: [122.5, -4] }] }),
  },
  "GET /briefs/{id}/positions": {},
  "GET /briefs/{id}/tracks/{vehicle}": {},
  "POST /attachments": { tenantless: true, body: () => ({ sha256: "e".repeat(64), bytes: 9, type: "image/png" }) },
  "PATCH /attachments/{sha256}": {
    absent: ["sha256"],
    nowhere: "0".repeat(64),
    headers: { "upload-offset": "0" },
    fill: ({ photo = "" }) => ({ sha256: photo }),
    body: () => new Uint8Array([1]),
    before: async (_, { id = "" }, town) => {
      const tenant = id === "town" ? "kendari" : "kediri";
      // The photo of the person who asks as `own`, and of the same bytes but for one in the other tenant.
      const sha256 = await storePhoto(town, { tenant, role: "admin", subject: "person" }, id === "town" ? 1 : 2);
      return { photo: sha256 };
    },
  },
  "POST /attachments/{sha256}/finish": {
    absent: ["sha256"],
    nowhere: "0".repeat(64),
    fill: ({ photo = "" }) => ({ sha256: photo }),
  },
  "GET /attachments/{sha256}": {
    absent: ["sha256"],
    nowhere: "0".repeat(64),
    fill: ({ photo = "" }) => ({ sha256: photo }),
  },
  "GET /briefs/{id}/alarms": {},
  "POST /briefs/{id}/alarms/{alarm}/seen": {
    absent: ["id", "alarm"],
    fill: ({ alarm = "" }) => ({ alarm }),
    before: async (_, { id = "" }, town) => {
      const tenant = id === "town" ? "kendari" : "kediri";
      const says = { id: "x", en: "x" };
      const alarm = { alarm: `late-${id}`, kind: "late" as const, about: "truk-1", says };
      const body = { ...alarm, raisedAt: 1, clearedAt: null, seenAt: null, seenBy: null, told: [] };
      await town.store.alarms.change(
        { tenant, scope: id, name: alarm.alarm },
        { body, previous: undefined, write: "w" },
      );
      return { alarm: alarm.alarm };
    },
  },
  "PUT /me/push": { tenantless: true, body: () => ({ endpoint: "https://push.example/abc" }) },
  "GET /briefs/{id}/logs": {},
  "GET /briefs/{id}/logs/{unit}": {},
};
