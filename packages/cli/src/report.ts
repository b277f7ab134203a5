/**
 * A plan in the words of a planner, for the terminal. Knows units and zones; refuses to know colours.
 */
import { type Brief, extrasOf, type Finding, type Plan } from "@antar/domain";
import { type Instant, localTime, parseInstant } from "@antar/measure";
import { type Compactness, compactnessOf, type EscortGain, type Explained } from "@antar/planning";

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
  lines.push(...compactLines(compactnessOf(plan, brief)));
  if (plan.roads.synthetic) {
    lines.push("roads           SINTETIS: bukan jalan sebenarnya / SYNTHETIC: generated, not the real roads");
  }
  return [...lines, ...extraLines(plan, brief), ...unassignedLines(plan)];
}

/** A line for each delivery of extra kits: how many, where to, when and with what. */
function extraLines(plan: Plan, brief: Brief): string[] {
  const names = new Map(brief.places.map(({ code, name }) => [code, name]));
  return extrasOf(plan).map(({ code, tps, kits }) => {
    const [brought] = plan.routes.flatMap(({ vehicle, trips }) =>
      trips.flatMap(({ id, stops }) =>
        stops.filter(({ place }) => place === code).map(({ arrival }) => ({ arrival, by: `${vehicle}, ${id}` })),
      ),
    );
    const when = brought ? `${shortMoment(brought.arrival)} (${brought.by})` : "not brought";
    return `extra           ${kits} ${kits === 1 ? "kit" : "kits"} to ${tps} ${names.get(tps) ?? ""}: ${when}`;
  });
}

const percent = (share: number): number => Math.round(share * 100);

/** How compact the routes are: in all, and the three kecamatan with most crossings. */
function compactLines({ crossings, overlap, kecamatan }: Compactness): string[] {
  const most = [...kecamatan].sort((left, right) => right.crossings - left.crossings).slice(0, 3);
  const worst = most.filter((own) => own.crossings > 0).map((own) => `${own.name} ${own.crossings}`);
  const rest = worst.length > 0 ? `; most: ${worst.join(", ")}` : "";
  return [
    `compactness     ${numberOf(crossings)} crossings of straight legs, territories overlap by ${percent(overlap)} %${rest}`,
  ];
}

/** `26 Nov 15:42` of a written moment. */
function shortMoment(text: string | undefined): string {
  const [, month = "", day = "", time = ""] = text?.match(/^\d+-(\d\d)-(\d\d)T(\d\d:\d\d)/) ?? [];
  return text === undefined ? "-" : `${day} ${months[Number(month) - 1]} ${time}`;
}

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

/** What one more escort team would bring, in both languages. */
export function escortLines(gain: EscortGain, currency: string): string[] {
  const { teams, found, served, slack, saved, convoysDone } = gain;
  if (!found) {
    return [
      `regu pengawal ke-${teams}: sudah dicoba, tidak ada rencana yang lebih baik; konvoi terakhir selesai ${shortMoment(convoysDone.usual)}`,
      `escort team ${teams}: tried by planning again, no better plan found; last convoy done ${shortMoment(convoysDone.usual)}`,
    ];
  }
  const minutes = Math.trunc(slack / 60);
  const [more, later] = [signed(served, `${served}`), signed(minutes, `${minutes}`)];
  const cost = `${currency} ${signed(-saved, numberOf(-saved))}`;
  const ends = `${shortMoment(convoysDone.usual)} -> ${shortMoment(convoysDone.more)}`;
  return [
    `regu pengawal ke-${teams}: ${more} TPS, sisa waktu ${later} menit, biaya ${cost}, konvoi terakhir selesai ${ends}; sudah dicoba`,
    `escort team ${teams}: ${more} TPS, slack ${later} min, cost ${cost}, last convoy done ${ends}; tried by planning again`,
  ];
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
 * value for --set or null when no single listed change helps; `escortGain` is null where one more team was not tried. `seconds` is the time of the whole command.
 */
export function planRecord(
  { summary }: Plan,
  made: {
    readonly explained: readonly Explained[];
    readonly compact: Compactness;
    readonly gain: EscortGain | undefined;
    readonly seconds: number;
  },
) {
  const { explained, compact, gain, seconds } = made;
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
    crossings: compact.crossings,
    overlapPercent: percent(compact.overlap),
    kecamatan: compact.kecamatan.map(({ code, name, crossings, overlap }) => ({
      code,
      name,
      crossings,
      overlapPercent: percent(overlap),
    })),
    escortGain: gain
      ? {
          teams: gain.teams,
          found: gain.found,
          served: gain.served,
          slackMinutes: Math.trunc(gain.slack / 60),
          saved: gain.saved,
        }
      : null,
    seconds: Math.round(seconds * 10) / 10,
  };
}
