/**
 * One warehouse, two PPK, three PPS and six TPS in a drawn town, and a plan for them worked out by hand: the oracle of the
 * audit's tests. No planner made it. For tests only.
 */
import { type Brief, digestOf, type Plan, planSchemaId, readBrief } from "@antar/domain";
import { asciiTown } from "./ascii-town.ts";

const sha256 = "b".repeat(64);

/** W warehouse; A, B PPK; p, q, r PPS; 1..6 TPS. From B to r the street is one-way. */
export const drawnTown = asciiTown(
  ["  W---A---q", "  |   |   |", "2-1-p-+-3-4", "  |   |   |", "  B->-r-5-6"],
  sha256,
  ["truck", "pickup", "cart"],
);

/** Codes of the places by their letter in the drawing. */
export const codes = {
  W: "9901",
  A: "990101",
  B: "990102",
  p: "9901011001",
  q: "9901011002",
  r: "9901021001",
  "1": "9901011001001",
  "2": "9901011001002",
  "3": "9901011002001",
  "4": "9901011002002",
  "5": "9901021001001",
  "6": "9901021001002",
} as const;
type Letter = keyof typeof codes;

function place(letter: Letter, kind: Brief["places"][number]["kind"], suppliedBy: Letter | undefined, more = {}) {
  const supplier = suppliedBy === undefined ? {} : { suppliedBy: codes[suppliedBy] };
  return {
    code: codes[letter],
    kind,
    name: `Tempat ${letter}`,
    point: drawnTown.pointOf(letter),
    ...supplier,
    ...more,
  };
}

const type = (id: string, more: object) => ({ id, name: id, ...more });

/** The brief of the hand-made world: TPS 4 receives two kits, each PPK two boxes, PPS p is no place for the night. */
export const handMadeBrief: Brief = readBrief({
  schema: "antar.brief/1",
  id: "hand-made",
  tenant: "test",
  title: "A world made by hand",
  timeZone: "Asia/Makassar",
  currency: "IDR",
  roads: { extract: "drawn.osm", sha256, synthetic: true, attribution: "drawn for tests" },
  serviceArea: {
    name: "town",
    rings: [
      [
        [122, -4],
        [123, -4],
        [123, -3],
        [122, -3],
        [122, -4],
      ],
    ],
  },
  window: {
    start: "2024-11-25T08:00:00+08:00",
    end: "2024-11-26T18:00:00+08:00",
    legalEnd: "2024-11-26T23:59:00+08:00",
  },
  mode: "tiered",
  kit: { pieces: [{ kind: "kotak", name: "Kotak", count: 7 }], litres: 250 },
  box: { litres: 96 },
  handling: { loadPerKit: 60, handOverPerKit: 30, perStop: 100 },
  opening: {
    warehouse: { from: "08:00", to: "16:00" },
    ppk: { from: "08:00", to: "16:00" },
    pps: { from: "08:00", to: "16:00" },
    tps: { from: "06:00", to: "18:00" },
  },
  drivers: { shift: 2700, breakAfter: 2000, break: 300 },
  escort: { teams: 1, vehiclesPerConvoy: 2, from: "warehouse" },
  split: { ppk: false, pps: true },
  slackTarget: 7200,
  vehicleTypes: [
    type("truk", {
      count: 2,
      base: "warehouse",
      roams: false,
      capacity: { pieces: 37 },
      profile: "truck",
      cost: { fixed: 900_000, perKilometre: 6000, perHour: 60_000 },
    }),
    type("pikap", {
      count: 1,
      base: "ppk",
      roams: true,
      capacity: { kits: 3 },
      profile: "pickup",
      cost: { fixed: 350_000, perKilometre: 3500, perHour: 40_000 },
    }),
    type("gerobak", {
      count: 3,
      base: "pps",
      roams: false,
      capacity: { kits: 2, litres: 500 },
      profile: "cart",
      cost: { fixed: 100_000, perKilometre: 1500, perHour: 20_000 },
    }),
  ],
  places: [
    place("W", "warehouse", undefined, { docks: 1 }),
    place("A", "ppk", "W", { boxes: 2, docks: 1 }),
    place("B", "ppk", "W", { boxes: 2 }),
    place("p", "pps", "A", { overnight: false }),
    place("q", "pps", "A"),
    place("r", "pps", "B"),
    place("1", "tps", "p"),
    place("2", "tps", "p"),
    place("3", "tps", "q"),
    place("4", "tps", "q", { kits: 2 }),
    place("5", "tps", "r"),
    place("6", "tps", "r"),
  ],
});

/** 25 November 2024 at `clock`, WITA. */
export const at = (clock: string): string => `2024-11-25T${clock}+08:00`;

type Trip = Plan["routes"][number]["trips"][number];
type Stop = Trip["stops"][number];

/** One line of the hand-written timetable: place, leg seconds, leg metres, arrival = start, end = departure, kits, boxes. */
type Line = readonly [Letter, number, number, string, string, readonly Letter[], number?];

interface TripText {
  readonly id: string;
  readonly from: Letter;
  readonly more?: Pick<Trip, "dock" | "convoy">;
  /** Loading starts, loading ends, departure. */
  readonly times: readonly [string, string, string];
  readonly stops: readonly Line[];
  /** Seconds, metres, arrival. */
  readonly back: readonly [number, number, string];
}

const echelons: Readonly<Record<string, number>> = { W: 1, A: 2, B: 2 };

function tripOf({ id, from, more = {}, times, stops, back }: TripText): Trip {
  let left = {
    kits: stops.reduce((sum, line) => sum + line[5].length, 0),
    boxes: stops.reduce((sum, line) => sum + (line[6] ?? 0), 0),
  };
  const load = left;
  const lines = stops.map(([letter, seconds, metres, start, end, kits, boxes = 0]): Stop => {
    left = { kits: left.kits - kits.length, boxes: left.boxes - boxes };
    const times = { arrival: at(start), start: at(start), end: at(end), departure: at(end) };
    const owners = kits.map((kit) => codes[kit]);
    return { place: codes[letter], leg: { seconds, metres }, ...times, kits: owners, boxes, loadAfter: left };
  });
  return {
    id,
    echelon: echelons[from] ?? 3,
    origin: codes[from],
    ...more,
    loading: { start: at(times[0]), end: at(times[1]) },
    load,
    departure: at(times[2]),
    stops: lines,
    return: { place: codes[from], leg: { seconds: back[0], metres: back[1] }, arrival: at(back[2]) },
    loadingOrder: lines.map((stop) => stop.place).reverse(),
  };
}

// Loading takes 60 s a kit, a hand-over 100 s + 30 s a kit. A column is 45.25 s and 60.1 m, a row 30.3 s and 40 m.
// W-A: 4 columns = 181 s, 240.4 m. W-B: 4 rows = 121.2 s, 160 m.
const trucks = [
  tripOf({
    id: "t1",
    from: "W",
    more: { dock: 1, convoy: "k1" },
    times: ["08:00:00", "08:05:00", "08:07:00"],
    stops: [["A", 181, 240, "08:10:01", "08:14:11", ["1", "2", "3", "4", "4"], 2]],
    back: [181, 240, "08:17:12"],
  }),
  tripOf({
    id: "t2",
    from: "W",
    more: { dock: 1, convoy: "k1" },
    times: ["08:05:00", "08:07:00", "08:07:00"],
    stops: [["B", 121, 160, "08:09:01", "08:11:41", ["5", "6"], 2]],
    back: [121, 160, "08:13:42"],
  }),
];

// A-q: 4 columns. A-p: 2 rows + 2 columns = 151.1 s, 200.2 m. A-B: 4 columns + 4 rows = 302.2 s, 400.4 m; so is r-B.
const pickup = [
  tripOf({
    id: "t3",
    from: "A",
    more: { dock: 1 },
    times: ["08:14:11", "08:17:11", "08:17:11"],
    stops: [["q", 181, 240, "08:20:12", "08:23:22", ["3", "4", "4"]]],
    back: [181, 240, "08:26:23"],
  }),
  tripOf({
    id: "t4",
    from: "A",
    more: { dock: 1 },
    times: ["08:26:23", "08:28:23", "08:28:23"],
    stops: [["p", 151, 200, "08:30:54", "08:33:34", ["1", "2"]]],
    back: [151, 200, "08:36:05"],
  }),
  tripOf({
    id: "t5",
    from: "B",
    times: ["08:46:07", "08:48:07", "08:48:07"],
    stops: [["r", 181, 240, "08:51:08", "08:53:48", ["5", "6"]]],
    back: [302, 400, "08:58:50"],
  }),
];

// p-1, 1-2, r-5, 5-6: 2 columns = 90.5 s, rounded up, 120.2 m. q-4: 2 rows = 60.6 s, 80 m. q-3: 151.1 s, 200.2 m.
const carts = [
  tripOf({
    id: "t6",
    from: "p",
    times: ["08:33:34", "08:35:34", "08:35:34"],
    stops: [
      ["1", 91, 120, "08:37:05", "08:39:15", ["1"]],
      ["2", 91, 120, "08:40:46", "08:42:56", ["2"]],
    ],
    back: [181, 240, "08:45:57"],
  }),
  tripOf({
    id: "t7",
    from: "q",
    times: ["08:23:22", "08:25:22", "08:25:22"],
    stops: [["4", 61, 80, "08:26:23", "08:29:03", ["4", "4"]]],
    back: [61, 80, "08:30:04"],
  }),
  tripOf({
    id: "t8",
    from: "q",
    times: ["08:30:04", "08:31:04", "08:31:04"],
    stops: [["3", 151, 200, "08:33:35", "08:35:45", ["3"]]],
    back: [151, 200, "08:38:16"],
  }),
  tripOf({
    id: "t9",
    from: "r",
    times: ["08:53:48", "08:55:48", "08:55:48"],
    stops: [
      ["5", 91, 120, "08:57:19", "08:59:29", ["5"]],
      ["6", 91, 120, "09:01:00", "09:03:10", ["6"]],
    ],
    back: [181, 240, "09:06:11"],
  }),
];

function routeOf(vehicle: string, home: Letter, trips: Trip[]): Plan["routes"][number] {
  const [vehicleType = ""] = vehicle.split("-");
  return { vehicle, vehicleType, home: codes[home], breaks: [], transfers: [], trips };
}

const links: readonly (readonly [Letter, Letter, "ppk" | "pps" | "tps"])[] = [
  ["A", "W", "ppk"],
  ["p", "A", "pps"],
  ["1", "p", "tps"],
  ["2", "p", "tps"],
  ["q", "A", "pps"],
  ["3", "q", "tps"],
  ["4", "q", "tps"],
  ["B", "W", "ppk"],
  ["r", "B", "pps"],
  ["5", "r", "tps"],
  ["6", "r", "tps"],
];

/** The good plan: 21 loadings and hand-overs of kits in 9 trips of 6 vehicles. */
export const handMadePlan: Plan = {
  schema: planSchemaId,
  brief: { id: "hand-made", tenant: "test", sha256: digestOf(handMadeBrief) },
  settings: {},
  roads: { sha256, synthetic: true, attribution: "drawn for tests" },
  mode: "tiered",
  seed: 1,
  timeZone: "Asia/Makassar",
  currency: "IDR",
  deadline: "2024-11-26T18:00:00+08:00",
  supply: links
    .map(([to, from, kind]) => ({ place: codes[to], from: codes[from], kind }))
    .sort((a, b) => (a.place < b.place ? -1 : 1)),
  routes: [
    routeOf("truk-1", "W", trucks.slice(0, 1)),
    routeOf("truk-2", "W", trucks.slice(1)),
    {
      ...routeOf("pikap-1", "A", pickup),
      // 08:14:11 .. 08:58:50 is 2,679 s, more than 2,000 s without a break.
      breaks: [{ start: at("08:36:05"), end: at("08:41:05") }],
      transfers: [
        {
          from: codes.A,
          to: codes.B,
          departure: at("08:41:05"),
          arrival: at("08:46:07"),
          leg: { seconds: 302, metres: 400 },
        },
      ],
    },
    routeOf("gerobak-1", "p", carts.slice(0, 1)),
    routeOf("gerobak-2", "q", carts.slice(1, 3)),
    routeOf("gerobak-3", "r", carts.slice(3)),
  ],
  convoys: [{ id: "k1", team: 1, trips: ["t1", "t2"], start: at("08:07:00"), end: at("08:14:11") }],
  unassigned: [],
  summary: {
    tps: 6,
    served: 6,
    kits: 7,
    boxes: 4,
    vehicles: 6,
    trips: 9,
    // trucks 480 + 320, pickup 480 + 400 + 400 (transfer) + 640, carts 480 + 160 + 400 + 480
    metres: 4240,
    // trucks 362 + 242, pickup 362 + 302 + 302 + 483, carts 363 + 122 + 302 + 363
    driving: 3203,
    // 21 x (60 + 30) + 11 stops x 100
    handling: 2990,
    latestArrival: at("09:03:10"),
    // from 09:00:00 to 18:00:00 on the day after are 33 h; 190 s of them are gone
    slack: 33 * 3600 - 190,
    // fixed 2,450,000; 6000 x .8 + 3500 x 1.92 + 1500 x 1.52 = 13,800;
    // 60,000 x 1554 / 3600 + 40,000 x 2679 / 3600 + 20,000 x 2380 / 3600 = 68,888.89
    cost: 2_532_689,
  },
};
