/**
 * The three reference cost models: fixed rules by which any other program can check ours to the millisecond.
 * Nothing here may be tuned; a change is a new profile.
 */
import type { Profile, WayKind } from "./profile.ts";

const speedsKmh: readonly (readonly [highway: string, kmh: number])[] = [
  ["motorway", 90],
  ["motorway_link", 45],
  ["trunk", 85],
  ["trunk_link", 40],
  ["primary", 65],
  ["primary_link", 30],
  ["secondary", 55],
  ["secondary_link", 25],
  ["tertiary", 40],
  ["tertiary_link", 20],
  ["unclassified", 25],
  ["residential", 25],
  ["living_street", 10],
  ["service", 15],
  ["track", 12],
  ["road", 20],
];

const ways: readonly WayKind[] = speedsKmh.map(([highway, kmh]) => ({ when: { highway: [highway] }, kmh }));

/** Car without turn costs: arcs between OSM nodes. */
export const referenceCar: Profile = {
  id: "reference-car",
  name: { id: "Mobil acuan", en: "Reference car" },
  description: "Fixed rules for checking by other programs; not for planning.",
  drivingSide: "right",
  ways,
  forbid: [{ area: ["yes"] }],
  access: {
    keys: ["motorcar", "motor_vehicle", "vehicle", "access"],
    deny: ["no", "private", "agricultural", "forestry", "emergency"],
  },
  oneway: {
    keys: ["oneway"],
    implied: [{ junction: ["roundabout", "circular"] }, { highway: ["motorway"] }],
  },
  maxspeed: { use: "replace", read: "digits", least: 5, most: 140 },
  turns: { expanded: false },
};

/** The same with simple turn restrictions and without U-turns except at dead ends. */
export const referenceCarTurns: Profile = {
  ...referenceCar,
  id: "reference-car-turns",
  name: { id: "Mobil acuan dengan larangan belok", en: "Reference car with turn restrictions" },
  turns: { expanded: true, restrictions: true, modes: ["motorcar"], uTurns: "dead-ends" },
};

/** A light truck: slower, slower still on soft ground, too heavy and too high for some ways. */
export const referenceLightTruck: Profile = {
  ...referenceCar,
  id: "reference-light-truck",
  name: { id: "Truk ringan acuan", en: "Reference light truck" },
  forbid: [{ area: ["yes"] }, { hgv: ["no"] }],
  capKmh: 60,
  surfaces: [
    {
      values: [
        "unpaved",
        "gravel",
        "dirt",
        "ground",
        "earth",
        "mud",
        "sand",
        "grass",
        "compacted",
        "fine_gravel",
        "pebblestone",
      ],
      factor: 0.5,
    },
  ],
  limits: [
    { key: "maxweight", needs: 7.5, read: "plain" },
    { key: "maxheight", needs: 3.5, read: "plain" },
  ],
};
