/**
 * `antar roads` in one process: every part on a real extract, its refusals, and a client made for OSRM that asks the served
 * network. The browser's part stands in serve.test.ts, the examples of the documents in documents.test.ts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Refusal } from "@antar/domain";
import { haversine } from "@antar/measure";
import { openRoads, profileOf } from "@antar/roads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { roads } from "../roads.ts";

const folder = mkdtempSync(join(tmpdir(), "antar-roads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);
const network = file("monaco.roads");
const [from, to] = ["7.415,43.731", "7.428,43.744"];

/** Runs a part; answers what it printed as JSON. */
async function antar(...args: string[]) {
  const printed: string[] = [];
  await roads.run(args, { print: (line) => void printed.push(line), note: () => {} });
  return printed.length === 0 ? undefined : JSON.parse(printed.join("\n"));
}
const complaint = (...args: string[]): Promise<string> =>
  antar(...args).then(
    () => "no complaint",
    (error: unknown) => (error instanceof Refusal ? error.says.en : String(error)),
  );
const written = (name: string) => JSON.parse(readFileSync(file(name), "utf8"));

beforeAll(async () => {
  const extract = fileURLToPath(new URL("../../../../../data/osm/monaco.osm.pbf", import.meta.url));
  await antar("build", extract, "--out", network, "--profile", "pickup", "--profile", "foot", "--keep-node-ids");
});

describe("antar roads", () => {
  test("nearest answers one road, or as many as asked for, nearest first, on the side of the curb", async () => {
    const one = await antar("nearest", network, "--at", from);
    const [first, second] = await antar("nearest", network, "--at", from, "--candidates", "2", "--approach", "curb");
    expect(first.edge).toBe(one.edge);
    expect(first.travelSide).toBe("left");
    expect(second.distance).toBeGreaterThanOrEqual(first.distance);
  });

  test("nearest tells how far the nearest road is when the limit is too small", async () => {
    expect(await complaint("nearest", network, "--at", "8,43.7", "--limit", "500")).toMatch(
      /nearest road is \d+ m away/,
    );
    expect(await complaint("nearest", network, "--at", "8,43.7", "--approach", "left")).toContain(
      "choose unrestricted",
    );
    expect(await complaint("nearest", network, "--at", "43.7")).toContain("write LON,LAT");
  });

  test("path has steps, alternatives, places between and simpler lines when asked", async () => {
    const plain = await antar("path", network, "--from", from, "--to", to);
    expect(plain).not.toHaveProperty("steps");
    const ends = ["--from", from, "--to", to];
    const [best] = await antar("path", network, ...ends, "--alternatives", "2", "--steps", "--geometry", "simplified");
    expect(best.duration).toBe(plain.duration);
    expect(best.geometry.length).toBeLessThan(plain.geometry.length);
    expect(best.steps.at(-1).says).toEqual({ id: "Tiba di tujuan", en: "Arrive" });
    const via = await antar("path", network, ...ends, "--via", "7.42,43.74", "--geometry", "none");
    expect(via.legs).toHaveLength(2);
    expect(via.duration).toBeGreaterThan(plain.duration);
    expect(await antar("directions", network, ...ends)).toEqual(await antar("path", network, ...ends, "--steps"));
  });

  test("a point west of Greenwich or south of the equator may follow its option", async () => {
    expect(await complaint("nearest", network, "--at", "-84.5,39.1", "--limit", "500")).toMatch(
      /nearest road is \d+ m/,
    );
    expect(await complaint("nearest", network, "--at", "--json")).toContain("--at");
  });

  test("a profile of one's own is a file; a wrong field of it is named", async () => {
    const extract = fileURLToPath(new URL("../../../../../data/osm/one-way-dead-end.osm.pbf", import.meta.url));
    const own = { ...profileOf("truck"), id: "village-van" };
    writeFileSync(file("van.json"), JSON.stringify(own));
    const report = await antar("build", extract, "--out", file("van.roads"), "--profile", file("van.json"));
    expect(report.profiles).toMatchObject([{ profile: "village-van" }]);
    writeFileSync(file("wrong.json"), JSON.stringify({ ...own, rainFactor: -1 }));
    expect(await complaint("build", extract, "--out", file("x.roads"), "--profile", file("wrong.json"))).toContain(
      "wrong.json: rainFactor",
    );
    expect(await complaint("build", extract, "--out", file("x.roads"), "--profile", "fly")).toContain("there is none");
  });

  test("a cut extract is refused with its block and byte, and no network is written", async () => {
    const extract = fileURLToPath(new URL("../../../../../data/osm/monaco.osm.pbf", import.meta.url));
    writeFileSync(file("cut.osm.pbf"), readFileSync(extract).subarray(0, 3000));
    expect(await complaint("build", file("cut.osm.pbf"), "--out", file("cut.roads"))).toMatch(
      /^cut\.osm\.pbf: block 1 at byte \d+: .*fetch it again\.$/,
    );
    expect(() => readFileSync(file("cut.roads"))).toThrow(/ENOENT/);
  });

  test("at the evening peak the same way takes longer, and hour 24 is refused", async () => {
    const ends = ["--from", from, "--to", to];
    const [free, peak] = [await antar("path", network, ...ends), await antar("path", network, ...ends, "--hour", "17")];
    expect(peak.duration).toBeGreaterThan(free.duration);
    expect(await complaint("path", network, ...ends, "--hour", "24")).toContain("0 to 23");
  });

  test("closed ways are driven by no path", async () => {
    const [first] = await antar("nearest", network, "--at", "7.42,43.74", "--candidates", "1");
    writeFileSync(file("ways.json"), JSON.stringify([first.way]));
    const closed = await antar("nearest", network, "--at", "7.42,43.74", "--closed-ways", file("ways.json"));
    expect(closed.way).not.toBe(first.way);
  });

  test("table writes rows of seconds and metres, from all points or from some", async () => {
    writeFileSync(file("points.json"), "[[7.415,43.731],[7.428,43.744],[7.42,43.74]]");
    writeFileSync(file("sources.json"), "[[7.42,43.74]]");
    await antar("table", network, "--points", file("points.json"), "--out", file("table.json"));
    const sources = ["--sources", file("sources.json")];
    const some = ["table", network, "--points", file("points.json"), ...sources, "--out", file("some.json"), "--json"];
    expect(await antar(...some)).toMatchObject({ rows: 1, columns: 3, unreachable: 0 });
    expect(written("some.json").durations[0]).toEqual(written("table.json").durations[2]);
    const path = await antar("path", network, "--from", from, "--to", to);
    expect(written("table.json").durations[0][1]).toBe(path.duration);
  });

  test("match finds the roads of a trace, and names what is wrong in a bad one", async () => {
    const { geometry } = await antar("path", network, "--from", from, "--to", to);
    const trace = geometry.map((point: [number, number], i: number) => ({ point, time: i * 5, radius: 6 }));
    writeFileSync(file("trace.json"), JSON.stringify(trace));
    const { matchings } = await antar("match", network, "--trace", file("trace.json"), "--tidy");
    expect(matchings).toHaveLength(1);
    expect(haversine(matchings[0].geometry.at(-1), geometry.at(-1))).toBeLessThan(15);
    writeFileSync(file("bad.json"), '[[7.4,43.7],{"point":[7.4,443]}]');
    expect(await complaint("match", network, "--trace", file("bad.json"))).toMatch(/--trace .*1.*must hold/);
  });

  test("draw writes a picture and a page that need no other host, with the path in them", async () => {
    const ends = ["--from", from, "--to", to];
    await antar("draw", network, "--out", file("view.svg"), ...ends, "--closed-ways", file("ways.json"));
    const picture = readFileSync(file("view.svg"), "utf8");
    expect(picture).toContain("ditutup / closed");
    expect(picture).toContain("jalur / path");
    expect(await antar("draw", network, "--out", file("view.html"), "--json")).toMatchObject({ streets: 5739 });
    expect(readFileSync(file("view.html"), "utf8")).not.toMatch(/(src|href)="https?:/);
    expect(await complaint("draw", network, "--out", file("view.png"))).toContain("write .svg or .html");
  });

  test("pairs answers whole milliseconds by OSM node id, and names a node that it does not know", async () => {
    const opened = openRoads(readFileSync(network));
    const snaps = [from, to].flatMap(
      (at) => opened.nearest("pickup", at.split(",").map(Number) as [number, number]) ?? [],
    );
    const nodes = opened.route("pickup", snaps, { pieces: true })[0]?.legs[0]?.pieces?.nodes ?? [];
    const ask = ["pairs", network, "--profile", "pickup", "--pairs", file("pairs.json"), "--out", file("out.json")];
    writeFileSync(file("pairs.json"), JSON.stringify([[nodes[1], nodes.at(-2)]]));
    expect(await antar(...ask)).toBeUndefined();
    const seconds = (await antar("path", network, "--from", from, "--to", to)).duration;
    expect(written("out.json")).toEqual({ milliseconds: [expect.any(Number)] });
    // The nodes lie inside the path, so between them it takes at most as long.
    expect(written("out.json").milliseconds[0]).toBeLessThanOrEqual(seconds * 1000);
    writeFileSync(file("pairs.json"), "[[1,2]]");
    expect(await complaint(...ask)).toMatch(/node 1\b/);
  });

  test("an unknown part and a missing file are refused with what there is", async () => {
    expect(await complaint("fly")).toContain("antar roads build|info|nearest|path");
    expect(await complaint("info", file("none.roads"))).toContain("cannot be read");
  });
});
