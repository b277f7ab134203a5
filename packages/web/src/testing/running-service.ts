/**
 * The real service in a process of its own, as somebody would start it: the command line program over K525. Knows what it
 * prints; refuses to know what is tested.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(import.meta.dirname, "../../../..");
const program = join(repository, "packages/cli/bin/antar.mjs");

/** The brief that it serves. */
export const briefPath = join(repository, "data/kendari/brief.json");

/** A service that listens. `secret` is that of the account `admin`, where it was started with a sign-in. */
export interface RunningService {
  readonly address: string;
  readonly secret: string;
  readonly stop: () => Promise<void>;
}

function listening(service: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (/^Antar\s+http:\/\/127\.0\.0\.1:\d+/m.test(said)) resolve(said);
    };
    service.stdout?.on("data", listen);
    service.stderr?.on("data", listen);
    service.on("exit", (code) => reject(new Error(`the service ended with ${code}:\n${said}`)));
  });
}

/** Starts `antar serve` with `options` on a free port and a folder of its own; resolves once it listens. */
export async function startService(options: readonly string[] = []): Promise<RunningService> {
  const folder = await mkdtemp(join(tmpdir(), "antar-service-"));
  const words = [program, "serve", briefPath, "--port", "0", "--data", folder, ...options];
  const service = spawn(process.execPath, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const said = await listening(service);
  return {
    address: /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? "",
    secret: /secret (\S+)/.exec(said)?.[1] ?? "",
    stop: async () => {
      const ended = new Promise((resolve) => service.once("exit", resolve));
      service.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
