/**
 * All figures of one extract under one profile: build, file, opening, customisation, questions, tables, memory, peers.
 * Knows the order of measurements; each is CPU time of this process unless its name says otherwise.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, type LonLat } from "@antar/measure";
import { openRoads, type RoadNetwork, readExtract } from "@antar/roads";
import { type Probe, probe } from "@antar/roads/testing";
import type { FreshProcess } from "./fresh-process.ts";
import { createNgraphPairs, createPlainDijkstra } from "./peers.ts";
import { cpuNow, medianCpu, percentile, questionTimes, timed } from "./timing.ts";
import { valhallaFigures } from "./valhalla.ts";

/** What to measure. */
export interface RoadCase {
  readonly name: string;
  readonly extract: string;
  readonly profile: string;
  readonly seed: number;
}

/** Sizes of the samples; smaller ones for a quick look. */
export interface Samples {
  readonly points: number;
  readonly table: number;
  readonly dijkstras: number;
  readonly ngraphPairs: number;
  /** Points of the table that a native engine is asked for. */
  readonly native: number;
}

/** Figures by name; the unit stands in the name. */
export type Figures = Readonly<Record<string, number>>;

async function buildFigures(task: RoadCase, fresh: FreshProcess, out: string): Promise<Figures> {
  const bytes = readFileSync(task.extract);
  const decode: number[] = [];
  for (let round = 0; round < 4; round++) {
    const began = cpuNow();
    await readExtract(bytes, "pbf");
    decode.push(cpuNow() - began);
  }
  const built = fresh(["build", task.extract, task.profile, out]);
  return {
    "extract MB": bytes.length / 1e6,
    "PBF decode MB/s, first time": bytes.length / 1000 / (decode[0] ?? Number.NaN),
    "PBF decode MB/s, warm": bytes.length / 1000 / Math.min(...decode),
    "build s": (built.cpuMs ?? Number.NaN) / 1000,
    "build peak MB": (built.maxRss ?? Number.NaN) / 1e6,
  };
}

function freshFigures(task: RoadCase, fresh: FreshProcess, out: string): Figures {
  const runs = Array.from({ length: 3 }, () => fresh(["answer", out, task.profile]));
  const median = (name: string) =>
    percentile(
      runs.map((run) => run[name] ?? Number.NaN),
      50,
    );
  return {
    "fresh process: Node's own start ms": median("bootMs"),
    "fresh process: open ms": median("openMs"),
    "fresh process: open to first path ms": median("firstMs"),
    "fresh process: open to first path ms (wall)": median("firstWallMs"),
    "fresh process: MB after first path": median("firstRss") / 1e6,
    "fresh process: MB after 200 paths": median("rss") / 1e6,
  };
}

function engineFigures(engine: Probe, samples: Samples, seed: number): Figures {
  const random = createRandom(seed);
  const places = engine.places(random, 1000);
  const { hierarchy } = engine;
  const weights = engine.customise();
  const customiseMs = medianCpu(3, () => engine.customise());
  const perfectMs = medianCpu(3, () => engine.perfect(weights));
  const closures = closureFigures(engine, seed);
  const pairs = places.map((from, i) => [from, places[(i * 7 + 13) % places.length] ?? from] as const);
  const costs = questionTimes(
    pairs.map(
      ([from, to]) =>
        () =>
          hierarchy.cost(from.starts, to.ends),
    ),
  );
  const paths = questionTimes(
    pairs.map(
      ([from, to]) =>
        () =>
          hierarchy.path(from.starts, to.ends),
    ),
  );
  const starts = places.map((place) => place.starts);
  const ends = places.map((place) => place.ends);
  const { table, dijkstras } = samples;
  const square = (n: number) => hierarchy.table(starts.slice(0, n), ends.slice(0, n));
  const tableMs = medianCpu(5, () => square(table));
  const thousandMs = medianCpu(3, () => square(1000));
  const rows = square(table);
  const columns = places.slice(0, table);
  let wrong = 0;
  const plain = timed(() => {
    for (let row = 0; row < dijkstras; row++) {
      const exact = engine.dijkstra(columns[row] ?? { starts: [], ends: [] }, columns);
      for (let k = 0; k < table; k++) if (exact[k] !== rows[row * table + k]) wrong++;
    }
  });
  const allDijkstras = (plain.cpuMs / dijkstras) * table;
  return {
    states: engine.states,
    "turns or arcs": engine.arcs,
    shortcuts: engine.shortcuts,
    "customise in full ms": customiseMs,
    "perfect ms": perfectMs,
    ...closures,
    "cost p50 us (wall)": costs.p50Us,
    "cost p99 us (wall)": costs.p99Us,
    "cost mean us": costs.meanCpuUs,
    "path p50 us (wall)": paths.p50Us,
    "path p99 us (wall)": paths.p99Us,
    [`table ${table}x${table} ms`]: tableMs,
    "table 1000x1000 ms": thousandMs,
    [`our Dijkstra, ${table} sources s (${dijkstras} run)`]: allDijkstras / 1000,
    "table against our Dijkstra, times": allDijkstras / tableMs,
    "table cells that differ from Dijkstra": wrong,
  };
}

function closureFigures(engine: Probe, seed: number): Figures {
  const random = createRandom(seed + 1);
  const [partial, full]: [number[], number[]] = [[], []];
  let differing = 0;
  for (let k = 0; k < 24; k++) {
    const edges = Array.from({ length: k < 16 ? 1 : 20 }, () => random.below(engine.edges));
    const closing = engine.closing(edges);
    const quick = timed(() => closing.partial());
    partial.push(quick.cpuMs);
    if (k % 4 !== 0) continue;
    const slow = timed(() => closing.full());
    full.push(slow.cpuMs);
    for (let i = 0; i < slow.value.weights.length; i++) {
      if (slow.value.weights[i] !== quick.value.weights[i]) differing++;
    }
  }
  return {
    "close one edge ms, p50": percentile(partial.slice(4, 16), 50),
    "close one edge ms, worst": Math.max(...partial.slice(4, 16)),
    "close 20 edges ms, p50": percentile(partial.slice(16), 50),
    "close from scratch ms, p50": percentile(full, 50),
    "weights that differ from scratch": differing,
  };
}

function doorFigures(network: RoadNetwork, task: RoadCase, samples: Samples): Figures {
  const random = createRandom(task.seed + 2);
  const { profile } = task;
  const [west, south, east, north] = network.metadata.bbox;
  const points = Array.from(
    { length: samples.points },
    (): LonLat => [west + random.next() * (east - west), south + random.next() * (north - south)],
  );
  const pairs = points.map((from, i) => [from, points[(i * 7 + 13) % points.length] ?? from] as const);
  const snaps = questionTimes(points.map((point) => () => network.nearest(profile, point)));
  const paths = questionTimes(
    pairs.slice(0, 300).map(
      ([from, to]) =>
        () =>
          network.path(profile, from, to),
    ),
  );
  const steps = questionTimes(
    pairs.slice(0, 300).map(
      ([from, to]) =>
        () =>
          network.directions(profile, from, to),
    ),
  );
  const tablePoints = points.slice(0, samples.table);
  const tableMs = medianCpu(3, () => network.table(profile, tablePoints, tablePoints));
  const ways = points.slice(0, 12).map((point) => network.nearest(profile, point)?.way ?? 0);
  const closures = ways.map((way) =>
    timed(() =>
      network.withClosures([{ kind: "way", way }]).path(profile, pairs[0]?.[0] ?? [0, 0], pairs[0]?.[1] ?? [0, 0]),
    ),
  );
  const hours = timed(() => {
    for (let hour = 0; hour < 24; hour++)
      network.at({ hour }).path(profile, pairs[0]?.[0] ?? [0, 0], pairs[0]?.[1] ?? [0, 0]);
  });
  return {
    "nearest mean us": snaps.meanCpuUs,
    "path with geometry ms, p50 (wall)": paths.p50Us / 1000,
    "path with geometry ms, p99 (wall)": paths.p99Us / 1000,
    "path with steps ms, p50 (wall)": steps.p50Us / 1000,
    "path with steps ms, p99 (wall)": steps.p99Us / 1000,
    [`table ${samples.table}x${samples.table} with snapping ms`]: tableMs,
    "close a way and answer a path ms, p50": percentile(
      closures.map(({ cpuMs }) => cpuMs),
      50,
    ),
    "24 hours, a path at each ms": hours.cpuMs,
    "hours that differ": new Set(network.hourClasses()).size,
  };
}

function peerFigures(network: RoadNetwork, task: RoadCase, samples: Samples, tableMs: number): Figures {
  const arcs = network.arcs(task.profile);
  const random = createRandom(task.seed + 3);
  const vertices = Array.from({ length: 2000 }, () => arcs.tail[random.below(arcs.tail.length)] ?? 0);
  const plain = createPlainDijkstra(arcs);
  plain(vertices[0] ?? 0);
  const runs = timed(() => {
    for (let i = 0; i < samples.dijkstras; i++) plain(vertices[i] ?? 0);
  });
  const ngraph = createNgraphPairs(arcs);
  ngraph(vertices[0] ?? 0, vertices[1] ?? 0);
  let wrong = 0;
  const walls: number[] = [];
  let ngraphMs = 0;
  for (let i = 0; i < samples.ngraphPairs; i++) {
    const [from, to] = [vertices[2 * i] ?? 0, vertices[2 * i + 1] ?? 0];
    const asked = timed(() => ngraph(from, to));
    ngraphMs += asked.cpuMs;
    walls.push(asked.cpuMs);
    if (plain(from)[to] !== asked.value) wrong++;
  }
  const cells = samples.table * samples.table;
  const ngraphTableMs = (ngraphMs / samples.ngraphPairs) * cells;
  const plainTableMs = (runs.cpuMs / samples.dijkstras) * samples.table;
  return {
    [`plain Dijkstra, ${samples.table} sources s (${samples.dijkstras} run)`]: plainTableMs / 1000,
    "table against plain Dijkstra, times": plainTableMs / tableMs,
    "ngraph.path nba ms, p50": percentile(walls, 50),
    [`ngraph.path pairwise ${samples.table}x${samples.table} h (extrapolated from ${samples.ngraphPairs})`]:
      ngraphTableMs / 3.6e6,
    "table against ngraph.path, times (extrapolated)": ngraphTableMs / tableMs,
    "ngraph.path pairs that differ from Dijkstra": wrong,
  };
}

/** Valhalla's figures on points of ours, and how much longer its table takes. */
async function nativeFigures(network: RoadNetwork, task: RoadCase, samples: Samples, folder: string, tableMs: number) {
  const random = createRandom(task.seed + 4);
  const [west, south, east, north] = network.metadata.bbox;
  const points = Array.from({ length: samples.native }, (): LonLat => {
    const point: LonLat = [west + random.next() * (east - west), south + random.next() * (north - south)];
    return network.nearest(task.profile, point)?.point ?? point;
  });
  const figures = await valhallaFigures(folder, readFileSync(task.extract), points, samples.table);
  const seconds = Object.entries(figures).find(([name]) => name.includes("table"))?.[1] ?? Number.NaN;
  return { ...figures, "table against Valhalla, times (extrapolated)": (seconds * 1000) / tableMs };
}

/** Every figure of `task`; `run` runs programs in a process of their own, files go to `directory`. */
export async function measureNetwork(
  task: RoadCase,
  samples: Samples,
  { run, directory, valhalla }: { run: FreshProcess; directory: string; valhalla?: string | undefined },
): Promise<Figures> {
  const out = join(directory, `${task.name}-${task.profile}.antar`);
  const build = await buildFigures(task, run, out);
  const cold = freshFigures(task, run, out);
  const file = readFileSync(out);
  const network = openRoads(file);
  const openMs = medianCpu(3, () => openRoads(file));
  const engine = engineFigures(probe(file, task.profile), samples, task.seed);
  const door = doorFigures(network, task, samples);
  const tableMs = engine[`table ${samples.table}x${samples.table} ms`] ?? Number.NaN;
  const peers = peerFigures(network, task, samples, tableMs);
  const native = valhalla === undefined ? {} : await nativeFigures(network, task, samples, valhalla, tableMs);
  return {
    nodes: network.metadata.nodes,
    arcs: network.metadata.arcs,
    ...build,
    "file MB": file.length / 1e6,
    "bytes per arc": file.length / network.metadata.arcs,
    "open ms, warm": openMs,
    ...cold,
    ...engine,
    ...door,
    ...peers,
    ...native,
  };
}
