/**
 * Rule 8, the roads: every leg, return and transfer takes the seconds and metres of the fastest path.
 */
import type { Finding, Place } from "@antar/domain";
import { driveOver } from "../drive.ts";
import type { AuditRoads } from "./audit-roads.ts";
import { findingOf } from "./finding-of.ts";
import { type LegQuestion, legKey, type TrueLeg, trueLegs } from "./legs.ts";
import type { Reading, ReadRoute } from "./reading.ts";
import { auditSpells } from "./spells.ts";

/** A leg that the plan claims. */
interface ClaimedLeg {
  readonly question: LegQuestion;
  /** When the drive begins, epoch seconds; NaN when that cannot be read. */
  readonly departure: number;
  readonly seconds: number;
  readonly metres: number;
  readonly where: { readonly id: string; readonly en: string };
}

interface Leg {
  readonly seconds: number;
  readonly metres: number;
}

function* claimsOf(
  { route, type, trips, transfers }: ReadRoute,
  places: ReadonlyMap<string, Place>,
): Generator<ClaimedLeg> {
  if (!type) return;
  const { profile } = type;
  for (const { trip, origin, stops, departure: leaves } of trips) {
    let [from, departure] = [origin, leaves];
    const where = { id: `trip ${trip.id}`, en: `trip ${trip.id}` };
    for (const { stop, place, departure: end } of stops) {
      if (from && place) yield { question: { profile, from, to: place }, departure, ...stop.leg, where };
      [from, departure] = [place, end];
    }
    const to = places.get(trip.return.place);
    const home = { id: `pulang trip ${trip.id}`, en: `return of trip ${trip.id}` };
    if (from && to) yield { question: { profile, from, to }, departure, ...trip.return.leg, where: home };
  }
  for (const transfer of transfers) {
    const [from, to] = [places.get(transfer.from), places.get(transfer.to)];
    const where = { id: `pindah ${route.vehicle}`, en: `transfer of ${route.vehicle}` };
    const { start: departure, seconds, metres } = transfer;
    if (from && to) yield { question: { profile, from, to }, departure, seconds, metres, where };
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
  const questions = claims.map((claim) => claim.question);
  const spells = auditSpells(roads, reading.plan.closures ?? []);
  const truths = new Map<AuditRoads, ReturnType<typeof trueLegs>>();
  for (const spell of spells) {
    if (!truths.has(spell.roads)) truths.set(spell.roads, trueLegs(spell, questions));
  }
  for (const claim of claims) {
    const key = legKey(claim.question);
    const known = spells.flatMap(({ until, roads: open }) => {
      const truth = truths.get(open);
      return truth?.has(key) ? [{ until, leg: truth.get(key) }] : [];
    });
    if (known.length < spells.length) continue;
    const [first] = known;
    yield* legFinding(reading, claim, known.length === 1 ? first?.leg : driveOver(known, claim.departure));
  }
}
