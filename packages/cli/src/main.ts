/**
 * `antar`: finds the command, runs it, and turns a refusal into sentences and an exit code.
 */
import { Refusal } from "@antar/domain";
import type { Command, Shell } from "./command.ts";
import { backup, restore } from "./commands/backup.ts";
import { check } from "./commands/check.ts";
import { demo } from "./commands/demo.ts";
import { explain } from "./commands/explain.ts";
import { keys } from "./commands/keys.ts";
import { erase, rebuildCommand, verifyLog } from "./commands/logs.ts";
import { plan } from "./commands/plan.ts";
import { rehearseCommand } from "./commands/rehearse.ts";
import { replan } from "./commands/replan.ts";
import { reverse } from "./commands/reverse.ts";
import { roads } from "./commands/roads.ts";
import { schema } from "./commands/schema.ts";
import { serve } from "./commands/serve.ts";
import { solve } from "./commands/solve.ts";
import { verify } from "./commands/verify.ts";
import { whatif } from "./commands/whatif.ts";

const commands: readonly Command[] = [
  plan,
  verify,
  explain,
  whatif,
  replan,
  rehearseCommand,
  reverse,
  serve,
  roads,
  solve,
  check,
  keys,
  schema,
  demo,
  backup,
  restore,
  verifyLog,
  rebuildCommand,
  erase,
];

const shell: Shell = {
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
};

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return ["antar <command> [options]", "", ...lines, "", "antar <command> --help tells more."].join("\n");
}

/** What a person reads when a request is refused: each trouble on a line of its own, Indonesian and English. */
export function complaintOf(refusal: Refusal): string {
  const troubles = refusal.troubles.flatMap(({ says }) => [`  - ${says.id}`, `    ${says.en}`]);
  return [`antar: ${refusal.says.id}`, `       ${refusal.says.en}`, ...troubles].join("\n");
}

/** Runs the command line `args`; answers the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "help") {
    shell.print(overview());
    return name === undefined ? 1 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    shell.note(`antar: perintah ${name} tidak ada / there is no command ${name}\n\n${overview()}`);
    return 1;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    shell.print(command.usage);
    return 0;
  }
  try {
    return await command.run(rest, shell);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    shell.note(complaintOf(error));
    return 1;
  }
}
