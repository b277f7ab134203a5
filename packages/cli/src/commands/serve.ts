/**
 * `antar serve`: the whole service on this machine, until it is stopped.
 */
import type { Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { serve as listen } from "@hono/node-server";
import { renderUnicodeCompact } from "uqr";
import { briefOfCity, homeOf, shownPath } from "../cities.ts";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { readBriefFile } from "../files.ts";
import { planLines } from "../report.ts";
import { buildWeb } from "../service/build-web.ts";
import { readMapStyle } from "../service/map-style.ts";
import { openService, type Service } from "../service/open-service.ts";
import { planAndPublish } from "../service/plan-and-publish.ts";
import { authorityServer, openSecure, ownHosts, type Secure } from "../service/secure-server.ts";

const defaultPort = 8787;
const searchSeconds = 4;

const usage = `antar serve [BRIEF.json] [--city NAME] [--port N] [--data DIR] [--sign-in] [--host ADDRESS] [--tls] [--map-style FILE]

Serves the pages and the API for the tenant of the brief. Without a brief: Kendari. A brief that has no published plan is
planned first. Everything is kept in DIR and survives a restart.

On this machine only (127.0.0.1) nobody needs to sign in: whoever sits here is the admin. With --sign-in or --host everybody
signs in with a local account: secrets are kept as salted scrypt hashes; the first start makes the account "admin" and shows
its secret once. An identity provider is set up in DIR/oidc.json (docs/deploy.md).

  --port N        default: the environment's PORT, else ${defaultPort}; 0 takes a free one
  --data DIR      default: .antar/<tenant> in the repository
  --sign-in       everybody must sign in
  --host ADDRESS  listen there instead of 127.0.0.1, e.g. 0.0.0.0; everybody must sign in
  --map-style FILE  a MapLibre style (JSON) for the base map instead of the project's own data; the pages may then ask the
                  hosts that it names, and no others
  --tls           HTTPS for phones on the office's network, with the office's own certificate authority (DIR/tls). Shows a
                  QR code from which a phone fetches that authority; the next port gives it out. Listens everywhere`;

async function makeReady(service: Service, briefPath: string, shell: Shell): Promise<string> {
  const file = await readBriefFile(briefPath);
  const { brief } = file;
  await service.admit(file);
  await service.dispatch.putBrief(service.actor("planner"), { id: brief.id, document: file.given });
  const { published } = await service.dispatch.listPlans(service.actor("planner"), { brief: brief.id });
  if (published === null) {
    shell.note(`${brief.title}: no plan is published yet, planning`);
    const onProgress = (progress: { says: { en: string } }): void => shell.note(`                ${progress.says.en}`);
    await planAndPublish(service, { brief: file.given, request: { seed: 1 }, onProgress });
  }
  const { plan } = await service.dispatch.readPlan(service.actor("planner"), { brief: brief.id });
  for (const line of planLines(plan, brief)) shell.note(line);
  return brief.id;
}

function portOf(option: string | undefined): number {
  const port = wholeOption("port", option ?? process.env.PORT) ?? defaultPort;
  if (port > 65_535) throw badUsage(`--port ${port}: paling besar 65535`, `--port ${port}: at most 65535`);
  return port;
}

/** Gives out the authority's certificate on a port of its own and shows where. */
async function giveOutAuthority(
  secure: Secure,
  { address, hostname, port }: { address: string; hostname: string; port: number },
  shell: Shell,
): Promise<Server> {
  const server = authorityServer(secure, address);
  await new Promise<void>((resolve, reject) => {
    server.once("error", () => reject(badUsage(`port ${port} sudah dipakai`, `port ${port} is taken`)));
    server.listen(port, hostname, resolve);
  });
  const place = `http://${secure.hosts[0]}:${port}`;
  shell.print(renderUnicodeCompact(place));
  shell.print(`phones          ${place}   scan it once, install the certificate, compare its fingerprint:`);
  shell.print(`fingerprint     ${secure.fingerprint}`);
  return server;
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, {
    city: "string",
    port: "string",
    data: "string",
    host: "string",
    "sign-in": "boolean",
    tls: "boolean",
    "map-style": "string",
  });
  const [path = briefOfCity(options.city ?? "kendari")] = words;
  const port = portOf(options.port);
  const { brief } = await readBriefFile(path);
  const hostname = options.host ?? (options.tls ? "0.0.0.0" : "127.0.0.1");
  const folder = options.data ?? homeOf(brief.tenant);
  const mapStyle = options["map-style"] === undefined ? undefined : await readMapStyle(options["map-style"]);
  await buildWeb(shell.note);
  const service = await openService({
    folder,
    tenant: brief.tenant,
    seconds: searchSeconds,
    mapStyle,
    signIn: options["sign-in"] === true || options.host !== undefined || options.tls === true,
    report: (error) => shell.note(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
  try {
    const id = await makeReady(service, path, shell);
    const secure = options.tls ? await openSecure(folder, ownHosts(), Math.floor(Date.now() / 1_000)) : undefined;
    const server = secure
      ? listen({
          fetch: service.api.fetch,
          port,
          hostname,
          createServer: createSecureServer,
          serverOptions: { cert: secure.certificate, key: secure.key },
        })
      : listen({ fetch: service.api.fetch, port, hostname });
    // Boards ask every 5 s, which is Node's own limit: a connection must not end while the next request is on its way.
    if ("keepAliveTimeout" in server) server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve, reject) => {
      server.once("listening", resolve);
      server.once("error", () =>
        reject(
          badUsage(`port ${port} sudah dipakai; pilih --port lain`, `port ${port} is taken; choose another --port`),
        ),
      );
    });
    const bound = (server.address() as AddressInfo).port;
    const address = secure ? `https://${secure.hosts[0]}:${bound}` : `http://${hostname}:${bound}`;
    const helper = secure ? await giveOutAuthority(secure, { address, hostname, port: bound + 1 }, shell) : undefined;
    if (service.firstSecret) {
      shell.print(`local account   admin, secret ${service.firstSecret} (shown once; kept as a salted hash)`);
    }
    shell.note(`stored          ${shownPath(service.storeFolder)}`);
    shell.print(`Antar           ${address}   (API: ${address}/briefs/${id}/plan, ${address}/openapi.json)`);
    await untilStopped();
    helper?.close();
    await new Promise((resolve) => {
      server.close(resolve);
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
  } finally {
    await service.close();
  }
  return 0;
}

/** The command. */
export const serve: Command = { name: "serve", summary: "serve the pages and the API on this machine", usage, run };
