/**
 * A stage for browser tests: the built app under the service's content security policy, with frozen answers of the
 * service. Knows addresses; refuses to know how answers come about.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";

/** The policy that the service sends with every page. */
export const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

/** Answers by `METHOD /path`; a function gets the body sent and gives status and document. */
export type Answers = Readonly<
  Record<string, unknown | ((body: string) => { readonly status: number; readonly document: unknown })>
>;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

async function file(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name = path === "/" ? "index.html" : normalize(path).replace(/^(\.\.[/\\])+/, "");
  try {
    const bytes = await readFile(join(folder, name));
    const type = types[extname(name)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(bytes);
  } catch {
    response.writeHead(404, { "content-type": "application/problem+json" }).end('{"title":"Not found","status":404}');
  }
}

/** The stage on a free port. `folder` holds the built app; `answers` may be changed between requests. */
export async function openStage(
  folder: string,
  answers: Answers,
): Promise<{ readonly address: string; readonly close: () => void }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://stage");
    const answer = answers[`${request.method} ${pathname}`];
    if (answer === undefined) return file(folder, pathname, response);
    const made = typeof answer === "function" ? answer(await bodyOf(request)) : { status: 200, document: answer };
    response.writeHead(made.status, { "content-type": "application/json" }).end(JSON.stringify(made.document));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  const port = typeof at === "object" && at !== null ? at.port : 0;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
