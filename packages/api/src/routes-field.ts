/**
 * The addresses of the field: studies, reviews, closures, deliveries, positions, attachments, alarms, exports, checkpoints.
 */
import { createRoute, z } from "@hono/zod-openapi";
import { asks, changes, json, media, refused, same, troubles, unusable } from "./answers.ts";
import * as schema from "./schemas.ts";

const sent = <Schema extends z.ZodType>(body: Schema) => ({
  required: true,
  content: { "application/json": { schema: body } },
});
const file = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: z.string() } },
});

export const requestStudy = createRoute({
  ...asks("requestStudy"),
  method: "post",
  path: "/briefs/{id}/studies",
  request: { params: schema.BriefParam, headers: schema.KeyHeaders, body: sent(schema.StudyRequest) },
  responses: {
    202: json(schema.Job, "The job that answers; Location says where to look"),
    ...troubles,
    409: changes[409],
    ...media,
    ...unusable,
  },
});

export const getResult = createRoute({
  ...asks("readJob"),
  method: "get",
  path: "/jobs/{id}/result",
  request: { params: schema.JobParam },
  responses: { 200: json(schema.StudyResult, "The answer, by kind of the job"), ...troubles },
});

export const diffVersions = createRoute({
  ...asks("readPlan"),
  method: "get",
  path: "/briefs/{id}/plans/{version}/diff",
  request: { params: schema.VersionParam, query: z.object({ from: schema.version.optional() }) },
  responses: { 200: json(schema.PlanDiff, "What changed since version `from`, or the published one"), ...troubles },
});

export const submitPlan = createRoute({
  ...asks("submitPlan"),
  method: "post",
  path: "/briefs/{id}/plans/{version}/submit",
  request: { params: schema.VersionParam, body: sent(schema.ReviewNote) },
  responses: { 200: json(schema.PlanHead, "Laid before the chair"), ...troubles, ...media },
});

export const sendBackPlan = createRoute({
  ...asks("sendBackPlan"),
  method: "post",
  path: "/briefs/{id}/plans/{version}/send-back",
  request: { params: schema.VersionParam, body: sent(schema.ReviewNote) },
  responses: { 200: json(schema.PlanHead, "Sent back to the planner"), ...troubles, ...media },
});

export const getSchedule = createRoute({
  ...asks("readPlan"),
  method: "get",
  path: "/briefs/{id}/plan/schedule.csv",
  request: { params: schema.BriefParam, query: schema.VersionQuery },
  responses: { 200: file("text/csv", "Every stop of the plan, a line each"), ...troubles },
});

export const getTrack = createRoute({
  ...asks("readAssignment"),
  method: "get",
  path: "/briefs/{id}/assignments/{vehicle}/route.gpx",
  request: { params: schema.VehicleParam },
  responses: { 200: file("application/gpx+xml", "The day of one vehicle"), ...troubles },
});

export const getDeliveries = createRoute({
  ...asks("readDeliveries"),
  method: "get",
  path: "/briefs/{id}/places/{place}/deliveries",
  request: { params: schema.PlaceParam, headers: schema.MatchHeaders },
  responses: { 200: json(schema.DeliveryList, "What comes to a place, and when"), ...same, ...troubles },
});

export const getMyDeliveries = createRoute({
  ...asks("readDeliveries"),
  method: "get",
  path: "/me/deliveries",
  request: { query: schema.MyPlaceQuery, headers: schema.MatchHeaders },
  responses: { 200: json(schema.DeliveryList, "What comes to the place of the asking receiver"), ...same, ...troubles },
});

export const getCheckpoint = createRoute({
  ...asks("readCheckpoint"),
  method: "get",
  path: "/briefs/{id}/checkpoint",
  request: { params: schema.BriefParam },
  responses: { 200: json(schema.Checkpoint, "Where every log stands, signed: keep it"), ...troubles },
});

export const listClosures = createRoute({
  ...asks("listClosures"),
  method: "get",
  path: "/briefs/{id}/closures",
  request: { params: schema.BriefParam },
  responses: { 200: json(schema.ClosureList, "Closed and slow roads, lifted ones too"), ...troubles },
});

export const putClosure = createRoute({
  ...asks("putClosure"),
  method: "put",
  path: "/briefs/{id}/closures/{closure}",
  request: { params: schema.ClosureParam, body: sent(schema.SentFeature) },
  responses: { 200: json(schema.Closure, "Drawn: plans asked for from now on avoid it"), ...troubles, ...media },
});

export const liftClosure = createRoute({
  ...asks("liftClosure"),
  method: "post",
  path: "/briefs/{id}/closures/{closure}/lift",
  request: { params: schema.ClosureParam },
  responses: { 200: json(schema.Closure, "Lifted; it stays in the list"), ...troubles },
});

export const getConsent = createRoute({
  ...asks("readConsent"),
  method: "get",
  path: "/me/consent",
  responses: { 200: json(schema.Consent, "Whether the device may send positions"), ...troubles },
});

export const putConsent = createRoute({
  ...asks("putConsent"),
  method: "put",
  path: "/me/consent",
  request: { body: sent(schema.ConsentGiven) },
  responses: { 200: json(schema.Consent, "Agreed, or taken back"), ...troubles, ...media },
});

export const sendPositions = createRoute({
  ...asks("sendPositions"),
  method: "post",
  path: "/briefs/{id}/positions",
  request: { params: schema.BriefParam, body: sent(schema.PositionBatch) },
  responses: {
    200: json(schema.PositionsTaken, "Taken; sending them again changes nothing"),
    ...troubles,
    ...media,
    409: refused("The driver has not agreed to it"),
  },
});

export const listPositions = createRoute({
  ...asks("listPositions"),
  method: "get",
  path: "/briefs/{id}/positions",
  request: { params: schema.BriefParam },
  responses: { 200: json(schema.PositionList, "The latest position of each vehicle, with its age"), ...troubles },
});

export const readTrack = createRoute({
  ...asks("readTrack"),
  method: "get",
  path: "/briefs/{id}/tracks/{vehicle}",
  request: { params: schema.VehicleParam },
  responses: { 200: json(schema.PositionList, "Where a vehicle has been, oldest first"), ...troubles },
});

export const beginAttachment = createRoute({
  ...asks("putAttachment"),
  method: "post",
  path: "/attachments",
  request: { body: sent(schema.AttachmentWish) },
  responses: {
    200: json(schema.Attachment, "There already, or where its bytes go and from which offset"),
    ...troubles,
    ...media,
    409: changes[409],
  },
});

export const continueAttachment = createRoute({
  ...asks("putAttachment"),
  method: "patch",
  path: "/attachments/{sha256}",
  request: {
    params: schema.AttachmentParam,
    headers: z.object({ "upload-offset": z.coerce.number().int().min(0).max(300_000) }),
    body: { required: true, content: { "application/octet-stream": { schema: z.string() } } },
  },
  responses: {
    200: json(schema.Attachment, "How far it is; checked once whole"),
    ...troubles,
    409: changes[409],
    ...media,
  },
});

export const finishAttachment = createRoute({
  ...asks("putAttachment"),
  method: "post",
  path: "/attachments/{sha256}/finish",
  request: { params: schema.AttachmentParam },
  responses: { 200: json(schema.Attachment, "Checked: digest, type, no metadata"), ...troubles },
});

export const readAttachment = createRoute({
  ...asks("readAttachment"),
  method: "get",
  path: "/attachments/{sha256}",
  request: { params: schema.AttachmentParam },
  responses: { 200: file("image/jpeg", "The bytes; also image/png and image/webp"), ...troubles },
});

export const listAlarms = createRoute({
  ...asks("listAlarms"),
  method: "get",
  path: "/briefs/{id}/alarms",
  request: { params: schema.BriefParam },
  responses: {
    200: json(schema.AlarmList, "Late, silent, problems, conflicts, failed jobs; newest first"),
    ...troubles,
  },
});

export const seeAlarm = createRoute({
  ...asks("seeAlarm"),
  method: "post",
  path: "/briefs/{id}/alarms/{alarm}/seen",
  request: { params: schema.AlarmParam },
  responses: { 200: json(schema.Alarm, "Somebody takes care of it"), ...troubles },
});

export const putPush = createRoute({
  ...asks("putPush"),
  method: "put",
  path: "/me/push",
  request: { body: sent(schema.PushGiven) },
  responses: { 200: json(schema.Push, "Alarms wake this browser"), ...troubles, ...media },
});

export const pushKey = createRoute({
  ...asks("public"),
  method: "get",
  path: "/push-key",
  responses: { 200: json(z.object({ key: z.string() }), "The application server key for web push"), ...troubles },
});
