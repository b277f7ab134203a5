/**
 * Rule 8, the roads: every leg, return and transfer takes the seconds and metres of the fastest path.
 */
import type { Finding, Place } from "@antar/domain";
import { driveOver } from "../drive.ts";
import type { AuditRoads } from "./audit-roads.ts";
import { findingOf } from "./finding-of.ts";
import { type LegQuestion, legKey, type TrueLeg, trueLegs } from "./legs.ts";
import type { Reading, ReadRoute } from "./reading.ts";
import { type AuditSpell, auditSpells } from "./spells.ts";

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
  for (const { trip, origin, stops, departure: leaves, breakdown } of trips) {
    let [from, departure] = [origin, leaves];
    const where = { id: `trip ${trip.id}`, en: `trip ${trip.id}` };
    for (const { stop, place, departure: end } of stops) {
      if (from && place) yield { question: { profile, from, to: place }, departure, ...stop.leg, where };
      [from, departure] = [place, end];
    }
    const to = places.get(trip.return.place);
    const home = { id: `pulang trip ${trip.id}`, en: `return of trip ${trip.id}` };
    if (from && to && !breakdown) {
      yield { question: { profile, from, to }, departure, ...trip.return.leg, where: home };
    }
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

/** True legs of each network, worked out when they are asked for. */
function openTruth(roads: AuditRoads, spells: readonly AuditSpell[]) {
  const truths = new Map<AuditRoads, Map<string, TrueLeg>>();
  const wanted = new Map<AuditSpell, LegQuestion[]>();
  const first = new Map<AuditRoads, AuditSpell>();
  for (const spell of spells) if (!first.has(spell.roads)) first.set(spell.roads, spell);
  return {
    /** The leg of `question` in `spell`; "unknown" until `learn` has been called. */
    legIn(spell: AuditSpell, question: LegQuestion): TrueLeg | "unknown" {
      const truth = truths.get(spell.roads);
      const key = legKey(question);
      if (truth?.has(key)) return truth.get(key);
      const one = first.get(spell.roads) ?? spell;
      const list = wanted.get(one);
      if (list) list.push(question);
      else wanted.set(one, [question]);
      return "unknown";
    },
    /** Works out all that was asked; false when nothing was. */
    learn(): boolean {
      for (const [spell, questions] of wanted) {
        const truth = truths.get(spell.roads) ?? new Map<string, TrueLeg>();
        truths.set(spell.roads, truth);
        for (const [key, leg] of trueLegs({ ...spell, usual: roads }, questions)) truth.set(key, leg);
      }
      const learnt = wanted.size > 0;
      wanted.clear();
      return learnt;
    },
  };
}

/** The true drive of a claim; "unknown" when legs of it are still to be learnt. */
function trueDrive(truth: ReturnType<typeof openTruth>, spells: readonly AuditSpell[], claim: ClaimedLeg) {
  let unknown = false;
  const timed = spells.map((spell) => ({
    until: spell.until,
    get leg() {
      const leg = truth.legIn(spell, claim.question);
      unknown ||= leg === "unknown";
      return leg === "unknown" ? undefined : leg;
    },
  }));
  const [only] = timed;
  const drive = timed.length === 1 ? only?.leg : driveOver(timed, claim.departure);
  return unknown ? "unknown" : drive;
}

/** Each leg of the plan against the roads. */
export function* legFindings(reading: Reading, roads: AuditRoads): Generator<Finding> {
  yield* profileFindings(reading, roads);
  const spells = auditSpells(roads, reading);
  const truth = openTruth(roads, spells);
  let open = reading.routes
    .flatMap((route) => [...claimsOf(route, reading.places)])
    .filter(({ question }) => roads.metadata.profiles.includes(question.profile));
  while (open.length > 0) {
    const later: ClaimedLeg[] = [];
    for (const claim of open) {
      const drive = trueDrive(truth, spells, claim);
      if (drive === "unknown") later.push(claim);
      else yield* legFinding(reading, claim, drive);
    }
    open = truth.learn() ? later : [];
  }
}

/** Asks for the true drive that begins at a moment; undefined where no way leads. */
export type AskDrive = (question: LegQuestion, departure: number) => Leg | undefined;

/** True drives of `roads` as they change in time under the closures of the plan, worked out when asked for. */
export function openDrives(reading: Reading, roads: AuditRoads): AskDrive {
  const spells = auditSpells(roads, reading);
  const truth = openTruth(roads, spells);
  return (question, departure) => {
    const claim = { question, departure, seconds: 0, metres: 0, where: { id: "", en: "" } };
    for (;;) {
      const drive = trueDrive(truth, spells, claim);
      if (drive !== "unknown") return drive;
      truth.learn();
    }
  };
}
