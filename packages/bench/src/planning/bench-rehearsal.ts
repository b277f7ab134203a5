/**
 * How well ETAs and alarms foretell rehearsed days. The predictor learns from the event logs of other days; it never sees
 * the spread of the days. Knows figures; refuses to know how a projection is made.
 */
import { parseArgs } from "node:util";
import type { Brief, Plan } from "@antar/domain";
import {
  type DayLog,
  type Habits,
  learnHabits,
  openForecast,
  type Spread,
  type ToldDay,
  toldDays,
  usualSpread,
} from "@antar/planning";
import { openOracle } from "@antar/planning/testing";
import type { RoadNetwork } from "@antar/roads";
import { type Calibration, openCalibration } from "./calibration.ts";
import { openKendari, planned } from "./kendari.ts";

const usage = `npm run bench -- rehearsal [--days 500] [--learn 60] [--runs 99] [--every 60] [--ahead 0] [--oracle 60]
                               [--only NAME]

Calibrates projectEtas on K525, and on K525 with the deadline at 17:00 and at 15:40: coverage of the 90 % intervals,
reliability of the chance that all are in time, error one hour ahead, and alarms 60 minutes before the deadline. The
projections of a day begin ten minutes later than those of the day before, so that over the days every arrival is as likely
as any other to be one that comes an hour (55 to 65 minutes) after a projection.
An oracle that knows the spread, and the rain, closures and breakdowns of the day in advance, foretells the first days too: a
floor under the error of anyone. It also states the arrival with the least median error instead of the median.
  --days N    simulated days that are foretold (seed 1)
  --learn N   other days whose logs the habits are learned from (seed 2)
  --runs N    likely courses of one projection
  --ahead N   drivers are called so many minutes before their first loading, default 0
  --oracle N  days that the oracle foretells as well, default 60
  --every N   minutes between two projections of a day`;

interface Scenario {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

const scenarios: readonly Scenario[] = [
  { name: "K525", settings: {} },
  { name: "close", settings: { slackTarget: "3600", "window.end": "2024-11-26T17:00:00+08:00" } },
  { name: "tight", settings: { slackTarget: "0", "window.end": "2024-11-26T15:40:00+08:00" } },
];

interface Sizes {
  readonly days: number;
  readonly learn: number;
  readonly runs: number;
  readonly every: number;
  readonly oracle: number;
  /** Spread of the days; the predictor never sees it. */
  readonly spread: Spread;
}

function logsOf(brief: Brief, plan: Plan, given: Sizes & { roads: RoadNetwork }): DayLog[] {
  const { learn: runs, spread, roads } = given;
  const days = toldDays(brief, plan, { seed: 2, runs, spread, roads });
  return [...days].map(({ events }) => ({ brief, plan, events }));
}

/** Projections of a day: every `every` minutes until the last arrival, ten minutes later than on the day before. */
function* projectionTimes(day: ToldDay, given: { deadline: number; every: number }): Generator<number> {
  const step = given.every * 60;
  const [first, last] = [day.events[0]?.at ?? given.deadline, day.events.at(-1)?.at ?? given.deadline];
  const phase = (given.deadline + day.run * 600) % step;
  for (let now = Math.ceil((first - phase) / step) * step + phase; now < last; now += step) yield now;
}

/** What the predictor and, for some days, the oracle said of the days. */
interface Calibrations {
  readonly predictor: Calibration;
  readonly oracle: Calibration;
  /** The oracle's stated arrivals are those with the least median error. */
  readonly densest: Calibration;
  /** The predictor on the days of the oracle. */
  readonly sameDays: Calibration;
}

function calibrate(brief: Brief, plan: Plan, given: Sizes & { roads: RoadNetwork; habits: Habits }): Calibrations {
  const { days: runs, spread, roads, every } = given;
  const forecast = openForecast(brief, plan, { habits: given.habits, runs: given.runs });
  const foreseen = openOracle(brief, plan, { spread, runs: given.runs });
  const [predictor, oracle] = [openCalibration(plan), openCalibration(plan)];
  const [densest, sameDays] = [openCalibration(plan), openCalibration(plan)];
  const { deadline } = predictor;
  for (const day of toldDays(brief, plan, { seed: 1, runs, spread, roads })) {
    const finals = predictor.open(day);
    predictor.noteAlarms(finals, forecast.project(day.events, deadline - 3600));
    const both = day.run < given.oracle;
    if (both) {
      for (const calibration of [oracle, densest, sameDays]) calibration.open(day);
      oracle.noteAlarms(finals, foreseen.project(day, deadline - 3600).etas);
    }
    for (const now of projectionTimes(day, { deadline, every })) {
      if (!predictor.working(now)) continue;
      const etas = forecast.project(day.events, now);
      predictor.note(finals, etas);
      if (!both) continue;
      sameDays.note(finals, etas);
      const said = foreseen.project(day, now);
      oracle.note(finals, said.etas);
      densest.note(finals, said.etas, said.densest);
    }
  }
  return { predictor, oracle, densest, sameDays };
}

function linesOf({ predictor, oracle, densest, sameDays }: Calibrations, days: number): string[] {
  if (days === 0) return [...predictor.lines()];
  return [
    ...predictor.lines(),
    `the first ${days} days`,
    `  predictor     ${sameDays.errorLine()}`,
    `  oracle        ${oracle.errorLine()}`,
    `  oracle, least ${densest.errorLine()}`,
    "oracle's alarms",
    ...oracle.alarmLines(),
  ];
}

/** Runs the bench. Answers the exit code. */
export async function benchRehearsal(args: readonly string[]): Promise<number> {
  const option = { type: "string" as const };
  const { values } = parseArgs({
    args: [...args],
    options: {
      days: option,
      learn: option,
      runs: option,
      every: option,
      ahead: option,
      oracle: option,
      only: option,
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const sizes: Sizes = {
    days: Number(values.days ?? 500),
    learn: Number(values.learn ?? 60),
    runs: Number(values.runs ?? 99),
    every: Number(values.every ?? 60),
    oracle: Math.min(Number(values.days ?? 500), Number(values.oracle ?? 60)),
    spread: { ...usualSpread, calledAhead: 60 * Number(values.ahead ?? 0) },
  };
  const opened = await openKendari();
  for (const { name, settings } of scenarios) {
    if (values.only !== undefined && values.only !== name) continue;
    const { brief, plan } = planned(opened, settings, 300);
    const before = process.cpuUsage();
    const habits = learnHabits(logsOf(brief, plan, { ...sizes, roads: opened.roads }));
    const calibrations = calibrate(brief, plan, { ...sizes, roads: opened.roads, habits });
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(
      `\n${name}: ${plan.summary.served} TPS, slack ${plan.summary.slack} s, learned from ${sizes.learn} days\n`,
    );
    for (const line of linesOf(calibrations, sizes.oracle)) process.stdout.write(`  ${line}\n`);
    process.stdout.write(`  CPU ${((user + system) / 1e6).toFixed(0)} s\n`);
  }
  return 0;
}
