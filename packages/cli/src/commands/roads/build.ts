/**
 * `antar roads build`: an extract to a network file, with a report of what was read, kept and dropped.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { buildRoads, type Profile, profileOf, profiles } from "@antar/roads";
import { badUsage } from "../../command.ts";
import { formatOf, readBytes, writeWhole } from "../../files.ts";
import { printAnswer, type RoadsPart, required } from "./words.ts";

function shippedProfile(id: string): Profile {
  const profile = profileOf(id);
  if (profile) return profile;
  const known = profiles.map((one) => one.id).join(", ");
  throw badUsage(`--profile ${id}: tidak ada; yang ada ${known}`, `--profile ${id}: there is none; there are ${known}`);
}

/** The part. */
export const build: RoadsPart = {
  usage: "build EXTRACT --out NETWORK [--profile ID]... [--keep-node-ids] [--synthetic] [--attribution TEXT]",
  async run(words, shell) {
    const { options } = words;
    const extract = required(words.words[1], "EXTRACT");
    const out = required(options.out, "out");
    const bytes = await readBytes(extract);
    const chosen = options.profile?.map(shippedProfile);
    const began = performance.now();
    const { file, report } = await buildRoads(bytes, {
      format: formatOf(extract),
      source: basename(extract),
      sha256: createHash("sha256").update(bytes).digest("hex"),
      ...(options.synthetic ? { synthetic: true } : {}),
      ...(options["keep-node-ids"] ? { keepNodeIds: true } : {}),
      ...(options.attribution === undefined ? {} : { attribution: options.attribution }),
      ...(chosen === undefined ? {} : { profiles: chosen }),
      onProgress: ({ step, done }) => shell.note(`${step}: ${done}`),
    });
    await writeWhole(out, file);
    const seconds = Math.round(performance.now() - began) / 1_000;
    printAnswer({ ...report, seconds, rssMegabytes: Math.round(process.memoryUsage().rss / 1_048_576) }, words, shell);
  },
};
