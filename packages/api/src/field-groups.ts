/**
 * The groups of addresses of the field, over their verbs of dispatch. Refuses to decide anything.
 */
import type { DeliveryList, Dispatch } from "@antar/dispatch";
import { digestOf, Refusal } from "@antar/domain";
import { newGroup, readJson, unchanged, versioned } from "./border.ts";
import { assignmentGpx, scheduleCsv } from "./exports.ts";
import type { ApiOptions } from "./port.ts";
import * as routes from "./routes-field.ts";

/** What a receiver's phone has stays good until the version, an expected time or what it must hear of changes. */
function tagOf({ brief, version, place, deliveries, concerns }: DeliveryList): string {
  const moving = [deliveries.map(({ eta, expected }) => [eta, expected ?? null]), concerns];
  return `${brief}-${version}-${place}-${digestOf(moving).slice(0, 16)}`;
}

/** Studies, reviews, what changed, exports, deliveries, checkpoints. */
export function serveStudies(dispatch: Dispatch) {
  const group = newGroup();
  group.post("/briefs/:id/studies", readJson);
  group.post("/briefs/:id/plans/:version/submit", readJson);
  group.post("/briefs/:id/plans/:version/send-back", readJson);
  return group
    .openapi(routes.requestStudy, async (c) => {
      const key = c.req.valid("header")["idempotency-key"];
      const input = { brief: c.req.valid("param").id, study: c.req.valid("json") };
      const given = key === undefined ? input : { ...input, idempotencyKey: key };
      const job = await dispatch.requestStudy(c.get("actor"), given);
      c.header("location", `/jobs/${job.id}`);
      return c.json(job, 202);
    })
    .openapi(routes.getResult, async (c) => {
      const result = await dispatch.readResult(c.get("actor"), c.req.valid("param"));
      return c.json({ result: JSON.parse(JSON.stringify(result)) }, 200);
    })
    .openapi(routes.diffVersions, async (c) => {
      const { id, version } = c.req.valid("param");
      const { from } = c.req.valid("query");
      const input = { brief: id, to: version, ...(from === undefined ? {} : { from }) };
      return c.json(await dispatch.diffVersions(c.get("actor"), input), 200);
    })
    .openapi(routes.submitPlan, async (c) => {
      const { id, version } = c.req.valid("param");
      return c.json(await dispatch.submitPlan(c.get("actor"), { brief: id, version, ...c.req.valid("json") }), 200);
    })
    .openapi(routes.sendBackPlan, async (c) => {
      const { id, version } = c.req.valid("param");
      return c.json(await dispatch.sendBackPlan(c.get("actor"), { brief: id, version, ...c.req.valid("json") }), 200);
    })
    .openapi(routes.getSchedule, async (c) => {
      const { id } = c.req.valid("param");
      const { plan, brief, version } = await dispatch.readPlan(
        c.get("actor"),
        versioned(id, c.req.valid("query").version),
      );
      const { document } = await dispatch.readBriefOfPlan(c.get("actor"), { brief, version });
      return c.body(scheduleCsv(plan, document), 200, {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${brief}-${version}.csv"`,
      });
    })
    .openapi(routes.getTrack, async (c) => {
      const { id, vehicle } = c.req.valid("param");
      const { assignment } = await dispatch.readAssignment(c.get("actor"), { brief: id, vehicle });
      return c.body(assignmentGpx(assignment), 200, { "content-type": "application/gpx+xml; charset=utf-8" });
    })
    .openapi(routes.getDeliveries, async (c) => {
      const { id, place } = c.req.valid("param");
      const deliveries = await dispatch.readDeliveries(c.get("actor"), { brief: id, place });
      return unchanged(c, tagOf(deliveries)) ? c.body(null, 304) : c.json(deliveries, 200);
    })
    .openapi(routes.getMyDeliveries, async (c) => {
      const { place, brief } = c.req.valid("query");
      const input = { ...(place === undefined ? {} : { place }), ...(brief === undefined ? {} : { brief }) };
      const deliveries = await dispatch.readMyDeliveries(c.get("actor"), input);
      return unchanged(c, tagOf(deliveries)) ? c.body(null, 304) : c.json(deliveries, 200);
    })
    .openapi(routes.getCheckpoint, async (c) =>
      c.json(await dispatch.readCheckpoint(c.get("actor"), { brief: c.req.valid("param").id }), 200),
    );
}

/** Closures, positions, consent. */
export function serveRoads(dispatch: Dispatch) {
  const group = newGroup();
  group.put("/briefs/:id/closures/:closure", readJson);
  group.put("/me/consent", readJson);
  group.post("/briefs/:id/positions", readJson);
  return group
    .openapi(routes.listClosures, async (c) =>
      c.json(await dispatch.listClosures(c.get("actor"), { brief: c.req.valid("param").id }), 200),
    )
    .openapi(routes.putClosure, async (c) => {
      const { id, closure } = c.req.valid("param");
      const input = { brief: id, closure, feature: c.get("json") };
      return c.json(await dispatch.putClosure(c.get("actor"), input), 200);
    })
    .openapi(routes.liftClosure, async (c) => {
      const { id, closure } = c.req.valid("param");
      return c.json(await dispatch.liftClosure(c.get("actor"), { brief: id, closure }), 200);
    })
    .openapi(routes.getConsent, async (c) => c.json(await dispatch.readConsent(c.get("actor"), {}), 200))
    .openapi(routes.putConsent, async (c) =>
      c.json(await dispatch.putConsent(c.get("actor"), c.req.valid("json")), 200),
    )
    .openapi(routes.sendPositions, async (c) => {
      const input = { brief: c.req.valid("param").id, ...c.req.valid("json") };
      return c.json(await dispatch.sendPositions(c.get("actor"), input), 200);
    })
    .openapi(routes.listPositions, async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await dispatch.listPositions(c.get("actor"), { brief: c.req.valid("param").id }), 200);
    })
    .openapi(routes.readTrack, async (c) => {
      const { id, vehicle } = c.req.valid("param");
      return c.json(await dispatch.readTrack(c.get("actor"), { brief: id, vehicle }), 200);
    });
}

/** Attachments. */
export function serveAttachments(dispatch: Dispatch) {
  const group = newGroup();
  group.post("/attachments", readJson);
  return group
    .openapi(routes.beginAttachment, async (c) =>
      c.json(await dispatch.beginAttachment(c.get("actor"), c.req.valid("json")), 200),
    )
    .openapi(routes.continueAttachment, async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      const offset = c.req.valid("header")["upload-offset"];
      const input = { ...c.req.valid("param"), offset, bytes };
      return c.json(await dispatch.continueAttachment(c.get("actor"), input), 200);
    })
    .openapi(routes.finishAttachment, async (c) =>
      c.json(await dispatch.finishAttachment(c.get("actor"), c.req.valid("param")), 200),
    )
    .openapi(routes.readAttachment, async (c) => {
      const { bytes, type } = await dispatch.readAttachment(c.get("actor"), c.req.valid("param"));
      return c.body(new Uint8Array(bytes), 200, {
        "content-type": type,
        "cache-control": "private, max-age=31536000, immutable",
      });
    });
}

/** Alarms and how browsers are woken by them. */
export function serveAlarms(dispatch: Dispatch, options: ApiOptions) {
  const group = newGroup();
  group.put("/me/push", readJson);
  return group
    .openapi(routes.listAlarms, async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await dispatch.listAlarms(c.get("actor"), { brief: c.req.valid("param").id }), 200);
    })
    .openapi(routes.seeAlarm, async (c) => {
      const { id, alarm } = c.req.valid("param");
      return c.json(await dispatch.seeAlarm(c.get("actor"), { brief: id, alarm }), 200);
    })
    .openapi(routes.putPush, async (c) => c.json(await dispatch.putPush(c.get("actor"), c.req.valid("json")), 200))
    .openapi(routes.pushKey, (c) => {
      if (options.pushKey !== undefined) return c.json({ key: options.pushKey }, 200);
      throw new Refusal("not-found", {
        id: "Layanan ini tidak membangunkan peramban",
        en: "This service wakes no browsers",
      });
    });
}
