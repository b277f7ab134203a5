import { createRandom } from "@antar/measure";
import type { RawArcs } from "@antar/roads";
import { describe, expect, test } from "vitest";
import { createPlainSearch } from "./dijkstra.ts";

/** Random arcs among 9 vertices; times of 0..3 make many paths equally fast, so that the lengths decide. */
function randomArcs(seed: number): RawArcs {
  const random = createRandom(seed);
  const list = Array.from({ length: 20 }, () => [9, 9, 4, 90].map((bound) => random.below(bound)));
  const column = (at: number) => Int32Array.from(list, (arc) => arc[at] ?? 0);
  return {
    vertices: 9,
    tail: column(0),
    head: column(1),
    milliseconds: column(2),
    decimetres: column(3),
    starts: () => [],
    ends: () => [],
    along: () => undefined,
  };
}

/** Shortest (time, length) between all pairs by trying every vertex as a stop-over: Floyd and Warshall's way. */
function allPairs(arcs: RawArcs): number[][] {
  // Time in the thousands, length below: no path here is as long as 1,000 decimetres x 9.
  const cost = Array.from({ length: 9 }, (_, row) =>
    Array.from({ length: 9 }, (_, column) => (row === column ? 0 : Number.POSITIVE_INFINITY)),
  );
  for (let arc = 0; arc < arcs.tail.length; arc++) {
    const row = cost[arcs.tail[arc]!]!;
    row[arcs.head[arc]!] = Math.min(row[arcs.head[arc]!]!, arcs.milliseconds[arc]! * 10_000 + arcs.decimetres[arc]!);
  }
  for (let by = 0; by < 9; by++) {
    for (let from = 0; from < 9; from++) {
      for (let to = 0; to < 9; to++) {
        cost[from]![to] = Math.min(cost[from]![to]!, cost[from]![by]! + cost[by]![to]!);
      }
    }
  }
  return cost;
}

describe("the plain search", () => {
  test.each(Array.from({ length: 200 }, (_, seed) => seed))("agrees with all pairs of random arcs %i", (seed) => {
    const arcs = randomArcs(seed);
    const search = createPlainSearch(arcs);
    const expected = allPairs(arcs);
    const goals = new Set(Array.from({ length: 9 }, (_, vertex) => vertex));
    for (let from = 0; from < 9; from++) {
      const reached = search.from([{ vertex: from, milliseconds: 0, decimetres: 0 }], goals);
      const found = Array.from({ length: 9 }, (_, to) => {
        const reach = reached(to);
        return reach ? reach.milliseconds * 10_000 + reach.decimetres : Number.POSITIVE_INFINITY;
      });
      expect(found).toEqual(expected[from]);
    }
  });

  test("goes on only as long as another vertex may be wanted: of 0 -5-> 1 -5-> 2 -5-> 3 nothing after 10", () => {
    const arcs: RawArcs = {
      ...randomArcs(0),
      tail: Int32Array.of(0, 1, 2),
      head: Int32Array.of(1, 2, 3),
      milliseconds: Int32Array.of(5, 5, 5),
      decimetres: Int32Array.of(1, 1, 1),
    };
    const told: number[][] = [];
    const start = [{ vertex: 0, milliseconds: 0, decimetres: 0 }];
    const reached = createPlainSearch(arcs).from(start, new Set([1, 3]), (vertex, milliseconds) => {
      told.push([vertex, milliseconds]);
      return 10;
    });
    expect([1, 2, 3].map((vertex) => reached(vertex)?.milliseconds)).toEqual([5, 10, undefined]);
    expect(told).toEqual([[1, 5]]);
  });

  test("begins at the better of two starts: 5 + 0 is less than 0 + 9", () => {
    const arcs: RawArcs = {
      ...randomArcs(0),
      tail: Int32Array.of(0),
      head: Int32Array.of(1),
      milliseconds: Int32Array.of(9),
      decimetres: Int32Array.of(7),
    };
    const starts = [
      { vertex: 0, milliseconds: 0, decimetres: 0 },
      { vertex: 1, milliseconds: 5, decimetres: 3 },
    ];
    expect(createPlainSearch(arcs).from(starts, new Set([1]))(1)).toEqual({ milliseconds: 5, decimetres: 3 });
  });

  test("answers nothing for a vertex that no road reaches", () => {
    const arcs: RawArcs = { ...randomArcs(0), tail: Int32Array.of(), head: Int32Array.of() };
    const reached = createPlainSearch(arcs).from([{ vertex: 0, milliseconds: 0, decimetres: 0 }], new Set([8]));
    expect(reached(8)).toBeUndefined();
  });
});
