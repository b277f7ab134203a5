/**
 * Builds the web application when its build is older than its sources. Knows dates of files only.
 */
import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "../cities.ts";

const folder = join(repository, "packages", "web");

async function newest(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => []);
  const times = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name))),
  );
  return Math.max(mtimeMs, ...times.map((file) => file.mtimeMs));
}

async function isFresh(): Promise<boolean> {
  const built = await stat(join(folder, "dist", "index.html")).catch(() => undefined);
  if (!built) return false;
  const sources = await Promise.all(["src", "index.html", "vite.config.ts"].map((name) => newest(join(folder, name))));
  return Math.max(...sources) <= built.mtimeMs;
}

/** Resolves to true once the build is fresh, false when building failed (the reason goes to `note`). */
export async function buildWeb(note: (line: string) => void): Promise<boolean> {
  if (await isFresh()) return true;
  note("web             building the pages");
  const vite = join(repository, "node_modules", "vite", "bin", "vite.js");
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: folder });
    const complain = (chunk: Buffer): void => note(chunk.toString().trimEnd());
    child.stderr.on("data", complain);
    child.stdout.on("data", complain);
    child.on("error", (error) => note(error.message));
    child.on("close", (code) => resolve(code === 0));
  });
}
