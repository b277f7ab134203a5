/**
 * What is left when no address of the API matched: files of the web application, its first page, or a refusal.
 */
import type { Context } from "hono";
import type { ApiOptions, Asset } from "./port.ts";
import { answer, type Env } from "./shell.ts";

/** Files whose name carries a hash of their content never change. */
const hashed = /-[0-9A-Za-z_-]{8,}\.[a-z0-9]+$/;

function file(c: Context<Env>, path: string, asset: Asset): Response {
  const cache = hashed.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
  const headers = { "content-type": asset.type, "cache-control": cache };
  return c.req.method === "HEAD" ? c.body(null, 200, headers) : c.body(new Uint8Array(asset.bytes), 200, headers);
}

/** A page address of the web application: no file extension, and asked for by a browser. */
function isPage(c: Context<Env>, path: string): boolean {
  return !/\.[a-z0-9]+$/i.test(path) && (c.req.header("accept") ?? "").includes("text/html");
}

/** Answers what no route did. */
export async function serveAsset(c: Context<Env>, assets: ApiOptions["assets"]): Promise<Response> {
  const { path, method } = c.req;
  if (assets && (method === "GET" || method === "HEAD")) {
    const asset = await assets(path);
    if (asset) return file(c, path, asset);
    const page = isPage(c, path) ? await assets("/index.html") : undefined;
    if (page) return file(c, "/index.html", page);
  }
  const shown = path.slice(0, 120);
  const says = {
    id: `Tidak ada ${method} ${shown}; lihat /openapi.json`,
    en: `No ${method} ${shown}; see /openapi.json`,
  };
  return answer(c, { code: "no-route", says });
}
