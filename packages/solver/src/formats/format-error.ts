/**
 * What is wrong with an instance file, and where. Knows lines and fields; refuses to know files or terminals.
 */

/** A file that does not follow its format. `line` counts from 1; 0 stands for the file as a whole. */
export class FormatError extends Error {
  readonly line: number;
  readonly field: string;
  constructor(line: number, field: string, message: string) {
    super(`${line > 0 ? `line ${line}, ` : ""}${field}: ${message}`);
    this.name = "FormatError";
    this.line = line;
    this.field = field;
  }
}

/** The largest figure that a file may name: no instance is near it, and sums of it stay exact. */
const greatest = 1e9;

/** `text` as a number of at most a thousand million either way. Throws FormatError. */
export function numberAt(line: number, field: string, text: string | undefined): number {
  if (text === undefined || text === "") throw new FormatError(line, field, "is missing");
  const value = Number(text);
  if (!Number.isFinite(value)) throw new FormatError(line, field, `"${text.slice(0, 40)}" is not a number`);
  if (Math.abs(value) > greatest) throw new FormatError(line, field, `${text.slice(0, 40)} is beyond ${greatest}`);
  return value;
}

/** A count of vehicles, customers or depots: what is read is laid out in memory, so that there is a limit. */
export function countAt(line: number, field: string, text: string | undefined, most = 100_000): number {
  const count = wholeAt(line, field, text, 1);
  if (count > most) throw new FormatError(line, field, `${count} are more than the ${most} that this reader takes`);
  return count;
}

/** `text` as a whole number of at least `least`. Throws FormatError. */
export function wholeAt(line: number, field: string, text: string | undefined, least = 0): number {
  const value = numberAt(line, field, text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new FormatError(line, field, `${value} must be a whole number of at least ${least}`);
}

/** One line that is not blank, cut at white space. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The lines of `text` that are not blank. */
export function rowsOf(text: string): Row[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line: index + 1, cells: line.trim().split(/\s+/) }))
    .filter(({ cells }) => cells[0] !== "");
}
