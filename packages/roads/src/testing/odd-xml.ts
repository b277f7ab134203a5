/**
 * Random OSM XML texts that are legal and odd: objects in any order, both kinds of quotes, entities, comments, tags
 * that contradict each other, missing nodes, restrictions with too many members. Beside each text the objects that it
 * states, made before it was written, so that no reader of ours stands between. For tests only.
 */
import { createRandom, type Random } from "@antar/measure";
import type { ExtractMember, Tags } from "../osm/index.ts";
import type { RawObjects } from "./reference-oracle.ts";

/** A text and what it states. */
export interface OddXml {
  readonly objects: RawObjects;
  readonly text: string;
}

const choices: Readonly<Record<string, readonly string[]>> = {
  highway: ["residential", "residential", "tertiary", "primary_link", "motorway", "track", "road", "steps", "proposed"],
  oneway: ["yes", "true", "1", "-1", "reverse", "no", "false", "0", "alternating", "YES", ""],
  motorcar: ["no", "yes", "destination", "private"],
  motor_vehicle: ["no", "yes", "agricultural", "permit"],
  vehicle: ["forestry", "yes", "emergency"],
  access: ["private", "no", "customers", "yes", "no;yes"],
  maxspeed: ["5", "4", "140", "141", "50", "30 mph", "none", "walk", "050", "50;60", " 50"],
  junction: ["roundabout", "circular", "jughandle"],
  area: ["yes", "no"],
  surface: ["gravel", "asphalt", "compacted", "fine_gravel", "GRAVEL"],
  hgv: ["no", "yes", "delivery"],
  maxweight: ["7.5", "7.4", "3.5 t", "7", ".5", "unsigned"],
  maxheight: ["3.5", "3.4", "default", "3.4 m", "3"],
  name: ["Jalan 'A' & \"B\"", "<Kali> Wanggu", "Jl. Ü\u00a0日", "&amp;"],
  constructor: ["yes"],
};
const keys = Object.keys(choices);
const kinds = ["no_left_turn", "no_u_turn", "only_straight_on", "only_u_turn", "no_entry", "no", "only", "give_way"];
const excepts = ["motorcar", "hgv;bus", "bicycle; motorcar", "psv,motorcar"];

function pick(random: Random, list: readonly string[]): string {
  return list[random.below(list.length)] ?? "";
}

function tagsOf(random: Random): Tags {
  const tags: Record<string, string> = { highway: pick(random, choices.highway ?? []) };
  for (let i = random.below(4); i > 0; i--) {
    const key = pick(random, keys);
    tags[key] = pick(random, choices[key] ?? []);
  }
  return tags;
}

function wayOf(random: Random, id: number, nodes: number): RawObjects["ways"][number] {
  const refs = [1 + random.below(nodes)];
  const length = 1 + random.below(5);
  while (refs.length <= length) {
    const last = refs.at(-1) ?? 1;
    const next = random.below(5) === 0 ? 1 + random.below(nodes) : last + random.below(7) - 3;
    // Ids beyond the last node are missing from the file; a node never follows itself.
    if (next >= 1 && next !== last) refs.push(next);
  }
  return { id, tags: tagsOf(random), refs };
}

function relationOf(random: Random, ways: RawObjects["ways"]): RawObjects["relations"][number] {
  const any = () => ways[random.below(ways.length)] ?? ways[0];
  const from = any();
  const via = from?.refs.at(-random.below(2)) ?? 1;
  const meeting = ways.filter(({ refs }) => refs.includes(via));
  const to = meeting[random.below(meeting.length)] ?? from;
  const member = (type: ExtractMember["type"], ref: number, role: string): ExtractMember => ({ type, ref, role });
  const spare = (role: string) => (random.below(8) === 0 ? [member("way", any()?.id ?? 1, role)] : []);
  const viaMember = random.below(9) === 0 ? member("way", any()?.id ?? 1, "via") : member("node", via, "via");
  return {
    tags: {
      type: random.below(9) === 0 ? "multipolygon" : "restriction",
      restriction: pick(random, kinds),
      ...(random.below(5) === 0 ? { except: pick(random, excepts) } : {}),
    },
    members: [
      viaMember,
      member("way", to?.id ?? 1, "to"),
      ...spare("to"),
      ...spare("from"),
      member("way", from?.id ?? 1, "from"),
      ...spare("via"),
      ...spare("location_hint"),
    ],
  };
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** An attribute in either kind of quotes, now and then with its letters as numbers. */
function attribute(random: Random, name: string, value: string | number): string {
  const quote = random.below(2) === 0 ? '"' : "'";
  const letter = (c: string) =>
    entities[c] ?? (random.below(12) === 0 ? `&#x${(c.codePointAt(0) ?? 0).toString(16)};` : c);
  return `${name}${pick(random, ["=", " = "])}${quote}${[...String(value)].map(letter).join("")}${quote}`;
}

function element(
  random: Random,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inner = "",
): string {
  const parts = Object.entries(attributes)
    .sort(() => random.below(2) * 2 - 1)
    .map(([key, value]) => attribute(random, key, value));
  const open = `<${name} ${parts.join(pick(random, [" ", "\n  "]))}`;
  return inner === "" && random.below(2) === 0 ? `${open}/>` : `${open}>${inner}</${name}>`;
}

function write(random: Random, { nodes, ways, relations }: RawObjects): string {
  const tagged = (tags: Tags) =>
    Object.entries(tags).map(
      ([k, v]) => element(random, "tag", { k, v }) + pick(random, ["", "\n", "<!-- <tag/> -->"]),
    );
  const texts = [
    ...[...nodes].map(([id, [lon, lat]]) => element(random, "node", { id, lat, lon, version: 1 })),
    ...ways.map(({ id, refs, tags }) => {
      const nds = refs.map((ref) => element(random, "nd", { ref }));
      return element(random, "way", { id }, [...tagged(tags), ...nds].join(""));
    }),
    ...relations.map(({ tags, members }, i) => {
      const lines = members.map(({ type, ref, role }) => element(random, "member", { type, ref, role }));
      return element(random, "relation", { id: i + 1 }, [...lines, ...tagged(tags)].join("\n"));
    }),
  ];
  for (let i = texts.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [texts[i], texts[other]] = [texts[other] ?? "", texts[i] ?? ""];
  }
  return `<?xml version='1.0'?>\n<!-- <way id="1"/> -->\n<osm version="0.6">\n${texts.join("\n")}\n</osm>\n`;
}

/** A random odd text of about `size` nodes and as many ways; the same for the same seed. */
export function oddXml(seed: number, size: number): OddXml {
  const random = createRandom(seed);
  const side = Math.ceil(Math.sqrt(size));
  const degrees = (cell: number) => Math.round((cell * 0.0009 + random.next() * 0.0005) * 1e7) / 1e7;
  const ids = Array.from({ length: size }, (_, i) => i + 1);
  const nodes = new Map(ids.map((id) => [id, [122 + degrees(id % side), degrees(Math.floor(id / side)) - 4]] as const));
  const rounded = new Map([...nodes].map(([id, [lon, lat]]) => [id, [toSeven(lon), toSeven(lat)] as [number, number]]));
  const ways = ids.map((id) => wayOf(random, id, size + 2));
  const relations = Array.from({ length: Math.ceil(size / 2) }, () => relationOf(random, ways));
  const objects = { nodes: rounded, ways, relations };
  return { objects, text: write(random, objects) };
}

/** The double nearest to the number with seven decimals. */
function toSeven(degrees: number): number {
  return Number(degrees.toFixed(7));
}
