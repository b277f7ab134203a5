import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
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
