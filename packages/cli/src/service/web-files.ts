/**
 * The files of the web application from its build folder, and documents that stand beside them under fixed addresses.
 */
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { ApiOptions } from "@antar/api";

const folder = fileURLToPath(new URL("../../../web/dist", import.meta.url));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".geojson": "application/geo+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** Serves `documents` by address first, then the files of the build. Answers undefined for everything else. */
export function webFiles(documents: ReadonlyMap<string, string>): NonNullable<ApiOptions["assets"]> {
  const encoder = new TextEncoder();
  return async (path) => {
    const document = documents.get(path);
    const type = types[extname(path === "/" ? "/index.html" : path)];
    if (document !== undefined) return { bytes: encoder.encode(document), type: type ?? "text/plain; charset=utf-8" };
    const file = normalize(join(folder, decodeURIComponent(path === "/" ? "/index.html" : path)));
    if (type === undefined || !file.startsWith(folder + sep)) return undefined;
    try {
      return { bytes: new Uint8Array(await readFile(file)), type };
    } catch {
      return undefined;
    }
  };
}
