/**
 * The examples of docs/roads.md and docs/osrm.md run as they stand.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { roads } from "../roads.ts";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "antar-documents-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lines of the document's `sh` blocks, with files that are made placed in a folder of their own. */
function examplesOf(document: string): string[] {
  const text = readFileSync(join(root, "docs", document), "utf8");
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));
}
const placed = (word: string): string => {
  if (word.startsWith("data/")) return join(root, word);
  return /^[\w-]+\.(roads|json|svg|html)$/.test(word) ? join(folder, word) : word;
};

test.each(["roads.md", "osrm.md"])("every example of docs/%s ends well and prints something", async (document) => {
  const examples = examplesOf(document);
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const told: string[] = [];
    const echo = /^echo '(.*)' > (\S+)$/.exec(example);
    if (echo) writeFileSync(placed(echo[2] ?? ""), echo[1] ?? "");
    else {
      const [antar, command, ...args] = example.split(" ").map(placed);
      expect([antar, command], example).toEqual(["antar", "roads"]);
      const tell = (line: string) => void told.push(line);
      expect(await roads.run(args, { print: tell, note: tell }), example).toBe(0);
      expect(told.join("\n"), example).not.toMatch(/^(null|)$/);
    }
  }
});
