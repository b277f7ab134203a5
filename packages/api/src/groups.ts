/**
 * The groups of addresses, each over its verbs of dispatch. Refuses to decide anything.
 */
import type { BoardView, Dispatch, JobView } from "@antar/dispatch";
import { digestOf } from "@antar/domain";
import { expectedOf, newGroup, pageOf, readJson, unchanged, versioned } from "./border.ts";
import type { ApiOptions } from "./port.ts";
import * as routes from "./routes.ts";
import { streamChanges } from "./stream.ts";

/** Briefs. */
export function serveBriefs(dispatch: Dispatch) {
  const group = newGroup();
  group.put("/briefs/:id", readJson);
  return group
    .openapi(routes.listBriefs, async (c) =>
      c.json(await dispatch.listBriefs(c.get("actor"), pageOf(c.req.valid("query"))), 200),
    )
    .openapi(routes.putBrief, async (c) => {
      const { id } = c.req.valid("param");
      const check = c.req.valid("query").check === "true";
      const input = { id, document: c.get("json"), check, ...expectedOf(c, c.req.valid("header")) };
      const head = await dispatch.putBrief(c.get("actor"), input);
      c.header("etag", `"${head.version}"`);
      return c.json(head, 200);
    })
    .openapi(routes.getBrief, async (c) => {
      const { document, version } = await dispatch.readBrief(c.get("actor"), c.req.valid("param"));
      return unchanged(c, String(version)) ? c.body(null, 304) : c.json(document, 200);
    });
}

const isOver = (job: JobView): boolean => job.state !== "queued" && job.state !== "running";

/** Planning jobs. */
export function serveJobs(dispatch: Dispatch, options: ApiOptions) {
  const group = newGroup();
  group.post("/briefs/:id/plans", readJson);
  return group
    .openapi(routes.requestPlan, async (c) => {
      const key = c.req.valid("header")["idempotency-key"];
      const input = { brief: c.req.valid("param").id, request: c.req.valid("json") };
      const job = await dispatch.requestPlan(
        c.get("actor"),
        key === undefined ? input : { ...input, idempotencyKey: key },
      );
      c.header("location", `/jobs/${job.id}`);
      return c.json(job, 202);
    })
    .openapi(routes.getJob, async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await dispatch.readJob(c.get("actor"), c.req.valid("param")), 200);
    })
    .openapi(routes.cancelJob, async (c) => c.json(await dispatch.cancelJob(c.get("actor"), c.req.valid("param")), 200))
    .openapi(routes.retryJob, async (c) => c.json(await dispatch.retryJob(c.get("actor"), c.req.valid("param")), 200))
    .openapi(routes.watchJob, async (c) => {
      const actor = c.get("actor");
      const input = c.req.valid("param");
      const look = (): Promise<JobView> => dispatch.readJob(actor, input);
      return streamChanges(c, { look, first: await look(), isOver, event: "job", pollMs: 500, options });
    });
}

/** Plans and their publishing. */
export function servePlans(dispatch: Dispatch) {
  return newGroup()
    .openapi(routes.listPlans, async (c) =>
      c.json(await dispatch.listPlans(c.get("actor"), { brief: c.req.valid("param").id }), 200),
    )
    .openapi(routes.getPlan, async (c) => {
      const input = versioned(c.req.valid("param").id, c.req.valid("query").version);
      const head = await dispatch.readPlanHead(c.get("actor"), input);
      const word = digestOf([head.approved, head.review]).slice(0, 16);
      if (unchanged(c, `${head.version}-${head.state}-${word}`)) return c.body(null, 304);
      return c.json(await dispatch.readPlan(c.get("actor"), { brief: head.brief, version: head.version }), 200);
    })
    .openapi(routes.getRoutes, async (c) => {
      const input = versioned(c.req.valid("param").id, c.req.valid("query").version);
      const drawing = await dispatch.readDrawing(c.get("actor"), input);
      return c.json(drawing, 200, { "content-type": "application/geo+json" });
    })
    .openapi(routes.approvePlan, async (c) => {
      const { id, version } = c.req.valid("param");
      return c.json(await dispatch.approvePlan(c.get("actor"), { brief: id, version }), 200);
    })
    .openapi(routes.publishPlan, async (c) => {
      const { id, version } = c.req.valid("param");
      const input = { brief: id, version, ...expectedOf(c, c.req.valid("header")) };
      return c.json(await dispatch.publishPlan(c.get("actor"), input), 200);
    });
}

/** What drivers and boards read. */
export function servePublished(dispatch: Dispatch, options: ApiOptions) {
  return newGroup()
    .openapi(routes.listAssignments, async (c) =>
      c.json(await dispatch.listAssignments(c.get("actor"), { brief: c.req.valid("param").id }), 200),
    )
    .openapi(routes.getAssignment, async (c) => {
      const { id, vehicle } = c.req.valid("param");
      const { assignment, tag } = await dispatch.readAssignment(c.get("actor"), { brief: id, vehicle });
      return unchanged(c, tag) ? c.body(null, 304) : c.json(assignment, 200);
    })
    .openapi(routes.getEtas, async (c) => {
      const { id, vehicle } = c.req.valid("param");
      c.header("cache-control", "no-store");
      return c.json(await dispatch.readEtas(c.get("actor"), { brief: id, vehicle }), 200);
    })
    .openapi(routes.getContacts, async (c) => {
      const { id, vehicle } = c.req.valid("param");
      c.header("cache-control", "no-store");
      return c.json(await dispatch.readContacts(c.get("actor"), { brief: id, vehicle }), 200);
    })
    .openapi(routes.getMine, async (c) => {
      const { vehicle, brief } = c.req.valid("query");
      const input = { ...(vehicle === undefined ? {} : { vehicle }), ...(brief === undefined ? {} : { brief }) };
      const { assignment, tag } = await dispatch.readMyAssignment(c.get("actor"), input);
      return unchanged(c, tag) ? c.body(null, 304) : c.json(assignment, 200);
    })
    .openapi(routes.getBoard, async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await dispatch.readBoard(c.get("actor"), { brief: c.req.valid("param").id }), 200);
    })
    .openapi(routes.watchBoard, async (c) => {
      const actor = c.get("actor");
      const brief = c.req.valid("param").id;
      const look = (): Promise<BoardView> => dispatch.readBoard(actor, { brief });
      const first = await look();
      return streamChanges(c, { look, first, isOver: () => false, event: "board", pollMs: 2_000, options });
    });
}

/** Custody: events in, logs out. */
export function serveCustody(dispatch: Dispatch) {
  const group = newGroup();
  group.post("/briefs/:id/events", readJson);
  return group
    .openapi(routes.appendEvents, async (c) => {
      const input = { brief: c.req.valid("param").id, events: c.req.valid("json").events };
      return c.json(await dispatch.appendEvents(c.get("actor"), input), 200);
    })
    .openapi(routes.listLogs, async (c) =>
      c.json(await dispatch.listUnits(c.get("actor"), { brief: c.req.valid("param").id }), 200),
    )
    .openapi(routes.getLog, async (c) => {
      const { id, unit } = c.req.valid("param");
      return c.json(await dispatch.readLog(c.get("actor"), { brief: id, unit }), 200);
    });
}
