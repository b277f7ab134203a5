/**
 * `antar reverse`: the boxes of a brief brought back after the count, from seeded ready times that nobody knows in advance.
 */
import { join } from "node:path";
import { type Brief, kitsOf } from "@antar/domain";
import { createRandom, formatInstant, instant, parseInstant } from "@antar/measure";
import { auditCollection, type Collection, collect, type ReadyEvent } from "@antar/planning";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { openBriefRoads, readBriefFile, settingsOf, writeWhole } from "../files.ts";
import { findingLines } from "../report.ts";

const usual = { hours: 6, within: 180, pleno: 12 };

const usage = `antar reverse BRIEF.json [options]

Collects the boxes of every TPS back to PPS, PPK and warehouse. Each TPS is ready at a random moment; the planner learns of
it at that moment and plans anew. The recapitulation boxes of a PPK are ready ${usual.pleno} hours after the last TPS.

  --from MOMENT      first moment when a TPS may be ready, ISO 8601; default 15:00 on the day after window.end
  --hours N          ready times lie within so many hours of it, default ${usual.hours}
  --within N         minutes from ready to the PPS that count as in time, default ${usual.within}
  --seed N           default 1
  --set KEY=VALUE    a what-if setting, may be repeated
  --out DIR          writes collection.json there
  --json             one JSON line at the end

Offices are open all the while. Exit code: 0, 2 some late, 1 bad input.`;

/** Ready times of all TPS, and of the PPK that have recapitulation boxes. */
function readyTimes(brief: Brief, given: { from: number; hours: number; seed: number }): ReadyEvent[] {
  const random = createRandom(given.seed);
  const tps = brief.places.filter((place) => kitsOf(place) > 0);
  const events = tps.map(({ code }) => ({ place: code, at: given.from + random.below(given.hours * 3600) }));
  const last = Math.max(given.from, ...events.map((event) => event.at));
  const ppk = brief.places.filter((place) => place.kind === "ppk" && (place.boxes ?? 0) > 0);
  return [...events, ...ppk.map(({ code }) => ({ place: code, at: last + usual.pleno * 3600 }))];
}

function firstMoment(brief: Brief, text: string | undefined): number {
  const given = parseInstant(text ?? brief.window.end);
  if (given === undefined)
    throw badUsage(`--from ${text}: tulis ISO 8601`, `--from ${text}: write ISO 8601 with offset`);
  // 21 hours after a deadline at 18:00 it is 15:00.
  return text === undefined ? given + 21 * 3600 : given;
}

interface Figures {
  readonly tps: number;
  readonly inTime: number;
  readonly late: Collection["late"];
  readonly out: number;
  readonly in: number;
  readonly trips: number;
  readonly vehicles: number;
  readonly medianMinutes: number;
  readonly slowestMinutes: number;
}

function figuresOf(collection: Collection): Figures {
  const took = collection.boxes
    .map(({ ready, atPps }) => (atPps === undefined ? Number.POSITIVE_INFINITY : atPps - ready))
    .sort((left, right) => left - right);
  const minutes = (seconds: number | undefined): number => Math.round((seconds ?? 0) / 6) / 10;
  return {
    tps: took.length,
    inTime: took.length - collection.late.length,
    late: collection.late,
    out: collection.out,
    in: collection.in,
    trips: collection.trips.length,
    vehicles: new Set(collection.trips.map((trip) => trip.vehicle)).size,
    medianMinutes: minutes(took[Math.floor(took.length / 2)]),
    slowestMinutes: minutes(took[took.length - 1]),
  };
}

function linesOf(figures: Figures, given: { within: number; last: string }): string[] {
  const share = ((100 * figures.inTime) / Math.max(1, figures.tps)).toFixed(1);
  return [
    `collected       ${figures.inTime} of ${figures.tps} TPS within ${given.within} min of being ready (${share} %); median ${figures.medianMinutes} min, slowest ${figures.slowestMinutes} min`,
    `boxes           out ${figures.out}, in ${figures.in}`,
    `vehicles        ${figures.vehicles} used, ${figures.trips} trips; last box at the warehouse ${given.last}`,
    ...figures.late.map(
      ({ place, took, limit, says }) => `  ${place}: ${Math.round(took / 60)} min, ${limit}: ${says.id} / ${says.en}`,
    ),
  ];
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, {
    from: "string",
    hours: "string",
    within: "string",
    seed: "string",
    set: "strings",
    out: "string",
    json: "boolean",
  });
  const [path, ...more] = words;
  if (path === undefined || more.length > 0) {
    throw badUsage("tulis: antar reverse BRIEF.json", "write: antar reverse BRIEF.json");
  }
  const seed = wholeOption("seed", options.seed) ?? 1;
  const within = wholeOption("within", options.within, 1) ?? usual.within;
  const hours = wholeOption("hours", options.hours, 1) ?? usual.hours;
  const file = await readBriefFile(path, settingsOf(options.set ?? []));
  const { network } = await openBriefRoads(file);
  const { brief } = file;
  const ready = readyTimes(brief, { from: firstMoment(brief, options.from), hours, seed });
  const collection = collect(brief, ready, { seed, within: within * 60, roads: network });
  const findings = auditCollection(brief, collection, { ready, roads: network, within: within * 60 });
  const end = Math.max(0, ...collection.trips.map((trip) => trip.unloading.end));
  const figures = figuresOf(collection);
  const last = formatInstant(instant(end), brief.timeZone);
  for (const line of [...linesOf(figures, { within, last }), ...findingLines(findings)]) shell.note(line);
  if (brief.roads.synthetic) {
    shell.note("roads           SINTETIS: bukan jalan sebenarnya / SYNTHETIC: generated, not the real roads");
  }
  if (options.out !== undefined) {
    await writeWhole(join(options.out, "collection.json"), `${JSON.stringify({ ready, ...collection }, null, 1)}\n`);
  }
  if (options.json) shell.print(JSON.stringify({ ...figures, findings: findings.length }));
  return figures.late.length > 0 ? 2 : 0;
}

/** The command. */
export const reverse: Command = { name: "reverse", summary: "collect the boxes back after the count", usage, run };
