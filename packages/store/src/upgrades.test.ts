import { expect, test } from "vitest";
import { bodyOf } from "./record-kind.ts";
import { kinds } from "./records.ts";
import { sampleJob } from "./testing/samples.ts";

const document = { sha256: "b".repeat(64), parts: 1, bytes: 2 };

test("a job of version 1 is read as a plan without closures", () => {
  const { kind: _, base: __, closures: ___, task: ____, result: _____, ...first } = sampleJob("j1", document);
  expect(bodyOf(kinds.job, 1, first)).toEqual(sampleJob("j1", document));
});

test("every kind has a step from each version to the next", () => {
  for (const kind of Object.values(kinds))
    expect([kind.name, kind.upgrades.length]).toEqual([kind.name, kind.version - 1]);
});

test("a record that is newer than the program is refused, not guessed at", () => {
  expect(() => bodyOf(kinds.job, 3, sampleJob("j1", document))).toThrow("this program knows 1 to 2");
});
