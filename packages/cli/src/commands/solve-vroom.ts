/**
 * `antar solve` on a file in VROOM's JSON: prints VROOM's answer.
 */
import { answerVroom, type VroomAsked } from "@antar/api";
import { VroomError } from "@antar/solver/formats";
import type { Shell } from "../command.ts";
import { writeWhole } from "../files.ts";
import { openTables } from "../service/vroom-tables.ts";

/** What the command line says. */
export interface VroomFile {
  readonly body: unknown;
  readonly asked: VroomAsked;
  readonly networks: readonly string[];
  readonly router: string | undefined;
  readonly out: string | undefined;
}

/** Answers and prints. The exit code is VROOM's status code. */
export async function answerVroomFile(
  { body, asked, networks, router, out }: VroomFile,
  shell: Shell,
): Promise<number> {
  const answer = await openTables(networks, router)
    .then((tableOf) => answerVroom(body, asked, { now: () => performance.now(), ...(tableOf ? { tableOf } : {}) }))
    .catch((error: unknown) => {
      if (error instanceof VroomError) return { code: error.code, error: error.message } as const;
      throw error;
    });
  const line = JSON.stringify(answer);
  if (out !== undefined) await writeWhole(out, `${line}\n`);
  shell.print(line);
  return answer.code;
}
