import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readMapStyle } from "./map-style.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "antar-style-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (content: string): Promise<string> => {
  const path = join(folder, "style.json");
  await writeFile(path, content);
  return path;
};

test("the hosts are those of sources, glyphs, pictures and metadata, each once, and not those of an attribution", async () => {
  const style = {
    version: 8,
    glyphs: "https://fonts.example.id/{fontstack}/{range}.pbf",
    metadata: { tiles: "https://a.tiles.example.id" },
    sources: {
      streets: {
        type: "vector",
        url: "https://tiles.example.id/v3.json",
        attribution: '<a href="https://people.example">©</a>',
      },
      photo: { type: "raster", tiles: ["https://tiles.example.id/{z}/{x}/{y}.png"] },
    },
    layers: [],
  };
  const { hosts, text } = await readMapStyle(await file(JSON.stringify(style)));
  expect(hosts).toEqual(["https://a.tiles.example.id", "https://fonts.example.id", "https://tiles.example.id"]);
  expect(JSON.parse(text)).toEqual(style);
});

test.each([
  ["{", "is not JSON"],
  ["null", "is no style"],
  ['{"version":7,"sources":{},"layers":[]}', "has not version 8"],
])("%s is refused with what to give instead", async (content, why) => {
  await expect(readMapStyle(await file(content))).rejects.toMatchObject({
    message: expect.stringContaining(`${why}`),
  });
});

test("a file that is not there is named", async () => {
  await expect(readMapStyle(join(folder, "absent.json"))).rejects.toThrow("absent.json");
});
