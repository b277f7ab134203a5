/**
 * `antar roads match`: a trace of positions to the roads that were driven.
 */
import type { TracePoint } from "@antar/roads";
import * as z from "zod";
import { badUsage } from "../../command.ts";
import { readJsonFile, writeWhole } from "../../files.ts";
import { chosenWord, networkAt, printAnswer, profileIn, type RoadsPart, required } from "./words.ts";

const degrees = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const Position = z.union([
  degrees.transform((point): TracePoint => ({ point })),
  z
    .strictObject({ point: degrees, time: z.number().optional(), radius: z.number().positive().optional() })
    .transform(({ point, time, radius }): TracePoint => ({ point, time, radius })),
]);
const Trace = z.array(Position).min(2).max(100_000);

/** The part. */
export const match: RoadsPart = {
  usage: "match NETWORK --trace TRACE.json [--gaps split|ignore] [--tidy] [--out OUT.json]",
  async run(words, shell) {
    const { options } = words;
    const network = await networkAt(words);
    const profile = profileIn(network, words);
    const trace = Trace.safeParse(await readJsonFile(required(options.trace, "trace")));
    if (!trace.success) {
      const place = z.core.toDotPath(trace.error.issues[0]?.path ?? []);
      throw badUsage(
        `--trace ${place}: isi berkas harus [[bujur,lintang],...] atau [{"point":[bujur,lintang],"time":detik,"radius":meter},...], paling sedikit 2`,
        `--trace ${place}: the file must hold [[lon,lat],...] or [{"point":[lon,lat],"time":seconds,"radius":metres},...], at least 2`,
      );
    }
    const { matchings } = network.match(profile, trace.data, {
      gaps: chosenWord("gaps", options.gaps, ["split", "ignore"]) ?? "split",
      tidy: options.tidy === true,
    });
    const found = matchings.map(({ places, indexes, confidence }) => {
      const [route] = network.route(profile, places);
      return {
        confidence,
        duration: route?.duration,
        distance: route?.distance,
        indexes,
        ways: places.map(({ way }) => way),
        geometry: route?.geometry,
      };
    });
    const matched = found.reduce((sum, { indexes }) => sum + indexes.length, 0);
    shell.note(`matched: ${matched} of ${trace.data.length} positions, ${found.length} pieces`);
    if (options.out === undefined) printAnswer({ matchings: found }, words, shell);
    else {
      await writeWhole(options.out, JSON.stringify({ matchings: found }));
      shell.note(`written: ${options.out}`);
      if (options.json) printAnswer({ out: options.out, positions: trace.data.length, matched }, words, shell);
    }
  },
};
