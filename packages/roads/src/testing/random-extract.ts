/**
 * Small random road extracts with everything that makes roads hard: one-ways, parallel ways, loops, repeated nodes,
 * restrictions of all kinds, gates, signals, ferries. The same for the same seed. For tests only.
 */
import { createRandom, type Random } from "@antar/measure";
import type { ExtractMember, ExtractRestriction, ExtractWay, RoadExtract, Tags } from "../osm/index.ts";
import { emptyReport } from "./town.ts";

function pick<T>(random: Random, items: readonly T[], fallback: T): T {
  return items[random.below(items.length)] ?? fallback;
}

const classes = ["residential", "residential", "service", "tertiary", "secondary", "primary", "track", "footway"];
const oneways = ["yes", "-1", "no", "1", "reversible"];
const kinds = ["no_left_turn", "no_u_turn", "only_straight_on", "only_right_turn", "no_entry", "no_exit", "nonsense"];

function randomTags(random: Random): Tags {
  if (random.below(25) === 0) return { route: "ferry", ...(random.below(2) === 0 ? { duration: "0:05" } : {}) };
  return {
    highway: pick(random, classes, "residential"),
    ...(random.below(4) === 0 ? { oneway: pick(random, oneways, "yes") } : {}),
    ...(random.below(8) === 0 ? { maxspeed: pick(random, ["30", "50", "10 mph", "none", "0"], "30") } : {}),
    ...(random.below(10) === 0 ? { access: pick(random, ["private", "destination", "yes"], "yes") } : {}),
    ...(random.below(8) === 0 ? { surface: pick(random, ["gravel", "asphalt", "mud"], "mud") } : {}),
    ...(random.below(20) === 0 ? { junction: "roundabout" } : {}),
  };
}

function randomWay(random: Random, id: number, nodes: number): ExtractWay {
  const refs = [random.below(nodes)];
  const length = 1 + random.below(5);
  for (let i = 0; i < length; i++) {
    const last = refs.at(-1) ?? 0;
    // Mostly neighbours by number, which lie near each other; sometimes anywhere, sometimes the same node again.
    refs.push(
      random.below(6) === 0 ? random.below(nodes) : Math.min(nodes - 1, Math.max(0, last + random.below(9) - 4)),
    );
  }
  return { id, refs: Int32Array.from(refs), tags: randomTags(random) };
}

function randomRestriction(
  random: Random,
  id: number,
  ways: readonly ExtractWay[],
  ids: Float64Array,
): ExtractRestriction {
  const way = (role: string): ExtractMember => ({ type: "way", ref: pick(random, ways, undefined)?.id ?? 1, role });
  const from = pick(random, ways, undefined);
  const shared = ids[from?.refs[from.refs.length - 1] ?? 0] ?? 1;
  const meeting = ways.filter(({ refs }) => refs.some((ref) => ids[ref] === shared));
  const via: ExtractMember[] =
    random.below(6) === 0
      ? [way("via")]
      : [{ type: "node", ref: random.below(10) === 0 ? 99_999 : shared, role: "via" }];
  const members: ExtractMember[] = [
    { type: "way", ref: from?.id ?? 1, role: "from" },
    ...(random.below(15) === 0 ? [way("from")] : []),
    ...via,
    { type: "way", ref: pick(random, meeting, undefined)?.id ?? 1, role: "to" },
    ...(random.below(15) === 0 ? [way("to")] : []),
  ];
  const except = random.below(6) === 0 ? { except: pick(random, ["motorcar", "hgv;bus", "bicycle"], "bus") } : {};
  return { id, tags: { type: "restriction", restriction: pick(random, kinds, "no_left_turn"), ...except }, members };
}

/** A random extract of about `nodes` nodes. */
export function randomExtract(seed: number, nodes: number): RoadExtract {
  const random = createRandom(seed);
  const side = Math.ceil(Math.sqrt(nodes));
  const ids = Float64Array.from({ length: nodes }, (_, i) => (i + 1) * 3);
  // Rows run to and fro, so that neighbours by number are neighbours on the ground.
  const column = (i: number) => (Math.floor(i / side) % 2 === 0 ? i % side : side - 1 - (i % side));
  const jitter = () => Math.round((random.next() - 0.5) * 6000);
  const ways = Array.from({ length: Math.ceil(nodes * 0.8) }, (_, i) => randomWay(random, i + 1, nodes));
  const nodeTags = new Map<number, Tags>();
  for (let i = 0; i < nodes; i += 1 + random.below(12)) {
    nodeTags.set(
      i,
      pick<Tags>(random, [{ barrier: "gate" }, { highway: "traffic_signals" }, { barrier: "bollard" }], {}),
    );
  }
  return {
    nodes: {
      ids,
      lon: Int32Array.from(ids, (_, i) => column(i) * 9000 + jitter()),
      lat: Int32Array.from(ids, (_, i) => Math.floor(i / side) * 9000 + jitter()),
    },
    nodeTags,
    ways,
    restrictions: Array.from({ length: Math.ceil(nodes / 4) }, (_, i) => randomRestriction(random, i + 1, ways, ids)),
    report: emptyReport(),
  };
}
