import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ExtractError, type ExtractFormat, type RoadExtract, readExtract } from "./index.ts";

const dataFolder = new URL("../../../../data/osm/", import.meta.url);
const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(file, dataFolder)));

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" timestamp="2024-11-25T00:00:00Z">
  <node id="1" lat="-3.9976543" lon="122.5123456"><tag k="barrier" v="gate"/></node>
  <node id="2" lat="-4.001" lon="122.513"/>
  <node id="3" lat="-4.002" lon="122.52"/>
  <way id="10"><nd ref="1"/><nd ref="3"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="name" v="Jalan &quot;Ü&quot;"/></way>
  <way id="11" visible="false"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
  <way id="12"><nd ref="1"/><nd ref="2"/><tag k="building" v="yes"/></way>
  <relation id="20"><member type="way" ref="10" role="from"/><member type="node" ref="1" role="via"/>
    <tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>`;

const overpass = {
  osm3s: { timestamp_osm_base: "2024-11-25T00:00:00Z" },
  elements: [
    { type: "way", id: 10, nodes: [1, 3, 2], tags: { highway: "primary", name: 'Jalan "Ü"' } },
    { type: "way", id: 12, nodes: [1, 2], tags: { building: "yes" } },
    { type: "node", id: 1, lat: -3.9976543, lon: 122.5123456, tags: { barrier: "gate" } },
    { type: "node", id: 2, lat: -4.001, lon: 122.513 },
    { type: "node", id: 3, lat: -4.002, lon: 122.52 },
    {
      type: "relation",
      id: 20,
      members: [
        { type: "way", ref: 10, role: "from" },
        { type: "node", ref: 1, role: "via" },
      ],
      tags: { type: "restriction", restriction: "no_u_turn" },
    },
  ],
};

const geojson = {
  type: "FeatureCollection",
  timestamp: "2024-11-25T00:00:00Z",
  features: [
    {
      type: "Feature",
      properties: { barrier: "gate" },
      geometry: { type: "Point", coordinates: [122.5123456, -3.9976543] },
    },
    {
      type: "Feature",
      properties: { "@id": "way/10", highway: "primary", name: 'Jalan "Ü"' },
      geometry: {
        type: "LineString",
        coordinates: [
          [122.5123456, -3.9976543],
          [122.513, -4.001],
          [122.52, -4.002],
        ],
      },
    },
  ],
};

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => bytes(JSON.stringify(value));

function seen(extract: RoadExtract) {
  return {
    lon: [...extract.nodes.lon],
    lat: [...extract.nodes.lat],
    nodeTags: [...extract.nodeTags],
    ways: extract.ways.map(({ id, refs, tags }) => ({ id, refs: [...refs], tags })),
    timestamp: extract.timestamp,
  };
}

const roads = {
  lon: [1_225_123_456, 1_225_130_000, 1_225_200_000],
  lat: [-39_976_543, -40_010_000, -40_020_000],
  nodeTags: [[0, { barrier: "gate" }]],
  ways: [{ id: 10, refs: [0, 2, 1], tags: { highway: "primary", name: 'Jalan "Ü"' } }],
  timestamp: "2024-11-25T00:00:00Z",
};

async function refusal(input: Uint8Array, format: ExtractFormat): Promise<ExtractError> {
  const error = await readExtract(input, format).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ExtractError);
  return error as ExtractError;
}

describe("XML", () => {
  test("nodes, ways, restrictions and entities are read; deleted objects are dropped", async () => {
    const extract = await readExtract(bytes(xml), "xml");
    expect(seen(extract)).toEqual(roads);
    expect(extract.report.ways.dropped).toEqual({ deleted: 1, "no road, ferry or waterway tag": 1 });
    expect(extract.restrictions.map(({ id, members }) => [id, members.length])).toEqual([[20, 2]]);
  });

  test("gzipped text reads the same as plain text", async () => {
    expect(seen(await readExtract(gzipSync(xml), "xml"))).toEqual(roads);
  });

  test("real gzipped extracts hold what osmium-tool counts in them", async () => {
    const campoGrande = (await readExtract(bytesOf("campo-grande.osm.gz"), "xml")).report;
    expect([campoGrande.nodes.read, campoGrande.ways.read, campoGrande.relations.read]).toEqual([24_168, 4_590, 7]);
    const monaco = (await readExtract(bytesOf("monaco-2012.osm.gz"), "xml")).report;
    expect([monaco.nodes.read, monaco.ways.read, monaco.relations.read]).toEqual([13_739, 1_944, 77]);
  });

  test("a cut text names its line", async () => {
    // 500 characters, one of them (Ü) two bytes long.
    const error = await refusal(bytes(xml.slice(0, 500)), "xml");
    expect(error.message).toMatch(/^line \d+, before byte 501: the XML is broken/);
  });

  test("cut gzip data names the byte", async () => {
    const packed = gzipSync(xml);
    const error = await refusal(packed.subarray(0, packed.length - 20), "xml");
    expect(error.message).toContain("the gzip data cannot be unpacked");
    expect(error.offset).toBe(packed.length - 20);
  });

  test("a coordinate that is no number names its node", async () => {
    const error = await refusal(bytes(xml.replace('lat="-4.001"', 'lat="south"')), "xml");
    expect(error.message).toContain('the latitude of node 2 is "south", not a number of degrees');
  });

  test("a gzip bomb is refused before it fills the memory", async () => {
    const bomb = gzipSync(Buffer.concat([bytes("<osm>"), Buffer.alloc(100_000_000, 32)]));
    expect((await refusal(bomb, "xml")).message).toContain("more inflated bytes");
  });

  test("elements nested without end are refused", async () => {
    expect((await refusal(bytes(`<osm>${"<a>".repeat(100)}`), "xml")).message).toContain("more than 32 deep");
  });
});

describe("Overpass JSON", () => {
  test("elements in any order read the same as XML", async () => {
    const extract = await readExtract(json(overpass), "overpass");
    expect(seen(extract)).toEqual(roads);
    expect(extract.restrictions.map(({ id, members }) => [id, members.length])).toEqual([[20, 2]]);
  });

  test("ways with their own geometry need no nodes", async () => {
    const geometry = [
      { lon: 1, lat: 2 },
      { lon: 1.5, lat: 2.5 },
    ];
    const answer = { elements: [{ type: "way", id: 5, nodes: [8, 9], geometry, tags: { highway: "path" } }] };
    expect([...(await readExtract(json(answer), "overpass")).nodes.lon]).toEqual([10_000_000, 15_000_000]);
  });

  test("a way without nodes says how to query", async () => {
    const answer = { elements: [{ type: "way", id: 5, tags: { highway: "path" } }] };
    expect((await refusal(json(answer), "overpass")).message).toContain(
      'element 0 (way 5) has no nodes: query with "out body"',
    );
  });

  test("a cut text names the character", async () => {
    const text = JSON.stringify(overpass);
    expect((await refusal(bytes(text.slice(0, 300)), "overpass")).message).toMatch(
      /^at character 300: the JSON is broken/,
    );
  });
});

describe("GeoJSON lines", () => {
  const line = { ...roads, ways: [{ ...roads.ways[0], refs: [0, 1, 2] }] };

  test("lines meet where coordinates are equal, points give their tags to that place", async () => {
    expect(seen(await readExtract(json(geojson), "geojson"))).toEqual(line);
  });

  test("a sequence of features reads the same, but has no timestamp", async () => {
    const text = geojson.features.map((feature) => `\u001e${JSON.stringify(feature)}`).join("\n");
    expect(seen(await readExtract(bytes(text), "geojson"))).toEqual({ ...line, timestamp: undefined });
  });

  test("a real overpass-turbo export has 298 ways and 2,053 distinct vertices", async () => {
    const { report, ways, nodes } = await readExtract(bytesOf("watampone-bulutempe.geojson"), "geojson");
    expect(report.ways.read).toBe(298);
    expect(ways.length).toBe(report.ways.kept);
    expect(nodes.ids.length).toBeLessThanOrEqual(2053);
  });

  test("a line with a broken coordinate names its feature", async () => {
    const broken = structuredClone(geojson) as unknown as { features: { geometry: { coordinates: unknown } }[] };
    broken.features[1]!.geometry.coordinates = [
      [1, 2],
      ["3", 4],
    ];
    expect((await refusal(json(broken), "geojson")).message).toContain(
      "feature 1 has a coordinate that is not [lon, lat]",
    );
  });
});
