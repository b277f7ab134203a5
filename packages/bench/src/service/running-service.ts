/**
 * A real service in a process of its own, started as a person would, and what the system says of that process. Knows
 * processes; refuses to know what is measured.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../cli/bin/antar.mjs", import.meta.url));
const probe = new URL("../../bin/memory-probe.mjs", import.meta.url).href;

/** Memory of the service's process, in bytes. The embedded database runs in it. */
export interface Memory {
  /** Live objects of JavaScript, right after a collection. */
  readonly heap: number;
  /** Buffers outside the heap that JavaScript holds. */
  readonly external: number;
  /** Resident pages that belong to no file: the heap with its spare room, native buffers, what the allocator keeps. */
  readonly resident: number;
  /** Resident pages of files: programs, and the database's own files that it maps. */
  readonly mapped: number;
  /** Files of the service on disk: what the database keeps. */
  readonly disk: number;
}

/** A running service. */
export interface RunningService {
  readonly address: string;
  /** Secret of the account `admin`. */
  readonly secret: string;
  /** What it keeps in memory; undefined where the system does not say. */
  memory(): Promise<Memory | undefined>;
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

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  // A file of the database may go while it is looked at.
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function probed(child: ChildProcess): Promise<{ heap: number; external: number }> {
  return new Promise((resolve) => {
    child.once("message", (told) => {
      const number = (name: string): number => Number(Reflect.get(Object(told), name));
      resolve({ heap: number("heap"), external: number("external") });
    });
    child.send("memory");
  });
}

/** Starts `antar serve --sign-in` on Kendari in a fresh folder. Rejects with what it said when it ends early. */
export async function startService(): Promise<RunningService> {
  const folder = await mkdtemp(join(tmpdir(), "antar-bench-"));
  const words = ["--import", probe, program, "serve", "--sign-in", "--port", "0", "--data", folder];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const { address, secret } = await started(child);
  const fileOf = (name: string): Promise<string | undefined> =>
    readFile(`/proc/${child.pid}/${name}`, "utf8").catch(() => undefined);
  return {
    address,
    secret,
    memory: async () => {
      const live = await probed(child);
      const status = (await fileOf("status")) ?? "";
      const pages = (name: string): number | undefined => {
        const kilobytes = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1];
        return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
      };
      const [resident, mapped] = [pages("RssAnon"), pages("RssFile")];
      if (resident === undefined || mapped === undefined) return undefined;
      return { ...live, resident, mapped, disk: await sizeOf(folder) };
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
