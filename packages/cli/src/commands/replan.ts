/**
 * `antar replan`: a plan made anew while it is under way. Reads what has happened from the command line and from files.
 */
import { join } from "node:path";
import { Refusal, type RoadClosure } from "@antar/domain";
import { auditPlan, type Happening, type PlanDiff, replan as replanned } from "@antar/planning";
import { badUsage, type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { openBriefRoads, readClosureFiles, readJsonFile, writeWhole } from "../files.ts";
import { readPlanAndBrief, writeOrigin } from "../plan-folder.ts";
import { findingLines, planLines } from "../report.ts";

const usage = `antar replan DIR|PLAN.json --at MOMENT [options]

Makes the plan anew at MOMENT. What has begun is frozen; the rest keeps vehicle and order unless someone would be late.
Locked trips keep their vehicle in any case; where a lock leaves somebody out, the plan names it.
Prints what changed and writes plan.json and diff.json.

  --at MOMENT             now, ISO 8601 with offset, e.g. 2024-11-25T09:40:00+08:00
  --out DIR               where the new plan goes, default: DIR itself
  --brief FILE            the brief, when the folder does not say which one it was made from
  --close FILE            new road closures (GeoJSON), from MOMENT on unless the feature says otherwise; may be repeated
  --delay VEHICLE=MIN     the vehicle is so many minutes behind; may be repeated
  --broken VEHICLE[=TIME] it cannot drive, for good or until TIME (ISO 8601); may be repeated
  --transfer VEHICLE=RESCUE
                          RESCUE drives to VEHICLE, which has broken down, takes its load over and brings it; may be repeated
  --extra TPS=N           N more kits go from the warehouse to this TPS, besides its own; may be repeated
  --release TRIP          the lock on this trip ends; may be repeated
  --events FILE           [{"kind": "delay" | "broken" | "transfer" | "extra", ...}] with the same fields: "vehicle", "minutes",
                          "until", "to" for a transfer, "tps" and "kits" for extra kits
  --json                  the difference as one JSON line

Exit code: 0 all served, 2 some left out, 1 bad input.`;

/** `KEY=VALUE` or `KEY`. */
function pairOf(text: string): readonly [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function nameAndValue(option: string, text: string): readonly [string, string] {
  const [key, value] = pairOf(text);
  if (key !== "" && value !== undefined && value !== "") return [key, value];
  throw badUsage(`--${option} ${text}: tulis NAMA=NILAI`, `--${option} ${text}: write NAME=VALUE`);
}

interface Told {
  readonly delay: string[];
  readonly broken: string[];
  readonly transfer: string[];
  readonly extra: string[];
}

function eventWord(event: unknown, index: number): readonly [keyof Told, string] {
  const field = (name: string): string => {
    const value = event !== null && typeof event === "object" ? Reflect.get(event, name) : undefined;
    return value === undefined ? "" : String(value);
  };
  switch (field("kind")) {
    case "delay":
      return ["delay", `${field("vehicle")}=${field("minutes")}`];
    case "broken":
      return ["broken", field("until") ? `${field("vehicle")}=${field("until")}` : field("vehicle")];
    case "transfer":
      return ["transfer", `${field("vehicle")}=${field("to")}`];
    case "extra":
      return ["extra", `${field("tps")}=${field("kits")}`];
    default:
      throw new Refusal("bad-input", {
        id: `events[${index}].kind: ${field("kind") || "kosong"}; yang dikenal: delay, broken, transfer, extra`,
        en: `events[${index}].kind: ${field("kind") || "empty"}; known are delay, broken, transfer and extra`,
      });
  }
}

async function withEvents(told: Told, path: string | undefined): Promise<Told> {
  if (path === undefined) return told;
  const document = await readJsonFile(path);
  if (!Array.isArray(document)) throw badUsage(`${path}: harus daftar kejadian`, `${path}: must be a list of events`);
  for (const [index, event] of document.entries()) {
    const [kind, word] = eventWord(event, index);
    told[kind].push(word);
  }
  return told;
}

function happeningOf(now: string, told: Told, closures: readonly RoadClosure[]): Happening {
  const delays = told.delay.map((text) => {
    const [vehicle, minutes] = nameAndValue("delay", text);
    return [vehicle, (wholeOption(`delay ${vehicle}`, minutes) ?? 0) * 60] as const;
  });
  const broken = told.broken.map((text) => {
    const [vehicle, until] = pairOf(text);
    return { vehicle, ...(until === undefined ? {} : { until }) };
  });
  const transfers = told.transfer.map((text) => {
    const [vehicle, to] = nameAndValue("transfer", text);
    return { vehicle, to };
  });
  const extra = told.extra.map((text) => {
    const [tps, kits] = nameAndValue("extra", text);
    return { tps, kits: wholeOption(`extra ${tps}`, kits, 1) ?? 0 };
  });
  return {
    now,
    transfers,
    extra,
    delays: Object.fromEntries(delays),
    broken,
    closures: closures.map((closure) => ({ ...closure, from: closure.from ?? now })),
  };
}

function diffLines(diff: PlanDiff): string[] {
  const some = (list: readonly string[]): string => list.slice(0, 5).join(", ") + (list.length > 5 ? ", …" : "");
  return [
    `pindah kendaraan / moved vehicle: ${diff.movedVehicle.length} ${some(diff.movedVehicle)}`,
    `urutan berubah / changed order: ${diff.changedOrder.length} ${some(diff.changedOrder)}`,
    `ETA bergeser > 5 menit / ETA changed by > 5 min: ${diff.changedEta.length} ${some(diff.changedEta.map((each) => each.stop))}`,
    `kit tambahan / extra kits: ${diff.extra.length} ${some(diff.extra)}`,
    `baru / added: ${diff.added.length} ${some(diff.added)}`,
    `hilang / removed: ${diff.removed.length} ${some(diff.removed)}`,
  ].map((line) => line.trimEnd());
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, {
    at: "string",
    out: "string",
    brief: "string",
    close: "strings",
    delay: "strings",
    broken: "strings",
    transfer: "strings",
    extra: "strings",
    release: "strings",
    events: "string",
    json: "boolean",
  });
  const [path, ...more] = words;
  const { at } = options;
  if (path === undefined || more.length > 0 || at === undefined) {
    throw badUsage("tulis: antar replan DIR --at WAKTU", "write: antar replan DIR --at MOMENT");
  }
  const { plan, file, folder } = await readPlanAndBrief(path, options.brief);
  const { delay = [], broken = [], transfer = [], extra = [] } = options;
  const told: Told = { delay: [...delay], broken: [...broken], transfer: [...transfer], extra: [...extra] };
  const happening = happeningOf(
    at,
    await withEvents(told, options.events),
    await readClosureFiles(options.close ?? []),
  );
  const { network } = await openBriefRoads(file);
  const { release = [] } = options;
  const made = replanned(file.brief, plan, { roads: network, happening: { ...happening, release } });
  const out = options.out ?? folder;
  await writeWhole(join(out, "plan.json"), `${JSON.stringify(made.plan, null, 1)}\n`);
  await writeWhole(join(out, "diff.json"), `${JSON.stringify(made.diff, null, 1)}\n`);
  await writeOrigin(out, file.path);
  const findings = auditPlan(file.given, made.plan, network);
  for (const line of [...planLines(made.plan, file.brief), ...findingLines(findings)]) shell.note(line);
  for (const line of diffLines(made.diff)) shell.print(line);
  if (options.json) shell.print(JSON.stringify(made.diff));
  return made.plan.unassigned.length > 0 ? 2 : 0;
}

/** The command. */
export const replan: Command = { name: "replan", summary: "make a plan anew while it is under way", usage, run };
