/**
 * The HTTP surface of vroom-express: POST / with a problem, GET /health. Knows limits, status codes and the `options` of a
 * request; refuses to know how a problem is answered.
 */
import type { VroomAnswer, VroomRefusal } from "@antar/solver/formats";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { jsonOf } from "../body.ts";
import type { VroomAsked } from "./answer-vroom.ts";

/** Answers one problem; rejects on program errors only. */
export type VroomAnswerer = (body: unknown, asked: VroomAsked) => Promise<VroomAnswer | VroomRefusal>;

/** What a service holds requests to. */
export interface VroomLimits {
  /** Jobs, and two for each shipment. */
  readonly locations: number;
  readonly vehicles: number;
  readonly bytes: number;
  /** Search time of a request, seconds: of the highest exploration level, and the most that `options.l` may ask for. */
  readonly seconds: number;
}

/** Limits of vroom-express, and ten seconds. */
export const vroomLimits: VroomLimits = { locations: 1_000, vehicles: 200, bytes: 16 * 1024 * 1024, seconds: 10 };

/** Options of `createVroom`. */
export interface VroomServiceOptions {
  readonly answer: VroomAnswerer;
  /** Default: `vroomLimits`. */
  readonly limits?: Partial<VroomLimits>;
  /** True: pages of any origin may ask. Default false. */
  readonly open?: boolean;
  /** Told of every program error; absent: nobody is. */
  readonly report?: (error: unknown) => void;
}

type Refused = { readonly code: number; readonly error: string };

/** 4 is vroom-express's code for what is too large. */
const statuses: ReadonlyMap<number, ContentfulStatusCode> = new Map([
  [0, 200],
  [1, 500],
  [2, 400],
  [3, 500],
  [4, 413],
]);

const listOf = (body: object, key: string): readonly unknown[] => {
  const value: unknown = Object.getOwnPropertyDescriptor(body, key)?.value;
  return Array.isArray(value) ? value : [];
};

function refusalOf(body: unknown, limits: VroomLimits): Refused | undefined {
  if (typeof body !== "object" || body === null || !("vehicles" in body) || !("jobs" in body || "shipments" in body))
    return { code: 2, error: "Invalid JSON object in request, add vehicles and jobs or shipments to the object body" };
  const locations = listOf(body, "jobs").length + 2 * listOf(body, "shipments").length;
  if (locations > limits.locations)
    return { code: 4, error: `Too many locations (${locations}) in query, maximum is set to ${limits.locations}` };
  const vehicles = listOf(body, "vehicles").length;
  if (vehicles > limits.vehicles)
    return { code: 4, error: `Too many vehicles (${vehicles}) in query, maximum is set to ${limits.vehicles}` };
  return undefined;
}

/** `options`: c plan mode, x exploration level 0..5, l limit in seconds; t and g are accepted and change nothing. */
function askedOf(body: unknown, limits: VroomLimits): VroomAsked {
  const options: unknown = typeof body === "object" && body !== null && "options" in body ? body.options : undefined;
  const given: Readonly<Record<string, unknown>> =
    typeof options === "object" && options !== null ? Object.fromEntries(Object.entries(options)) : {};
  const level = typeof given.x === "number" ? Math.min(5, Math.max(0, given.x)) : 5;
  const limit = typeof given.l === "number" && given.l > 0 ? given.l : Number.POSITIVE_INFINITY;
  return { plan: given.c === true, seconds: Math.min(limits.seconds, limit, (limits.seconds * (level + 1)) / 6) };
}

const health = {
  vehicles: [{ id: 1, start_index: 0, end_index: 0 }],
  jobs: [{ id: 1, location_index: 1 }],
  matrices: {
    car: {
      durations: [
        [0, 1],
        [1, 0],
      ],
    },
  },
};

/** The application: `fetch(request)` answers. Every refusal is `{ code, error }`. */
export function createVroom(options: VroomServiceOptions) {
  const limits = { ...vroomLimits, ...options.limits };
  const app = new Hono();
  const refuse = (refused: Refused): Response => Response.json(refused, { status: statuses.get(refused.code) ?? 500 });
  if (options.open) app.use(cors({ origin: "*", allowMethods: ["GET", "POST"] }));
  app.onError((error) => {
    options.report?.(error);
    return refuse({ code: 1, error: "Internal error" });
  });
  app.notFound(() => Response.json({ code: 2, error: "Ask with POST / or GET /health" }, { status: 404 }));
  const most = bodyLimit({
    maxSize: limits.bytes,
    onError: () => refuse({ code: 4, error: `The body is larger than ${limits.bytes} bytes` }),
  });
  app.post("/", most, async (c) => {
    let body: unknown;
    try {
      body = jsonOf(await c.req.arrayBuffer());
    } catch (error) {
      return refuse({ code: 2, error: error instanceof Error ? error.message : String(error) });
    }
    const refused = refusalOf(body, limits);
    if (refused) return refuse(refused);
    const answer = await options.answer(body, askedOf(body, limits));
    return Response.json(answer, { status: statuses.get(answer.code) ?? 500 });
  });
  app.get("/health", async (c) => {
    const answer = await options.answer(health, { plan: false, iterations: 1 });
    return c.body(null, answer.code === 0 ? 200 : 500);
  });
  return app;
}
