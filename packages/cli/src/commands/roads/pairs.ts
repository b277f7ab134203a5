/**
 * `antar roads pairs`: whole milliseconds between OSM node ids, so that other programs can check them.
 */
import * as z from "zod";
import { badUsage } from "../../command.ts";
import { readJsonFile, writeWhole } from "../../files.ts";
import { networkAt, printAnswer, profileIn, type RoadsPart, required } from "./words.ts";

const Pairs = z.array(z.tuple([z.int().min(1), z.int().min(1)])).max(1_000_000);

/** The part. */
export const pairs: RoadsPart = {
  usage: "pairs NETWORK --pairs PAIRS.json [--closed-ways WAYS.json] --out OUT.json",
  async run(words, shell) {
    const { options } = words;
    const network = await networkAt(words);
    const asked = Pairs.safeParse(await readJsonFile(required(options.pairs, "pairs")));
    if (!asked.success) {
      throw badUsage(
        "--pairs: isi berkas harus [[dari,ke],...] id simpul OSM",
        "--pairs: the file must hold [[from,to],...] OSM node ids",
      );
    }
    const milliseconds = [...network.pairs(profileIn(network, words), asked.data)].map((cell) =>
      Number.isFinite(cell) ? cell : null,
    );
    const out = required(options.out, "out");
    await writeWhole(out, JSON.stringify({ milliseconds }));
    shell.note(`written: ${out}, ${milliseconds.length} pairs`);
    if (options.json) printAnswer({ out, pairs: milliseconds.length }, words, shell);
  },
};
