import { describe, expect, test } from "vitest";
import { audit, type Corruption, changed, tripOf } from "./testing/edits.ts";
import { codes } from "./testing/hand-made-world.ts";

const kitCorruptions: readonly Corruption[] = [
  ["the stop at TPS 2 is dropped", "tps-unserved", codes[2], (plan) => void tripOf(plan, "t6").stops.pop()],
  [
    "the stop at TPS 1 is doubled",
    "kit-doubled",
    codes[1],
    (plan) => void tripOf(plan, "t6").stops.push(tripOf(plan, "t6").stops[0]!),
  ],
  [
    "TPS 2 and TPS 6 change vehicles",
    "wrong-supplier",
    codes[6],
    (plan) => {
      const [first, second] = [tripOf(plan, "t6").stops, tripOf(plan, "t9").stops];
      [first[1], second[1]] = [second[1]!, first[1]!];
    },
  ],
  [
    "the kits of TPS 1 and TPS 2 are swapped",
    "kit-wrong-place",
    codes[1],
    (plan) => {
      const [first, second] = tripOf(plan, "t6").stops;
      [first!.kits, second!.kits] = [second!.kits, first!.kits];
    },
  ],
  [
    "the order of TPS 5 and TPS 6 is swapped",
    "leg-seconds",
    codes[6],
    (plan) => {
      const { stops } = tripOf(plan, "t9");
      [stops[0]!.place, stops[1]!.place] = [stops[1]!.place, stops[0]!.place];
    },
  ],
  [
    "TPS 3 gets one kit too many",
    "kit-doubled",
    codes[3],
    (plan) => void tripOf(plan, "t8").stops[0]!.kits.push(codes[3]),
  ],
  ["TPS 4 gets a kit too few", "kit-missing", codes[4], (plan) => void tripOf(plan, "t7").stops[0]!.kits.pop()],
  [
    "a kit of nobody is handed over at PPK B",
    "kit-unknown",
    codes.B,
    (plan) => {
      tripOf(plan, "t2").stops[0]!.kits[0] = "9999";
    },
  ],
  [
    "PPS q never gets the second kit of TPS 4",
    "kit-not-there",
    codes.q,
    (plan) => {
      tripOf(plan, "t3").stops[0]!.kits = [codes[3], codes[4]];
    },
  ],
  [
    "PPK A never gets its boxes",
    "box-missing",
    codes.A,
    (plan) => {
      tripOf(plan, "t1").stops[0]!.boxes = 0;
    },
  ],
  [
    "PPK B gets its boxes twice",
    "box-doubled",
    codes.B,
    (plan) => {
      tripOf(plan, "t2").stops[0]!.boxes = 4;
    },
  ],
  [
    "PPS r gets boxes",
    "box-wrong-place",
    codes.r,
    (plan) => {
      tripOf(plan, "t5").stops[0]!.boxes = 1;
    },
  ],
  [
    "TPS 3 is served and unassigned at once",
    "unassigned-but-served",
    codes[3],
    (plan) => void plan.unassigned.push({ code: codes[3], cause: "capacity", says: { id: "penuh", en: "full" } }),
  ],
  [
    "a place that the brief does not know is unassigned",
    "unassigned-unknown",
    "9999",
    (plan) => void plan.unassigned.push({ code: "9999", cause: "capacity", says: { id: "penuh", en: "full" } }),
  ],
  [
    "TPS 1 is unassigned without a sentence",
    "unassigned-unexplained",
    codes[1],
    (plan) => void plan.unassigned.push({ code: codes[1], cause: "x", says: { id: " ", en: "" } }),
  ],
  [
    "PPK A is served in two stops",
    "split-load",
    codes.A,
    (plan) => {
      const { stops } = tripOf(plan, "t1");
      stops.push({ ...stops[0]!, kits: stops[0]!.kits.splice(3), boxes: 0 });
    },
  ],
];

const loadCorruptions: readonly Corruption[] = [
  [
    "a truck carries 6 boxes more than it holds: 5 x 7 + 8 = 43 pieces > 37",
    "over-capacity",
    codes.W,
    (plan) => {
      tripOf(plan, "t1").stops[0]!.boxes = 8;
    },
  ],
  ["the load of t5 is short by a kit", "wrong-load", codes.B, (plan) => void tripOf(plan, "t5").load.kits--],
  [
    "the load after TPS 5 is wrong",
    "wrong-load-after",
    codes[5],
    (plan) => {
      tripOf(plan, "t9").stops[0]!.loadAfter = { kits: 2, boxes: 0 };
    },
  ],
  [
    "t6 is loaded first in first out",
    "wrong-loading-order",
    codes[2],
    (plan) => void tripOf(plan, "t6").loadingOrder.reverse(),
  ],
  [
    "t8 has a loading order too long",
    "wrong-loading-order",
    codes.q,
    (plan) => void tripOf(plan, "t8").loadingOrder.push(codes[4]),
  ],
];

const documentCorruptions: readonly Corruption[] = [
  [
    "the plan is of another brief",
    "brief-differs",
    "plan",
    (plan) => {
      plan.brief.sha256 = "0".repeat(64);
    },
  ],
  [
    "the plan is of another tenant",
    "tenant-differs",
    "plan",
    (plan) => {
      plan.brief.tenant = "kendari";
    },
  ],
  [
    "the plan is of other roads",
    "roads-differ",
    "plan",
    (plan) => {
      plan.roads.sha256 = "0".repeat(64);
    },
  ],
  [
    "the plan hides that its roads are synthetic",
    "roads-differ",
    "plan",
    (plan) => {
      plan.roads.synthetic = false;
    },
  ],
  [
    "the plan has a later deadline",
    "deadline-differs",
    "plan",
    (plan) => {
      plan.deadline = "2024-11-26T18:00:01+08:00";
    },
  ],
  [
    "the plan has another zone",
    "zone-differs",
    "plan",
    (plan) => {
      plan.timeZone = "Asia/Jakarta";
    },
  ],
  [
    "the plan has an unknown setting",
    "settings-invalid",
    "plan",
    (plan) => {
      plan.settings = { wings: "2" };
    },
  ],
  [
    "the plan has a setting that cannot be",
    "settings-invalid",
    "plan",
    (plan) => {
      plan.settings = { "window.end": "soon" };
    },
  ],
  [
    "the plan says direct and is tiered",
    "wrong-supplier",
    codes[1],
    (plan) => {
      plan.mode = "direct";
    },
  ],
  [
    "TPS 1 is missing from the supply list",
    "supply-missing",
    codes[1],
    (plan) => {
      plan.supply = plan.supply.filter((pair) => pair.place !== codes[1]);
    },
  ],
  [
    "TPS 1 is listed with another supplier",
    "supply-wrong",
    codes[1],
    (plan) => {
      plan.supply.find((pair) => pair.place === codes[1])!.from = codes.q;
    },
  ],
  [
    "TPS 1 is listed as a PPS",
    "supply-kind",
    codes[1],
    (plan) => {
      plan.supply.find((pair) => pair.place === codes[1])!.kind = "pps";
    },
  ],
  ["the supply list is out of order", "supply-order", codes[5], (plan) => void plan.supply.reverse()],
];

const summaryCorruptions = (
  ["tps", "served", "kits", "boxes", "vehicles", "trips", "metres", "driving", "handling", "slack", "cost"] as const
).map(
  (field): Corruption => [
    `the summary has one ${field} too many`,
    "wrong-summary",
    "plan",
    (plan) => {
      plan.summary[field] = (plan.summary[field] ?? 0) + 1;
    },
  ],
);

describe("the audit catches that", () => {
  test.each([...kitCorruptions, ...loadCorruptions, ...documentCorruptions, ...summaryCorruptions])(
    "%s: %s at %s",
    (_says, code, place, change) => {
      const findings = audit(changed(change));
      expect(findings.map((finding) => `${finding.code} ${finding.place}`)).toContain(`${code} ${place}`);
    },
  );
});
