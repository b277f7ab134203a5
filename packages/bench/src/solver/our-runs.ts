/**
 * Starts our own solver in fresh processes. The sources are bundled once, so that a run's memory is that of Node and the
 * solver, without the TypeScript loader.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import type { ChildAnswer, ChildTask } from "./solve-child.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Our solver, ready to run. */
export interface OurSolver {
  readonly version: string;
  run(task: ChildTask): ChildAnswer;
  close(): void;
}

/** The commit, marked when the sources differ from it; "unknown" outside a repository. */
function versionOf(): string {
  const git = (...args: string[]): string => {
    try {
      return execFileSync("git", args, {
        cwd: here("."),
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    } catch {
      return "";
    }
  };
  const commit = git("log", "-1", "--format=%h", "--", here("../../../solver"));
  const dirty = git("status", "--porcelain", "--", here("../../../solver/src"));
  return commit === "" ? "unknown" : `${commit}${dirty === "" ? "" : "+"}`;
}

/** Bundles the file `name` of this folder into `folder`; answers the path of the result. */
export function bundled(name: string, folder: string): string {
  const outfile = join(folder, name.replace(/\.ts$/, ".mjs"));
  buildSync({
    entryPoints: [here(name)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
  return outfile;
}

/** Runs the bundled `script` with `task` in a process of its own. Throws an Error with what it wrote when it fails. */
export function runChild<Answer>(script: string, task: object, flags: readonly string[] = []): Answer {
  const child = spawnSync(process.execPath, [...flags, script, JSON.stringify(task)], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.status !== 0) throw new Error(`the run failed: ${child.stderr.slice(-2_000)}`);
  return JSON.parse(child.stdout);
}

/** Bundles the solver; `close` removes the bundle. */
export function openOurSolver(): OurSolver {
  const folder = mkdtempSync(join(tmpdir(), "antar-bench-"));
  const script = bundled("solve-child.ts", folder);
  return {
    version: versionOf(),
    run: (task) => runChild<ChildAnswer>(script, task),
    close: () => rmSync(folder, { recursive: true }),
  };
}
