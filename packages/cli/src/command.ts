/**
 * What a command of `antar` is: a name, a help text, and a run. Knows the terminal's two streams; refuses to know what
 * any command does.
 */
import { parseArgs } from "node:util";
import { Refusal } from "@antar/domain";

/** Where a command writes. */
export interface Shell {
  /** Results, with a line break added. */
  print(line: string): void;
  /** Progress and complaints, with a line break added. */
  note(line: string): void;
}

/** One command. `run` answers the exit code. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  run(args: readonly string[], shell: Shell): Promise<number>;
}

type Kind = "string" | "boolean" | "strings";
type Value<K extends Kind> = K extends "string" ? string : K extends "boolean" ? true : readonly string[];

/** The words and options of a command line. */
export interface Words<Options extends Record<string, Kind>> {
  readonly words: readonly string[];
  readonly options: { readonly [Name in keyof Options]?: Value<Options[Name]> };
}

/** A complaint about the command line itself. */
export function badUsage(id: string, en: string): Refusal {
  return new Refusal("bad-input", { id, en });
}

/** `--at -84.5,39` as `--at=-84.5,39`: a value may be a negative number, and no option starts with a digit. */
function joinNumbers(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (/^-[\d.]/.test(arg) && before?.startsWith("--") && !before.includes("="))
      joined.splice(-1, 1, `${before}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

/** Reads `args`. Throws Refusal `bad-input` on an option that does not exist or lacks its value. */
export function readWords<const Options extends Record<string, Kind>>(
  args: readonly string[],
  kinds: Options,
): Words<Options> {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === "boolean" ? ("boolean" as const) : ("string" as const), multiple: kind === "strings" },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: joinNumbers(args),
      options,
      allowPositionals: true,
      strict: true,
    });
    return { words: positionals, options: values as Words<Options>["options"] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badUsage(`${reason}; lihat --help`, `${reason}; see --help`);
  }
}

/** A whole number of at least `least` given to `option`; undefined when the option is absent. Throws Refusal `bad-input`. */
export function wholeOption(option: string, text: string | undefined, least = 0): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < least) {
    throw badUsage(
      `--${option} ${text}: harus bilangan bulat, paling kecil ${least}`,
      `--${option} ${text}: must be a whole number of at least ${least}`,
    );
  }
  return value;
}
