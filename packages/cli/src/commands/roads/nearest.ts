/**
 * `antar roads nearest`: the roads that a point snaps to, or why there is none.
 */
import { badUsage, wholeOption } from "../../command.ts";
import { networkAt, pointOf, printAnswer, profileIn, type RoadsPart, snappingOf } from "./words.ts";

/** The part. */
export const nearest: RoadsPart = {
  usage:
    "nearest NETWORK --at LON,LAT [--candidates K] [--limit METRES] [--approach curb|opposite] [--bearing DEG,RANGE]",
  async run(words, shell) {
    const { options } = words;
    const network = await networkAt(words);
    const point = pointOf(options.at, "at");
    const number = wholeOption("candidates", options.candidates, 1);
    const { snaps, none } = network.candidates(profileIn(network, words), point, number ?? 1, snappingOf(words));
    if (none !== undefined) throw badUsage(`--at ${options.at}: ${none.id}`, `--at ${options.at}: ${none.en}`);
    printAnswer(number === undefined ? snaps[0] : snaps, words, shell);
  },
};
