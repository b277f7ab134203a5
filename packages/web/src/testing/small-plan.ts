/**
 * A small frozen world for tests: one warehouse, one PPK, one PPS, three TPS of which one is unserved; a truck on the
 * first day, a motor cart on the second.
 */
import type { Brief, Plan } from "@antar/domain";

const opening = { from: "06:00", to: "18:00" };

/** The brief of the small world. */
export const smallBrief: Brief = {
  schema: "antar.brief/1",
  id: "small",
  tenant: "small",
  title: "Kota Kecil",
  timeZone: "Asia/Makassar",
  currency: "IDR",
  roads: { extract: "roads.osm.pbf", sha256: "0".repeat(64), synthetic: true, attribution: "test" },
  serviceArea: {
    name: "Kota Kecil",
    rings: [
      [
        [122, -4],
        [123, -4],
        [123, -3],
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
  kit: { pieces: [{ kind: "box", name: "Kotak", count: 2 }], litres: 250 },
  box: { litres: 100 },
  handling: { loadPerKit: 78, handOverPerKit: 78, perStop: 180 },
  opening: { warehouse: opening, ppk: opening, pps: opening, tps: opening },
  drivers: { shift: 36_000, breakAfter: 18_000, break: 2_700 },
  split: { ppk: false, pps: true },
  slackTarget: 7_200,
  vehicleTypes: [],
  places: [
    { code: "7471", kind: "warehouse", name: "Gudang", point: [122.5, -3.9] },
    { code: "747101", kind: "ppk", name: "PPK Mandonga", point: [122.51, -3.91], suppliedBy: "7471", boxes: 2 },
    { code: "7471011001", kind: "pps", name: "PPS Wawombalata", point: [122.52, -3.92], suppliedBy: "747101" },
    {
      code: "7471011001001",
      kind: "tps",
      name: "TPS 001 Wawombalata",
      point: [122.521, -3.921],
      suppliedBy: "7471011001",
      approximate: true,
    },
    {
      code: "7471011001002",
      kind: "tps",
      name: "TPS 002 Wawombalata",
      point: [122.522, -3.922],
      suppliedBy: "7471011001",
    },
    {
      code: "7471011001003",
      kind: "tps",
      name: "TPS 003 Wawombalata",
      point: [122.523, -3.923],
      suppliedBy: "7471011001",
    },
  ],
};

const leg = { metres: 1_000, seconds: 300 };

/** A plan of it; the second echelon is left out to keep the arithmetic small. */
export const smallPlan: Plan = {
  schema: "antar.plan/1",
  brief: { id: "small", tenant: "small", sha256: "0".repeat(64) },
  settings: {},
  roads: { sha256: "0".repeat(64), synthetic: true, attribution: "test" },
  mode: "tiered",
  seed: 1,
  timeZone: "Asia/Makassar",
  currency: "IDR",
  deadline: "2024-11-26T18:00:00+08:00",
  supply: [],
  routes: [
    {
      vehicle: "truk-1",
      vehicleType: "truk",
      home: "7471",
      breaks: [{ start: "2024-11-25T09:30:00+08:00", end: "2024-11-25T10:00:00+08:00" }],
      transfers: [],
      trips: [
        {
          id: "T1",
          echelon: 1,
          origin: "7471",
          dock: 2,
          convoy: "K1",
          loading: { start: "2024-11-25T08:10:00+08:00", end: "2024-11-25T08:20:00+08:00" },
          load: { kits: 2, boxes: 2 },
          departure: "2024-11-25T08:20:00+08:00",
          stops: [
            {
              place: "747101",
              leg,
              arrival: "2024-11-25T08:25:00+08:00",
              start: "2024-11-25T08:25:00+08:00",
              end: "2024-11-25T09:15:00+08:00",
              departure: "2024-11-25T09:15:00+08:00",
              kits: ["7471011001001", "7471011001002"],
              boxes: 2,
              loadAfter: { kits: 0, boxes: 0 },
            },
          ],
          return: { place: "7471", leg, arrival: "2024-11-25T09:20:00+08:00" },
          loadingOrder: ["747101"],
        },
      ],
    },
    {
      vehicle: "motor-1",
      vehicleType: "motor",
      home: "7471011001",
      breaks: [],
      transfers: [],
      trips: [
        {
          id: "T2",
          echelon: 3,
          origin: "7471011001",
          loading: { start: "2024-11-26T07:30:00+08:00", end: "2024-11-26T07:40:00+08:00" },
          load: { kits: 2, boxes: 0 },
          departure: "2024-11-26T07:40:00+08:00",
          stops: [
            {
              place: "7471011001002",
              leg: { metres: 500, seconds: 300 },
              arrival: "2024-11-26T07:45:00+08:00",
              start: "2024-11-26T07:45:00+08:00",
              end: "2024-11-26T07:50:00+08:00",
              departure: "2024-11-26T07:50:00+08:00",
              kits: ["7471011001002"],
              boxes: 0,
              loadAfter: { kits: 1, boxes: 0 },
            },
            {
              place: "7471011001001",
              leg: { metres: 700, seconds: 300 },
              arrival: "2024-11-26T07:55:00+08:00",
              start: "2024-11-26T07:55:00+08:00",
              end: "2024-11-26T08:00:00+08:00",
              departure: "2024-11-26T08:00:00+08:00",
              kits: ["7471011001001"],
              boxes: 0,
              loadAfter: { kits: 0, boxes: 0 },
            },
          ],
          return: { place: "7471011001", leg, arrival: "2024-11-26T08:05:00+08:00" },
          loadingOrder: ["7471011001001", "7471011001002"],
        },
      ],
    },
  ],
  convoys: [{ id: "K1", team: 1, trips: ["T1"], start: "2024-11-25T08:20:00+08:00", end: "2024-11-25T09:15:00+08:00" }],
  unassigned: [
    { code: "7471011001003", cause: "fleet", says: { id: "Tidak ada kendaraan", en: "No vehicle is left" } },
  ],
  summary: {
    tps: 3,
    served: 2,
    kits: 2,
    boxes: 2,
    vehicles: 2,
    trips: 2,
    metres: 4_200,
    driving: 1_500,
    handling: 4_800,
    latestArrival: "2024-11-26T08:00:00+08:00",
    slack: 36_000,
    cost: 0,
  },
};
