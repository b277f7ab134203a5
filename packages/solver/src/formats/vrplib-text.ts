/**
 * Cuts a VRPLIB (TSPLIB) text into its header and sections. Knows the layout; refuses to know what a section means.
 */
import { countAt, FormatError, numberAt, rowsOf, wholeAt } from "./format-error.ts";

/** A row of numbers. */
export interface NumberRow {
  readonly line: number;
  readonly numbers: readonly number[];
}

/** The parts of a text by name; sections without the ending `_SECTION`. */
export interface VrplibText {
  readonly header: ReadonlyMap<string, { readonly line: number; readonly value: string }>;
  readonly sections: ReadonlyMap<string, { readonly line: number; readonly rows: readonly NumberRow[] }>;
}

/** Cuts `text`. Throws FormatError on a line that is neither header, section, numbers nor EOF. */
export function cutVrplib(text: string): VrplibText {
  const header = new Map<string, { line: number; value: string }>();
  const sections = new Map<string, { line: number; rows: NumberRow[] }>();
  let open: { name: string; rows: NumberRow[] } | undefined;
  for (const { line, cells } of rowsOf(text)) {
    const whole = cells.join(" ");
    if (whole === "EOF") break;
    const section = /^([A-Z][A-Z0-9_]*)_SECTION ?:?$/.exec(whole)?.[1];
    const [, key, value] = /^([A-Z][A-Z0-9_]*) ?: ?(.*)$/.exec(whole) ?? [];
    const seen = section === undefined ? header.has(key ?? "") : sections.has(section);
    if (seen) throw new FormatError(line, section ?? key ?? "", "appears twice");
    if (section !== undefined) {
      open = { name: section, rows: [] };
      sections.set(section, { line, rows: open.rows });
    } else if (key !== undefined && value !== undefined) {
      open = undefined;
      header.set(key, { line, value });
    } else if (open) {
      const { name, rows } = open;
      rows.push({ line, numbers: cells.map((cell) => numberAt(line, `${name}_SECTION`, cell)) });
    } else throw new FormatError(line, whole.slice(0, 40), "is neither a header nor a section");
  }
  return { header, sections };
}

/** The whole number that `key` names. Throws FormatError when it is missing or less than `least`. */
export function headerNumber({ header }: VrplibText, key: string, least = 0): number {
  const found = header.get(key);
  return wholeAt(found?.line ?? 0, key, found?.value, least);
}

/** The count that `key` names, 1..most. Throws FormatError. */
export function headerCount({ header }: VrplibText, key: string, most?: number): number {
  const found = header.get(key);
  return countAt(found?.line ?? 0, key, found?.value, most);
}

/** The rows of a section in the order of their numbers 1..count; undefined when it is absent. Throws FormatError. */
export function numberedRows(
  { sections }: VrplibText,
  name: string,
  { count, width }: { readonly count: number; readonly width: number },
): readonly NumberRow[] | undefined {
  const section = sections.get(name);
  if (!section) return undefined;
  const found: NumberRow[] = [];
  for (const { line, numbers } of section.rows) {
    const [id = 0, ...rest] = numbers;
    if (!Number.isSafeInteger(id) || id < 1 || id > count)
      throw new FormatError(line, `${name}_SECTION`, `${id} is not a number of 1..${count}`);
    if (found[id - 1]) throw new FormatError(line, `${name}_SECTION`, `${id} appears twice`);
    if (rest.length < width)
      throw new FormatError(line, `${name}_SECTION`, `${id} has ${rest.length} figures where ${width} are needed`);
    found[id - 1] = { line, numbers: rest };
  }
  for (let id = 1; id <= count; id++)
    if (!found[id - 1]) throw new FormatError(section.line, `${name}_SECTION`, `${id} is missing`);
  return found;
}

/** One figure for each of `count`: from the section, or the header for all; undefined when neither is there. */
export function figures(text: VrplibText, name: string, count: number): readonly number[] | undefined {
  const rows = numberedRows(text, name, { count, width: 1 });
  const every = text.header.get(name);
  const values = rows
    ? rows.map(({ line, numbers }) => ({ line, value: numbers[0] ?? 0 }))
    : every && [{ line: every.line, value: numberAt(every.line, name, every.value) }];
  for (const { line, value } of values ?? []) if (value < 0) throw new FormatError(line, name, `${value} is negative`);
  if (rows) return values?.map(({ value }) => value);
  return values && Array.from({ length: count }, () => values[0]?.value ?? 0);
}
