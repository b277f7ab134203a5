/**
 * The OpenAPI 3.1 document, generated from the schemas that the handlers themselves use.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "./shell.ts";

/** The document of `app`, ready to be served. */
export function openApiDocument(app: OpenAPIHono<Env>) {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Antar",
      version: "1",
      description:
        "Plans and runs last-mile distribution with a deadline. Every answer that rests on generated roads says so in roads.synthetic.",
      license: { name: "MIT" },
    },
    servers: [{ url: "/" }],
  });
}
