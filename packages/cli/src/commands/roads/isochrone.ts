/**
 * `antar roads isochrone`: the streets within so many minutes of driving.
 */
import { wholeOption } from "../../command.ts";
import { networkAt, pointOf, printAnswer, profileIn, type RoadsPart, required } from "./words.ts";

/** The part. */
export const isochrone: RoadsPart = {
  usage: "isochrone NETWORK --at LON,LAT --minutes N",
  async run(words, shell) {
    const network = await networkAt(words);
    const minutes = wholeOption("minutes", required(words.options.minutes, "minutes"), 1) ?? 1;
    const at = pointOf(words.options.at, "at");
    printAnswer(network.reach(profileIn(network, words), at, minutes * 60), words, shell);
  },
};
