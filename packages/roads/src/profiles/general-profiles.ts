/**
 * Profiles without a country: a generic car to compare with other routers, and the shortest way in metres.
 */
import type { Profile, WayKind } from "./profile.ts";
import { referenceCar } from "./reference-profiles.ts";

const carWays: readonly WayKind[] = [
  ...referenceCar.ways.filter(({ when }) => !["track", "road"].includes(when.highway?.[0] ?? "")),
  { when: { route: ["ferry"] }, kmh: 5, carrier: "ferry" },
];

/** A passenger car with speeds and penalties like OSRM's default car, in right-hand traffic. */
export const car: Profile = {
  id: "car",
  name: { id: "Mobil", en: "Car" },
  description: "Generic car with OSRM-like speeds, for comparison with other routers.",
  drivingSide: "right",
  ways: carWays,
  forbid: [{ area: ["yes"] }],
  access: {
    keys: ["motorcar", "motor_vehicle", "vehicle", "access"],
    deny: ["no", "private", "agricultural", "forestry", "emergency", "psv", "customers", "military"],
    destination: ["destination", "delivery"],
    destinationEntrySeconds: 60,
    directional: true,
    conditional: true,
  },
  oneway: {
    keys: ["oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"],
    closed: ["reversible"],
    implied: [{ junction: ["roundabout", "circular"] }, { highway: ["motorway"] }],
    conditional: true,
  },
  maxspeed: { use: "replace", read: "full", factor: 0.8, least: 5, most: 160 },
  surfaces: [
    { values: ["compacted", "fine_gravel", "sett", "paving_stones:lanes"], factor: 0.8, unpaved: false },
    { values: ["gravel", "unpaved", "cobblestone", "pebblestone"], factor: 0.6, unpaved: true },
    { values: ["dirt", "earth", "ground", "grass"], factor: 0.5, unpaved: true },
    { values: ["sand", "mud"], factor: 0.3, unpaved: true },
  ],
  limits: [
    { key: "maxheight", needs: 2 },
    { key: "maxwidth", needs: 1.9 },
  ],
  nodes: [
    { when: { highway: ["traffic_signals"] }, seconds: 2 },
    {
      when: {
        barrier: [
          "gate",
          "lift_gate",
          "swing_gate",
          "toll_booth",
          "border_control",
          "cattle_grid",
          "entrance",
          "no",
          "kerb",
          "height_restrictor",
          "speed_bump",
          "sally_port",
        ],
      },
    },
    { when: { barrier: ["*"] }, closed: true },
  ],
  turns: {
    expanded: true,
    restrictions: true,
    modes: ["motorcar", "motor_vehicle"],
    qualified: true,
    viaWays: true,
    uTurns: "dead-ends",
    uTurnSeconds: 20,
    byAngle: [
      [-180, 7.5],
      [-90, 5.4],
      [-45, 0.5],
      [0, 0],
      [45, 0.1],
      [90, 2.1],
      [135, 6.7],
      [180, 7.5],
    ],
  },
  ferry: { kmh: 5, boardingSeconds: 0, waitSeconds: 0 },
};

/** Metres: every road at 3.6 km/h, so that one second is one metre. Car access and one-ways, no turn costs. */
export const shortest: Profile = {
  id: "shortest",
  name: { id: "Terpendek", en: "Shortest" },
  description: "Durations in seconds equal metres driven; a car's access and one-ways.",
  drivingSide: "left",
  ways: referenceCar.ways.map(({ when }) => ({ when, kmh: 3.6 })),
  forbid: [{ area: ["yes"] }],
  access: {
    keys: ["motorcar", "motor_vehicle", "vehicle", "access"],
    deny: ["no", "private", "agricultural", "forestry", "emergency"],
  },
  oneway: referenceCar.oneway,
  maxspeed: { use: "ignore" },
  turns: { expanded: false },
};
