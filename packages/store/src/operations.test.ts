import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { openDynamoClient } from "./door.ts";
import { type EmbeddedStore, openEmbeddedStore } from "./embedded.ts";
import { backupLines, checkBackup, restoreLines, type Tables } from "./operations.ts";
import { noise } from "./testing/index.ts";
import { sampleBriefHead, sampleEntry } from "./testing/samples.ts";

let source: EmbeddedStore;
let target: EmbeddedStore;
const tablesOf = ({ address, tables }: EmbeddedStore): Tables => ({ client: openDynamoClient(address), names: tables });
const document = noise(600_000, 5);

beforeAll(async () => {
  source = await openEmbeddedStore({ memory: true });
  target = await openEmbeddedStore({ memory: true });
  for (const tenant of ["kendari", "kediri"]) {
    const ref = await source.store.writeDocument(tenant, document);
    const body = sampleBriefHead("k525", 1, ref);
    await source.store.writeBriefHead(tenant, { body, previous: undefined, write: "w" });
    const key = { tenant, brief: "k525", unit: "vehicle:truk-1" };
    for (const sequence of [1, 2, 3]) {
      await source.store.appendLog(key, sampleEntry(key.unit, sequence, `e${sequence}`), `w${sequence}`);
    }
  }
});
afterAll(async () => {
  await source.close();
  await target.close();
});

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found = [];
  for await (const line of lines) found.push(line);
  return found;
}
async function* of(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
const at = "2024-11-25T00:00:00Z";

test("a backup of one tenant is restored letter for letter, twice the same, and holds nothing of another", async () => {
  const lines = await all(backupLines(tablesOf(source), { at, tenant: "kendari" }));
  expect(lines.join("\n")).not.toContain("T#kediri");
  // Two document parts, a brief head, the unit, three entries.
  expect((await checkBackup(of(lines))).items).toBe(7);
  expect(await restoreLines(tablesOf(target), of(lines))).toEqual({ put: 7, stood: 0 });
  expect(await restoreLines(tablesOf(target), of(lines))).toEqual({ put: 0, stood: 7 });
  const head = await target.store.readBriefHead({ tenant: "kendari", brief: "k525" });
  expect(head).toEqual(await source.store.readBriefHead({ tenant: "kendari", brief: "k525" }));
  expect(head && (await target.store.readDocument("kendari", head.body.document, z.string()))).toBe(document);
  const key = { tenant: "kendari", brief: "k525", unit: "vehicle:truk-1" };
  expect(await target.store.readLog(key)).toEqual(await source.store.readLog(key));
});

test("a backup that was cut, changed or is none is refused", async () => {
  const lines = await all(backupLines(tablesOf(source), { at }));
  await expect(checkBackup(of(lines.slice(0, -1)))).rejects.toThrow("cut or changed");
  const changed = lines.map((line, index) => (index === 3 ? line.replace("S", "Z") : line));
  await expect(checkBackup(of(changed))).rejects.toThrow("cut or changed");
  await expect(checkBackup(of([...lines.slice(0, 2), ...lines.slice(3)]))).rejects.toThrow("cut or changed");
  await expect(checkBackup(of(["hello"]))).rejects.toThrow("Not a backup");
});
