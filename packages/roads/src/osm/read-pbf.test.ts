import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { blobBytes, type MadeForm, pbfBytes } from "../testing/pbf-bytes.ts";
import { PbfWriter } from "../testing/pbf-writer.ts";
import { ExtractError, type RoadExtract, readExtract } from "./index.ts";

const dataFolder = new URL("../../../../data/osm/", import.meta.url);
const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(file, dataFolder)));

const street = {
  nodes: [
    { id: 7, lon: 122.512_345_6, lat: -3.997_654_3, tags: { highway: "traffic_signals" } },
    { id: 5_000_000_011, lon: 122.513, lat: -4.001, tags: { name: "not a road matter" } },
    { id: 5_000_000_012, lon: 122.52, lat: -4.002 },
  ],
  ways: [
    { id: 4_000_000_001, refs: [7, 5_000_000_012, 5_000_000_011], tags: { highway: "primary", name: "Jalan Ünik" } },
  ],
  relations: [
    {
      id: 9,
      tags: { type: "restriction", restriction: "no_left_turn" },
      members: [
        { type: 1 as const, ref: 4_000_000_001, role: "from" },
        { type: 0 as const, ref: 7, role: "via" },
        { type: 1 as const, ref: 3, role: "to" },
      ],
    },
  ],
};

function seen(extract: RoadExtract) {
  return {
    ids: [...extract.nodes.ids],
    lon: [...extract.nodes.lon],
    lat: [...extract.nodes.lat],
    nodeTags: [...extract.nodeTags],
    ways: extract.ways.map(({ id, refs, tags }) => ({ id, refs: [...refs], tags })),
    restrictions: extract.restrictions,
  };
}

const streetSeen = {
  ids: [7, 5_000_000_011, 5_000_000_012],
  lon: [1_225_123_456, 1_225_130_000, 1_225_200_000],
  lat: [-39_976_543, -40_010_000, -40_020_000],
  nodeTags: [[0, { highway: "traffic_signals" }]],
  ways: [{ id: 4_000_000_001, refs: [0, 2, 1], tags: { highway: "primary", name: "Jalan Ünik" } }],
  restrictions: [
    {
      id: 9,
      tags: { type: "restriction", restriction: "no_left_turn" },
      members: [
        { type: "way", ref: 4_000_000_001, role: "from" },
        { type: "node", ref: 7, role: "via" },
        { type: "way", ref: 3, role: "to" },
      ],
    },
  ],
};

async function refusal(bytes: Uint8Array): Promise<ExtractError> {
  const error = await readExtract(bytes, "pbf").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ExtractError);
  return error as ExtractError;
}

describe("every form that the format allows reads the same", () => {
  const forms: Record<string, MadeForm> = {
    "dense nodes in zlib": {},
    "plain nodes": { dense: false },
    "unpacked blobs": { blobField: 1 },
    "a finer grain with offsets": { granularity: 1, latOffset: -3_000_000_000, lonOffset: 120_000_000_000 },
    "plain nodes with offsets": { dense: false, granularity: 10, latOffset: -5_000_000_000, lonOffset: 7 * 10 ** 9 },
  };
  for (const [name, form] of Object.entries(forms)) {
    test(name, async () => {
      expect(seen(await readExtract(pbfBytes([street], form), "pbf"))).toEqual(streetSeen);
    });
  }

  test("objects in any order and any block", async () => {
    const { nodes, ways, relations } = street;
    const backwards = [{ relations }, { ways }, { nodes: [...nodes].reverse() }];
    expect(seen(await readExtract(pbfBytes(backwards), "pbf"))).toEqual(streetSeen);
  });

  test("a stream of single bytes", async () => {
    async function* drops() {
      for (const byte of pbfBytes([street])) yield Uint8Array.of(byte);
    }
    expect(seen(await readExtract(drops(), "pbf"))).toEqual(streetSeen);
  });

  test("blobs of an unknown type are skipped and noted", async () => {
    const odd = Buffer.concat([pbfBytes([street]), blobBytes("OSMFuture", Uint8Array.of(1, 2, 3))]);
    const extract = await readExtract(odd, "pbf");
    expect(seen(extract)).toEqual(streetSeen);
    expect(extract.report.notes).toEqual(['blobs of type "OSMFuture" were skipped']);
  });
});

describe("what is kept", () => {
  const nodes = [1, 2, 3, 4].map((id) => ({ id, lon: id / 1000, lat: 0 }));

  test("ways without a road, ferry or navigable water are dropped and counted", async () => {
    const ways = [
      { id: 1, refs: [1, 2], tags: { building: "yes" } },
      { id: 2, refs: [1, 2], tags: { highway: "path" } },
      { id: 3, refs: [2, 3], tags: { route: "ferry" } },
      { id: 4, refs: [2, 3], tags: { route: "bus" } },
      { id: 5, refs: [2, 3], tags: { waterway: "river" } },
      { id: 6, refs: [2, 3], tags: { waterway: "drain" } },
      { id: 7, refs: [2, 3], tags: { waterway: "drain", boat: "yes" } },
      { id: 8, refs: [2, 3] },
    ];
    const { ways: kept, report } = await readExtract(pbfBytes([{ nodes, ways }]), "pbf");
    expect(kept.map(({ id }) => id)).toEqual([2, 3, 5, 7]);
    expect(report.ways).toEqual({ read: 8, kept: 4, dropped: { "no road, ferry or waterway tag": 4 }, refsLeftOut: 0 });
  });

  test("references to nodes outside the cut are left out, and a way with one node left is dropped", async () => {
    const ways = [
      { id: 1, refs: [90, 1, 2, 91], tags: { highway: "path" } },
      { id: 2, refs: [3, 90, 92], tags: { highway: "path" } },
    ];
    const extract = await readExtract(pbfBytes([{ nodes, ways }]), "pbf");
    expect(extract.ways.map(({ id, refs }) => [id, [...refs]])).toEqual([[1, [0, 1]]]);
    expect([...extract.nodes.ids]).toEqual([1, 2]);
    // Missing: 90, 91, 92. Left out: 90 and 91 of way 1, 90 and 92 of way 2.
    expect(extract.report.nodes.missing).toBe(3);
    expect(extract.report.ways.refsLeftOut).toBe(4);
  });

  test("of a repeated id the last copy counts", async () => {
    const ways = [
      { id: 1, refs: [1, 2], tags: { highway: "path" } },
      { id: 1, refs: [1, 2], tags: { highway: "primary" } },
    ];
    const moved = [...nodes, { id: 2, lon: 0.5, lat: 0.25 }];
    const extract = await readExtract(pbfBytes([{ nodes: moved, ways }]), "pbf");
    expect(extract.ways.map(({ tags }) => tags)).toEqual([{ highway: "primary" }]);
    expect([extract.nodes.lon[1], extract.nodes.lat[1]]).toEqual([5_000_000, 2_500_000]);
    expect(extract.report.nodes.duplicates).toBe(1);
    expect(extract.report.ways.dropped).toEqual({ "repeated id": 1 });
  });

  test("nodes outside the globe are left out and noted", async () => {
    const wild = [...nodes, { id: 5, lon: 200, lat: 0 }];
    const ways = [{ id: 1, refs: [1, 2, 5], tags: { highway: "path" } }];
    const extract = await readExtract(pbfBytes([{ nodes: wild, ways }]), "pbf");
    expect([...extract.nodes.ids]).toEqual([1, 2]);
    expect(extract.report.notes).toEqual(["1 nodes outside the globe were left out"]);
  });

  test("the header's replication time becomes the timestamp", async () => {
    const extract = await readExtract(pbfBytes([street], { timestamp: 1_700_000_000 }), "pbf");
    expect(extract.timestamp).toBe("2023-11-14T22:13:20.000Z");
  });
});

describe("real extracts hold what osmium-tool counts in them", () => {
  const counted = [
    ["andorra.osm.pbf", 69_644, 2_725, 74, 0],
    ["bayfront-singapore.osm.pbf", 2_843, 468, 115, 40],
    ["cincinnati-nky.osm.pbf", 90_816, 16_671, 314, 314],
    ["liechtenstein.osm.pbf", 142_832, 15_247, 358, 3],
    ["melbourne-hills.osm.pbf", 1_161, 1_278, 718, 718],
    ["monaco.osm.pbf", 180_118, 27_377, 212, 27],
    ["one-way-dead-end.osm.pbf", 1_154, 89, 3, 0],
    ["whitelion-bristol.osm.pbf", 619, 111, 60, 1],
  ] as const;
  for (const [file, nodes, ways, relations, restrictions] of counted) {
    test(file, async () => {
      const { report } = await readExtract(bytesOf(file), "pbf");
      expect([report.nodes.read, report.ways.read, report.relations.read]).toEqual([nodes, ways, relations]);
      expect(report.relations.restrictions).toBe(restrictions);
    });
  }
});

describe("a file that cannot be read says where and why", () => {
  const good = pbfBytes([street, street]);
  const second = pbfBytes([street]).length;

  test("cut inside the third blob", async () => {
    const error = await refusal(good.subarray(0, good.length - 10));
    expect(error.block).toBe(2);
    expect(error.offset).toBe(second);
    expect(error.message).toMatch(/^block 2 at byte \d+: the blob should have \d+ bytes, but the file ends after \d+/);
  });

  test("nothing at all", async () => {
    expect((await refusal(new Uint8Array(0))).message).toContain("empty");
  });

  test("a length that no header has", async () => {
    expect((await refusal(Uint8Array.of(255, 0, 0, 0, 1))).message).toMatch(
      /^block 0 at byte 0: a blob header of \d+ bytes/,
    );
  });

  for (const [field, name] of [
    [4, "lzma"],
    [5, "bzip2"],
    [6, "lz4"],
    [7, "zstd"],
  ] as const) {
    test(`packed with ${name}`, async () => {
      const error = await refusal(pbfBytes([street], { blobField: field }));
      expect(error.message).toContain(`block 0 at byte 0: the blob is packed with ${name}; only zlib and unpacked`);
    });
  }

  test("a history file", async () => {
    const error = await refusal(pbfBytes([street], { required: ["OsmSchema-V0.6", "HistoricalInformation"] }));
    expect(error.message).toContain('requires "HistoricalInformation"; it is a history file');
  });

  test("a blob that unpacks to more than it claims", async () => {
    expect((await refusal(pbfBytes([street], { claims: 3 }))).message).toContain(
      "block 0 at byte 0: the blob cannot be unpacked",
    );
  });

  test("a blob that claims a gigabyte", async () => {
    expect((await refusal(pbfBytes([street], { claims: 2 ** 30 }))).message).toContain(
      "claims 1073741824 bytes unpacked",
    );
  });

  test("a blob of data before the header", async () => {
    expect((await refusal(blobBytes("OSMData", new Uint8Array(2)))).message).toContain("instead of OSMHeader");
  });

  test("XML under the name of PBF", async () => {
    expect((await refusal(Buffer.from("<?xml version='1.0'?><osm/>"))).message).toContain("looks like OSM XML");
  });

  test("a small file that would unpack to millions of nodes", async () => {
    const zeros = new Uint8Array(8_000_000);
    const dense = new PbfWriter();
    dense.bytes(1, zeros.fill(2));
    const group = Buffer.concat([Buffer.of(0x12), lengthOf(dense.finish()), dense.finish()]);
    const block = Buffer.concat([Buffer.of(0x12), lengthOf(group), group]);
    // 8,000,000 and the 3 nodes, 1 way and 1 relation before them.
    const error = await refusal(Buffer.concat([pbfBytes([street]), blobBytes("OSMData", block)]));
    expect(error.message).toContain("holds more objects (8000005)");
  });
});

function lengthOf(bytes: Uint8Array): Buffer {
  const made: number[] = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    made.push(rest > 127 ? (rest % 128) + 128 : rest);
    if (rest <= 127) return Buffer.from(made);
  }
}
