/**
 * `antar roads build`: an extract to a network file, with a report of what was read, kept and dropped.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import {
  type BuildOptions,
  buildRoads,
  type Profile,
  ProfileError,
  parseProfile,
  profileOf,
  profiles,
} from "@antar/roads";
import { badUsage, type Shell } from "../../command.ts";
import { formatOf, readBytes, readJsonFile, writeWhole } from "../../files.ts";
import { printAnswer, type RoadsPart, required } from "./words.ts";

/** The shipped profile of that name, or the one in that JSON file. Throws Refusal `bad-input`. */
async function chosenProfile(name: string): Promise<Profile> {
  if (name.endsWith(".json")) return ownProfile(name);
  const profile = profileOf(name);
  if (profile) return profile;
  const known = profiles.map((one) => one.id).join(", ");
  throw badUsage(
    `--profile ${name}: tidak ada; yang ada ${known}, atau tulis berkas .json`,
    `--profile ${name}: there is none; there are ${known}, or name a .json file`,
  );
}

async function ownProfile(path: string): Promise<Profile> {
  try {
    return parseProfile(await readJsonFile(path));
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw badUsage(`--profile ${path}: ${error.message}`, `--profile ${path}: ${error.message}`);
  }
}

/** Notes every tenth of the reading, then each step. */
function progressNotes(total: number, shell: Shell): NonNullable<BuildOptions["onProgress"]> {
  let tenths = 0;
  const count = (n: number) => n.toLocaleString("en");
  return ({ step, done }) => {
    if (step === "streets") shell.note(`streets: ${count(done)} ways`);
    if (step === "hierarchy") shell.note(`hierarchy: ${count(done)} edges`);
    if (step !== "read" || done * 10 < (tenths + 1) * total) return;
    tenths = Math.floor((done * 10) / total);
    shell.note(`read: ${count(done)} of ${count(total)} bytes`);
  };
}

/** The part. */
export const build: RoadsPart = {
  usage: "build EXTRACT --out NETWORK [--profile ID|FILE.json]... [--keep-node-ids] [--synthetic] [--attribution TEXT]",
  async run(words, shell) {
    const { options } = words;
    const extract = required(words.words[1], "EXTRACT");
    const out = required(options.out, "out");
    const bytes = await readBytes(extract);
    const chosen = options.profile && (await Promise.all(options.profile.map(chosenProfile)));
    const began = performance.now();
    const { file, report } = await buildRoads(bytes, {
      format: formatOf(extract),
      source: basename(extract),
      sha256: createHash("sha256").update(bytes).digest("hex"),
      ...(options.synthetic ? { synthetic: true } : {}),
      ...(options["keep-node-ids"] ? { keepNodeIds: true } : {}),
      ...(options.attribution === undefined ? {} : { attribution: options.attribution }),
      ...(chosen === undefined ? {} : { profiles: chosen }),
      onProgress: progressNotes(bytes.length, shell),
    });
    await writeWhole(out, file);
    const seconds = Math.round(performance.now() - began) / 1_000;
    printAnswer({ ...report, seconds, rssMegabytes: Math.round(process.memoryUsage().rss / 1_048_576) }, words, shell);
  },
};
