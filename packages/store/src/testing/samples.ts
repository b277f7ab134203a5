/**
 * Small records for tests of the store: complete, and different where it matters.
 */
import type { DocumentRef } from "../documents.ts";
import type { BoardRowRecord, BriefHead, CustodyEntry, JobRecord, PlanHead } from "../records.ts";

const roads = { sha256: "a".repeat(64), synthetic: true, attribution: "generated" };
const window = {
  start: "2024-11-25T08:00:00+08:00",
  end: "2024-11-26T18:00:00+08:00",
  legalEnd: "2024-11-26T23:59:00+08:00",
};

/** A brief head of `brief`, at `version`. */
export function sampleBriefHead(brief: string, version: number, document: DocumentRef): BriefHead {
  return {
    brief,
    version,
    digest: String(version).padStart(64, "0"),
    document,
    title: `Brief ${brief}`,
    timeZone: "Asia/Makassar",
    mode: "tiered",
    window,
    roads,
    places: 602,
    tps: 525,
    at: 1_732_500_000 + version,
    by: "tester",
  };
}

/** The head of a plan that `job` made, without its number. */
export function samplePlanHead(brief: string, job: string, document: DocumentRef): Omit<PlanHead, "version"> {
  return {
    brief,
    job,
    briefDigest: "1".repeat(64),
    briefDocument: document,
    mode: "tiered",
    seed: 7,
    roads,
    summary: {
      tps: 525,
      served: 525,
      kits: 525,
      boxes: 22,
      vehicles: 107,
      trips: 390,
      metres: 404_000,
      driving: 52_000,
      handling: 160_000,
      latestArrival: "2024-11-26T15:20:00+08:00",
      slack: 9_600,
      cost: 12_000_000,
    },
    plan: document,
    findings: document,
    drawing: document,
    blocking: 0,
    other: 1,
    compact: { crossings: 118, overlap: 0.25 },
    at: 1_732_500_100,
    by: "tester",
  };
}

/** A queued job. */
export function sampleJob(id: string, document: DocumentRef): JobRecord {
  return {
    id,
    kind: "plan",
    base: null,
    closures: [],
    task: null,
    result: null,
    brief: "k525",
    briefVersion: 1,
    briefDigest: "1".repeat(64),
    briefDocument: document,
    request: { seed: 7, iterations: 100, settings: { docks: "1" } },
    roads,
    state: "queued",
    cancelling: false,
    attempt: 0,
    owner: null,
    joined: 0,
    progress: null,
    version: null,
    problem: null,
    by: "tester",
    createdAt: 1_732_500_050,
    startedAt: null,
    heartbeatAt: null,
    finishedAt: null,
  };
}

/** A board row of `vehicle`. */
export function sampleRow(vehicle: string): BoardRowRecord {
  return {
    vehicle,
    vehicleType: "truk",
    home: "7471",
    state: "planned",
    trips: 2,
    stops: 5,
    done: 0,
    kits: 150,
    boxes: 4,
    delivered: 0,
    received: [],
    reports: [],
    next: { place: "747101", name: "PPK Mandonga", eta: "2024-11-25T09:10:00+08:00" },
    start: "2024-11-25T08:00:00+08:00",
    end: "2024-11-25T15:00:00+08:00",
    slack: 97_200,
    sequence: 0,
  };
}

/** Entry number `sequence` of the log of `unit`. */
export function sampleEntry(unit: string, sequence: number, id: string): CustodyEntry {
  return {
    unit,
    sequence,
    id,
    event: JSON.stringify({ id, kind: "arrived" }),
    receivedAt: 1_732_500_200,
    by: "driver",
    previous: "0".repeat(64),
    hash: "f".repeat(64),
  };
}
