/**
 * One request for every address, for the matrix of roles and relations. Knows how an address is filled; refuses to know
 * who may ask.
 */
import type { Town } from "@antar/dispatch/testing";

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
  "GET /jobs/{id}/events": { fill: ({ job = "" }) => ({ id: job }) },
  "GET /briefs/{id}/plan": {},
  "GET /briefs/{id}/plan/routes.geojson": {},
  "POST /briefs/{id}/plans/{version}/publish": {},
  "POST /briefs/{id}/plans/{version}/approve": {},
  "GET /briefs/{id}/assignments": {},
  "GET /briefs/{id}/assignments/{vehicle}": {},
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
  "GET /briefs/{id}/logs": {},
  "GET /briefs/{id}/logs/{unit}": {},
};
