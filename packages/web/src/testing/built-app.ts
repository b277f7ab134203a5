/**
 * The app as it is shipped, built into a folder of its own. Knows the build; refuses to know what is tested.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

/** The built app; `drop` removes it. */
export interface BuiltApp {
  readonly folder: string;
  readonly drop: () => Promise<void>;
}

/** Builds the app for production, whatever NODE_ENV says: a test runner's would bundle React's development build. */
export async function buildApp(): Promise<BuiltApp> {
  const folder = await mkdtemp(join(tmpdir(), "antar-web-"));
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  try {
    await build({
      configFile: join(import.meta.dirname, "../../vite.config.ts"),
      logLevel: "silent",
      build: { outDir: folder, emptyOutDir: true },
    });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  return { folder, drop: () => rm(folder, { recursive: true, force: true }) };
}
