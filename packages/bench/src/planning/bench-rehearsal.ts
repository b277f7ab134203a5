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
  toldDays,
  usualSpread,
} from "@antar/planning";
import type { RoadNetwork } from "@antar/roads";
import { type Calibration, openCalibration } from "./calibration.ts";
import { openKendari, planned } from "./kendari.ts";

const usage = `npm run bench -- rehearsal [--days 500] [--learn 60] [--runs 99] [--every 60] [--ahead 0] [--only NAME]

Calibrates projectEtas on K525, and on K525 with the deadline at 17:00 and at 15:40: coverage of the 90 % intervals,
reliability of the chance that all are in time, error one hour ahead, and alarms 60 minutes before the deadline.
  --days N    simulated days that are foretold (seed 1)
  --learn N   other days whose logs the habits are learned from (seed 2)
  --runs N    likely courses of one projection
  --ahead N   drivers are called so many minutes before their first loading, default 0
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
  /** Spread of the days; the predictor never sees it. */
  readonly spread: Spread;
}

function logsOf(brief: Brief, plan: Plan, given: Sizes & { roads: RoadNetwork }): DayLog[] {
  const { learn: runs, spread, roads } = given;
  const days = toldDays(brief, plan, { seed: 2, runs, spread, roads });
  return [...days].map(({ events }) => ({ brief, plan, events }));
}

/** Projections every `every` minutes from the first departure to the deadline, of 500 days. */
function calibrate(brief: Brief, plan: Plan, given: Sizes & { roads: RoadNetwork; habits: Habits }): Calibration {
  const forecast = openForecast(brief, plan, { habits: given.habits, runs: given.runs });
  const calibration = openCalibration(plan);
  const deadline = calibration.deadline;
  const step = given.every * 60;
  const { days: runs, spread, roads } = given;
  for (const day of toldDays(brief, plan, { seed: 1, runs, spread, roads })) {
    const first = day.events[0]?.at ?? deadline;
    const finals = calibration.open(day);
    for (let now = deadline - 3600; now > first; now -= step) {
      if (!calibration.working(now)) continue;
      calibration.note(finals, forecast.project(day.events, now));
    }
  }
  return calibration;
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
    spread: { ...usualSpread, calledAhead: 60 * Number(values.ahead ?? 0) },
  };
  const opened = await openKendari();
  for (const { name, settings } of scenarios) {
    if (values.only !== undefined && values.only !== name) continue;
    const { brief, plan } = planned(opened, settings, 300);
    const before = process.cpuUsage();
    const habits = learnHabits(logsOf(brief, plan, { ...sizes, roads: opened.roads }));
    const calibration = calibrate(brief, plan, { ...sizes, roads: opened.roads, habits });
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(
      `\n${name}: ${plan.summary.served} TPS, slack ${plan.summary.slack} s, learned from ${sizes.learn} days\n`,
    );
    for (const line of calibration.lines()) process.stdout.write(`  ${line}\n`);
    process.stdout.write(`  CPU ${((user + system) / 1e6).toFixed(0)} s\n`);
  }
  return 0;
}
