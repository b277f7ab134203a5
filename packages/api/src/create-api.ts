/**
 * The HTTP surface over dispatch. Knows the order of what surrounds a request; refuses to decide anything.
 */
import type { Dispatch } from "@antar/dispatch";
import { serveAsset } from "./assets.ts";
import { newGroup } from "./border.ts";
import { openApiDocument } from "./document.ts";
import { serveAlarms, serveAttachments, serveRoads, serveStudies } from "./field-groups.ts";
import { serveBriefs, serveCustody, serveJobs, servePlans, servePublished } from "./groups.ts";
import { servePeople, serveSignIn } from "./people-groups.ts";
import type { ApiOptions } from "./port.ts";
import { referencePage, referenceStyle } from "./reference.ts";
import { answerError, countAttempts, identifyActor, surround } from "./shell.ts";

/** Addresses that need a token. The test of the matrix finds any that is missing here. */
const guarded = [
  "/briefs",
  "/briefs/*",
  "/jobs/*",
  "/me",
  "/me/*",
  "/people",
  "/people/*",
  "/codes",
  "/devices",
  "/devices/*",
  "/settings",
  "/audit",
  "/attachments",
  "/attachments/*",
];

/** The API over `dispatch`: `fetch(request)` answers a response and never rejects. */
export function createApi(dispatch: Dispatch, options: ApiOptions) {
  const app = newGroup();
  app.onError((error, c) => answerError(c, error, options.report));
  app.notFound((c) => serveAsset(c, options.assets));
  app.use(...surround(options));
  const identified = identifyActor(options);
  const { osrm, vroom } = options;
  const switched = [...(osrm ? ["/osrm/*"] : []), ...(vroom ? ["/vroom", "/vroom/*"] : [])];
  for (const path of [...guarded, ...switched]) app.use(path, identified);
  app.use("/sign-in/*", countAttempts(options));
  app.get("/healthz", (c) => c.json({ ok: true }));
  app.get("/readyz", async (c) => {
    await dispatch.ready();
    return c.json({ ok: true });
  });
  const api = app
    .route("/", serveBriefs(dispatch))
    .route("/", serveJobs(dispatch, options))
    .route("/", servePlans(dispatch))
    .route("/", servePublished(dispatch, options))
    .route("/", serveCustody(dispatch))
    .route("/", serveSignIn(dispatch, options))
    .route("/", servePeople(dispatch))
    .route("/", serveStudies(dispatch))
    .route("/", serveRoads(dispatch))
    .route("/", serveAttachments(dispatch))
    .route("/", serveAlarms(dispatch, options));
  if (osrm) app.mount("/osrm", (request) => osrm.fetch(request));
  if (vroom) app.mount("/vroom", (request) => vroom.fetch(request));
  app.get("/openapi.json", (c) => c.json(openApiDocument(app)));
  app.get("/docs", (c) => c.html(referencePage(openApiDocument(app))));
  app.get("/docs/page.css", (c) => c.body(referenceStyle, 200, { "content-type": "text/css; charset=utf-8" }));
  return api;
}

/** The type of the API, for typed clients. */
export type Api = ReturnType<typeof createApi>;
