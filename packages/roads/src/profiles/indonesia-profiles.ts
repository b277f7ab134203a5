/**
 * Vehicles of an Indonesian election office. Speeds are priors to be calibrated from arrivals; docs/profiles.md
 * names the source of each figure. Knows no algorithm: these are documents, as a user would write them.
 */
import type { Profile, TagCondition, WayKind } from "./profile.ts";

type Speed = NonNullable<WayKind["kmh"]>;

function highway(values: readonly string[], kmh: Speed, more: Omit<WayKind, "when" | "kmh"> = {}): WayKind {
  return { when: { highway: values }, kmh, ...more };
}

function track(grades: readonly string[], kmh: Speed): WayKind {
  return { when: { highway: ["track"], tracktype: grades }, kmh, ignoreSurface: true, unpaved: true };
}

const ferryOnPermission: WayKind = { when: { route: ["ferry"] }, kmh: 12, carrier: "ferry", needsPermission: true };
const ferry: WayKind = { when: { route: ["ferry"] }, kmh: 12, carrier: "ferry" };

const motorDeny = ["no", "private", "agricultural", "forestry", "emergency", "military", "psv", "bus", "bicycle"];
const destination = ["destination", "customers", "delivery", "residents", "permit"];

const access = (keys: readonly string[]): Profile["access"] => ({
  keys,
  deny: motorDeny,
  destination,
  destinationEntrySeconds: 60,
  directional: true,
  conditional: true,
});

const oneway = (modes: readonly string[]): Profile["oneway"] => ({
  keys: [...modes.map((mode) => `oneway:${mode}`), "oneway"],
  closed: ["reversible"],
  implied: [{ junction: ["roundabout", "circular"] }, { highway: ["motorway"] }],
  conditional: true,
});

/** PP 79/2013 and PM 111/2015: toll roads 60..100, between cities 80, in cities 50, residential 30 km/h. */
const maxspeed: Profile["maxspeed"] = {
  use: "cap",
  read: "full",
  least: 5,
  most: 100,
  words: { "ID:motorway": 100, "ID:rural": 80, "ID:urban": 50, "ID:living_street": 30, "ID:residential": 30 },
};

const surfaces: NonNullable<Profile["surfaces"]> = [
  { values: ["compacted", "fine_gravel"], factor: 0.7, unpaved: true },
  { values: ["gravel", "pebblestone", "unpaved", "rock"], factor: 0.55, unpaved: true },
  { values: ["earth", "dirt", "ground", "grass", "clay"], factor: 0.45, unpaved: true },
  { values: ["sand", "mud"], factor: 0.25, unpaved: true },
];

const factors: NonNullable<Profile["factors"]> = [
  { when: { smoothness: ["bad"] }, factor: 0.8 },
  { when: { smoothness: ["very_bad"] }, factor: 0.55 },
  { when: { smoothness: ["horrible", "very_horrible", "impassable"] }, factor: 0.3 },
  { when: { ford: ["yes"] }, factor: 0.5 },
];

/** 06-08 x 0.7, 11-13 x 0.85, 16-18 x 0.65, 21-05 x 1.1. */
const urbanHours: readonly number[] = [
  1.1, 1.1, 1.1, 1.1, 1.1, 1, 0.7, 0.7, 1, 1, 1, 0.85, 0.85, 1, 1, 1, 0.65, 0.65, 1, 1, 1, 1.1, 1.1, 1.1,
];
const hours = { urban: urbanHours };

const gates = ["gate", "lift_gate", "swing_gate", "sliding_gate", "sally_port"];
const harmless = ["entrance", "no", "kerb", "height_restrictor", "speed_bump", "cattle_grid", "border_control"];

const motorNodes = (signalSeconds: number, narrow: readonly string[]): NonNullable<Profile["nodes"]> => [
  { when: { highway: ["traffic_signals"] }, seconds: signalSeconds },
  { when: { railway: ["level_crossing"] }, seconds: 8 },
  { when: { highway: ["mini_roundabout"] }, seconds: 2 },
  { when: { barrier: ["toll_booth"] }, seconds: 20 },
  { when: { barrier: gates }, seconds: 10 },
  { when: { barrier: [...harmless, ...narrow] }, seconds: 0 },
  { when: { barrier: ["*"] }, closed: true },
  { when: { traffic_calming: ["*"] }, seconds: 2 },
];

const areas: readonly TagCondition[] = [{ area: ["yes"] }];

/** Left-hand traffic: the left turn keeps to the kerb, the right turn crosses the oncoming lane. */
const leftHandTurns = (scale: number): NonNullable<Profile["turns"]["byAngle"]> => [
  [-180, 8 * scale],
  [-90, 2 * scale],
  [-30, 0],
  [30, 0],
  [90, 5 * scale],
  [180, 10 * scale],
];

/** Box truck of about 8 t (CDD): 3.4 m high, 2.2 m wide. */
export const truck: Profile = {
  id: "truck",
  name: { id: "Truk boks", en: "Box truck" },
  drivingSide: "left",
  ways: [
    { when: { highway: ["service"], service: ["alley"] } },
    highway(["motorway"], { urban: 60, rural: 65 }),
    highway(["motorway_link"], 35),
    highway(["trunk"], { urban: 30, rural: 45 }),
    highway(["primary"], { urban: 28, rural: 40 }),
    highway(["secondary"], { urban: 24, rural: 32 }),
    highway(["tertiary"], { urban: 20, rural: 26 }),
    highway(["trunk_link", "primary_link"], 24),
    highway(["secondary_link", "tertiary_link"], 20),
    highway(["unclassified"], { urban: 16, rural: 22 }),
    highway(["residential", "road"], 15),
    highway(["living_street", "service"], 8),
    track(["grade1", "grade2"], 12),
    track(["grade3", "!"], 8),
    ferryOnPermission,
  ],
  forbid: areas,
  access: access(["hgv", "motor_vehicle", "vehicle", "access"]),
  oneway: oneway(["hgv", "motor_vehicle"]),
  maxspeed,
  surfaces,
  factors,
  rainFactor: 0.6,
  limits: [
    { key: "maxheight", needs: 3.4 },
    { key: "maxwidth", needs: 2.2 },
    { key: "maxweight", needs: 8 },
    { key: "maxlength", needs: 7 },
    { key: "maxaxleload", needs: 5.5 },
  ],
  nodes: motorNodes(18, []),
  turns: {
    expanded: true,
    restrictions: true,
    modes: ["hgv", "motor_vehicle"],
    qualified: true,
    viaWays: true,
    uTurns: "dead-ends",
    uTurnSeconds: 45,
    byAngle: leftHandTurns(1.5),
  },
  hours,
  ferry: { kmh: 12, boardingSeconds: 900, waitSeconds: 1800 },
};

/** Pick-up or small van, up to 2.5 t laden. */
export const pickup: Profile = {
  ...truck,
  id: "pickup",
  name: { id: "Pikap / mobil boks kecil", en: "Pick-up or van" },
  ways: [
    highway(["motorway"], { urban: 60, rural: 80 }),
    highway(["motorway_link"], 40),
    highway(["trunk"], { urban: 35, rural: 55 }),
    highway(["primary"], { urban: 32, rural: 50 }),
    highway(["secondary"], { urban: 28, rural: 40 }),
    highway(["tertiary"], { urban: 25, rural: 32 }),
    highway(["trunk_link", "primary_link"], 28),
    highway(["secondary_link", "tertiary_link"], 25),
    highway(["unclassified"], { urban: 20, rural: 26 }),
    highway(["residential", "road"], 20),
    { when: { highway: ["service"], service: ["alley"] }, kmh: 8 },
    highway(["living_street", "service"], 12),
    track(["grade1", "grade2"], 20),
    track(["grade3", "!"], 12),
    track(["grade4", "grade5"], 6),
    ferryOnPermission,
  ],
  access: access(["goods", "motorcar", "motor_vehicle", "vehicle", "access"]),
  oneway: oneway(["goods", "motorcar", "motor_vehicle"]),
  limits: [
    { key: "maxheight", needs: 2.1 },
    { key: "maxwidth", needs: 1.8 },
    { key: "maxweight", needs: 2.5 },
  ],
  nodes: motorNodes(15, []),
  turns: {
    expanded: true,
    restrictions: true,
    modes: ["goods", "motorcar", "motor_vehicle"],
    qualified: true,
    viaWays: true,
    uTurns: "everywhere",
    uTurnSeconds: 20,
    byAngle: leftHandTurns(1),
  },
};

/** Motorcycle with a box; off toll roads, at home in a gang. */
export const motorcycle: Profile = {
  ...truck,
  id: "motorcycle",
  name: { id: "Sepeda motor", en: "Motorcycle" },
  ways: [
    highway(["trunk"], { urban: 38, rural: 50 }),
    highway(["primary"], { urban: 35, rural: 48 }),
    highway(["secondary"], { urban: 32, rural: 42 }),
    highway(["tertiary"], { urban: 28, rural: 35 }),
    highway(["trunk_link", "primary_link"], 30),
    highway(["secondary_link", "tertiary_link"], 28),
    highway(["unclassified"], { urban: 24, rural: 29 }),
    highway(["residential", "road"], 24),
    { when: { highway: ["service"], service: ["alley"] }, kmh: 12 },
    highway(["living_street", "service"], 15),
    track(["grade1", "grade2"], 22),
    track(["grade3", "!"], 15),
    track(["grade4", "grade5"], 10),
    highway(["path"], 12, { hours: "none" }),
    highway(["footway", "pedestrian", "cycleway"], 12, { needsPermission: true, hours: "none" }),
    // Unlike other classes a toll road opens only where the tags name motorcycles (Suramadu, Bali Mandara).
    highway(["motorway", "motorway_link"], 40, { needsPermission: true }),
    ferry,
  ],
  access: access(["motorcycle", "motor_vehicle", "vehicle", "access"]),
  oneway: oneway(["motorcycle", "motor_vehicle"]),
  limits: [{ key: "maxwidth", needs: 0.8 }],
  nodes: motorNodes(10, ["bollard", "cycle_barrier", "block"]),
  turns: {
    expanded: true,
    restrictions: true,
    modes: ["motorcycle", "motor_vehicle"],
    qualified: true,
    viaWays: true,
    uTurns: "everywhere",
    uTurnSeconds: 8,
    byAngle: leftHandTurns(0.5),
  },
  ferry: { kmh: 12, boardingSeconds: 300, waitSeconds: 900 },
};

/** Three-wheeled motor cart (roda tiga) of a kelurahan: 1.3 m wide, slow, into alleys but not into a gang. */
export const cart: Profile = {
  ...motorcycle,
  id: "cart",
  name: { id: "Motor roda tiga", en: "Motor cart" },
  ways: [
    highway(["trunk"], { urban: 28, rural: 35 }),
    highway(["primary"], { urban: 26, rural: 33 }),
    highway(["secondary"], { urban: 24, rural: 30 }),
    highway(["tertiary"], { urban: 21, rural: 26 }),
    highway(["trunk_link", "primary_link"], 24),
    highway(["secondary_link", "tertiary_link"], 21),
    highway(["unclassified"], { urban: 18, rural: 22 }),
    highway(["residential", "road"], 17),
    { when: { highway: ["service"], service: ["alley"] }, kmh: 9 },
    highway(["living_street", "service"], 11),
    track(["grade1", "grade2"], 14),
    track(["grade3", "!"], 9),
    highway(["path", "footway", "pedestrian", "cycleway"], 8, { needsPermission: true, hours: "none" }),
    ferry,
  ],
  limits: [
    { key: "maxwidth", needs: 1.3 },
    { key: "maxweight", needs: 1 },
    { key: "maxheight", needs: 1.9 },
  ],
  nodes: motorNodes(12, []),
  turns: { ...motorcycle.turns, uTurnSeconds: 12, byAngle: leftHandTurns(0.8) },
};

/** On foot with a load. */
export const foot: Profile = {
  id: "foot",
  name: { id: "Jalan kaki", en: "On foot" },
  drivingSide: "left",
  ways: [
    { when: { highway: ["steps"] }, kmh: 2, ignoreSurface: true },
    highway(["motorway", "motorway_link"], 4, { needsPermission: true }),
    { when: { highway: ["proposed", "construction", "raceway", "bus_guideway", "abandoned", "razed", "platform"] } },
    highway(["track", "path", "bridleway"], 3.5),
    highway(["cycleway"], 4),
    highway(["*"], 4),
    { when: { man_made: ["pier"] }, kmh: 4 },
    ferry,
  ],
  access: {
    keys: ["foot", "access"],
    deny: ["no", "private", "military", "agricultural", "forestry", "emergency"],
    destination,
    directional: true,
    conditional: true,
  },
  oneway: { keys: ["oneway:foot"] },
  maxspeed: { use: "ignore" },
  surfaces: [
    { values: ["sand", "mud"], factor: 0.7, unpaved: true },
    { values: ["earth", "dirt", "ground", "clay"], factor: 1, unpaved: true },
  ],
  rainFactor: 0.8,
  nodes: [
    { when: { barrier: gates }, seconds: 5 },
    { when: { barrier: ["wall", "fence", "hedge", "city_wall", "retaining_wall"] }, closed: true },
    { when: { highway: ["traffic_signals", "crossing"] }, seconds: 10 },
  ],
  turns: { expanded: false },
  ferry: { kmh: 12, boardingSeconds: 300, waitSeconds: 900 },
};

/** Motor boat (ketinting, speedboat) on rivers, fairways and ferry lines. */
export const boat: Profile = {
  id: "boat",
  name: { id: "Perahu motor", en: "Motor boat" },
  drivingSide: "right",
  ways: [
    { when: { route: ["ferry"] }, kmh: 15, carrier: "boat" },
    { when: { waterway: ["fairway"] }, kmh: 18, carrier: "boat" },
    { when: { waterway: ["river", "tidal_channel"] }, kmh: 14, carrier: "boat" },
    { when: { waterway: ["canal"] }, kmh: 8, carrier: "boat" },
    { when: { waterway: ["*"] }, kmh: 8, carrier: "boat", needsPermission: true },
  ],
  access: { keys: ["motorboat", "boat"], deny: ["no", "private"], directional: true, conditional: true },
  oneway: { keys: ["oneway:boat"] },
  maxspeed: { use: "cap", read: "full", least: 2, most: 100 },
  nodes: [
    { when: { waterway: ["dam", "weir", "waterfall"] }, closed: true },
    { when: { waterway: ["lock_gate"] }, seconds: 900 },
  ],
  turns: { expanded: false },
  ferry: { kmh: 15, boardingSeconds: 0, waitSeconds: 0 },
};
