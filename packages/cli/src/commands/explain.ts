/**
 * `antar explain`: why places are left out and what helps, or why a stop is as it is. Prints what planning answers.
 */
import { askStop, explainPlan, type StopAnswer } from "@antar/planning";
import { until } from "@antar/solver";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { openBriefRoads } from "../files.ts";
import { type PlanAndBrief, readPlanAndBrief } from "../plan-folder.ts";
import { causeLines, fixLines } from "../report.ts";

const usage = `antar explain DIR|PLAN.json [STOP] [options]

Without STOP: each place that the plan leaves out, with the cause and a change that was solved again and serves it.
With STOP (code of a TPS, PPS or PPK): why this vehicle, why this order, why not earlier, each with the cost of the best
alternative.

  --brief FILE      the brief, when the folder does not say which one it was made from
  --time S          seconds for trying fixes, default 30
  --iterations N    instead of --time: the same result on every run
  --most N          changes tried for one cause, default 16
  --json            the answers as one JSON line`;

function answerLines(answer: StopAnswer): string[] {
  const [number, of] = answer.position;
  const told = [
    ["mengapa kendaraan ini / why this vehicle", answer.whyVehicle],
    ["mengapa urutan ini / why this order", answer.whyOrder],
    ["mengapa tidak lebih awal / why not earlier", answer.whyNotEarlier],
  ] as const;
  return [
    `${answer.place}: ${answer.vehicle}, trip ${answer.trip}, pemberhentian ${number} dari ${of} / stop ${number} of ${of}, ${answer.arrival}`,
    ...told.flatMap(([question, { says }]) => [`  ${question}?`, `    ${says.id}`, `    ${says.en}`]),
  ];
}

async function explainStop({ plan, file }: PlanAndBrief, place: string, shell: Shell, json: boolean): Promise<number> {
  const { network } = await openBriefRoads(file);
  const answers = askStop(file.given, plan, { place, roads: network });
  if (json) shell.print(JSON.stringify(answers));
  else for (const line of answers.flatMap(answerLines)) shell.print(line);
  return 0;
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, {
    brief: "string",
    time: "string",
    iterations: "string",
    most: "string",
    json: "boolean",
  });
  const [path, place, ...more] = words;
  if (path === undefined || more.length > 0) {
    throw badUsage("tulis: antar explain DIR [STOP]", "write: antar explain DIR [STOP]");
  }
  const read = await readPlanAndBrief(path, options.brief);
  if (place !== undefined) return explainStop(read, place, shell, options.json ?? false);
  const { plan, file } = read;
  if (plan.unassigned.length === 0) {
    shell.print(options.json ? "[]" : "semua terlayani / all are served");
    return 0;
  }
  const iterations = wholeOption("iterations", options.iterations, 1);
  const seconds = wholeOption("time", options.time, 1) ?? 30;
  const { network } = await openBriefRoads(file);
  const explained = explainPlan(file.brief, plan, {
    roads: network,
    seed: plan.seed,
    budget: iterations === undefined ? until.seconds(seconds, () => performance.now()) : until.iterations(iterations),
    most: wholeOption("most", options.most, 1) ?? 16,
  });
  if (options.json) shell.print(JSON.stringify(explained));
  else for (const line of [...causeLines(explained), ...fixLines(explained)]) shell.print(line);
  return 0;
}

/** The command. */
export const explain: Command = {
  name: "explain",
  summary: "why places are left out, or why a stop is as it is",
  usage,
  run,
};
