/**
 * `antar roads info`: what a network file says of itself.
 */
import { networkAt, printAnswer, type RoadsPart } from "./words.ts";

/** The part. */
export const info: RoadsPart = {
  usage: "info NETWORK",
  async run(words, shell) {
    printAnswer((await networkAt(words)).metadata, words, shell);
  },
};
