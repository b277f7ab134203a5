import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AbstractLevel } from "abstract-level";
import { expect, test, vi } from "vitest";
import * as z from "zod";
import { openEmbeddedStore } from "./embedded.ts";
import { noise, testStore } from "./testing/index.ts";
import { sampleBriefHead } from "./testing/samples.ts";

testStore("the embedded engine in memory", () => openEmbeddedStore({ memory: true }));

testStore("the embedded engine on disk", async () => {
  const folder = await mkdtemp(join(tmpdir(), "antar-store-"));
  const { store, close } = await openEmbeddedStore({ folder });
  return {
    store,
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
});

test("what was written on disk is there after a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "antar-store-"));
  const document = noise(500_000, 3);
  const first = await openEmbeddedStore({ folder });
  const ref = await first.store.writeDocument("kendari", document);
  await first.store.writeBriefHead("kendari", {
    body: sampleBriefHead("k525", 1, ref),
    previous: undefined,
    write: "w",
  });
  await first.close();
  const second = await openEmbeddedStore({ folder });
  const head = await second.store.readBriefHead({ tenant: "kendari", brief: "k525" });
  expect(head?.revision).toBe(1);
  expect(head && (await second.store.readDocument("kendari", head.body.document, z.string()))).toBe(document);
  await second.close();
  await rm(folder, { recursive: true });
});

test("no Query leaves an iterator of the database open, whether it is read to its end or stops at a limit", async () => {
  const opened = vi.spyOn(AbstractLevel.prototype, "attachResource");
  const closed = vi.spyOn(AbstractLevel.prototype, "detachResource");
  const { store, close } = await openEmbeddedStore({ memory: true });
  const head = sampleBriefHead("k525", 1, await store.writeDocument("kendari", "a brief"));
  for (const brief of ["a", "b", "c", "d"]) {
    await store.writeBriefHead("kendari", { body: { ...head, brief }, previous: undefined, write: brief });
  }
  const before = opened.mock.calls.length;
  for (let query = 0; query < 20; query++) {
    expect((await store.listBriefHeads("kendari")).items).toHaveLength(4);
    expect((await store.listBriefHeads("kendari", { limit: 2 })).items).toHaveLength(2);
  }
  expect(opened.mock.calls.length - before).toBe(40);
  await vi.waitFor(() => expect(closed.mock.calls.length).toBe(opened.mock.calls.length));
  await close();
});
