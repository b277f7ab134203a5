/**
 * `antar roads path`: the fastest path over two or more points, with steps and alternatives when asked for.
 * `antar roads directions` is the same with steps.
 */
import type { LonLat } from "@antar/measure";
import type { RoadNetwork, Route, Snap } from "@antar/roads";
import { badUsage, wholeOption } from "../../command.ts";
import {
  chosenWord,
  networkAt,
  pointOf,
  printAnswer,
  profileIn,
  type RoadsPart,
  type RoadWords,
  snappingOf,
} from "./words.ts";

/** The points of --from, every --via and --to. */
export function pointsAlong({ options }: RoadWords): LonLat[] {
  const between = (options.via ?? []).map((text) => pointOf(text, "via"));
  return [pointOf(options.from, "from"), ...between, pointOf(options.to, "to")];
}

/** The points on their roads. Throws Refusal `bad-input` with the reason when one has none. */
export function snapPoints(network: RoadNetwork, points: readonly LonLat[], words: RoadWords): Snap[] {
  const profile = profileIn(network, words);
  return points.map((point) => {
    const { snaps, none } = network.candidates(profile, point, 1, snappingOf(words));
    if (snaps[0] !== undefined) return snaps[0];
    throw badUsage(`${point.join(",")}: ${none?.id ?? ""}`, `${point.join(",")}: ${none?.en ?? ""}`);
  });
}

/** A route as printed: of one leg its steps and, between more points, every leg. */
function shown({ legs, ...route }: Route, steps: boolean) {
  const [only] = legs;
  if (legs.length === 1 && only !== undefined) return steps ? { ...route, steps: only.steps } : route;
  return { ...route, legs };
}

async function answer(words: RoadWords, steps: boolean) {
  const { options } = words;
  const network = await networkAt(words);
  const snaps = snapPoints(network, pointsAlong(words), words);
  const alternatives = wholeOption("alternatives", options.alternatives);
  const routes = network.route(profileIn(network, words), snaps, {
    steps,
    geometry: chosenWord("geometry", options.geometry, ["full", "simplified", "none"]) ?? "full",
    alternatives: alternatives ?? 0,
    continueStraight: options["continue-straight"] === true,
  });
  const [best] = routes;
  if (alternatives !== undefined) return routes.map((route) => shown(route, steps));
  return best === undefined ? null : shown(best, steps);
}

/** The part. */
export const path: RoadsPart = {
  usage: `path NETWORK --from LON,LAT [--via LON,LAT]... --to LON,LAT [--steps] [--alternatives K]
                       [--geometry full|simplified|none] [--continue-straight] [--approach curb] [--limit METRES]`,
  async run(words, shell) {
    printAnswer(await answer(words, words.options.steps === true), words, shell);
  },
};

/** The part. */
export const directions: RoadsPart = {
  usage: "directions NETWORK --from LON,LAT --to LON,LAT      the same as path --steps",
  async run(words, shell) {
    printAnswer(await answer(words, true), words, shell);
  },
};
