/**
 * The border for request bodies: bytes to JSON or a refusal that says where it breaks. Knows JSON and UTF-8 only.
 */
import { Refusal } from "@antar/domain";
import { breakIn } from "./json-place.ts";

/** Deepest nesting of a body: briefs need seven. */
const deepest = 32;

function depthOf(text: string): number {
  let depth = 0;
  let greatest = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const letter = text.charCodeAt(index);
    if (quoted) {
      if (letter === 0x5c) index++;
      else if (letter === 0x22) quoted = false;
    } else if (letter === 0x22) quoted = true;
    else if (letter === 0x7b || letter === 0x5b) greatest = Math.max(greatest, ++depth);
    else if (letter === 0x7d || letter === 0x5d) depth--;
  }
  return greatest;
}

function notJson(id: string, en: string): Refusal {
  return new Refusal("not-json", { id, en }, [{ field: "(body)", says: { id, en } }]);
}

function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notJson(
      "isi permintaan bukan UTF-8; simpan berkas sebagai UTF-8",
      "the body is not UTF-8; save the file as UTF-8",
    );
  }
}

function placeIn(text: string): { line: number; column: number; found: string } {
  const at = breakIn(text) ?? text.length;
  const before = text.slice(0, at).split("\n");
  const found = at < text.length ? JSON.stringify(text.slice(at, at + 12)) : "";
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, found };
}

/** `bytes` as a JSON value. Throws Refusal `not-json` that says where the text breaks, or that it is nested too deep. */
export function jsonOf(bytes: ArrayBuffer): unknown {
  const text = textOf(bytes);
  if (text.trim() === "") {
    throw notJson("isi permintaan kosong; kirim dokumen JSON", "the body is empty; send a JSON document");
  }
  if (depthOf(text) > deepest) {
    throw notJson(`JSON bersarang lebih dari ${deepest} tingkat`, `the JSON is nested deeper than ${deepest} levels`);
  }
  try {
    return JSON.parse(text);
  } catch {
    const { line, column, found } = placeIn(text);
    const [met, reached] = found
      ? [`tidak terduga: ${found}`, `unexpected: ${found}`]
      : ["teks terputus", "the text ends"];
    throw notJson(
      `isi permintaan bukan JSON pada baris ${line}, kolom ${column}: ${met}`,
      `the body is not JSON at line ${line}, column ${column}: ${reached}`,
    );
  }
}
