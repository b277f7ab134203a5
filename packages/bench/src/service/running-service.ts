/**
 * A real service in a process of its own, started as a person would, and what the system says of that process. Knows
 * processes; refuses to know what is measured.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../cli/bin/antar.mjs", import.meta.url));

/** A running service. */
export interface RunningService {
  readonly address: string;
  /** Secret of the account `admin`. */
  readonly secret: string;
  /** Bytes of memory in use; undefined where the system does not say. */
  memory(): Promise<number | undefined>;
  /** Seconds of processor that it has used; undefined where the system does not say. */
  processor(): Promise<number | undefined>;
  stop(): Promise<void>;
}

function started(child: ChildProcess): Promise<{ address: string; secret: string }> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const address = /^Antar +(http:\S+)/m.exec(said)?.[1];
      const secret = /secret (\S+)/.exec(said)?.[1];
      if (address && secret) resolve({ address, secret });
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.on("exit", (code) => reject(new Error(`the service ended with ${code}:\n${said}`)));
  });
}

/** Starts `antar serve --sign-in` on Kendari in a fresh folder. Rejects with what it said when it ends early. */
export async function startService(): Promise<RunningService> {
  const folder = await mkdtemp(join(tmpdir(), "antar-bench-"));
  const child = spawn(process.execPath, [program, "serve", "--sign-in", "--port", "0", "--data", folder], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { address, secret } = await started(child);
  const fileOf = (name: string): Promise<string | undefined> =>
    readFile(`/proc/${child.pid}/${name}`, "utf8").catch(() => undefined);
  return {
    address,
    secret,
    memory: async () => {
      const kilobytes = /VmRSS:\s+(\d+) kB/.exec((await fileOf("status")) ?? "")?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
    },
    processor: async () => {
      // Fields 14 and 15 of /proc/PID/stat, after the name in brackets: ticks of a hundredth of a second.
      const fields = ((await fileOf("stat")) ?? "").replace(/^.*\) /s, "").split(" ");
      return fields.length > 13 ? (Number(fields[11]) + Number(fields[12])) / 100 : undefined;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.on("exit", resolve));
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
