/**
 * Holds docs/architecture.md against the code: one-way imports, named dependencies, existing handlers, no clock in pure rooms.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const block = /```rooms\n([\s\S]*?)```/.exec(readFileSync(join(root, "docs/architecture.md"), "utf8"))?.[1] ?? "";
const rows = block
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const rowOf = new Map(rows.flatMap((rooms, row) => rooms.map((room) => [room, row] as const)));

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("node_modules") && !path.includes("/dist/"));
}

const isTest = (path: string): boolean => /\.test(-support)?\.tsx?$|\/testing\/|\/oracle\./.test(path);

function importsOf(path: string): { specifier: string; typeOnly: boolean }[] {
  const text = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const found = text.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?(?:[^;'"]*?\sfrom\s+)?["']([^"'\n]+)["']|import\(\s*["']([^"']+)["']\s*\)/gm,
  );
  return [...found].map(([, typeOnly, plain, dynamic]) => ({
    specifier: plain ?? dynamic ?? "",
    typeOnly: typeOnly !== undefined,
  }));
}

function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

const rooms = [...rowOf.keys()];
const named = (room: string): Set<string> => {
  const manifest = JSON.parse(readFileSync(join(root, "packages", room, "package.json"), "utf8"));
  return new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
};
const shared = new Set(Object.keys(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies));

describe("the house", () => {
  it("has exactly the rooms of the block", () => {
    expect(readdirSync(join(root, "packages")).sort()).toEqual([...rooms].sort());
  });

  it.each(rooms)("%s imports lower rows only, by their doors, and names what it imports", (room) => {
    const row = rowOf.get(room) ?? 0;
    const dependencies = named(room);
    const wrong = filesUnder(join(root, "packages", room)).flatMap((path) =>
      importsOf(path).flatMap(({ specifier }) => {
        if (specifier.startsWith(".")) {
          const target = relative(join(root, "packages", room), join(path, "..", specifier));
          return target.startsWith("..") && !(isTest(path) && /\/infra\//.test(specifier))
            ? [`${relative(root, path)} leaves its room: ${specifier}`]
            : [];
        }
        if (specifier.startsWith("node:")) return [];
        const owner = packageOf(specifier);
        if (owner.startsWith("@antar/") && owner !== `@antar/${room}`) {
          const other = rowOf.get(owner.slice("@antar/".length));
          const typesForWeb = room === "web";
          if (other === undefined || (!(other < row) && !typesForWeb && !isTest(path)))
            return [`${relative(root, path)}: ${specifier} is not below`];
        }
        const known =
          dependencies.has(owner) ||
          owner === `@antar/${room}` ||
          (isTest(path) && shared.has(owner)) ||
          (owner === "geojson" && shared.has("@types/geojson")) ||
          (owner === "aws-lambda" && dependencies.has("@types/aws-lambda"));
        return known ? [] : [`${relative(root, path)}: ${owner} is not named in packages/${room}/package.json`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("gives the web application nothing but types of other rooms", () => {
    const wrong = filesUnder(join(root, "packages/web/src"))
      .filter((path) => !isTest(path))
      .flatMap((path) =>
        importsOf(path).filter(({ specifier, typeOnly }) => specifier.startsWith("@antar/") && !typeOnly),
      );
    expect(wrong).toEqual([]);
  });

  it("keeps clock, chance, environment, files and network out of the pure rooms", () => {
    const impure =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|performance\.now\(|\bfetch\(|from "node:(fs|http|net|child_process)/;
    const wrong = ["measure", "domain", "roads", "solver", "planning"].flatMap((room) =>
      filesUnder(join(root, "packages", room, "src"))
        .filter((path) => !isTest(path) && !path.endsWith("/fuzz.ts"))
        .filter((path) => impure.test(readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")))
        .map((path) => relative(root, path)),
    );
    expect(wrong).toEqual([]);
  });

  it("finds every handler that the infrastructure names", () => {
    const handlers = filesUnder(join(root, "infra")).flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/["'](packages\/[\w/-]+)\.(\w+)["']/g)].map(
        ([, file = "", name = ""]) => ({ file, name }),
      ),
    );
    expect(handlers.length).toBeGreaterThan(0);
    for (const { file, name } of handlers) {
      const path = join(root, `${file}.ts`);
      expect(existsSync(path), `${file}.ts`).toBe(true);
      expect(readFileSync(path, "utf8"), `${file}.${name}`).toMatch(
        new RegExp(`export (const|async function|function) ${name}\\b`),
      );
    }
  });

  it("lets the infrastructure import nothing from packages", () => {
    const wrong = filesUnder(join(root, "infra"))
      .filter((path) => !isTest(path))
      .flatMap((path) => importsOf(path).filter(({ specifier }) => /packages|@antar/.test(specifier)));
    expect(wrong).toEqual([]);
  });
});
