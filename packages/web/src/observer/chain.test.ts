import type { LogView } from "@antar/api";
import { digestOf, canonicalJson as documentJson } from "@antar/domain";
import { describe, expect, test } from "vitest";
import { canonicalJson, checkedChain } from "./chain.ts";

const received = "2024-11-26T07:46:10+08:00";
const event = (id: string) => ({ schema: 1, id, kind: "arrived", unit: "vehicle:motor-1", at: received, boxes: 0 });

function logOf(ids: readonly string[]): LogView {
  const entries: LogView["entries"] = [];
  for (const [index, id] of ids.entries()) {
    const bare = { unit: "vehicle:motor-1", sequence: index + 1, by: "budi", previous: "0".repeat(64) };
    const previous = entries.at(-1)?.hash ?? bare.previous;
    const hashed = { tenant: "small", brief: "small", ...bare, previous, id, event: documentJson(event(id)) };
    const hash = digestOf({ ...hashed, receivedAt: Date.parse(received) / 1000 });
    entries.push({ ...bare, previous, receivedAt: received, hash, event: event(id), personal: null });
  }
  return { brief: "small", unit: "vehicle:motor-1", asOf: received, intact: true, brokenAt: null, entries };
}

describe("a chain checked in the browser", () => {
  const log = logOf(["00000001", "00000002", "00000003"]);

  test("is whole as the service makes it", async () => {
    expect(await checkedChain("small", log)).toEqual({ state: "whole", entries: 3 });
  });

  test("is broken where an event was changed, whatever the service says of it", async () => {
    const changed = log.entries.map((entry) =>
      entry.sequence === 2 ? { ...entry, event: { ...entry.event, boxes: 1 } } : entry,
    );
    expect(await checkedChain("small", { ...log, entries: changed })).toEqual({ state: "broken", at: 2 });
  });

  test("is broken where an event was left out", async () => {
    const left = log.entries.filter((entry) => entry.sequence !== 2);
    expect(await checkedChain("small", { ...log, entries: left })).toEqual({ state: "broken", at: 2 });
  });

  test("is broken from the start under another tenant", async () => {
    expect(await checkedChain("other", log)).toEqual({ state: "broken", at: 1 });
  });
});

test("canonical JSON is the one of the domain", () => {
  const value = { b: [1, null, { d: "é", c: undefined }], a: true };
  expect(canonicalJson(value)).toBe(documentJson(value));
});
