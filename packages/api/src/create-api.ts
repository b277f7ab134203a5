/**
 * The HTTP surface over dispatch. Knows the order of what surrounds a request; refuses to decide anything.
 */
import type { Dispatch } from "@antar/dispatch";
import { serveAsset } from "./assets.ts";
import { newGroup } from "./border.ts";
import { openApiDocument } from "./document.ts";
import { serveBriefs, serveCustody, serveJobs, servePlans, servePublished } from "./groups.ts";
import type { ApiOptions } from "./port.ts";
import { answerError, surround } from "./shell.ts";

/** The API over `dispatch`: `fetch(request)` answers a response and never rejects. */
export function createApi(dispatch: Dispatch, options: ApiOptions) {
  const app = newGroup();
  app.onError((error, c) => answerError(c, error, options.report));
  app.notFound((c) => serveAsset(c, options.assets));
  app.use(...surround(options));
  for (const path of ["/briefs", "/briefs/*", "/jobs/*", "/me/*"]) {
    app.use(path, async (c, next) => {
      c.set("actor", await options.identify(c.req.raw));
      await next();
    });
  }
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
    .route("/", serveCustody(dispatch));
  app.get("/openapi.json", (c) => c.json(openApiDocument(app)));
  return api;
}

/** The type of the API, for typed clients. */
export type Api = ReturnType<typeof createApi>;
