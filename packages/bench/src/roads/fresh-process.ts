/**
 * Starts `fresh.ts` as a bundled program in a process of its own, as a server without a warm cache would.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** Runs the program with arguments; what it printed. */
export type FreshProcess = (args: readonly string[]) => Record<string, number>;

/** Bundles the program once. */
export function createFreshProcess(): { run: FreshProcess; directory: string } {
  const directory = mkdtempSync(join(tmpdir(), "antar-bench-"));
  const program = join(directory, "fresh.mjs");
  buildSync({
    entryPoints: [fileURLToPath(new URL("./fresh.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  const run = (args: readonly string[]) => {
    const text = execFileSync(process.execPath, [program, ...args], { encoding: "utf8", maxBuffer: 1 << 24 });
    const parsed: Record<string, number> = JSON.parse(text);
    return parsed;
  };
  return { run, directory };
}
