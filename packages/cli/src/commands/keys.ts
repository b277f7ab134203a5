/**
 * `antar keys`: the keys that sign the tokens of a service on this machine.
 */
import { homeOf } from "../cities.ts";
import { badUsage, type Command, readWords, type Shell } from "../command.ts";
import { rotateKeys } from "../service/keys-file.ts";

const usage = `antar keys rotate [--data DIR]

Makes a fresh key for access tokens. It signs five minutes from now on; the old keys are trusted an hour longer, so nobody is
signed out and a running service needs no restart. The key of receipts stays: receipts must be checked for years.

  --data DIR   folder of the service, default: .antar/kendari in the repository`;

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, { data: "string" });
  if (words.length !== 1 || words[0] !== "rotate") throw badUsage("antar keys rotate", "antar keys rotate");
  const kid = await rotateKeys(options.data ?? homeOf("kendari"));
  shell.print(`the key ${kid} signs from five minutes from now on`);
  return 0;
}

/** The command. */
export const keys: Command = { name: "keys", summary: "rotate the keys of access tokens", usage, run };
