/**
 * The addresses of the API with what they take and answer. Knows HTTP documents; refuses to know how they are answered.
 */
import { createRoute } from "@hono/zod-openapi";
import { asks, changes, json, media, same, troubles, unusable } from "./answers.ts";
import * as schema from "./schemas.ts";

export const listBriefs = createRoute({
  ...asks("listBriefs"),
  method: "get",
  path: "/briefs",
  request: { query: schema.PageQuery },
  responses: { 200: json(schema.BriefList, "One page of the briefs, by id"), ...troubles },
});

export const putBrief = createRoute({
  ...asks("putBrief"),
  method: "put",
  path: "/briefs/{id}",
  request: {
    params: schema.BriefParam,
    query: schema.CheckQuery,
    headers: schema.MatchHeaders,
    body: { required: true, content: { "application/json": { schema: schema.SentBrief } } },
  },
  responses: {
    200: json(
      schema.BriefHead,
      "Stored as the newest version, or the same as it was; with `check` only what would be stored",
    ),
    ...troubles,
    ...changes,
    ...media,
    ...unusable,
  },
});

export const getBrief = createRoute({
  ...asks("readBrief"),
  method: "get",
  path: "/briefs/{id}",
  request: { params: schema.BriefParam, headers: schema.MatchHeaders },
  responses: { 200: json(schema.Brief, "The newest version; its number is the ETag"), ...same, ...troubles },
});

export const requestPlan = createRoute({
  ...asks("requestPlan"),
  method: "post",
  path: "/briefs/{id}/plans",
  request: {
    params: schema.BriefParam,
    headers: schema.KeyHeaders,
    body: { required: true, content: { "application/json": { schema: schema.PlanRequest } } },
  },
  responses: {
    202: json(schema.Job, "The job that makes the plan; Location says where to look"),
    ...troubles,
    409: changes[409],
    ...media,
    ...unusable,
  },
});

export const listPlans = createRoute({
  ...asks("listPlans"),
  method: "get",
  path: "/briefs/{id}/plans",
  request: { params: schema.BriefParam },
  responses: { 200: json(schema.PlanList, "All versions, newest first"), ...troubles },
});

export const getJob = createRoute({
  ...asks("readJob"),
  method: "get",
  path: "/jobs/{id}",
  request: { params: schema.JobParam },
  responses: { 200: json(schema.Job, "The job as it stands"), ...troubles },
});

export const cancelJob = createRoute({
  ...asks("cancelJob"),
  method: "post",
  path: "/jobs/{id}/cancel",
  request: { params: schema.JobParam },
  responses: { 200: json(schema.Job, "The job, cancelled or about to be"), ...troubles },
});

export const retryJob = createRoute({
  ...asks("retryJob"),
  method: "post",
  path: "/jobs/{id}/retry",
  request: { params: schema.JobParam },
  responses: { 200: json(schema.Job, "The failed job, queued again"), ...troubles, 409: changes[409] },
});

export const watchJob = createRoute({
  ...asks("readJob"),
  method: "get",
  path: "/jobs/{id}/events",
  request: { params: schema.JobParam },
  responses: {
    200: {
      description: "Server-sent events named `job`, each a Job; ends when the job is final or after a while",
      content: { "text/event-stream": { schema: schema.Job } },
    },
    ...troubles,
  },
});

export const getPlan = createRoute({
  ...asks("readPlan"),
  method: "get",
  path: "/briefs/{id}/plan",
  request: { params: schema.BriefParam, query: schema.VersionQuery, headers: schema.MatchHeaders },
  responses: { 200: json(schema.PlanWhole, "The plan with its findings"), ...same, ...troubles },
});

export const getRoutes = createRoute({
  ...asks("readPlan"),
  method: "get",
  path: "/briefs/{id}/plan/routes.geojson",
  request: { params: schema.BriefParam, query: schema.VersionQuery },
  responses: {
    200: { description: "The routes as lines", content: { "application/geo+json": { schema: schema.RouteDrawing } } },
    ...troubles,
  },
});

export const publishPlan = createRoute({
  ...asks("publishPlan"),
  method: "post",
  path: "/briefs/{id}/plans/{version}/publish",
  request: { params: schema.VersionParam, headers: schema.MatchHeaders },
  responses: { 200: json(schema.PlanHead, "Published: drivers and boards see it"), ...troubles, ...changes },
});

export const approvePlan = createRoute({
  ...asks("approvePlan"),
  method: "post",
  path: "/briefs/{id}/plans/{version}/approve",
  request: { params: schema.VersionParam },
  responses: { 200: json(schema.PlanHead, "Approved by the chair"), ...troubles, 409: changes[409] },
});

export const listAssignments = createRoute({
  ...asks("listAssignments"),
  method: "get",
  path: "/briefs/{id}/assignments",
  request: { params: schema.BriefParam },
  responses: { 200: json(schema.AssignmentList, "The vehicles of the published plan"), ...troubles },
});

export const getAssignment = createRoute({
  ...asks("readAssignment"),
  method: "get",
  path: "/briefs/{id}/assignments/{vehicle}",
  request: { params: schema.VehicleParam, headers: schema.MatchHeaders },
  responses: { 200: json(schema.Assignment, "What one vehicle does"), ...same, ...troubles },
});

export const getEtas = createRoute({
  ...asks("readAssignment"),
  method: "get",
  path: "/briefs/{id}/assignments/{vehicle}/etas",
  request: { params: schema.VehicleParam },
  responses: { 200: json(schema.Etas, "What is expected of one vehicle, stop by stop"), ...troubles },
});

export const getContacts = createRoute({
  ...asks("readAssignment"),
  method: "get",
  path: "/briefs/{id}/assignments/{vehicle}/contacts",
  request: { params: schema.VehicleParam },
  responses: { 200: json(schema.Contacts, "Whom the driver of a vehicle may call"), ...troubles },
});

export const getMine = createRoute({
  ...asks("readAssignment"),
  method: "get",
  path: "/me/assignment",
  request: { query: schema.MineQuery, headers: schema.MatchHeaders },
  responses: { 200: json(schema.Assignment, "What the vehicle of the asking driver does"), ...same, ...troubles },
});

export const getBoard = createRoute({
  ...asks("readBoard"),
  method: "get",
  path: "/briefs/{id}/board",
  request: { params: schema.BriefParam },
  responses: { 200: json(schema.Board, "The wall board of the published plan"), ...troubles },
});

export const watchBoard = createRoute({
  ...asks("readBoard"),
  method: "get",
  path: "/briefs/{id}/board/events",
  request: { params: schema.BriefParam },
  responses: {
    200: {
      description: "Server-sent events named `board`, each a Board, when it has changed; ends after a while",
      content: { "text/event-stream": { schema: schema.Board } },
    },
    ...troubles,
  },
});

export const appendEvents = createRoute({
  ...asks("appendEvents"),
  method: "post",
  path: "/briefs/{id}/events",
  request: {
    params: schema.BriefParam,
    body: { required: true, content: { "application/json": { schema: schema.EventBatch } } },
  },
  responses: { 200: json(schema.EventResults, "What became of each event, in their order"), ...troubles, ...media },
});

export const listLogs = createRoute({
  ...asks("listUnits"),
  method: "get",
  path: "/briefs/{id}/logs",
  request: { params: schema.BriefParam },
  responses: { 200: json(schema.UnitList, "The units that have a custody log"), ...troubles },
});

export const getLog = createRoute({
  ...asks("readLog"),
  method: "get",
  path: "/briefs/{id}/logs/{unit}",
  request: { params: schema.UnitParam },
  responses: { 200: json(schema.CustodyLog, "The custody log of a unit and whether its chain is whole"), ...troubles },
});
