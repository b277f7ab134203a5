/**
 * The published reference cost models, written again from their definition alone, over the raw objects of a file: vertices
 * are OSM nodes, and with turns the states are directed node pairs. Shares no code with readers, profiles and networks.
 */
import { haversine, type LonLat } from "@antar/measure";
import type { ExtractRestriction, RoadExtract, Tags } from "../osm/index.ts";

/** A file's objects as it states them. References may name nodes that are absent. */
export interface RawObjects {
  readonly nodes: ReadonlyMap<number, LonLat>;
  readonly ways: readonly { readonly id: number; readonly tags: Tags; readonly refs: readonly number[] }[];
  readonly relations: readonly Omit<ExtractRestriction, "id">[];
}

/** A directed pair of neighbouring nodes. */
export interface RawArc {
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

/** The arcs that the model `id` may drive, without those of closed ways. */
export function referenceArcs(id: string, objects: RawObjects, closed: ReadonlySet<number>): RawArc[] {
  const judge = id === "reference-light-truck" ? truckSpeedOf : speedOf;
  const arcs: RawArc[] = [];
  for (const { id: way, tags, refs } of objects.ways) {
    const kmh = judge(tags);
    if (kmh === undefined || closed.has(way)) continue;
    const [forward, backward] = directions(tags);
    for (let i = 1; i < refs.length; i++) {
      const [from, to] = [refs[i - 1]!, refs[i]!];
      const [a, b] = [objects.nodes.get(from), objects.nodes.get(to)];
      if (a === undefined || b === undefined || from === to) continue;
      const ms = Math.max(1, Math.floor((haversine(a, b) * 3600) / kmh + 0.5));
      if (forward) arcs.push({ from, to, way, ms });
      if (backward) arcs.push({ from: to, to: from, way, ms });
    }
  }
  return arcs;
}

/** The arcs that may follow each arc (by index) under the turn rules. */
function followers(objects: RawObjects, arcs: readonly RawArc[]): number[][] {
  const out = new Map<number, number[]>();
  for (const [i, arc] of arcs.entries()) out.set(arc.from, [...(out.get(arc.from) ?? []), i]);
  const bans = new Map<number, ((from: RawArc, to: RawArc) => boolean)[]>();
  const onlys = new Map<string, Set<number>>();
  for (const { tags, members } of objects.relations) {
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
      const ban = (a: RawArc, b: RawArc) => a.way === from.ref && b.way === to.ref && (!back || b.to === a.from);
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

/** Milliseconds from node `source` to every node that is reached. */
function search(arcs: readonly RawArc[], follow: readonly number[][], source: number): Map<number, number> {
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

function freeFollowers(arcs: readonly RawArc[]): number[][] {
  const out = new Map<number, number[]>();
  for (const [i, arc] of arcs.entries()) out.set(arc.from, [...(out.get(arc.from) ?? []), i]);
  return arcs.map((arc) => out.get(arc.to) ?? []);
}

/** A function from a node to the milliseconds to every node reached, by the model `id`. */
export function referenceOracle(
  id: string,
  objects: RawObjects,
  closed: ReadonlySet<number>,
): (source: number) => Map<number, number> {
  const arcs = referenceArcs(id, objects, closed);
  const follow = id === "reference-car-turns" ? followers(objects, arcs) : freeFollowers(arcs);
  return (source) => search(arcs, follow, source);
}

/** The objects behind an extract (without what the reader left out). */
export function objectsOf(extract: RoadExtract): RawObjects {
  const { ids, lon, lat } = extract.nodes;
  return {
    nodes: new Map(Array.from(ids, (id, i) => [id, [lon[i]! / 1e7, lat[i]! / 1e7]])),
    ways: extract.ways.map(({ id, tags, refs }) => ({ id, tags, refs: Array.from(refs, (node) => ids[node]!) })),
    relations: extract.restrictions,
  };
}
