/**
 * That a plan belongs to its brief and roads, and that its names are unique. Knows documents; refuses to know times.
 */
import { type Brief, digestOf, type Finding } from "@antar/domain";
import { findingOf } from "./finding-of.ts";
import { groupBy } from "./intervals.ts";
import type { Reading } from "./reading.ts";

interface Equality {
  readonly code: string;
  readonly field: string;
  readonly plan: unknown;
  readonly brief: unknown;
}

function equalities({ brief, plan }: Reading, digest: string): Equality[] {
  const moment = (text: string): number => Date.parse(text);
  return [
    { code: "brief-differs", field: "brief.sha256", plan: plan.brief.sha256, brief: digest },
    { code: "brief-differs", field: "brief.id", plan: plan.brief.id, brief: brief.id },
    { code: "tenant-differs", field: "brief.tenant", plan: plan.brief.tenant, brief: brief.tenant },
    { code: "roads-differ", field: "roads.sha256", plan: plan.roads.sha256, brief: brief.roads.sha256 },
    { code: "roads-differ", field: "roads.synthetic", plan: plan.roads.synthetic, brief: brief.roads.synthetic },
    { code: "roads-differ", field: "roads.attribution", plan: plan.roads.attribution, brief: brief.roads.attribution },
    { code: "zone-differs", field: "timeZone", plan: plan.timeZone, brief: brief.timeZone },
    { code: "currency-differs", field: "currency", plan: plan.currency, brief: brief.currency },
    { code: "deadline-differs", field: "deadline", plan: moment(plan.deadline), brief: moment(brief.window.end) },
  ];
}

/** The plan names the digest of `given` (the brief before settings), and tenant, roads, zone, currency and deadline of the brief. */
export function* documentFindings(reading: Reading, given: Brief): Generator<Finding> {
  for (const { code, field, plan, brief } of equalities(reading, digestOf(given))) {
    if (plan === brief) continue;
    const id = `${field} dalam rencana (${plan}) tidak sama dengan brief (${brief}); rencana ini bukan untuk brief ini`;
    const en = `${field} in the plan (${plan}) is not that of the brief (${brief}); this plan is not for this brief`;
    yield findingOf({ code, place: "plan", tepat: "kualitas", id, en });
  }
}

/** The network under audit is the one that brief and plan name by hash. */
export function* networkFindings(reading: Reading, sha256: string): Generator<Finding> {
  const named = reading.brief.roads.sha256;
  if (sha256 === named) return;
  const id = `Jaringan jalan ${sha256} bukan yang disebut brief (${named}); jarak dan waktu tidak dapat dipercaya`;
  const en = `The road network ${sha256} is not the one that the brief names (${named}); distances and times cannot be trusted`;
  yield findingOf({ code: "roads-differ", place: "plan", tepat: "kualitas", id, en });
}

function* repeated(names: readonly string[], what: { code: string; id: string; en: string }): Generator<Finding> {
  for (const [name, group] of groupBy(names, (name) => name)) {
    if (group.length < 2) continue;
    const id = `${what.id} ${name} dipakai ${group.length} kali; harus sekali`;
    const en = `${what.en} ${name} is used ${group.length} times; it must be used once`;
    yield findingOf({ code: what.code, place: name, tepat: "kualitas", id, en });
  }
}

/** No vehicle, trip or convoy is named twice. */
export function* nameFindings({ plan, trips }: Reading): Generator<Finding> {
  yield* repeated(
    plan.routes.map((route) => route.vehicle),
    { code: "vehicle-doubled", id: "Kendaraan", en: "The vehicle" },
  );
  yield* repeated(
    trips.map(({ trip }) => trip.id),
    { code: "trip-doubled", id: "Nomor trip", en: "The trip id" },
  );
  yield* repeated(
    plan.convoys.map((convoy) => convoy.id),
    { code: "convoy-doubled", id: "Nomor konvoi", en: "The convoy id" },
  );
}
