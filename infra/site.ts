/**
 * The web application and the API under one name, so that pages talk to their own origin only.
 */
import { api } from "./api.ts";
import { domain } from "./settings.ts";

/** First parts of the API's addresses; a test compares them with the API. */
export const apiPaths = [
  "/briefs",
  "/jobs",
  "/me",
  "/people",
  "/codes",
  "/devices",
  "/settings",
  "/audit",
  "/attachments",
  "/sign-in",
  "/push-key",
  "/.well-known",
  "/healthz",
  "/readyz",
  "/openapi.json",
  "/docs",
  "/osrm",
  "/vroom",
] as const;

export const router = new sst.aws.Router("Router", domain ? { domain } : {});

for (const path of apiPaths) router.route(path, api.url);

export const site = new sst.aws.StaticSite("Site", {
  path: "packages/web",
  build: { command: "npm run build", output: "dist" },
  router: { instance: router },
});
