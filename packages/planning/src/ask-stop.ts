/**
 * Why a stop is as it is: why this vehicle, why in this order, why not earlier. Each answer names the best alternative, put
 * in time and judged like the plan itself. Changes nothing.
 */
import { type Brief, type Plan, Refusal, type Sentence, withSettings } from "@antar/domain";
import { formatInstant, instant } from "@antar/measure";
import { limitFindings } from "./audit/audit-plan.ts";
import { type DecidedTrip, type Decisions, decisionsOf, planOfDecisions, timeDecisions } from "./decided-trips.ts";
import { applyEdit, type PlanEdit } from "./edit-plan.ts";
import type { Vehicle } from "./fleet.ts";
import { openLegs } from "./legs.ts";
import { type Roads, roadsInTime } from "./roads-in-time.ts";
import { momentIn } from "./written-plan.ts";

/** What an alternative would come to. */
export interface Alternative {
  /** A vehicle, a position counted from 1, or a moment. */
  readonly what: string;
  /** Against the plan, in the currency of the brief. */
  readonly cost: number;
  /** Seconds by which the last TPS receives later. */
  readonly later: number;
  /** Codes of the limits that it would break; empty when it could be done. */
  readonly breaks: readonly string[];
}

/** The answers for one trip that stops at the place. */
export interface StopAnswer {
  readonly trip: string;
  readonly vehicle: string;
  readonly place: string;
  readonly arrival: string;
  /** Number of the stop on the trip, from 1, of so many. */
  readonly position: readonly [number, number];
  readonly whyVehicle: { readonly says: Sentence; readonly best?: Alternative };
  readonly whyOrder: { readonly says: Sentence; readonly best?: Alternative };
  readonly whyNotEarlier: { readonly says: Sentence; readonly best?: Alternative };
}

interface Question {
  readonly brief: Brief;
  readonly decisions: Decisions;
  readonly plan: Plan;
  /** The figures of the plan itself, put in time in the same way. */
  readonly usual: { readonly cost: number; readonly latest: number; readonly breaks: ReadonlyMap<string, number> };
}

function countsOf(brief: Brief, plan: Plan): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of limitFindings(brief, plan)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

function figuresOf(brief: Brief, decisions: Decisions): Question["usual"] & { readonly plan: Plan } {
  const plan = planOfDecisions(decisions, timeDecisions(decisions));
  const latest = plan.summary.latestArrival === null ? 0 : momentIn(plan.summary.latestArrival);
  return { plan, cost: plan.summary.cost, latest, breaks: countsOf(brief, plan) };
}

function alternativeOf(question: Question, what: string, decisions: Decisions): Alternative | undefined {
  if (timeDecisions(decisions).unreachable.length > 0) return undefined;
  const { brief, usual } = question;
  const { cost, latest, breaks } = figuresOf(brief, decisions);
  const broken = [...breaks].filter(([code, count]) => count > (usual.breaks.get(code) ?? 0)).map(([code]) => code);
  return { what, cost: cost - usual.cost, later: latest - usual.latest, breaks: broken };
}

function edited(question: Question, what: string, edit: PlanEdit): Alternative | undefined {
  return alternativeOf(question, what, applyEdit({ ...question.decisions, locks: new Set() }, edit));
}

/** The one that could be done most cheaply; else the one that breaks least. */
function bestOf(alternatives: readonly (Alternative | undefined)[]): Alternative | undefined {
  return alternatives.reduce<Alternative | undefined>((best, each) => {
    if (!each || !best) return each ?? best;
    return (each.breaks.length - best.breaks.length || each.cost - best.cost) < 0 ? each : best;
  }, undefined);
}

/** So many other vehicles are tried: of each type those that are free longest. */
const tried = 12;

function otherVehicles({ decisions }: Question, trip: DecidedTrip): Vehicle[] {
  const { fleet } = decisions.written;
  const work = new Map<string, number>();
  for (const each of decisions.trips) work.set(each.vehicle.name, (work.get(each.vehicle.name) ?? 0) + 1);
  const kind = trip.origin.place.kind;
  const able = fleet.filter(
    ({ name, base, home }) =>
      name !== trip.vehicle.name && base === kind && (home === undefined || home === trip.origin),
  );
  const busy = (vehicle: Vehicle): number => work.get(vehicle.name) ?? 0;
  const fresh = new Set<string>();
  return able
    .sort((left, right) => Math.min(1, busy(right)) - Math.min(1, busy(left)) || busy(left) - busy(right))
    .filter((vehicle) => busy(vehicle) > 0 || (!fresh.has(vehicle.type.id) && !!fresh.add(vehicle.type.id)))
    .slice(0, tried);
}

function positionFor({ decisions }: Question, trip: DecidedTrip, vehicle: Vehicle): number {
  return decisions.trips.filter((each) => each.vehicle === vehicle && each.notBefore <= trip.notBefore).length;
}

function moneyOf({ brief }: Question, amount: number): string {
  const digits = String(Math.abs(Math.round(amount))).replace(/\B(?=(\d{3})+$)/g, ".");
  return `${amount < 0 ? "-" : "+"}${brief.currency} ${digits}`;
}

function judged(question: Question, { cost, later, breaks }: Alternative): Sentence {
  const minutes = Math.round(later / 60);
  const money = moneyOf(question, cost);
  const end = minutes === 0 ? "" : ` (${minutes > 0 ? "+" : ""}${minutes} min)`;
  if (breaks.length === 0) return { id: `bisa, biaya ${money}${end}`, en: `possible, cost ${money}${end}` };
  const list = breaks.slice(0, 3).join(", ");
  return { id: `melanggar batas: ${list}; biaya ${money}`, en: `breaks limits: ${list}; cost ${money}` };
}

function whyVehicle(question: Question, trip: DecidedTrip): StopAnswer["whyVehicle"] {
  const others = otherVehicles(question, trip);
  const best = bestOf(
    others.map((vehicle) =>
      edited(question, vehicle.name, {
        kind: "move-trip",
        trip: trip.id,
        vehicle: vehicle.name,
        position: positionFor(question, trip, vehicle),
      }),
    ),
  );
  const origin = trip.origin.place.name;
  if (!best) {
    const id = `${trip.vehicle.name} satu-satunya kendaraan yang memuat di ${origin}`;
    return { says: { id, en: `${trip.vehicle.name} is the only vehicle that loads at ${origin}` } };
  }
  const says = judged(question, best);
  return {
    best,
    says: {
      id: `dari ${others.length} kendaraan lain yang dicoba, terbaik ${best.what}: ${says.id}`,
      en: `of ${others.length} other vehicles tried the best is ${best.what}: ${says.en}`,
    },
  };
}

function whyOrder(question: Question, trip: DecidedTrip, place: string): StopAnswer["whyOrder"] {
  const at = trip.drops.findIndex((drop) => drop.site.place.code === place);
  if (trip.drops.length === 1) {
    return { says: { id: "trip ini hanya punya satu pemberhentian", en: "this trip has one stop only" } };
  }
  const best = bestOf(
    trip.drops.map((_, position) =>
      position === at
        ? undefined
        : edited(question, `${position + 1}`, { kind: "move-stop", trip: trip.id, place, toTrip: trip.id, position }),
    ),
  );
  if (!best) return { says: { id: "urutan lain tidak punya jalan", en: "no road leads along any other order" } };
  const says = judged(question, best);
  return {
    best,
    says: {
      id: `urutan lain yang terbaik: nomor ${best.what}: ${says.id}`,
      en: `the best other order: number ${best.what}: ${says.en}`,
    },
  };
}

/** What the loading of the trip waits for: the last thing that was not ready. */
function bindingOf({ decisions, plan }: Question, trip: DecidedTrip): Sentence {
  const written = decisions.written.trips.find((each) => each.trip.id === trip.id);
  const start = trip.notBefore;
  const all = plan.routes.flatMap((route) => route.trips.map((each) => ({ route, each })));
  const kits = new Set(trip.drops.flatMap((drop) => drop.kits.map((tps) => tps.place.code)));
  const reasons: { at: number; says: Sentence }[] = [];
  for (const { route, each } of all) {
    const back = momentIn(each.return.arrival);
    if (route.vehicle === trip.vehicle.name && back <= start) {
      const id = `kendaraan baru kembali dari trip ${each.id}`;
      reasons.push({ at: back, says: { id, en: `the vehicle has just come back from trip ${each.id}` } });
    }
    const docked = each.origin === trip.origin.place.code && each.dock !== undefined && each.dock === trip.dock;
    if (docked && momentIn(each.loading.end) <= start) {
      const id = `dermaga ${each.dock} baru selesai memuat trip ${each.id}`;
      reasons.push({
        at: momentIn(each.loading.end),
        says: { id, en: `dock ${each.dock} has just loaded trip ${each.id}` },
      });
    }
    for (const stop of each.stops) {
      if (stop.place !== trip.origin.place.code || !stop.kits.some((code) => kits.has(code))) continue;
      const id = `kit baru diterima dari trip ${each.id}`;
      reasons.push({
        at: momentIn(stop.end),
        says: { id, en: `its kits have just been received from trip ${each.id}` },
      });
    }
  }
  for (const span of written?.origin.spans ?? []) {
    if (!span || span.start > start) continue;
    const id = `${trip.origin.place.name} baru buka`;
    reasons.push({ at: span.start, says: { id, en: `${trip.origin.place.name} has just opened` } });
  }
  const last = reasons.reduce<(typeof reasons)[number] | undefined>(
    (latest, each) => (!latest || each.at > latest.at ? each : latest),
    undefined,
  );
  const waits = last ? Math.round((start - last.at) / 60) : 0;
  if (last && waits <= 10) return last.says;
  return {
    id: `tidak perlu: ${waits} menit sebelumnya semua siap, tetapi jadwal ini lebih murah atau lebih longgar`,
    en: `no need: all was ready ${waits} minutes before, but this timetable is cheaper or keeps more slack`,
  };
}

function whyNotEarlier(question: Question, trip: DecidedTrip, place: string): StopAnswer["whyNotEarlier"] {
  const { decisions, brief } = question;
  const binding = bindingOf(question, trip);
  const trips = decisions.trips.map((each) =>
    each.id === trip.id || (each.convoy && each.convoy.key === trip.convoy?.key) ? { ...each, notBefore: 0 } : each,
  );
  const sooner = { ...decisions, trips };
  const { plan } = figuresOf(brief, sooner);
  const arrivalIn = (some: Plan): number => {
    const stops = some.routes.flatMap((route) => route.trips).find((each) => each.id === trip.id)?.stops ?? [];
    return momentIn(stops.find((stop) => stop.place === place)?.arrival ?? some.deadline);
  };
  const gained = Math.round((arrivalIn(question.plan) - arrivalIn(plan)) / 60);
  const best =
    gained > 0 ? alternativeOf(question, formatInstant(instant(arrivalIn(plan)), brief.timeZone), sooner) : undefined;
  if (!best) return { says: binding };
  const says = judged(question, best);
  return {
    best,
    says: {
      id: `${binding.id}; ${gained} menit lebih awal: ${says.id}`,
      en: `${binding.en}; ${gained} minutes earlier: ${says.en}`,
    },
  };
}

/**
 * Why the stops at `place` are as they are, a trip at a time. `brief` is the checked brief as it was given. Throws Refusal
 * `not-found` when no trip stops there, `bad-plan` when brief and plan do not belong together.
 */
export function askStop(
  brief: Brief,
  plan: Plan,
  given: { readonly place: string; readonly roads: Roads },
): readonly StopAnswer[] {
  const { place, roads } = given;
  const legs = openLegs(roadsInTime(brief, roads, plan.closures));
  const decisions = decisionsOf(withSettings(brief, plan.settings), plan, legs);
  const usual = figuresOf(brief, decisions);
  const question: Question = { brief, decisions, plan: usual.plan, usual };
  const trips = decisions.trips.filter((trip) => trip.drops.some((drop) => drop.site.place.code === place));
  if (trips.length === 0) {
    const id = `Tidak ada trip yang berhenti di ${place}; lihat sebabnya di daftar tak terlayani`;
    throw new Refusal("not-found", { id, en: `No trip stops at ${place}; see the list of those left out` });
  }
  return trips.map((trip): StopAnswer => {
    const at = trip.drops.findIndex((drop) => drop.site.place.code === place);
    const stop = plan.routes.flatMap((route) => route.trips).find((each) => each.id === trip.id)?.stops[at];
    return {
      trip: trip.id,
      vehicle: trip.vehicle.name,
      place,
      arrival: stop?.arrival ?? plan.deadline,
      position: [at + 1, trip.drops.length],
      whyVehicle: whyVehicle(question, trip),
      whyOrder: whyOrder(question, trip, place),
      whyNotEarlier: whyNotEarlier(question, trip, place),
    };
  });
}
