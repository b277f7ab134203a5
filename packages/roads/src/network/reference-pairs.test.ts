import { createRandom, haversine, type LonLat } from "@antar/measure";
import { describe, expect, test } from "vitest";
import { buildFromExtract } from "../build-roads.ts";
import { openRoads, profileOf, type RoadNetwork } from "../index.ts";
import { type RoadExtract, readExtract, type Tags } from "../osm/index.ts";
import { readSample } from "../testing/samples.ts";

/*
 * The published reference cost models, written again from their definition alone: vertices are OSM nodes, and with turns
 * the states are directed node pairs. It shares no code with the network but the reading of the file.
 */
interface Arc {
  readonly from: number;
  readonly to: number;
  readonly way: number;
  readonly ms: number;
}

const speeds: Readonly<Record<string, number>> = {
  motorway: 90,
  motorway_link: 45,
  trunk: 85,
  trunk_link: 40,
  primary: 65,
  primary_link: 30,
  secondary: 55,
  secondary_link: 25,
  tertiary: 40,
  tertiary_link: 20,
  unclassified: 25,
  residential: 25,
  living_street: 10,
  service: 15,
  track: 12,
  road: 20,
};

const slowSurfaces = [
  "unpaved",
  "gravel",
  "dirt",
  "ground",
  "earth",
  "mud",
  "sand",
  "grass",
  "compacted",
  "fine_gravel",
  "pebblestone",
];

/** The light truck: at most 60 km/h, half on bad surfaces, not where a plain number or hgv=no keeps it out. */
function truckSpeedOf(tags: Tags): number | undefined {
  const speed = speedOf(tags);
  const below = (text: string | undefined, needs: number) => /^\d+(\.\d+)?$/.test(text ?? "") && Number(text) < needs;
  if (speed === undefined || tags.hgv === "no") return undefined;
  if (below(tags.maxweight, 7.5) || below(tags.maxheight, 3.5)) return undefined;
  return Math.min(speed, 60) * (slowSurfaces.includes(tags.surface ?? "") ? 0.5 : 1);
}

function speedOf(tags: Tags): number | undefined {
  const base = speeds[tags.highway ?? ""];
  if (base === undefined || tags.area === "yes") return undefined;
  const access = tags.motorcar ?? tags.motor_vehicle ?? tags.vehicle ?? tags.access ?? "";
  if (["no", "private", "agricultural", "forestry", "emergency"].includes(access)) return undefined;
  const limit = /^\d+$/.test(tags.maxspeed ?? "") ? Number(tags.maxspeed) : 0;
  return limit >= 5 && limit <= 140 ? limit : base;
}

function directions(tags: Tags): [boolean, boolean] {
  const { oneway } = tags;
  if (oneway === undefined) {
    const implied = ["roundabout", "circular"].includes(tags.junction ?? "") || tags.highway === "motorway";
    return implied ? [true, false] : [true, true];
  }
  if (["yes", "true", "1"].includes(oneway)) return [true, false];
  return ["-1", "reverse"].includes(oneway) ? [false, true] : [true, true];
}

function arcsOf(extract: RoadExtract, closed: ReadonlySet<number>, judge = speedOf): Arc[] {
  const { ids, lon, lat } = extract.nodes;
  const point = (i: number): LonLat => [lon[i]! / 1e7, lat[i]! / 1e7];
  const arcs: Arc[] = [];
  for (const { id, tags, refs } of extract.ways) {
    const kmh = judge(tags);
    if (kmh === undefined || closed.has(id)) continue;
    const [forward, backward] = directions(tags);
    for (let i = 1; i < refs.length; i++) {
      const [a, b] = [refs[i - 1]!, refs[i]!];
      if (a === b) continue;
      const ms = Math.max(1, Math.floor((haversine(point(a), point(b)) * 3600) / kmh + 0.5));
      if (forward) arcs.push({ from: ids[a]!, to: ids[b]!, way: id, ms });
      if (backward) arcs.push({ from: ids[b]!, to: ids[a]!, way: id, ms });
    }
  }
  return arcs;
}

/** The arcs that may follow each arc (by index) under the turn rules. */
function followers(extract: RoadExtract, arcs: readonly Arc[]): number[][] {
  const out = new Map<number, number[]>();
  for (const [i, arc] of arcs.entries()) out.set(arc.from, [...(out.get(arc.from) ?? []), i]);
  const bans = new Map<number, ((from: Arc, to: Arc) => boolean)[]>();
  const onlys = new Map<string, Set<number>>();
  for (const { tags, members } of extract.restrictions) {
    const kind = tags.restriction ?? "";
    if (tags.type !== "restriction" || (tags.except ?? "").split(/[;,]/).some((mode) => mode.trim() === "motorcar"))
      continue;
    const [froms, vias, tos] = ["from", "via", "to"].map((role) => members.filter((member) => member.role === role));
    if (froms?.length !== 1 || vias?.length !== 1 || tos?.length !== 1) continue;
    const [from, via, to] = [froms[0]!, vias[0]!, tos[0]!];
    if (from.type !== "way" || via.type !== "node" || to.type !== "way") continue;
    if (!(out.get(via.ref) ?? []).some((i) => arcs[i]!.way === to.ref)) continue;
    if (kind.startsWith("only_")) {
      const key = `${from.ref} ${via.ref}`;
      onlys.set(key, (onlys.get(key) ?? new Set()).add(to.ref));
    } else if (kind.startsWith("no_")) {
      const back = from.ref === to.ref;
      const ban = (a: Arc, b: Arc) => a.way === from.ref && b.way === to.ref && (!back || b.to === a.from);
      bans.set(via.ref, [...(bans.get(via.ref) ?? []), ban]);
    }
  }
  return arcs.map((arc) => {
    const leaving = out.get(arc.to) ?? [];
    const deadEnd = leaving.every((i) => arcs[i]!.to === arc.from);
    const only = onlys.get(`${arc.way} ${arc.to}`);
    return leaving.filter((i) => {
      const next = arcs[i]!;
      if (next.to === arc.from && !deadEnd) return false;
      if (only !== undefined && !only.has(next.way)) return false;
      return !(bans.get(arc.to) ?? []).some((ban) => ban(arc, next));
    });
  });
}

/** Milliseconds from node `source` to every node. */
function oracle(arcs: readonly Arc[], follow: readonly number[][], source: number): Map<number, number> {
  const done = new Uint8Array(arcs.length);
  const buckets = new Map<number, number[]>();
  const times: number[] = [];
  const push = (i: number, at: number) => {
    const bucket = buckets.get(at);
    if (bucket !== undefined) bucket.push(i);
    else {
      buckets.set(at, [i]);
      let place = times.length;
      times.push(at);
      for (; place > 0 && times[(place - 1) >> 1]! > at; place = (place - 1) >> 1)
        times[place] = times[(place - 1) >> 1]!;
      times[place] = at;
    }
  };
  const popTime = (): number => {
    const top = times[0]!;
    const last = times.pop()!;
    for (let at = 0; times.length > 0; ) {
      let child = 2 * at + 1;
      if (child + 1 < times.length && times[child + 1]! < times[child]!) child++;
      if (child >= times.length || times[child]! >= last) {
        times[at] = last;
        break;
      }
      times[at] = times[child]!;
      at = child;
    }
    return top;
  };
  const reached = new Map<number, number>([[source, 0]]);
  for (const [i, arc] of arcs.entries()) if (arc.from === source) push(i, arc.ms);
  while (times.length > 0) {
    const now = popTime();
    for (const i of buckets.get(now) ?? []) {
      if (done[i] === 1) continue;
      done[i] = 1;
      if (!reached.has(arcs[i]!.to)) reached.set(arcs[i]!.to, now);
      for (const next of follow[i]!) if (done[next] === 0) push(next, now + arcs[next]!.ms);
    }
  }
  return reached;
}

function freeFollowers(arcs: readonly Arc[]): number[][] {
  const out = new Map<number, number[]>();
  for (const [i, arc] of arcs.entries()) out.set(arc.from, [...(out.get(arc.from) ?? []), i]);
  return arcs.map((arc) => out.get(arc.to) ?? []);
}

function compare(network: RoadNetwork, id: string, extract: RoadExtract, closed: readonly number[]): number {
  const judge = id === "reference-light-truck" ? truckSpeedOf : speedOf;
  const arcs = arcsOf(extract, new Set(closed), judge);
  const follow = id === "reference-car-turns" ? followers(extract, arcs) : freeFollowers(arcs);
  const random = createRandom(11);
  const nodes = [...new Set(arcsOf(extract, new Set(), judge).flatMap(({ from, to }) => [from, to]))].sort(
    (a, b) => a - b,
  );
  const open = network.withClosures(closed.map((way) => ({ kind: "way" as const, way })));
  let finite = 0;
  for (let k = 0; k < 12; k++) {
    const source = nodes[random.below(nodes.length)]!;
    const reached = oracle(arcs, follow, source);
    const targets = Array.from({ length: 60 }, () => nodes[random.below(nodes.length)]!);
    const expected = targets.map((target) => reached.get(target) ?? Infinity);
    expect([
      ...open.pairs(
        id,
        targets.map((target) => [source, target] as const),
      ),
    ]).toEqual(expected);
    finite += expected.filter(Number.isFinite).length;
  }
  return finite;
}

const samples = ["bayfront-singapore", "melbourne-hills", "whitelion-bristol", "one-way-dead-end"];
const ids = ["reference-car", "reference-car-turns", "reference-light-truck"];

describe.each(samples)("%s answers pairs of OSM nodes", (name) => {
  test.each(ids)("as the definition of %s does, to the millisecond, with and without closed ways", async (id) => {
    const extract = await readExtract(readSample(`${name}.osm.pbf`), "pbf");
    const profile = profileOf(id);
    if (profile === undefined) throw new Error(id);
    const network = openRoads(
      buildFromExtract(extract, { source: name, sha256: "00", profiles: [profile], keepNodeIds: true }).file,
    );
    expect(compare(network, id, extract, [])).toBeGreaterThan(50);
    const random = createRandom(5);
    const closed = Array.from({ length: 6 }, () => extract.ways[random.below(extract.ways.length)]!.id);
    compare(network, id, extract, closed);
    expect(() => network.pairs(id, [[-77, -78]])).toThrow(/node -77 lies on no road/);
  });
});
