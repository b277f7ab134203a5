/**
 * The small world as the service would answer it. Typed by the service, so that a change of its documents breaks here.
 */
import type {
  AssignmentList,
  AssignmentView,
  BoardView,
  BriefList,
  ClosureList,
  ContactList,
  DeliveryList,
  DeviceList,
  EtaList,
  JobView,
  LogView,
  PersonList,
  PlanDiffView,
  PlanList,
  PlanView,
  PositionList,
  RouteDrawing,
  SettingsView,
  UnitList,
} from "@antar/api";
import type { FeatureCollection } from "geojson";
import { smallBrief, smallPlan } from "./small-plan.ts";

const roads = smallPlan.roads;
const [, motorRoute] = smallPlan.routes;
if (!motorRoute) throw new Error("the small plan has lost its motor cart");

/** `GET /briefs`. */
export const smallBriefs: BriefList = {
  briefs: [
    {
      id: "small",
      tenant: "small",
      title: smallBrief.title,
      version: 1,
      sha256: "0".repeat(64),
      updatedAt: "2024-11-20T08:00:00+08:00",
      timeZone: smallBrief.timeZone,
      mode: "tiered",
      window: smallBrief.window,
      roads,
      places: 6,
      tps: 3,
    },
  ],
  asOf: "2024-11-20T08:00:00+08:00",
  next: null,
};

/** `GET /briefs/small/plan`. */
export const smallPlanView: PlanView = {
  brief: "small",
  version: 1,
  state: "published",
  createdAt: "2024-11-20T08:00:00+08:00",
  job: "job-1",
  briefSha256: "0".repeat(64),
  approved: null,
  review: null,
  mode: "tiered",
  seed: 1,
  roads,
  summary: smallPlan.summary,
  findings: { blocking: 0, other: 0 },
  compact: { crossings: 7, overlap: 0.325 },
  plan: smallPlan,
  findingList: [],
};

/** `GET /jobs/job-2`: done, version 2 came of it. */
export const smallJob: JobView = {
  id: "job-2",
  kind: "plan",
  base: null,
  hasResult: false,
  brief: "small",
  state: "done",
  cancelling: false,
  progress: { phase: "search", share: 0.5, best: { lost: 1, cost: 250_000 }, says: { id: "mencari", en: "searching" } },
  version: 2,
  problem: null,
  roads,
  createdAt: "2024-11-20T08:00:00+08:00",
  startedAt: "2024-11-20T08:00:01+08:00",
  heartbeatAt: null,
  finishedAt: null,
};

/** `GET /briefs/small/board`: nothing has happened yet. */
export const smallBoard: BoardView = {
  brief: "small",
  title: smallBrief.title,
  version: 1,
  publishedAt: "2024-11-20T08:00:00+08:00",
  timeZone: smallBrief.timeZone,
  deadline: smallPlan.deadline,
  roads,
  asOf: "2024-11-25T08:00:00+08:00",
  summary: smallPlan.summary,
  rows: smallPlan.routes.map((route) => {
    const stops = route.trips.flatMap((trip) => trip.stops);
    const [first, last] = [stops[0], stops.at(-1)];
    const name = smallBrief.places.find((place) => place.code === first?.place)?.name ?? "";
    return {
      vehicle: route.vehicle,
      vehicleType: route.vehicleType,
      home: route.home,
      state: "planned",
      stops: stops.length,
      done: 0,
      kits: 2,
      delivered: 0,
      received: [],
      reports: [],
      next: { place: first?.place ?? "", name, eta: first?.arrival ?? "" },
      start: route.trips[0]?.loading.start ?? "",
      end: last?.end ?? "",
      slack: 36_000,
    };
  }),
  convoys: smallPlan.convoys,
  unassigned: smallPlan.unassigned,
  findings: [],
};

const points = new Map(smallBrief.places.map((place) => [place.code, place.point]));

/** `GET /briefs/small/plan/routes.geojson`: a straight line per drive. */
export const smallRoutes: RouteDrawing = {
  type: "FeatureCollection",
  features: smallPlan.routes.flatMap((route) =>
    route.trips.map((trip) => ({
      type: "Feature" as const,
      properties: { vehicle: route.vehicle, trip: trip.id },
      geometry: {
        type: "LineString",
        coordinates: [trip.origin, ...trip.stops.map((stop) => stop.place), trip.origin].map((code) =>
          points.get(code),
        ),
      },
    })),
  ),
};

/** `GET /map/base.geojson`: one road and one outline. */
export const smallBase: FeatureCollection = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { kind: "road", class: "primary", name: "Jalan Ahmad Yani", bridge: false },
      geometry: {
        type: "LineString",
        coordinates: [
          [122.49, -3.89],
          [122.53, -3.93],
        ],
      },
    },
    {
      type: "Feature",
      properties: { kind: "kecamatan", code: "747101", name: "Mandonga" },
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [122.48, -3.88],
            [122.54, -3.88],
            [122.54, -3.94],
            [122.48, -3.94],
            [122.48, -3.88],
          ],
        ],
      },
    },
  ],
};

/** `GET /briefs/small/assignments/motor-1`. */
export const smallAssignment: AssignmentView = {
  brief: "small",
  title: smallBrief.title,
  version: 1,
  publishedAt: "2024-11-20T08:00:00+08:00",
  vehicle: "motor-1",
  timeZone: smallBrief.timeZone,
  deadline: smallPlan.deadline,
  roads,
  route: motorRoute,
  convoys: [],
  places: smallBrief.places.map(({ code, kind, name, point, approximate }) => ({
    code,
    kind,
    name,
    point,
    approximate: approximate ?? false,
  })),
  pieces: [{ kind: "box", name: "Kotak", count: 2 }],
  drawing: { ...smallRoutes, features: smallRoutes.features.slice(1) },
};

/** `GET /briefs/small/places/7471011001002/deliveries`: the motor cart, on time. */
export const smallDeliveries: DeliveryList = {
  brief: "small",
  title: smallBrief.title,
  version: 1,
  place: "7471011001002",
  kind: "tps",
  name: "TPS 002 Wawombalata",
  timeZone: smallBrief.timeZone,
  deadline: smallPlan.deadline,
  roads,
  asOf: "2024-11-26T07:00:00+08:00",
  pieces: [{ kind: "box", name: "Kotak", count: 2 }],
  places: smallAssignment.places.filter(({ code }) => code === "7471011001002"),
  deliveries: [
    {
      vehicle: "motor-1",
      trip: "T2",
      from: "7471011001",
      fromName: "PPS Wawombalata",
      arrival: "2024-11-26T07:45:00+08:00",
      eta: "2024-11-26T07:45:00+08:00",
      start: "2024-11-26T07:45:00+08:00",
      end: "2024-11-26T07:50:00+08:00",
      kits: ["7471011001002"],
      boxes: 0,
    },
  ],
  departures: [],
  concerns: [],
};

/** `GET /briefs/small/places/7471/deliveries`: nothing comes, the truck leaves. */
export const smallWarehouse: DeliveryList = {
  ...smallDeliveries,
  place: "7471",
  kind: "warehouse",
  name: "Gudang",
  places: smallAssignment.places.filter(({ kind }) => kind === "tps"),
  deliveries: [],
  departures: [
    {
      vehicle: "truk-1",
      trip: "T1",
      loading: { start: "2024-11-25T08:10:00+08:00", end: "2024-11-25T08:20:00+08:00" },
      departure: "2024-11-25T08:20:00+08:00",
      dock: 2,
      kits: ["7471011001001", "7471011001002"],
      boxes: 2,
    },
  ],
};

/** `GET /briefs/small/assignments`. */
const smallAssignments: AssignmentList = {
  brief: "small",
  version: 1,
  roads,
  asOf: "2024-11-25T08:00:00+08:00",
  assignments: smallBoard.rows.map(({ vehicle, vehicleType, home, stops, kits, start, end }) => {
    return { vehicle, vehicleType, home, trips: 1, stops, kits, boxes: 0, start, end };
  }),
};

/** `GET /briefs/small/assignments/motor-1/contacts`. */
const smallContacts: ContactList = {
  brief: "small",
  vehicle: "motor-1",
  contacts: [
    { place: null, role: "planner", name: "Ibu Rencana", phone: "0401 333 333" },
    { place: "7471011001002", role: "kpps", name: "Ibu Wa Ode", phone: "+62 812-345" },
  ],
};

/** `GET /people` and `GET /devices`: a driver with a phone. */
const smallPeople: PersonList = {
  asOf: "2024-11-20T08:00:00+08:00",
  people: [
    {
      person: "sopir-1",
      name: "Pak Amir",
      role: "driver",
      vehicle: "motor-1",
      place: null,
      email: null,
      phone: null,
      active: true,
      hasSecret: false,
      updatedAt: "2024-11-20T08:00:00+08:00",
    },
  ],
  next: null,
};
const smallDevices: DeviceList = {
  asOf: "2024-11-20T08:00:00+08:00",
  devices: [
    {
      device: "d".repeat(32),
      person: "sopir-1",
      label: "Chrome/140",
      boundBy: "key",
      createdAt: "2024-11-20T08:00:00+08:00",
      seenAt: "2024-11-20T08:00:00+08:00",
      revokedAt: null,
    },
  ],
  next: null,
};

const { plan: _, findingList: __, ...smallHead } = smallPlanView;
/** `GET /briefs/small/plans`. */
const smallPlans: PlanList = { plans: [smallHead], published: 1, asOf: "2024-11-20T08:00:00+08:00" };

/** `GET /briefs/small/closures`: none. */
export const smallClosures: ClosureList = { brief: "small", asOf: "2024-11-20T08:00:00+08:00", closures: [] };

/** `GET /briefs/small/plans/1/diff`: against itself. */
const smallDiff: PlanDiffView = {
  brief: "small",
  from: 1,
  to: 1,
  stops: 3,
  movedVehicle: [],
  changedOrder: [],
  changedEta: [],
  extra: [],
  added: [],
  removed: [],
};

/** `GET /briefs/small/logs`. */
const smallUnits: UnitList = { brief: "small", asOf: "2024-11-26T08:00:00+08:00", units: ["vehicle:motor-1"] };

/** `GET /briefs/small/logs/vehicle:motor-1`: nothing in it yet. */
const smallLog: LogView = {
  brief: "small",
  unit: "vehicle:motor-1",
  asOf: "2024-11-26T08:00:00+08:00",
  intact: true,
  brokenAt: null,
  entries: [],
};

/** `GET /briefs/small/positions`: the motor cart, twelve minutes ago. */
const smallPositions: PositionList = {
  brief: "small",
  asOf: "2024-11-26T08:00:00+08:00",
  positions: [
    {
      vehicle: "motor-1",
      at: "2024-11-26T07:48:00+08:00",
      age: 720,
      point: [122.5215, -3.9215],
      accuracy: 20,
      speed: 4,
    },
  ],
};

/** `GET /settings`: never set. */
export const smallSettings: SettingsView = {
  lateAfter: 1_800,
  silentAfter: 2_700,
  keepPersonalDays: 30,
  votingDay: "2024-11-27",
  webhooks: [],
  version: 0,
};

const expectedAt = (minute: number): string => `2024-11-26T07:${minute}:00+08:00`;

/** `GET /briefs/small/assignments/motor-1/etas`: the first stop half an hour late, with some danger for the deadline. */
const smallEtas: EtaList = {
  brief: "small",
  version: 1,
  vehicle: "motor-1",
  asOf: "2024-11-26T06:50:00+08:00",
  stops: motorRoute.trips.slice(0, 1).flatMap(({ id, stops }) =>
    stops.slice(0, 1).map(({ place }) => ({
      trip: id,
      place,
      done: false,
      arrival: { from: expectedAt(31), median: expectedAt(38), to: expectedAt(52) },
      handedOver: { from: expectedAt(36), median: expectedAt(43), to: expectedAt(57) },
      late: 0.12,
    })),
  ),
};

/** All of them, by method and path. */
export const smallAnswers = {
  "GET /briefs": smallBriefs,
  "GET /briefs/small": smallBrief,
  "GET /briefs/small/plan": smallPlanView,
  "GET /briefs/small/plan/routes.geojson": smallRoutes,
  "GET /briefs/small/board": smallBoard,
  "GET /briefs/small/assignments/motor-1": smallAssignment,
  "GET /briefs/small/assignments/motor-1/etas": smallEtas,
  "GET /settings": smallSettings,
  "GET /briefs/small/assignments": smallAssignments,
  "GET /briefs/small/places/7471011001002/deliveries": smallDeliveries,
  "GET /briefs/small/places/7471/deliveries": smallWarehouse,
  "GET /briefs/small/positions": smallPositions,
  "GET /briefs/small/assignments/motor-1/contacts": smallContacts,
  "GET /people": smallPeople,
  "GET /devices": smallDevices,
  "GET /briefs/small/plans": smallPlans,
  "GET /briefs/small/closures": smallClosures,
  "GET /briefs/small/alarms": { brief: "small", asOf: "2024-11-26T08:00:00+08:00", alarms: [] },
  "GET /briefs/small/plans/1/diff": smallDiff,
  "GET /briefs/small/plans/2/diff": { ...smallDiff, to: 2, movedVehicle: ["7471011001002"] },
  "GET /briefs/small/logs": smallUnits,
  "GET /briefs/small/logs/vehicle%3Amotor-1": smallLog,
  "GET /briefs/small/logs/place%3A7471": { ...smallLog, unit: "place:7471" },
  "GET /briefs/small/logs/place%3A7471011001002": { ...smallLog, unit: "place:7471011001002" },
  "GET /map/base.geojson": smallBase,
  "GET /map/style.json": null,
};
