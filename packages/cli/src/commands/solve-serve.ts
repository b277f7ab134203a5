/**
 * `antar solve serve`: VROOM's HTTP interface (vroom-express) on this machine, until it is stopped.
 */
import type { AddressInfo } from "node:net";
import { createVroom, vroomLimits } from "@antar/api";
import { serve as listen } from "@hono/node-server";
import { badUsage, readWords, type Shell, wholeOption } from "../command.ts";
import { openVroomService } from "../service/vroom-service.ts";

const kinds = {
  port: "string",
  network: "strings",
  router: "string",
  time: "string",
  "max-locations": "string",
  "max-vehicles": "string",
} as const;

const defaultPort = 3000;

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** Serves until SIGINT or SIGTERM. Answers the exit code. */
export async function serveVroom(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, kinds);
  if (words.length > 0)
    throw badUsage(`kata ${words[0]} tidak dikenal`, `the word ${words[0]} is not known; see --help`);
  const port = wholeOption("port", options.port) ?? defaultPort;
  const limits = {
    seconds: wholeOption("time", options.time, 1) ?? vroomLimits.seconds,
    locations: wholeOption("max-locations", options["max-locations"], 1) ?? vroomLimits.locations,
    vehicles: wholeOption("max-vehicles", options["max-vehicles"], 1) ?? vroomLimits.vehicles,
  };
  const service = openVroomService({ networks: options.network ?? [], router: options.router });
  const report = (error: unknown): void =>
    shell.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const app = createVroom({ answer: service.answer, limits, open: true, report });
  const server = listen({ fetch: app.fetch, port, hostname: "127.0.0.1" });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", () =>
      reject(badUsage(`port ${port} sudah dipakai; pilih --port lain`, `port ${port} is taken; choose another --port`)),
    );
  });
  shell.print(`VROOM           http://127.0.0.1:${(server.address() as AddressInfo).port}   (POST / , GET /health)`);
  await untilStopped();
  await new Promise((resolve) => {
    server.close(resolve);
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
  await service.close();
  return 0;
}
