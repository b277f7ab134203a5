/**
 * The embedded engine on disk, killed without warning in the middle of writing: every acknowledged write is there.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbeddedStore } from "./embedded.ts";
import { testStore } from "./testing/index.ts";

const script = fileURLToPath(new URL("./testing/writer.mts", import.meta.url));
const key = { tenant: "kendari", brief: "k525", unit: "vehicle:truk-1" };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "antar-killed-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the writer from `first` on and kills it once `last` was acknowledged; answers the last number acknowledged. */
function writeUntilKilled(first: number, last: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const writer = spawn(process.execPath, ["--import", "tsx", script, folder, String(first)], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let text = "";
    writer.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const told = text.split("\n").slice(0, -1).map(Number);
      if ((told.at(-1) ?? 0) >= last) writer.kill("SIGKILL");
    });
    writer.on("error", reject);
    writer.on("close", () => resolve(text.split("\n").slice(0, -1).map(Number).at(-1) ?? 0));
  });
}

test("killed three times in the middle of 1,000 writes, no acknowledged write is lost and the log goes on", async () => {
  let acknowledged = 0;
  for (const last of [200, 500, 1_000]) {
    acknowledged = await writeUntilKilled(acknowledged + 1, last);
    const { store, close } = await openEmbeddedStore({ folder });
    const log = await store.readLog(key);
    await close();
    expect(acknowledged).toBeGreaterThanOrEqual(last);
    // One write may have been stored whose acknowledgement did not get out.
    expect(log.length - acknowledged).toBeGreaterThanOrEqual(0);
    expect(log.length - acknowledged).toBeLessThanOrEqual(1);
    expect(log.map((entry) => entry.sequence)).toEqual(Array.from(log, (_, index) => index + 1));
    acknowledged = log.length;
  }
}, 240_000);

testStore("the files of a killed process", () => openEmbeddedStore({ folder }));
