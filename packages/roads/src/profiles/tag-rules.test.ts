import { describe, expect, test } from "vitest";
import type { Tags } from "../osm/index.ts";
import { extractOfTown, idOf, type Town } from "../testing/town.ts";
import { type CompileOptions, compileProfile, type Profile, parseProfile, profileOf } from "./index.ts";

/** Every directed step of a town that the vehicle may drive, e.g. `AB BA`. */
function driven(profile: string | Profile, town: Town, options: CompileOptions = {}): string {
  const compiled = compileProfile(shipped(profile), options);
  const extract = extractOfTown(town);
  const letter = (node: number) => String.fromCharCode(extract.nodes.ids[node] ?? 0);
  const blocked = (node: number) => compiled.node(extract.nodeTags.get(node) ?? {}).blocked;
  const steps: string[] = [];
  for (const way of extract.ways) {
    const rule = compiled.way(way.tags);
    for (let i = 1; i < way.refs.length && rule !== undefined; i++) {
      const [from, to] = [way.refs[i - 1]!, way.refs[i]!];
      if (rule.forward && !blocked(from)) steps.push(letter(from) + letter(to));
      if (rule.backward && !blocked(to)) steps.push(letter(to) + letter(from));
    }
  }
  return steps.sort().join(" ");
}

function shipped(profile: string | Profile): Profile {
  if (typeof profile !== "string") return profile;
  const found = profileOf(profile);
  if (found === undefined) throw new Error(`no profile ${profile}`);
  return found;
}

const street = (tags: Tags, nodes: Town["nodes"] = {}): Town => ({ map: "A B", ways: [{ nodes: "AB", tags }], nodes });
const kmh = (profile: string, tags: Tags, urban = true) =>
  compileProfile(shipped(profile)).way(tags, { urban })?.forwardKmh;
const restriction = (profile: string, tags: Tags, options: CompileOptions = {}) =>
  compileProfile(shipped(profile), options).restriction({ type: "restriction", ...tags });

const both = "AB BA";
const closed = "";

describe("the town's letters are its node ids", () => {
  test("A is 65", () => expect(idOf("A")).toBe(65));
});

describe("oneway", () => {
  const rows: readonly (readonly [Tags, string, string])[] = [
    // tags                                             car    motorcycle
    [{ highway: "primary" }, both, both],
    [{ highway: "primary", oneway: "yes" }, "AB", "AB"],
    [{ highway: "primary", oneway: "true" }, "AB", "AB"],
    [{ highway: "primary", oneway: "1" }, "AB", "AB"],
    [{ highway: "primary", oneway: "-1" }, "BA", "BA"],
    [{ highway: "primary", oneway: "reverse" }, "BA", "BA"],
    [{ highway: "primary", oneway: "no" }, both, both],
    [{ highway: "primary", oneway: "sometimes" }, both, both],
    [{ highway: "primary", oneway: "reversible" }, closed, closed],
    [{ highway: "primary", junction: "roundabout" }, "AB", "AB"],
    [{ highway: "primary", junction: "circular" }, "AB", "AB"],
    [{ highway: "primary", junction: "roundabout", oneway: "-1" }, "BA", "BA"],
    [{ highway: "primary", oneway: "yes", "oneway:motorcycle": "no" }, "AB", both],
    [{ highway: "motorway" }, "AB", closed],
    [{ highway: "motorway", motorcycle: "yes" }, "AB", "AB"],
    [{ highway: "motorway_link" }, both, closed],
    [{ highway: "primary", "motor_vehicle:backward": "no" }, "AB", "AB"],
  ];
  for (const [tags, car, motorcycle] of rows) {
    test(`${JSON.stringify(tags)}: a car drives "${car}", a motorcycle "${motorcycle}"`, () => {
      expect(driven("car", street(tags))).toBe(car);
      expect(driven("motorcycle", street(tags))).toBe(motorcycle);
    });
  }

  test("someone on foot ignores it, unless it is said for them", () => {
    expect(driven("foot", street({ highway: "primary", oneway: "yes" }))).toBe(both);
    expect(driven("foot", street({ highway: "steps", "oneway:foot": "yes" }))).toBe("AB");
  });
});

describe("access: the most specific key decides", () => {
  const rows: readonly (readonly [Tags, Readonly<Record<string, string>>])[] = [
    [{ access: "no" }, { truck: closed, pickup: closed, motorcycle: closed, foot: closed }],
    [
      { access: "no", motor_vehicle: "yes" },
      { truck: both, pickup: both, motorcycle: both, foot: closed },
    ],
    [
      { motor_vehicle: "no", motorcycle: "yes" },
      { truck: closed, pickup: closed, motorcycle: both, foot: both },
    ],
    [{ vehicle: "private" }, { truck: closed, pickup: closed, motorcycle: closed, foot: both }],
    [{ hgv: "no" }, { truck: closed, pickup: both, motorcycle: both, foot: both }],
    [
      { access: "private", hgv: "delivery" },
      { truck: both, pickup: closed, motorcycle: closed, foot: closed },
    ],
    [{ foot: "no" }, { truck: both, pickup: both, motorcycle: both, foot: closed }],
  ];
  for (const [tags, expected] of rows) {
    test(`${JSON.stringify(tags)}`, () => {
      const town = street({ highway: "residential", ...tags });
      const found = Object.fromEntries(Object.keys(expected).map((profile) => [profile, driven(profile, town)]));
      expect(found).toEqual(expected);
    });
  }

  test("destination opens, at a price for entering", () => {
    const rule = compileProfile(shipped("truck")).way({ highway: "residential", access: "destination" });
    expect([rule?.group, rule?.entryMs]).toEqual(["destination", 60_000]);
  });

  test("a gang is for motorcycles and feet; a cart needs permission", () => {
    const gang = street({ highway: "path" });
    expect(["truck", "pickup", "cart", "motorcycle", "foot"].map((one) => driven(one, gang))).toEqual([
      closed,
      closed,
      closed,
      both,
      both,
    ]);
    expect(driven("cart", street({ highway: "path", motorcycle: "yes" }))).toBe(both);
    expect(driven("cart", street({ highway: "path", access: "yes" }))).toBe(closed);
  });
});

describe("limits", () => {
  const rows: readonly (readonly [Tags, string, string])[] = [
    // tags                     truck (3.4 m, 8 t, 2.2 m wide)   pick-up (2.1 m, 2.5 t)
    [{ maxheight: "3.5" }, both, both],
    [{ maxheight: "3.3" }, closed, both],
    [{ maxheight: "2 m" }, closed, closed],
    [{ maxheight: `11'` }, closed, both], // 11 x 0.3048 = 3.35 m
    [{ maxheight: `11'6"` }, both, both], // 11.5 x 0.3048 = 3.51 m
    [{ maxheight: "default" }, both, both],
    [{ maxweight: "5 t" }, closed, both],
    [{ maxweight: "2400 kg" }, closed, closed],
    [{ maxweight: "7,5" }, closed, both],
    [{ maxwidth: "2" }, closed, both],
  ];
  for (const [tags, truck, pickup] of rows) {
    test(`${JSON.stringify(tags)}: a truck drives "${truck}", a pick-up "${pickup}"`, () => {
      const town = street({ highway: "residential", ...tags });
      expect([driven("truck", town), driven("pickup", town)]).toEqual([truck, pickup]);
    });
  }
});

describe("speeds, km/h", () => {
  test("by class, in built-up areas and outside", () => {
    expect(kmh("pickup", { highway: "trunk" })).toBe(35);
    expect(kmh("pickup", { highway: "trunk" }, false)).toBe(55);
    expect(kmh("truck", { highway: "secondary" }, false)).toBe(32);
    expect(kmh("motorcycle", { highway: "residential" })).toBe(24);
    expect(kmh("truck", { highway: "track", tracktype: "grade4" })).toBeUndefined();
    expect(kmh("pickup", { highway: "track", tracktype: "grade4" })).toBe(6);
  });

  test("the tags' own word about the settlement wins", () => {
    expect(kmh("pickup", { highway: "trunk", "maxspeed:type": "ID:rural" })).toBe(55);
  });

  test("a limit caps the Indonesian profiles and replaces the speed of the car", () => {
    expect(kmh("pickup", { highway: "primary", maxspeed: "20" })).toBe(20);
    expect(kmh("pickup", { highway: "primary", maxspeed: "80" })).toBe(32);
    expect(kmh("car", { highway: "primary", maxspeed: "80" })).toBe(64); // 80 x 0.8
    expect(kmh("car", { highway: "primary", maxspeed: "50 mph" })).toBeCloseTo(64.374, 3); // 50 x 1.609344 x 0.8
    expect(kmh("car", { highway: "primary", maxspeed: "none" })).toBe(65);
  });

  test("a limit of one direction holds in that direction", () => {
    const rule = compileProfile(shipped("pickup")).way({ highway: "primary", "maxspeed:backward": "15" });
    expect([rule?.forwardKmh, rule?.backwardKmh]).toEqual([32, 15]);
  });

  test("surface and smoothness slow down, rain only where it is unpaved", () => {
    const compiled = compileProfile(shipped("pickup"));
    const gravel = compiled.way({ highway: "residential", surface: "gravel" });
    expect(gravel?.forwardKmh).toBeCloseTo(11, 9); // 20 x 0.55
    expect(gravel?.rainFactor).toBe(0.6);
    expect(compiled.way({ highway: "residential", surface: "asphalt" })?.rainFactor).toBe(1);
    expect(kmh("pickup", { highway: "residential", surface: "mud", smoothness: "bad" })).toBeCloseTo(4, 9); // 20 x .25 x .8
  });

  test("hours of the day: urban rows at six, noon, five and night", () => {
    const compiled = compileProfile(shipped("pickup"));
    const row = compiled.hourFactors[compiled.way({ highway: "primary" })?.hours ?? -1];
    expect([6, 8, 11, 13, 16, 18, 21, 4, 5].map((hour) => row?.[hour])).toEqual([
      0.7, 1, 0.85, 1, 0.65, 1, 1.1, 1.1, 1,
    ]);
    expect(compiled.way({ highway: "primary" }, { urban: false })?.hours).toBe(0);
  });
});

describe("nodes on the way", () => {
  const barrier = (tags: Tags): Town => ({ map: "A B C", ways: [{ nodes: "ABC" }], nodes: { B: tags } });
  const open = "AB BA BC CB";
  const shut = "AB CB";

  test("a bollard stops a truck and lets a motorcycle through", () => {
    expect(driven("truck", barrier({ barrier: "bollard" }))).toBe(shut);
    expect(driven("motorcycle", barrier({ barrier: "bollard" }))).toBe(open);
  });

  test("a gate costs time; a private gate stops", () => {
    expect(driven("truck", barrier({ barrier: "gate" }))).toBe(open);
    expect(driven("truck", barrier({ barrier: "gate", access: "private" }))).toBe(shut);
    expect(compileProfile(shipped("truck")).node({ barrier: "gate" }).penaltyMs).toBe(10_000);
  });

  test("an unknown barrier stops unless a key of the vehicle opens it", () => {
    expect(driven("pickup", barrier({ barrier: "wall" }))).toBe(shut);
    expect(driven("pickup", barrier({ barrier: "wall", motor_vehicle: "yes" }))).toBe(open);
  });

  test("a low height bar stops the truck alone", () => {
    const bar = barrier({ barrier: "height_restrictor", maxheight: "2.5" });
    expect([driven("truck", bar), driven("pickup", bar)]).toEqual([shut, open]);
  });

  test("signals cost time, of one direction where tagged so", () => {
    const node = compileProfile(shipped("pickup")).node;
    expect(node({ highway: "traffic_signals" })).toEqual({ blocked: false, penaltyMs: 15_000 });
    expect(node({ highway: "traffic_signals", "traffic_signals:direction": "backward" }).direction).toBe("backward");
  });

  test("the reference models see no nodes", () => {
    expect(driven("reference-car", barrier({ barrier: "wall", access: "no" }))).toBe(open);
  });
});

describe("ferries and boats", () => {
  const crossing = (tags: Tags) => ({ route: "ferry", motor_vehicle: "yes", ...tags });
  const truck = compileProfile(shipped("truck"));

  test("duration wins, in any of its forms; its absence is flagged", () => {
    const ms = (duration: string) => truck.way(crossing({ duration }))?.durationMs;
    expect([ms("1:30"), ms("90"), ms("PT1H30M"), ms("01:30:00")]).toEqual([5_400_000, 5_400_000, 5_400_000, 5_400_000]);
    expect(truck.way(crossing({ duration: "long" }))).toMatchObject({ durationMissing: true, forwardKmh: 12 });
  });

  test("boarding and half the interval are paid on entering", () => {
    // 900 s boarding + 3,600 / 2 s; without an interval 900 + 1,800 s.
    expect(truck.way(crossing({ interval: "1:00" }))?.entryMs).toBe(2_700_000);
    expect(truck.way(crossing({ interval: "2:00" }))?.entryMs).toBe(4_500_000);
    expect(truck.way(crossing({}))).toMatchObject({ group: "ferry", entryMs: 2_700_000, carrier: "ferry" });
  });

  test("a truck boards only where vehicles are allowed; a person boards anywhere", () => {
    expect(driven("truck", street({ route: "ferry" }))).toBe(closed);
    expect(driven("foot", street({ route: "ferry" }))).toBe(both);
  });

  test("a boat runs on water alone", () => {
    expect(driven("boat", street({ waterway: "river" }))).toBe(both);
    expect(driven("boat", street({ waterway: "drain" }))).toBe(closed);
    expect(driven("boat", street({ waterway: "drain", boat: "yes" }))).toBe(both);
    expect(driven("boat", street({ waterway: "river", motorboat: "no" }))).toBe(closed);
    expect(driven("boat", street({ highway: "primary" }))).toBe(closed);
  });
});

describe("turn restrictions", () => {
  test("no_ and only_ bind; other words do not", () => {
    expect(restriction("truck", { restriction: "no_left_turn" })).toBe("no");
    expect(restriction("truck", { restriction: "only_straight_on" })).toBe("only");
    expect(restriction("truck", { restriction: "give_way" })).toBeUndefined();
  });

  test("except lets the named modes turn", () => {
    expect(restriction("motorcycle", { restriction: "no_left_turn", except: "psv;motorcycle" })).toBeUndefined();
    expect(restriction("truck", { restriction: "no_left_turn", except: "psv;motorcycle" })).toBe("no");
    expect(
      restriction("reference-car-turns", { restriction: "no_left_turn", except: "bus; motorcar" }),
    ).toBeUndefined();
  });

  test("a restriction of one mode binds that mode", () => {
    expect(restriction("truck", { "restriction:hgv": "no_u_turn" })).toBe("no");
    expect(restriction("motorcycle", { "restriction:hgv": "no_u_turn" })).toBeUndefined();
    expect(restriction("reference-car-turns", { "restriction:motorcar": "no_u_turn" })).toBeUndefined();
    expect(
      compileProfile(shipped("motorcycle")).restrictionIgnored({ type: "restriction", "restriction:hgv": "no_u_turn" }),
    ).toBe("other mode");
  });

  test("a condition on time holds only for a moment that is given", () => {
    const tags = { "restriction:conditional": "no_right_turn @ (Mo-Fr 07:00-09:00,16:00-18:00)" };
    const at = (weekday: number, hour: number) =>
      restriction("pickup", tags, { moment: { weekday, minute: hour * 60 } });
    expect(restriction("pickup", tags)).toBeUndefined();
    expect(compileProfile(shipped("pickup")).restrictionIgnored({ type: "restriction", ...tags })).toBe("conditional");
    expect([at(0, 8), at(4, 17), at(0, 10), at(5, 8)]).toEqual(["no", "no", undefined, undefined]);
  });

  test("a condition on weight is judged by the vehicle", () => {
    const tags = { "restriction:conditional": "no_right_turn @ (weight>5)" };
    expect([restriction("truck", tags), restriction("pickup", tags)]).toEqual(["no", undefined]);
  });

  test("a span over midnight belongs to the day on which it begins", () => {
    const tags = { "restriction:conditional": "no_right_turn @ (Sa 22:00-02:00)" };
    const at = (weekday: number, hour: number) =>
      restriction("pickup", tags, { moment: { weekday, minute: hour * 60 } });
    expect([at(5, 23), at(6, 1), at(5, 1), at(6, 23)]).toEqual(["no", "no", undefined, undefined]);
  });
});

describe("turn costs in left-hand traffic", () => {
  const { turns } = compileProfile(shipped("pickup"));

  test("a right turn across traffic costs more than a left turn, straight on nothing", () => {
    expect([turns.penaltyMs(-90), turns.penaltyMs(0), turns.penaltyMs(90)]).toEqual([2000, 0, 5000]);
    expect(turns.penaltyMs(60)).toBe(2500); // half way from 30 to 90 degrees
  });

  test("trucks turn round at dead ends only", () => {
    expect(compileProfile(shipped("truck")).turns.uTurns).toBe("dead-ends");
    expect(turns).toMatchObject({ uTurns: "everywhere", uTurnMs: 20_000 });
  });
});

describe("the reference models", () => {
  test("an arc's time is rounded half up and at least one millisecond", () => {
    const { arcMilliseconds } = compileProfile(shipped("reference-car"));
    expect(arcMilliseconds(100, 25)).toBe(14_400); // 100 x 3600 / 25
    expect(arcMilliseconds(0, 25)).toBe(1);
    expect(arcMilliseconds(12.5 / 3600, 5)).toBe(3); // 2.5 rounds up
  });

  test("maxspeed counts when it is digits from 5 to 140", () => {
    const speed = (maxspeed: string) => kmh("reference-car", { highway: "residential", maxspeed });
    expect(["5", "140", "050"].map(speed)).toEqual([5, 140, 50]);
    expect(["4", "141", "50 mph", "50.5", "none"].map(speed)).toEqual([25, 25, 25, 25, 25]);
  });

  test("access keys decide in their order, whatever follows", () => {
    const drives = (tags: Tags) => driven("reference-car", street({ highway: "service", ...tags }));
    expect(drives({ motorcar: "yes", access: "no" })).toBe(both);
    expect(drives({ motor_vehicle: "agricultural", access: "yes" })).toBe(closed);
    expect(drives({ access: "destination" })).toBe(both);
    expect(drives({ area: "yes" })).toBe(closed);
    expect(drives({ access: "private", foot: "yes" })).toBe(closed);
  });

  test("the light truck is capped, slowed on soft ground, and kept off weak and low roads", () => {
    const speed = (tags: Tags) => kmh("reference-light-truck", tags);
    expect(speed({ highway: "motorway" })).toBe(60);
    expect(speed({ highway: "primary", maxspeed: "100", surface: "gravel" })).toBe(30); // min(100, 60) x 0.5
    expect(speed({ highway: "residential", surface: "ground" })).toBe(12.5);
    for (const tags of [{ hgv: "no" }, { maxweight: "3.5" }, { maxheight: "3.4" }]) {
      expect(speed({ highway: "primary", ...tags })).toBeUndefined();
    }
    expect(speed({ highway: "primary", maxweight: "3.5 t", maxheight: "3.5" })).toBe(60);
  });
});

test("a profile of one's own judges as it says", () => {
  const own = parseProfile({
    id: "ox-cart",
    name: { id: "Gerobak", en: "Ox cart" },
    drivingSide: "left",
    ways: [{ when: { highway: ["*"] }, kmh: 3 }],
    access: { keys: ["carriage", "access"], deny: ["no"] },
    oneway: { keys: [] },
    maxspeed: { use: "ignore" },
    turns: { expanded: false },
  });
  expect(driven(own, street({ highway: "motorway", oneway: "yes" }))).toBe(both);
  expect(driven(own, street({ highway: "path", carriage: "no" }))).toBe(closed);
});
