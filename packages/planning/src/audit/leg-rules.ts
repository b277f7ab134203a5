/**
 * Rule 8, the roads: every leg, return and transfer takes the seconds and metres of the fastest path.
 */
import type { Finding, Place } from "@antar/domain";
import type { AuditRoads } from "./audit-roads.ts";
import { findingOf } from "./finding-of.ts";
import { type LegQuestion, legKey, type TrueLeg, trueLegs } from "./legs.ts";
import type { Reading, ReadRoute } from "./reading.ts";

/** A leg that the plan claims. */
interface ClaimedLeg {
  readonly question: LegQuestion;
  readonly seconds: number;
  readonly metres: number;
  readonly where: { readonly id: string; readonly en: string };
}

interface Leg {
  readonly seconds: number;
  readonly metres: number;
}

function* claimsOf({ route, type, trips }: ReadRoute, places: ReadonlyMap<string, Place>): Generator<ClaimedLeg> {
  if (!type) return;
  const { profile } = type;
  for (const { trip, origin, stops } of trips) {
    let from = origin;
    const where = { id: `trip ${trip.id}`, en: `trip ${trip.id}` };
    for (const { stop, place } of stops) {
      if (from && place) yield { question: { profile, from, to: place }, ...stop.leg, where };
      from = place;
    }
    const to = places.get(trip.return.place);
    const home = { id: `pulang trip ${trip.id}`, en: `return of trip ${trip.id}` };
    if (from && to) yield { question: { profile, from, to }, ...trip.return.leg, where: home };
  }
  for (const transfer of route.transfers) {
    const [from, to] = [places.get(transfer.from), places.get(transfer.to)];
    const where = { id: `pindah ${route.vehicle}`, en: `transfer of ${route.vehicle}` };
    if (from && to) yield { question: { profile, from, to }, ...transfer.leg, where };
  }
}

function* legFinding(reading: Reading, claim: ClaimedLeg, leg: TrueLeg): Generator<Finding> {
  const { question, where } = claim;
  const place = question.to.code;
  const [from, to] = [reading.label(question.from.code), reading.label(place)];
  const claimed: Leg = claim;
  if (!leg) {
    const id = `${to}: ${where.id}: tidak ada jalan dari ${from} untuk profil ${question.profile}`;
    const en = `${to}: ${where.en}: no road leads here from ${from} for the profile ${question.profile}`;
    yield findingOf({ code: "leg-unreachable", place, tepat: "waktu", id, en });
    return;
  }
  if (claimed.seconds !== leg.seconds) {
    const id = `${to}: ${where.id} dari ${from}: ${claimed.seconds} detik, lewat jalan tercepat ${leg.seconds} detik`;
    const en = `${to}: ${where.en} from ${from}: ${claimed.seconds} s, the fastest path takes ${leg.seconds} s`;
    yield findingOf({ code: "leg-seconds", place, tepat: "waktu", id, en });
  }
  if (claimed.metres !== leg.metres) {
    const id = `${to}: ${where.id} dari ${from}: ${claimed.metres} meter, lewat jalan tercepat ${leg.metres} meter`;
    const en = `${to}: ${where.en} from ${from}: ${claimed.metres} m, the fastest path has ${leg.metres} m`;
    yield findingOf({ code: "leg-metres", place, tepat: "efisien", id, en });
  }
}

function* profileFindings(reading: Reading, roads: AuditRoads): Generator<Finding> {
  const used = new Set(reading.routes.flatMap(({ type }) => type?.profile ?? []));
  for (const profile of used) {
    if (roads.metadata.profiles.includes(profile)) continue;
    const have = roads.metadata.profiles.join(", ");
    const id = `Jaringan jalan tidak punya profil ${profile} (ada: ${have}); waktu tempuh tidak dapat diperiksa`;
    const en = `The road network has no profile ${profile} (it has: ${have}); driving times cannot be checked`;
    yield findingOf({ code: "profile-unknown", place: "plan", tepat: "kualitas", id, en });
  }
}

/** Each leg of the plan against the roads. */
export function* legFindings(reading: Reading, roads: AuditRoads): Generator<Finding> {
  yield* profileFindings(reading, roads);
  const claims = reading.routes.flatMap((route) => [...claimsOf(route, reading.places)]);
  const truth = trueLegs(
    roads,
    claims.map((claim) => claim.question),
  );
  for (const claim of claims) {
    const key = legKey(claim.question);
    if (truth.has(key)) yield* legFinding(reading, claim, truth.get(key));
  }
}
