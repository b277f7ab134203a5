/**
 * A plan in the words of a planner, for the terminal. Knows units and zones; refuses to know colours.
 */
import type { Brief, Finding, Plan } from "@antar/domain";
import { type Instant, localTime, parseInstant } from "@antar/measure";
import type { Explained } from "@antar/planning";

const two = (value: number): string => String(value).padStart(2, "0");
const months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
const zones: Readonly<Record<string, string>> = {
  "Asia/Jakarta": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Jayapura": "WIT",
};

/** `26 Nov 2024 15:42 WITA` */
export function momentIn(zone: string, moment: Instant): string {
  const { day, month, year, hour, minute } = localTime(moment, zone);
  return `${day} ${months[month - 1]} ${year} ${two(hour)}:${two(minute)} ${zones[zone] ?? zone}`;
}

/** `2 h 18 min` */
export function spanOf(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const text = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  return seconds < 0 ? `-${text}` : text;
}

/** `244.908`: whole numbers with the Indonesian thousands dot. */
export function numberOf(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ".");
}

const kilometres = (metres: number): string => `${(metres / 1_000).toFixed(1)} km`;

/** What a planner wants to see of a plan, a line each. */
export function planLines(plan: Plan, brief: Brief): string[] {
  const { summary } = plan;
  const latest = summary.latestArrival === null ? undefined : parseInstant(summary.latestArrival);
  const deadline = parseInstant(plan.deadline);
  const lines = [
    `served          ${summary.served} of ${summary.tps} TPS, ${numberOf(summary.kits)} kits, ${summary.boxes} recapitulation boxes`,
    `vehicles        ${summary.vehicles} used, ${summary.trips} trips, ${kilometres(summary.metres)}`,
    `minutes         ${numberOf(summary.driving / 60)} driving, ${numberOf(summary.handling / 60)} handling`,
    `cost            ${brief.currency} ${numberOf(summary.cost)}`,
  ];
  if (latest !== undefined && deadline !== undefined) {
    lines.push(
      `last TPS        ${momentIn(plan.timeZone, latest)}; slack ${spanOf(summary.slack ?? 0)} to the deadline ${momentIn(plan.timeZone, deadline)}`,
    );
  }
  if (plan.roads.synthetic) {
    lines.push("roads           SINTETIS: bukan jalan sebenarnya / SYNTHETIC: generated, not the real roads");
  }
  return [...lines, ...unassignedLines(plan)];
}

const listed = 12;

function unassignedLines(plan: Plan): string[] {
  const number = plan.unassigned.length;
  if (number === 0) return ["unserved        none"];
  return [`unserved        ${number} places`, ...causeLines(plan.unassigned)];
}

/** Why places are left out, two lines each, the first dozen. */
export function causeLines(unassigned: readonly Pick<Explained, "code" | "says">[]): string[] {
  const shown = unassigned.slice(0, listed).flatMap(({ says }) => [`  ${says.id}`, `  ${says.en}`]);
  const more = unassigned.length - listed;
  return more > 0 ? [...shown, `  ... and ${more} more, see plan.json`] : shown;
}

/** What would help those who are left out: each change once, with whom it serves. */
export function fixLines(explained: readonly Explained[]): string[] {
  const bySetting = new Map<string, Explained[]>();
  for (const each of explained) {
    const key = each.fix?.setting ?? each.advice.en;
    bySetting.set(key, [...(bySetting.get(key) ?? []), each]);
  }
  return [...bySetting.values()].flatMap((served) => {
    const [first] = served;
    if (!first) return [];
    const { fix, advice } = first;
    const number = `${served.length}`.padStart(4);
    if (!fix) return [`  ${number} tempat: ${advice.id}`, `  ${number} place(s): ${advice.en}`];
    return [
      `  ${number} tempat terlayani dengan --set ${fix.setting}: ${advice.id}; sudah dicoba`,
      `  ${number} place(s) served with --set ${fix.setting}: ${advice.en}; tried by planning again`,
    ];
  });
}

/** Findings of an audit, a line each, or that there are none. */
export function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ["audit           nothing wrong found"];
  const blocking = findings.filter((finding) => finding.blocking).length;
  const lines = findings
    .slice(0, 50)
    .map(({ code, place, tepat, says }) => `  [${tepat}] ${code} ${place}: ${says.id} / ${says.en}`);
  const more = findings.length - lines.length;
  return [
    `audit           ${findings.length} findings, ${blocking} blocking`,
    ...lines,
    ...(more > 0 ? [`  ... and ${more} more`] : []),
  ];
}

/** A finding as `antar verify --json` prints it: `says` is the Indonesian sentence. */
export function findingRecord({ code, place, tepat, blocking, says }: Finding) {
  return { code, place, tepat, blocking, says: says.id, saysEnglish: says.en };
}

/**
 * A plan as the last line of `antar plan --json`. `cause` is the short code and the sentence with its arithmetic, `fix` a
 * value for --set or null when no single listed change helps. `seconds` is the time of the whole command.
 */
export function planRecord({ summary }: Plan, explained: readonly Explained[], seconds: number) {
  return {
    tps: summary.tps,
    served: summary.served,
    unassigned: explained.map(({ code, cause, says, fix, fixVerified }) => ({
      code,
      cause: `${cause}: ${says.id} / ${says.en}`,
      fix: fix?.setting ?? null,
      fixVerified,
    })),
    latestArrival: summary.latestArrival,
    slackMinutes: summary.slack === null ? null : Math.floor(summary.slack / 60),
    vehicles: summary.vehicles,
    trips: summary.trips,
    km: Math.round(summary.metres / 100) / 10,
    seconds: Math.round(seconds * 10) / 10,
  };
}
