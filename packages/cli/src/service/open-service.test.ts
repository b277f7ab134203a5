import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBriefFile } from "../files.ts";
import { openService } from "./open-service.ts";
import { planAndPublish } from "./plan-and-publish.ts";

test("a large brief is planned by several threads of one process: sub-plans made, joined, served whole", {
  timeout: 180_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "antar-"));
  const errors: unknown[] = [];
  const service = await openService({ folder, tenant: "kendari", seconds: 4, report: (error) => errors.push(error) });
  try {
    const file = await readBriefFile("data/kendari/k1030.json");
    await service.admit(file);
    const phases: string[] = [];
    const head = await planAndPublish(service, {
      brief: file.brief,
      request: { seed: 1, iterations: 60 },
      onProgress: ({ phase }) => phases.push(phase),
    });
    expect([head.summary.tps, head.summary.served, head.findings.blocking]).toEqual([1_030, 1_030, 0]);
    expect(phases).toContain("sub-plans");
    expect(errors).toEqual([]);
    expect(existsSync(service.storeFolder)).toBe(true);
  } finally {
    await service.close();
    await rm(folder, { recursive: true, force: true });
  }
});
