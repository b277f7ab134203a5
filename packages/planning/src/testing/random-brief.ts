/**
 * Briefs drawn by a seed over the small town: every mode, limits that bind and limits that do not. For tests and proofs
 * only.
 */
import { type Brief, type RoadClosure, withSettings } from "@antar/domain";
import { createRandom, type Random } from "@antar/measure";
import { smallBrief } from "./small-world.ts";

/** A brief of 1 to 63 TPS; many of them cannot be served whole. */
export function randomBrief(seed: number): Brief {
  const random = createRandom(seed);
  const pick = <Value>(...values: readonly [Value, ...Value[]]): Value =>
    values[random.below(values.length)] ?? values[0];
  const world = { ppk: 1 + random.below(3), pps: 1 + random.below(3), tps: 1 + random.below(7) };
  const { escort, ...brief } = smallBrief(world, seed, {
    mode: pick(...(["tiered", "direct-pps", "direct", "mixed"] as const)),
    split: { ppk: random.below(2) === 0, pps: random.below(4) > 0 },
    drivers: { shift: pick(36_000, 28_800, 14_400), breakAfter: pick(18_000, 9000, 7200), break: pick(2700, 900, 0) },
    slackTarget: pick(0, 7200, 14_400),
  });
  const places = brief.places.map((place) => ({
    ...place,
    ...(place.kind === "pps" && random.below(3) === 0 ? { overnight: false } : {}),
    ...(place.kind === "ppk" && random.below(5) === 0 ? { overnight: false } : {}),
    ...(place.kind === "pps" && random.below(4) === 0 ? { docks: 1 } : {}),
    ...(place.kind === "tps" && random.below(6) === 0 ? { kits: 2 } : {}),
  }));
  const settings: Record<string, string> = {
    docks: pick("0", "1", "2"),
    "warehouse.from": pick("08:00", "10:00", "13:00"),
    "pps.to": pick("16:00", "12:00", "20:00"),
    "truk.count": pick("1", "2", "3"),
    "gerobak.count": String(1 + random.below(world.ppk * world.pps + 2)),
    ...(random.below(2) === 0 ? { "warehouse.days": "1" } : {}),
  };
  const from = pick("warehouse" as const, "ppk" as const, undefined);
  const base = { ...brief, places };
  return withSettings(
    from ? { ...base, escort: { ...(escort ?? { teams: 1, vehiclesPerConvoy: 2 }), from } } : base,
    settings,
  );
}

/** A brief that one or two limits make too tight, and the closures it is to be planned under. */
export interface TightBrief {
  readonly brief: Brief;
  readonly closures: readonly RoadClosure[];
}

type Squeeze = (brief: Brief, random: Random) => Brief;

const oneOf =
  (key: string, ...values: readonly string[]): Squeeze =>
  (brief, random) =>
    withSettings(brief, { [key]: values[random.below(values.length)] ?? "" });

const unsafe: Squeeze = (brief) => ({
  ...brief,
  places: brief.places.map((place) => (place.kind === "pps" ? { ...place, overnight: false } : place)),
});

const squeezes: readonly Squeeze[] = [
  (brief, random) =>
    withSettings(brief, { docks: "1", "warehouse.days": "1", "warehouse.to": `08:${10 + random.below(50)}` }),
  oneOf("gerobak.count", "1", "2"),
  oneOf("pikap.count", "1"),
  oneOf("truk.count", "1"),
  oneOf("warehouse.to", "08:20", "08:45", "09:10"),
  oneOf("ppk.to", "08:40", "09:30"),
  oneOf("pps.to", "08:50", "10:00"),
  (brief, random) => ({ ...brief, drivers: { shift: 3600 + random.below(3600), breakAfter: 3000, break: 600 } }),
  (brief, random) =>
    unsafe(withSettings(brief, { "pps.from": "15:00", "tps.to": `15:${10 + random.below(50)}` }), random),
  (brief) => withSettings(brief, { "window.end": "2024-11-25T10:30:00+08:00" }),
  (brief) => ({ ...brief, handling: { ...brief.handling, loadPerKit: 900 } }),
];

/** A closed square of about 20 m around one of the TPS. */
function closureAt(brief: Brief, random: Random): RoadClosure {
  const all = brief.places.filter((place) => place.kind === "tps");
  const place = all[random.below(all.length)];
  const [lon, lat] = place?.point ?? [0, 0];
  const ring = [-1, 1, 1, -1, -1].map((east, index): [number, number] => [
    lon + east * 1e-4,
    lat + (index < 2 ? -1e-4 : 1e-4),
  ]);
  return { name: `${place?.name}`, mode: "closed", areas: [{ kind: "polygon", ring }] };
}

/** A brief of 8 to 54 TPS with one or two limits far too tight, now and then with places cut off. Most cannot be served whole. */
export function tightBrief(seed: number): TightBrief {
  const random = createRandom(seed);
  const world = { ppk: 1 + random.below(3), pps: 2 + random.below(2), tps: 4 + random.below(3) };
  const count = 1 + random.below(2);
  let brief = smallBrief(world, seed, { slackTarget: 0 });
  for (let done = 0; done < count; done++) brief = squeezes[random.below(squeezes.length)]?.(brief, random) ?? brief;
  const closed = random.below(4) === 0 ? 1 + random.below(3) : 0;
  return { brief, closures: Array.from({ length: closed }, () => closureAt(brief, random)) };
}
