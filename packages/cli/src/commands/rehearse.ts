/**
 * `antar rehearse`: a plan acted out on many seeded days. Reads a brief or the folder of a plan, prints what to expect.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Brief, digestOf, type Plan, readPlan } from "@antar/domain";
import {
  makePlan,
  type Rehearsal,
  type RehearseOptions,
  rehearse,
  type Tried,
  tryAdditions,
  usualSpread,
} from "@antar/planning";
import { until } from "@antar/solver";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { type BriefFile, type BuiltRoads, openBriefRoads, readBriefFile, readJsonFile, settingsOf } from "../files.ts";

const usual = { days: 500, iterations: 300 };

const usage = `antar rehearse BRIEF.json | DIR [options]

Acts the distribution out on many days: travel and handling take longer or shorter than planned, drivers begin late,
vehicles break down, rain falls, a road is closed. Says how likely every TPS has its kits by the deadline, for each TPS
when to expect them, and which resource raises the odds most (planned again and rehearsed with the same days).

  BRIEF.json         is planned first (${usual.iterations} iterations)
  DIR                has plan.json of antar plan; the brief is --brief, else DIR/brief.json
  --brief FILE       the brief of the plan in DIR
  --days N           how many days, default ${usual.days}
  --call-ahead MIN   drivers are called so many minutes before their first loading, default 0
  --seed N           default 1
  --set KEY=VALUE    a what-if setting laid over the brief, may be repeated (antar plan --help lists the keys)
  --try              also tries more resources; takes a plan for each
  --json             one JSON line at the end

Exit code: 0, 1 bad input.`;

interface Rehearsed {
  readonly file: BriefFile;
  readonly roads: BuiltRoads;
  readonly plan: Plan;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function openPlan(path: string, given: { brief: string | undefined; seed: number; sets: readonly string[] }) {
  if (await isFolder(path)) {
    const plan = readPlan(await readJsonFile(join(path, "plan.json")));
    const file = await readBriefFile(given.brief ?? join(path, "brief.json"), plan.settings);
    return { file, roads: await openBriefRoads(file), plan } satisfies Rehearsed;
  }
  const settings = settingsOf(given.sets);
  const file = await readBriefFile(path, settings);
  const roads = await openBriefRoads(file);
  const plan = makePlan(file.brief, roads.network, {
    seed: given.seed,
    budget: until.iterations(usual.iterations),
    briefDigest: digestOf(file.given),
    settings,
  });
  return { file, roads, plan } satisfies Rehearsed;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const rangeOf = ([low, high]: readonly [number, number]): string => `${percent(low)} .. ${percent(high)}`;

/** What a planner wants to see of a rehearsal, a line each. */
function rehearsalLines({ plan, file }: Rehearsed, found: Rehearsal): string[] {
  const names = new Map(file.brief.places.map((place) => [place.code, place.name]));
  const doubtful = [...found.places].sort((left, right) => left.inTime - right.inTime).slice(0, 5);
  return [
    `rehearsed       ${found.runs} days, ${found.places.length} TPS of the plan; ${plan.unassigned.length} places are not in it`,
    `all in time     ${percent(found.allInTime)} of the days (95 % interval ${rangeOf(found.interval)})`,
    `TPS in time     ${percent(found.tpsInTime)} of all hand-overs`,
    `last TPS        ${found.medianLatest ?? "none"} (median)`,
    "least sure      TPS, in time, nine of ten days between",
    ...doubtful.map(
      ({ place, inTime, from, to }) => `  ${place} ${names.get(place) ?? ""}: ${percent(inTime)}, ${from} .. ${to}`,
    ),
  ];
}

const namesOf = ({ id, en }: Tried["addition"]["says"]): string => (id === en ? id : `${id} / ${en}`);

function triedLines(found: Rehearsal, tried: readonly Tried[]): string[] {
  const gain = (share: number): string => `${share >= found.allInTime ? "+" : ""}${percent(share - found.allInTime)}`;
  return [
    "more resources  all in time, gain, TPS in time, cost",
    ...tried.map(
      ({ addition, allInTime, tpsInTime, cost }) =>
        `  ${namesOf(addition.says).padEnd(52)} ${percent(allInTime).padStart(7)} ${gain(allInTime).padStart(8)} ${percent(tpsInTime).padStart(7)} ${cost}`,
    ),
  ];
}

function recordOf(found: Rehearsal, tried: readonly Tried[] | undefined) {
  return {
    ...found,
    ...(tried ? { tried: tried.map(({ addition, ...figures }) => ({ ...addition, ...figures })) } : {}),
  };
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, {
    brief: "string",
    days: "string",
    "call-ahead": "string",
    seed: "string",
    set: "strings",
    try: "boolean",
    json: "boolean",
  });
  const [path, ...more] = words;
  if (path === undefined || more.length > 0) {
    throw badUsage("tulis: antar rehearse BRIEF.json | DIR", "write: antar rehearse BRIEF.json | DIR");
  }
  const seed = wholeOption("seed", options.seed) ?? 1;
  const runs = wholeOption("days", options.days, 1) ?? usual.days;
  const opened = await openPlan(path, { brief: options.brief, seed, sets: options.set ?? [] });
  const { file, roads, plan } = opened;
  const calledAhead = 60 * (wholeOption("call-ahead", options["call-ahead"]) ?? 0);
  const how = { seed, runs, roads: roads.network, spread: { ...usualSpread, calledAhead } };
  const found = rehearse(file.brief, plan, how);
  for (const line of rehearsalLines(opened, found)) shell.note(line);
  const tried = options.try ? tryMore(file.brief, opened, how) : undefined;
  if (tried) for (const line of triedLines(found, tried)) shell.note(line);
  if (plan.roads.synthetic) {
    shell.note("roads           SINTETIS: bukan jalan sebenarnya / SYNTHETIC: generated, not the real roads");
  }
  if (options.json) shell.print(JSON.stringify(recordOf(found, tried)));
  return 0;
}

function tryMore(brief: Brief, { file, roads, plan }: Rehearsed, how: RehearseOptions) {
  return tryAdditions(brief, {
    ...how,
    roads: roads.network,
    network: roads.network,
    budget: until.iterations(usual.iterations),
    briefDigest: digestOf(file.given),
    mode: plan.mode,
  });
}

/** The command. */
export const rehearseCommand: Command = {
  name: "rehearse",
  summary: "act a plan out on many days",
  usage,
  run,
};
