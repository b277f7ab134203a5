/**
 * Where a search stands, in a file, so that it can go on after a stop. Knows the document; refuses to know the search.
 */
import { createHash } from "node:crypto";
import { Refusal } from "@antar/domain";
import type { Cut, PlainBudget } from "@antar/solver";
import { type RoutingInstance, readSolution, writeSolution } from "@antar/solver/formats";
import * as z from "zod";
import { readJsonFile, writeWhole } from "../files.ts";

/** What must be alike for a search to go on as if it had not stopped. */
export interface Course {
  readonly seed: number;
  readonly threads: number;
  readonly budget: PlainBudget;
}

const Checkpoint = z.strictObject({
  antar: z.literal("solve-checkpoint-1"),
  instance: z.string(),
  seed: z.number(),
  threads: z.int().positive(),
  budget: z.union([
    z.strictObject({ kind: z.literal("iterations"), count: z.int().nonnegative() }),
    z.strictObject({ kind: z.literal("seconds"), seconds: z.number().nonnegative() }),
  ]),
  done: z.int().positive(),
  iterations: z.int().nonnegative(),
  solution: z.string(),
});

/** The digest of the text of an instance. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Writes where the search stands, whole or not at all. */
export async function saveCheckpoint(
  path: string,
  cut: Cut,
  task: { readonly course: Course; readonly instance: RoutingInstance; readonly digest: string },
): Promise<void> {
  const document: z.infer<typeof Checkpoint> = {
    antar: "solve-checkpoint-1",
    instance: task.digest,
    ...task.course,
    done: cut.done,
    iterations: cut.iterations,
    solution: writeSolution(task.instance, cut.best),
  };
  await writeWhole(path, `${JSON.stringify(document)}\n`);
}

/** The course and the place in it that `path` holds. Throws Refusal `bad-input` when it is of another instance. */
export async function readCheckpoint(path: string, instance: RoutingInstance, digest: string) {
  const read = Checkpoint.safeParse(await readJsonFile(path));
  if (!read.success || read.data.instance !== digest) {
    throw new Refusal("bad-input", {
      id: `${path}: bukan catatan pencarian untuk berkas ini; mulai lagi tanpa --resume`,
      en: `${path}: is not a checkpoint of this instance; begin anew without --resume`,
    });
  }
  const { seed, threads, budget, done, iterations, solution } = read.data;
  return { course: { seed, threads, budget }, done, iterations, best: readSolution(solution, instance) };
}
