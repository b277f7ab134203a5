/**
 * `antar demo`: a sample city planned end to end: read, planned, audited, stored, published and drawn.
 */
import { join } from "node:path";
import type { PlanView } from "@antar/dispatch";
import { routeGeometries } from "@antar/planning";
import { briefOfCity, homeOf, repository, shownPath } from "../cities.ts";
import { type Command, readWords, type Shell, wholeOption } from "../command.ts";
import { type BriefFile, type BuiltRoads, readBriefFile, writeWhole } from "../files.ts";
import { findingLines, numberOf, planLines } from "../report.ts";
import { routesPicture } from "../routes-picture.ts";
import { openService, type Service } from "../service/open-service.ts";
import { planAndPublish } from "../service/plan-and-publish.ts";

const searchSeconds = 4;

const usage = `antar demo [--city NAME] [--time S]

Plans a sample city end to end and writes plan.json, routes.geojson and routes.svg into out/<city>. Cities: kendari,
liechtenstein, or your own folder data/cities/<city> with a brief.json.

  --time S   seconds of search, default ${searchSeconds}`;

function placeLines({ brief }: BriefFile): string[] {
  const count = (kind: string): number => brief.places.filter((place) => place.kind === kind).length;
  const approximate = brief.places.filter((place) => place.approximate).length;
  const fleet = brief.vehicleTypes.map((type) => `${type.count} ${type.name}`).join(", ");
  const escort = brief.escort ? `${brief.escort.teams} escort teams` : "no escort";
  return [
    `${brief.title}`,
    `places          ${count("warehouse")} warehouse, ${count("ppk")} PPK, ${count("pps")} PPS, ${count("tps")} TPS (${approximate} approximate)`,
    `problem         ${fleet}; ${escort}; ${brief.window.start} .. ${brief.window.end}`,
  ];
}

function roadLine({ network, file, extract }: BuiltRoads, seconds: number): string {
  const { nodes, arcs, synthetic } = network.metadata;
  const kind = synthetic ? " SYNTHETIC (generated, not the real roads)" : "";
  return `roads           ${numberOf(nodes)} nodes, ${numberOf(arcs)} arcs, ${numberOf(file.length / 1_024)} kB from ${shownPath(extract)} in ${seconds.toFixed(1)} s${kind}`;
}

async function writeOut(out: string, made: { file: BriefFile; roads: BuiltRoads; view: PlanView }): Promise<void> {
  const { file, roads, view } = made;
  const drawing = routeGeometries(view.plan, file.brief, roads.network);
  await writeWhole(join(out, "plan.json"), `${JSON.stringify(view.plan, null, 1)}\n`);
  await writeWhole(join(out, "routes.geojson"), `${JSON.stringify(drawing)}\n`);
  await writeWhole(join(out, "routes.svg"), routesPicture(file.brief, drawing, roads.network));
}

async function tell(service: Service, file: BriefFile, shell: Shell, seconds: number): Promise<PlanView> {
  const { brief } = file;
  await planAndPublish(service, {
    brief: file.given,
    request: { seed: 1, seconds },
    onProgress: ({ share, says }) =>
      shell.print(`  ${String(Math.round(share * 100)).padStart(3)} %         ${says.id} / ${says.en}`),
  });
  return service.dispatch.readPlan(service.actor("planner"), { brief: brief.id });
}

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { options } = readWords(args, { city: "string", time: "string" });
  const city = options.city ?? "kendari";
  const file = await readBriefFile(briefOfCity(city));
  const began = performance.now();
  for (const line of placeLines(file)) shell.print(line);
  const service = await openService({
    folder: homeOf(file.brief.tenant),
    tenant: file.brief.tenant,
    seconds: searchSeconds,
    report: (error) => shell.note(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
  try {
    const roads = await service.admit(file);
    shell.print(roadLine(roads, (performance.now() - began) / 1_000));
    const view = await tell(service, file, shell, wholeOption("time", options.time, 1) ?? searchSeconds);
    for (const line of [...planLines(view.plan, file.brief), ...findingLines(view.findingList)]) shell.print(line);
    const out = join(repository, "out", city);
    await writeOut(out, { file, roads, view });
    const start = city === "kendari" ? "npm start" : `npm start -- --city ${city}`;
    shell.print(`stored          version ${view.version}, ${view.state}, in ${shownPath(service.storeFolder)}`);
    shell.print(`written         ${shownPath(out)}/plan.json, routes.geojson, routes.svg`);
    shell.print(`took            ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    shell.print(`\n${start} opens the page on it: http://127.0.0.1:8787`);
    return view.plan.unassigned.length > 0 || view.findings.blocking > 0 ? 2 : 0;
  } finally {
    await service.close();
  }
}

/** The command. */
export const demo: Command = { name: "demo", summary: "plan a sample city end to end", usage, run };
