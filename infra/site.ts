/**
 * The web application and the API under one name, so that pages talk to their own origin only.
 */
import { api } from "./api.ts";

export const router = new sst.aws.Router("Router");

for (const path of ["/briefs", "/jobs", "/me", "/healthz", "/readyz", "/openapi.json"]) router.route(path, api.url);

export const site = new sst.aws.StaticSite("Site", {
  path: "packages/web",
  build: { command: "npm run build", output: "dist" },
  router: { instance: router },
});
