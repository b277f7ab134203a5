/**
 * `antar roads serve`: road networks over HTTP the OSRM way, with a page that shows them, until it is stopped.
 */
import type { AddressInfo } from "node:net";
import { createOsrm } from "@antar/api";
import type { RoadNetwork } from "@antar/roads";
import { serve as listen } from "@hono/node-server";
import { badUsage, wholeOption } from "../../command.ts";
import { drawnNetwork } from "../../roads-view/drawn-network.ts";
import { networkPage } from "../../roads-view/network-page.ts";
import { networkAt, printAnswer, type RoadsPart } from "./words.ts";

/** OSRM's own port. */
const defaultPort = 5000;

/** Generous: whoever reaches this port is trusted. */
const limits = { route: 1_000, match: 5_000, table: 1_000_000, nearest: 1_000, alternatives: 8, milliseconds: 60_000 };

/** Addresses of up to this many bytes: a table of a thousand points. */
const longestRequest = 256 * 1024;

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });

/** What the page asks for besides routes: the streets of one network for one profile. */
function streetsOf(networks: readonly RoadNetwork[], search: URLSearchParams): Response {
  const network = networks[Number(search.get("network") ?? 0)];
  const profile = search.get("profile") ?? network?.metadata.profiles[0] ?? "";
  if (network === undefined || !network.metadata.profiles.includes(profile)) return new Response(null, { status: 404 });
  return Response.json(drawnNetwork(network, profile));
}

/** Answers the page at `/`, OSRM's requests at the root and under `/osrm`. */
export function roadsService(networks: readonly RoadNetwork[], report: (error: unknown) => void) {
  const osrm = createOsrm(networks, { now: () => performance.now(), open: true, limits, report });
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (url.pathname === "/") {
      const page = await networkPage({ networks: networks.map(({ metadata }) => metadata) });
      return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
    }
    if (url.pathname === "/streets.json") return streetsOf(networks, url.searchParams);
    if (!url.pathname.startsWith("/osrm/")) return osrm.fetch(request);
    url.pathname = url.pathname.slice("/osrm".length);
    return osrm.fetch(new Request(url, request));
  };
}

/** The part. */
export const serve: RoadsPart = {
  usage: "serve NETWORK... [--port N] [--host ADDRESS]",
  async run(words, shell) {
    const { options } = words;
    const files = words.words.slice(1);
    if (files.length === 0) throw badUsage("tulis berkas NETWORK; lihat --help", "name a file NETWORK; see --help");
    const networks: RoadNetwork[] = [];
    for (const file of files) {
      networks.push(await networkAt(words, file));
      shell.note(`opened          ${file}`);
    }
    const port = wholeOption("port", options.port) ?? defaultPort;
    if (port > 65_535) throw badUsage(`--port ${port}: paling besar 65535`, `--port ${port}: at most 65535`);
    const hostname = options.host ?? "127.0.0.1";
    const fetch = roadsService(networks, (error) => shell.note(error instanceof Error ? `${error.stack}` : `${error}`));
    const server = listen({ fetch, port, hostname, serverOptions: { maxHeaderSize: longestRequest } });
    await new Promise<void>((resolve, reject) => {
      server.once("listening", resolve);
      server.once("error", (error: NodeJS.ErrnoException) =>
        reject(
          badUsage(
            `${hostname}:${port} tidak dapat dipakai (${error.code}); pilih --port atau --host lain`,
            `${hostname}:${port} cannot be used (${error.code}); choose another --port or --host`,
          ),
        ),
      );
    });
    const bound = server.address() as AddressInfo;
    const address = `http://${bound.family === "IPv6" ? `[${bound.address}]` : bound.address}:${bound.port}`;
    const profiles = [...new Set(networks.flatMap(({ metadata }) => metadata.profiles))];
    if (options.json) printAnswer({ address, profiles }, words, shell);
    else shell.print(`roads           ${address}   (${address}/route/v1/${profiles[0]}/LON,LAT;LON,LAT)`);
    await untilStopped();
    await new Promise((resolve) => {
      server.close(resolve);
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
  },
};
