/**
 * Limits that a plan made anew declares as not to be kept any more. A declaration counts only for a trip that was loaded
 * before the plan was made anew, only for the very finding, and only when no order of the stops that are left breaks
 * fewer limits. Works that out by itself; refuses to believe the plan.
 */
import type { Finding, Plan } from "@antar/domain";
import type { AuditRoads } from "./audit-roads.ts";
import { dutiesOf } from "./duty.ts";
import { findingOf } from "./finding-of.ts";
import { groupBy } from "./intervals.ts";
import { type AskDrive, openDrives } from "./leg-rules.ts";
import type { Reading, ReadRoute, ReadStop, ReadTrip } from "./reading.ts";

type Declared = NonNullable<NonNullable<Plan["madeAnew"]>["unavoidable"]>[number];

/** Limits of the clock, and roads that are gone. Everything else is an error of the plan, whatever has happened. */
const declarable = new Set([
  "departure-after-closing",
  "hand-over-outside-opening",
  "deadline-missed",
  "break-missing",
  "shift-too-long",
  "return-next-day",
  "leg-unreachable",
]);

/** More stops than these are judged in the order of the plan only. */
const permuted = 6;

interface Underway {
  readonly route: ReadRoute;
  readonly read: ReadTrip;
  /** The moment of remaking that is looked at, and the seconds that the vehicle was behind then. */
  readonly at: number;
  readonly delay: number;
}

/** The trip of the declaration, and the last moment of remaking at which it was under way with what the finding is about. */
function underwayOf(reading: Reading, declared: Declared, finding: Finding): Underway | undefined {
  for (const route of reading.routes) {
    const read = route.trips.find(({ trip }) => trip.id === declared.trip);
    if (!read || route.route.vehicle !== declared.vehicle) continue;
    const moments = reading.remakings.filter(({ at }) => read.start < at && read.end > at);
    for (const moment of moments.reverse()) {
      const under = { route, read, at: moment.at, delay: moment.delay(declared.vehicle) };
      if (concerns(under, finding)) return under;
    }
  }
  return undefined;
}

/** True when the finding is of this trip, and of something after the moment. */
function concerns({ route, read, at }: Underway, { code, place }: Finding): boolean {
  if (code === "break-missing" || code === "shift-too-long") return place === route.route.vehicle;
  if (code === "leg-unreachable" && place === read.trip.return.place) return true;
  if (code === "departure-after-closing") return place === read.trip.origin && read.departure > at;
  if (code === "return-next-day") return place === read.trip.return.place;
  return read.stops.some(({ stop, end }) => stop.place === place && end > at);
}

/** Where the vehicle goes on from, and what it has still to visit. */
interface Position {
  readonly from: ReadStop["place"];
  readonly leaves: number;
  readonly rested: number;
  readonly open: readonly ReadStop[];
  /** Limits that are broken on the way to `from`. */
  readonly broken: number;
}

interface Judging {
  readonly reading: Reading;
  readonly drive: AskDrive;
  readonly under: Underway;
  readonly dutyStart: number;
}

function lateIn({ reading }: Judging, { place, end }: { place: ReadStop["place"]; end: number }): number {
  const { calendar } = reading;
  const opening = place && calendar.openingsOf(place).find((one) => calendar.dayOf(one.start) === calendar.dayOf(end));
  const closed = !opening || end > opening.end ? 1 : 0;
  return closed + (place?.kind === "tps" && end > calendar.end ? 1 : 0);
}

/** True when the origin has closed by `moment` on the day of the loading. */
function isShut({ reading, under: { read } }: Judging, moment: number): boolean {
  const opening =
    read.origin &&
    reading.calendar.openingsOf(read.origin).find((one) => one.start <= read.start && read.loadingEnd <= one.end);
  return opening !== undefined && moment > opening.end;
}

/** The end of the last rest that began before `moment`, as far as it was over by then; else the begin of the day's work. */
function restedBy({ under: { route }, dutyStart }: Judging, moment: number): number {
  return route.breaks
    .filter(({ start }) => start < moment)
    .reduce((latest, rest) => Math.max(latest, Math.min(rest.end, moment)), dutyStart);
}

function positionOf(judging: Judging): Position {
  const { read, at, delay } = judging.under;
  const { breakAfter } = judging.reading.brief.drivers;
  const bound = read.departure > at ? 0 : Math.max(1, read.stops.filter(({ departure }) => departure <= at).length + 1);
  const reached = read.stops.slice(0, bound);
  const last = reached[reached.length - 1];
  const stands = last && last.arrival <= at ? Math.min(delay, last.departure - last.end) : 0;
  const leaves = last ? last.end + stands : read.departure;
  const rested = restedBy(judging, leaves);
  const late = last && last.end > at ? lateIn(judging, { place: last.place, end: last.end }) : 0;
  // Who stands still when his origin closes leaves after that, or not on that day.
  const shut = read.departure > at && isShut(judging, Math.max(read.loadingEnd, at) + delay) ? 1 : 0;
  const tired = leaves - rested > breakAfter ? 1 : 0;
  // Who was driving then rests when he arrives, not before.
  const driven = last && last.arrival > at && last.arrival - restedBy(judging, at) > breakAfter ? 1 : 0;
  const worn = last && rested >= last.arrival ? tired + driven : Math.max(tired, driven);
  return {
    from: last?.place ?? read.origin,
    leaves,
    rested,
    open: read.stops.slice(bound),
    broken: late + worn + shut,
  };
}

/** Limits that are broken when the stops are made in this order and every rest that is due is taken where it can be. */
function brokenIn(judging: Judging, position: Position, order: readonly ReadStop[]): number {
  const { reading, drive, under } = judging;
  const { drivers, handling } = reading.brief;
  const profile = under.route.type?.profile ?? "";
  let { from, leaves, rested, broken } = position;
  for (const place of [...order.map((stop) => stop.place), under.read.origin]) {
    const home = place === under.read.origin;
    const road = from && place ? drive({ profile, from, to: place }, leaves) : undefined;
    // No road: where kits are due, the plan lists the place as left out besides; the way home is driven as it is written.
    const leg = road ?? (home ? under.read.trip.return.leg : undefined);
    if (!leg) continue;
    if (leaves + leg.seconds - rested > drivers.breakAfter && leaves > rested) {
      rested = leaves + drivers.break;
      leaves = rested;
    }
    const arrival = leaves + ((from && place && drive({ profile, from, to: place }, leaves)?.seconds) ?? leg.seconds);
    if (arrival - rested > drivers.breakAfter) broken++;
    const visited = order.find((stop) => stop.place === place);
    if (!visited || place === under.read.origin) {
      const { calendar } = reading;
      if (arrival - judging.dutyStart > drivers.shift) broken++;
      if (arrival > calendar.dayStart(calendar.dayOf(under.read.start) + 1)) broken++;
      return broken;
    }
    const service = handling.perStop + handling.handOverPerKit * visited.stop.kits.length;
    const opens = visited.place ? reading.calendar.openingsOf(visited.place) : [];
    const today = opens.find((one) => reading.calendar.dayOf(one.start) === reading.calendar.dayOf(arrival));
    let start = Math.max(arrival, today?.start ?? arrival);
    if (start + service - rested > drivers.breakAfter || start - arrival >= drivers.break) {
      rested = Math.max(start, arrival + drivers.break);
      start = rested;
    }
    leaves = start + service;
    if (leaves - rested > drivers.breakAfter) broken++;
    broken += lateIn(judging, { place, end: leaves });
    from = place;
  }
  return broken;
}

function* ordersOf(stops: readonly ReadStop[]): Generator<readonly ReadStop[]> {
  const [first, ...rest] = stops;
  if (!first) return yield [];
  for (const order of ordersOf(rest)) {
    for (let at = 0; at <= order.length; at++) yield [...order.slice(0, at), first, ...order.slice(at)];
  }
}

/** The fewest limits that the rest of the trip can break; a locked trip keeps the order of the plan. */
function fewestBroken(judging: Judging): number {
  const position = positionOf(judging);
  const { reading, under } = judging;
  const locked = reading.plan.locks?.includes(under.read.trip.id) ?? false;
  const orders = !locked && position.open.length <= permuted ? ordersOf(position.open) : [position.open];
  let least = Number.POSITIVE_INFINITY;
  for (const order of orders) least = Math.min(least, brokenIn(judging, position, order));
  return least;
}

function matches(finding: Finding, { code, place, says }: Declared): boolean {
  return finding.code === code && finding.place === place && finding.says.en === says.en && finding.says.id === says.id;
}

function declaredFinding(finding: Finding, { cause, fix }: Declared): Finding {
  const helps = fix
    ? { id: `; yang menolong: ${fix.says.id}`, en: `; what helps: ${fix.says.en}` }
    : { id: "; tidak ada perubahan terdaftar yang menolong", en: "; no listed change helps" };
  const id = `${finding.says.id} (tak terhindarkan: ${cause.id}${helps.id})`;
  const en = `${finding.says.en} (unavoidable: ${cause.en}${helps.en})`;
  return { ...finding, blocking: false, says: { id, en } };
}

function wrongDeclaration(declared: Declared, code: string, why: { id: string; en: string }): Finding {
  const id = `Trip ${declared.trip}: ${declared.code} dinyatakan tak terhindarkan, ${why.id}`;
  const en = `Trip ${declared.trip}: ${declared.code} is declared unavoidable, ${why.en}`;
  return findingOf({ code, place: declared.place, tepat: "kualitas", id, en });
}

/** Declarations that are judged together: those of one trip that are looked at from one moment. */
const judgedWith = ({ read, at }: Underway): string => `${read.trip.id} ${at}`;

/** `findings` with those that the plan rightly declares as not blocking, and one more for each declaration that is wrong. */
export function withDeclared(reading: Reading, roads: AuditRoads, findings: readonly Finding[]): readonly Finding[] {
  const declared = reading.plan.madeAnew?.unavoidable ?? [];
  if (declared.length === 0) return findings;
  const drive = openDrives(reading, roads);
  const answered = new Map<Finding, Declared>();
  const found: { each: Declared; under: Underway }[] = [];
  const wrong: Finding[] = [];
  for (const each of declared) {
    const finding = findings.find((one) => !answered.has(one) && matches(one, each));
    const under = finding && declarable.has(each.code) ? underwayOf(reading, each, finding) : undefined;
    if (finding && under) {
      answered.set(finding, each);
      found.push({ each, under });
      continue;
    }
    const why = {
      id: "padahal audit tidak menemukannya pada trip yang sudah berjalan",
      en: "but the audit does not find it on a trip under way",
    };
    wrong.push(wrongDeclaration(each, "declared-untrue", why));
  }
  // That a road is gone is what the audit has found by itself.
  const ofClock = found.filter(({ each }) => each.code !== "leg-unreachable");
  const refused = new Set<Declared>();
  for (const group of groupBy(ofClock, ({ under }) => judgedWith(under)).values()) {
    const [under, count] = [group[0]?.under, group.length];
    if (!under) continue;
    const day = reading.calendar.dayOf(under.read.start);
    const duty = dutiesOf(under.route, reading.calendar).find((one) => one.day === day);
    const fewest = fewestBroken({ reading, drive, under, dutyStart: duty?.start ?? under.read.start });
    if (fewest >= count) continue;
    const why = {
      id: `padahal ${fewest} pelanggaran cukup, bukan ${count}`,
      en: `but ${fewest} broken limits would do, not ${count}`,
    };
    for (const { each } of group) {
      refused.add(each);
      wrong.push(wrongDeclaration(each, "declared-avoidable", why));
    }
  }
  const told = findings.map((finding) => {
    const each = answered.get(finding);
    return each && !refused.has(each) ? declaredFinding(finding, each) : finding;
  });
  return [...told, ...wrong];
}
