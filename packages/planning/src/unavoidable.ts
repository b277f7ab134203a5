/**
 * Limits that trips under way cannot keep any more, named in the plan with their cause and a change that helps. Asks the
 * audit what is broken; refuses to name what an open trip breaks.
 */
import type { Brief, Finding, Plan, RoadClosure, Sentence, Unavoidable } from "@antar/domain";
import { extrasOf, troublesOf, withExtras, withSettings } from "@antar/domain";
import { formatInstant, instant } from "@antar/measure";
import { auditPlan, limitFindings } from "./audit/audit-plan.ts";
import type { AuditRoads } from "./audit/audit-roads.ts";
import { momentIn } from "./written-plan.ts";

/** The limits that may be declared; the audit has the same list of its own. */
const declarable = new Set([
  "departure-after-closing",
  "hand-over-outside-opening",
  "deadline-missed",
  "break-missing",
  "shift-too-long",
  "return-next-day",
  "leg-unreachable",
]);

interface Loaded {
  readonly vehicle: string;
  readonly trip: Plan["routes"][number]["trips"][number];
}

/** Trips that were being loaded or driven at a moment at which the plan was made anew, and were not back by then. */
function underWay(plan: Plan, { at, earlier = [] }: NonNullable<Plan["madeAnew"]>): Loaded[] {
  const moments = [...earlier.map((each) => momentIn(each.at)), momentIn(at)];
  const loaded = ({ loading, return: home }: Loaded["trip"]): boolean =>
    moments.some((moment) => momentIn(loading.start) < moment && momentIn(home.arrival) > moment);
  return plan.routes.flatMap(({ vehicle, trips }) => trips.filter(loaded).map((trip) => ({ vehicle, trip })));
}

const shown = (moment: string): string => moment.slice(0, 19).replace("T", " ");

/** The last of `own` that had begun to load when the work ended that the finding of a driver names; else the last. */
function workedIn(own: readonly Loaded[], { says }: Finding): Loaded | undefined {
  const until = / \.\. (\S+ \S+) = /.exec(says.en)?.[1] ?? "";
  const begun = own.filter(({ trip }) => shown(trip.loading.start) < until);
  return (begun.length > 0 ? begun : own).reduce<Loaded | undefined>(
    (latest, each) => (latest && latest.trip.loading.start > each.trip.loading.start ? latest : each),
    undefined,
  );
}

/** The loaded trip that breaks the limit; undefined when it is not one under way. */
function tripOf(finding: Finding, loaded: readonly Loaded[]): Loaded | undefined {
  const { place, says } = finding;
  const named = ({ trip }: Loaded): boolean => new RegExp(`trip ${trip.id}\\b`).test(says.en);
  if (finding.code === "leg-unreachable" || finding.code === "departure-after-closing") return loaded.find(named);
  const stopsThere = ({ trip }: Loaded): boolean =>
    trip.stops.some((stop) => stop.place === place && says.en.includes(shown(stop.end)));
  const own = loaded.filter(({ vehicle }) => vehicle === place);
  if (own.length > 0) return workedIn(own, finding);
  return loaded.find((each) => stopsThere(each) || (each.trip.return.place === place && named(each)));
}

/** The moment up to which the place would have to be open. */
function latestEnd(plan: Plan, { code, place, trip: name }: Unavoidable): number {
  const all = plan.routes.flatMap(({ trips }) => trips);
  const departs = all.find(({ id }) => id === name)?.departure;
  if (code === "departure-after-closing" && departs !== undefined) return momentIn(departs);
  const ends = all.flatMap(({ stops }) =>
    stops.filter((stop) => stop.place === place).map((stop) => momentIn(stop.end)),
  );
  return Math.max(...ends);
}

const quarter = 900;

/** Settings that could ease the limit, the smallest first. */
function settingsFor(brief: Brief, plan: Plan, broken: Unavoidable): { setting: string; says: Sentence }[] {
  if (broken.code === "leg-unreachable") return [];
  if (broken.code === "break-missing" || broken.code === "shift-too-long") return [];
  const place = withExtras(brief, extrasOf(plan)).places.find(({ code }) => code === broken.place);
  if (!place || broken.code === "return-next-day") return [];
  const until = Math.ceil(latestEnd(plan, broken) / quarter) * quarter;
  const text = formatInstant(instant(until), brief.timeZone);
  if (broken.code === "deadline-missed")
    return [{ setting: `window.end=${text}`, says: { id: `batas waktu ${text}`, en: `deadline ${text}` } }];
  const clock = text.slice(11, 16);
  const name = place.kind.toUpperCase();
  return [
    {
      setting: `${place.kind}.to=${clock}`,
      says: { id: `${name} buka sampai ${clock}`, en: `each ${name} open until ${clock}` },
    },
  ];
}

/** Makes the plan again under another brief or with other closures. */
export type Again = (changed: { readonly brief: Brief; readonly closures: readonly RoadClosure[] }) => Plan;

interface Telling {
  readonly brief: Brief;
  /** The closures that are new at the moment of the plan. */
  readonly closures: readonly RoadClosure[];
  readonly again: Again;
  /** Limits that the plan before could not keep already. */
  readonly known: readonly Unavoidable[];
  /** Given where a road may be gone from under a trip: the audit of roads takes time. */
  readonly roads?: AuditRoads;
}

type Asking = Omit<Telling, "again" | "known">;

function findingsOf(plan: Plan, { brief, roads }: Asking): readonly Finding[] {
  return roads ? auditPlan(brief, plan, roads) : limitFindings(brief, plan);
}

function sameLimit(plan: Plan, telling: Asking, { code, place }: Unavoidable): boolean {
  return findingsOf(plan, telling).some((finding) => finding.code === code && finding.place === place);
}

/** At most so many changes are tried for one plan: each makes it anew. */
const tried = 4;

type Made = Asking & { readonly plan: Plan };

function fixFinder(plan: Plan, { brief, closures, again, roads }: Telling) {
  const known = new Map<string, Made>();
  const under = (setting: string): Made | undefined => {
    const before = known.get(setting);
    if (before || known.size >= tried) return before;
    const [key = "", value = ""] = setting.split("=");
    const reopened = Number(value) - 1;
    const changed =
      key === "reopen"
        ? { brief, closures: closures.filter((_, index) => index !== reopened) }
        : { brief: withSettings(brief, { [key]: value }), closures };
    if (troublesOf(changed.brief).length > 0) return undefined;
    const made = { plan: again(changed), ...changed, ...(roads ? { roads } : {}) };
    known.set(setting, made);
    return made;
  };
  return (broken: Unavoidable): Unavoidable["fix"] => {
    const reopenings = closures.map(({ name }, index) => ({
      setting: `reopen=${index + 1}`,
      says: { id: `buka kembali penutupan "${name}"`, en: `reopen the closure "${name}"` },
    }));
    return [...settingsFor(brief, plan, broken), ...reopenings].find(({ setting }) => {
      const made = under(setting);
      return made !== undefined && !sameLimit(made.plan, made, broken);
    });
  };
}

function causeOf(closures: readonly RoadClosure[], { vehicle, trip }: Loaded, at: string): Sentence {
  const names = closures.map(({ name }) => name).join(", ");
  const [left, gone] = [shown(at), momentIn(trip.departure) <= momentIn(at)];
  const id = `${vehicle} sudah ${gone ? "di jalan" : "dimuati"} (trip ${trip.id}) pada ${left}`;
  const en = `${vehicle} was already ${gone ? "under way" : "being loaded"} (trip ${trip.id}) at ${left}`;
  return names === ""
    ? { id, en }
    : { id: `${id} ketika ditutup: ${names}`, en: `${en} when this was closed: ${names}` };
}

/** `plan` with the limits that its trips under way break and cannot keep, each with cause and fix. */
export function withUnavoidable(plan: Plan, telling: Telling): Plan {
  const { madeAnew } = plan;
  if (!madeAnew) return plan;
  const loaded = underWay(plan, madeAnew);
  const broken = findingsOf(plan, telling).flatMap((finding): Unavoidable[] => {
    const found = declarable.has(finding.code) ? tripOf(finding, loaded) : undefined;
    if (!found) return [];
    const { code, place, says } = finding;
    const before = telling.known.find((each) => each.code === code && each.says.en === says.en);
    if (before && before.trip === found.trip.id && before.place === place) return [before];
    const cause = causeOf(telling.closures, found, madeAnew.at);
    return [{ code, place, vehicle: found.vehicle, trip: found.trip.id, says: { ...says }, cause }];
  });
  if (broken.length === 0) return plan;
  const fixOf = fixFinder(plan, telling);
  const unavoidable = broken.map((each): Unavoidable => {
    const fix = each.fix ?? fixOf(each);
    return fix ? { ...each, fix } : each;
  });
  return { ...plan, madeAnew: { ...madeAnew, unavoidable } };
}
