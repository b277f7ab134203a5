/**
 * `antar` as a newcomer uses it: the sample is planned and verified, every kind of corruption is named, bad briefs are
 * refused with field and place, and a running service keeps its schedule over a restart.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Brief, Plan } from "@antar/domain";
import { auditPlan } from "@antar/planning";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schemaText } from "./commands/schema.ts";
import { openBriefRoads, readBriefFile } from "./files.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const bin = join(root, "packages/cli/bin/antar.mjs");
const kendari = join(root, "data/kendari/brief.json");
const folder = mkdtempSync(join(tmpdir(), "antar-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const antar = (...args: string[]) => spawnSync(process.execPath, [bin, ...args], { encoding: "utf8", cwd: root });
const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8"));
const moved = (iso: string, seconds: number): string => {
  const zone = iso.slice(19);
  const wall = Date.parse(`${iso.slice(0, 19)}Z`) + seconds * 1_000;
  return `${new Date(wall).toISOString().slice(0, 19)}${zone}`;
};

describe("the sample of Kendari, scenario K525", () => {
  let plan: Plan;
  let record: { crossings: number; kecamatan: { code: string }[]; escortGain: { teams: number; served: number } };
  let told: string;
  let audit: (changed: Plan) => readonly { code: string; place: string; blocking: boolean }[];
  const copy = (): Plan => structuredClone(plan);

  beforeAll(async () => {
    const run = antar("plan", kendari, "--out", folder, "--iterations", "400", "--json");
    expect(run.stderr).toContain("nothing wrong found");
    expect(run.status).toBe(0);
    record = JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "");
    told = run.stderr;
    expect(record).toMatchObject({ tps: 525, served: 525, unassigned: [] });
    plan = read(join(folder, "plan.json"));
    const file = await readBriefFile(kendari);
    const { network } = await openBriefRoads(file);
    audit = (changed) => auditPlan(file.given, changed, network);
  });

  it("is served whole before 26 November 2024 18:00 WITA, with all 22 recapitulation boxes", () => {
    expect(plan.summary).toMatchObject({ tps: 525, served: 525, boxes: 22 });
    expect(plan.summary.latestArrival && plan.summary.latestArrival <= "2024-11-26T18:00:00+08:00").toBe(true);
    expect(audit(plan)).toEqual([]);
  });

  it("gives the same bytes again for the same seed and iterations, in another zone of the machine", () => {
    const again = join(folder, "again");
    const env = { ...process.env, TZ: "America/New_York" };
    spawnSync(process.execPath, [bin, "plan", kendari, "--out", again, "--iterations", "400"], { cwd: root, env });
    expect(readFileSync(join(again, "plan.json"), "utf8")).toBe(readFileSync(join(folder, "plan.json"), "utf8"));
  });

  it("takes nine trips of four trucks, at most three each, one after the other, each loaded kit by kit", () => {
    const out = join(folder, "four");
    const run = antar("plan", kendari, "--out", out, "--iterations", "100", "--set", "truk.count=4");
    expect([run.status, run.stderr.includes("nothing wrong found")]).toEqual([0, true]);
    const four = read<Plan>(join(out, "plan.json"));
    const trucks = four.routes.filter(({ vehicleType }) => vehicleType === "truk").map(({ trips }) => trips);
    expect([trucks.length, trucks.flat().length, four.summary.served]).toEqual([4, 9, 525]);
    for (const trips of trucks) {
      expect(trips.length).toBeLessThanOrEqual(3);
      for (const [index, { loading, load, return: back }] of trips.entries()) {
        expect(Date.parse(loading.end) - Date.parse(loading.start)).toBe(load.kits * 78_000);
        const next = trips[index + 1];
        if (next) expect(Date.parse(next.loading.start)).toBeGreaterThanOrEqual(Date.parse(back.arrival));
      }
    }
  });

  it("keeps a trip that was moved by hand and locked when it is planned again", () => {
    const changed = copy();
    const [from, to] = changed.routes.filter(({ vehicleType }) => vehicleType === "pikap");
    const trip = from?.trips.at(-1);
    if (!from || !to || !trip) throw new RangeError("the plan has no two pick-ups");
    const stops = [...trip.stops].reverse().map(({ place, kits, boxes }) => ({ place, kits, boxes }));
    changed.locks = [trip.id];
    changed.held = [{ trip: trip.id, vehicle: to.vehicle, origin: trip.origin, stops }];
    const [locks, out] = [join(folder, "locked.json"), join(folder, "under-locks")];
    writeFileSync(locks, JSON.stringify(changed));
    const run = antar("plan", kendari, "--out", out, "--iterations", "100", "--locks", locks);
    expect([run.status, run.stderr.includes("nothing wrong found")]).toEqual([0, true]);
    const again = read<Plan>(join(out, "plan.json"));
    const own = again.routes.find(({ vehicle }) => vehicle === to.vehicle)?.trips.find(({ id }) => id === trip.id);
    expect(own?.stops.map(({ place }) => place)).toEqual(stops.map(({ place }) => place));
    expect([again.locks, again.held]).toEqual([changed.locks, changed.held]);
    const freed = antar("plan", kendari, "--out", out, "--iterations", "100", "--locks", locks, "--release", "T999");
    expect([freed.status, freed.stderr]).toEqual([1, expect.stringContaining("release=T999: that trip is not locked")]);
  });

  it("has at most two convoys of at most three trucks on the road at any moment, and tells what a third team gains", () => {
    const out = plan.convoys.map(({ start }) => plan.convoys.filter((own) => own.start <= start && start < own.end));
    expect(Math.max(...out.map((own) => own.length))).toBeLessThanOrEqual(2);
    expect(Math.max(...plan.convoys.map(({ trips }) => trips.length))).toBeLessThanOrEqual(3);
    expect(plan.convoys.flatMap(({ trips }) => trips).length).toBe(
      plan.routes.flatMap(({ trips }) => trips.filter(({ echelon }) => echelon === 1)).length,
    );
    expect(told).toMatch(/regu pengawal ke-3: .*konvoi terakhir selesai 26 Nov/);
    expect(told).toMatch(/escort team 3: .*last convoy done 26 Nov/);
    expect(record.escortGain).toMatchObject({ teams: 3, served: 0 });
  });

  it("shows how compact it is, in all and in each of the eleven kecamatan", () => {
    expect(told).toMatch(/compactness {5}\d+ crossings of straight legs, territories overlap by \d+ %/);
    expect(record.crossings).toBeGreaterThanOrEqual(0);
    expect(record.kecamatan.map(({ code }) => code)).toEqual(
      Array.from({ length: 11 }, (_, at) => `7471${String(at + 1).padStart(2, "0")}`),
    );
  });

  it("is made anew when a loaded truck breaks down: what is on it is listed, nothing else is left out", () => {
    const truck = plan.routes.find(({ vehicleType }) => vehicleType === "truk")!;
    const trip = truck.trips[0]!;
    const out = join(folder, "broken");
    const run = antar("replan", folder, "--at", moved(trip.departure, 60), "--broken", truck.vehicle, "--out", out);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(`masih di ${truck.vehicle} (trip ${trip.id}), kendaraan rusak`);
    const anew = read<Plan>(join(out, "plan.json"));
    const ended = anew.routes.flatMap((route) => route.trips).find(({ id }) => id === trip.id)!;
    expect(ended.stops).toEqual([]);
    const kits = ended.breakdown!.undelivered.flatMap((stop) => stop.kits);
    expect(kits).toHaveLength(trip.load.kits);
    expect(anew.summary.served).toBe(525 - new Set(kits).size);
    expect(audit(anew).filter(({ blocking }) => blocking)).toEqual([]);
    const [order = "", vehicle, rescue] = run.stderr.match(/transfer=([\w-]+)=([\w-]+)/) ?? [];
    expect(vehicle).toBe(truck.vehicle);
    const at = moved(trip.departure, 600);
    const helped = antar("replan", out, "--at", at, "--transfer", order.slice("transfer=".length), "--out", `${out}-R`);
    expect(helped.status).toBe(0);
    const { added } = read<{ added: string[] }>(join(`${out}-R`, "diff.json"));
    expect(added).toContain(`${trip.origin}>${trip.origin}:takes ${trip.id}`);
    const whole = read<Plan>(join(`${out}-R`, "plan.json"));
    expect(whole.routes.find((route) => route.vehicle === rescue)?.trips.some(({ id }) => id === `${trip.id}-R`)).toBe(
      true,
    );
    expect(whole.summary.served).toBe(525);
    expect(audit(whole).filter(({ blocking }) => blocking)).toEqual([]);
  });

  it("is made anew when extra kits are ordered: they are brought from the warehouse, nothing else is left out", () => {
    const served = plan.routes.flatMap(({ trips }) => trips).find(({ echelon }) => echelon === 3)!;
    const tps = served.stops[0]!.place;
    const at = moved(served.stops[0]!.end, 60);
    const out = join(folder, "extra");
    const run = antar("replan", folder, "--at", at, "--extra", `${tps}=3`, "--out", out);
    expect([run.status, run.stderr.includes("blocking")]).toEqual([0, false]);
    expect(run.stdout).toMatch(/kit tambahan \/ extra kits: \d/);
    expect(run.stderr).toMatch(new RegExp(`extra +\\d kits? to ${tps} .+: 26 Nov \\d\\d:\\d\\d \\(.+, X\\d+\\)`));
    const anew = read<Plan>(join(out, "plan.json"));
    // A cart carries two kits: 3 = 2 + 1.
    expect(anew.madeAnew?.extra).toEqual([
      { code: `${tps}-x1`, tps, kits: 2 },
      { code: `${tps}-x2`, tps, kits: 1 },
    ]);
    expect(anew.summary).toMatchObject({ tps: 525, served: 525, kits: plan.summary.kits + 3 });
    expect(audit(anew).filter(({ blocking }) => blocking)).toEqual([]);
    const { extra, added } = read<{ extra: string[]; added: string[] }>(join(out, "diff.json"));
    expect([extra.filter((stop) => stop.includes(`>${tps}-x`)).length, added]).toEqual([2, []]);
    const events = join(out, "events.json");
    writeFileSync(events, JSON.stringify([{ kind: "extra", tps, kits: 1 }]));
    const again = antar("replan", out, "--at", moved(at, 60), "--events", events, "--out", `${out}-2`);
    expect(again.status).toBe(0);
    const twice = read<Plan>(join(`${out}-2`, "plan.json"));
    expect(twice.madeAnew?.extra).toEqual([{ code: `${tps}-x3`, tps, kits: 1 }]);
    expect(audit(twice).filter(({ blocking }) => blocking)).toEqual([]);
  });

  it.each([
    ["7471011001999=1", "TPS 7471011001999 is not in the plan; check the code"],
    ["747101=1", "a PPK is no TPS"],
    ["7471011001001=101", "the number of kits must be a whole number, 1..100"],
    ["7471011001001=two", "must be a whole number"],
    ["7471011001001", "write NAME=VALUE"],
  ])("refuses --extra %s and says what to do", (order, says) => {
    const run = antar(
      "replan",
      folder,
      "--at",
      "2024-11-25T09:00:00+08:00",
      "--extra",
      order,
      "--out",
      join(folder, "no"),
    );
    expect([run.status, run.stderr]).toEqual([1, expect.stringContaining(says)]);
  });

  const lastTrip = (changed: Plan) => {
    const trip = changed.routes
      .flatMap((route) => route.trips)
      .find((one) => one.echelon === 3 && one.stops.length > 1);
    if (!trip) throw new Error("no trip to two TPS");
    return trip;
  };

  const corruptions: readonly (readonly [string, (changed: Plan) => string])[] = [
    ["a stop dropped", (changed) => lastTrip(changed).stops.pop()!.place],
    [
      "a stop doubled",
      (changed) => {
        const { stops } = lastTrip(changed);
        stops.push(structuredClone(stops.at(-1)!));
        return stops.at(-1)!.place;
      },
    ],
    [
      "two stops swapped",
      (changed) => {
        const { stops } = lastTrip(changed);
        const [first, second] = [stops[0]!, stops[1]!];
        [first.place, second.place] = [second.place, first.place];
        return first.place;
      },
    ],
    [
      "one kit too many",
      (changed) => {
        const stop = lastTrip(changed).stops[0]!;
        stop.kits.push(stop.place);
        return stop.place;
      },
    ],
    [
      "one second late",
      (changed) => {
        const stop = lastTrip(changed).stops[0]!;
        stop.arrival = moved(stop.arrival, 1);
        return stop.place;
      },
    ],
    [
      "a tier out of order",
      (changed) => {
        const trip = changed.routes.flatMap((route) => route.trips).find((one) => one.echelon === 2)!;
        const day = -86_400;
        trip.loading = { start: moved(trip.loading.start, day), end: moved(trip.loading.end, day) };
        trip.departure = moved(trip.departure, day);
        for (const stop of trip.stops) {
          for (const key of ["arrival", "start", "end", "departure"] as const) stop[key] = moved(stop[key], day);
        }
        trip.return.arrival = moved(trip.return.arrival, day);
        return trip.stops[0]!.place;
      },
    ],
  ];

  it.each(corruptions)("%s is caught and the stop is named", (_, corrupt) => {
    const changed = copy();
    const place = corrupt(changed);
    const findings = audit(changed);
    expect(findings.some((finding) => finding.blocking)).toBe(true);
    expect(JSON.stringify(findings)).toContain(place);
  });

  it("makes `antar verify --json` answer 1 and the findings", () => {
    const changed = copy();
    const stop = lastTrip(changed).stops[0]!;
    stop.arrival = moved(stop.arrival, 1);
    writeFileSync(join(folder, "late.json"), JSON.stringify(changed));
    const run = antar("verify", kendari, join(folder, "late.json"), "--json");
    expect(run.status).toBe(1);
    const answer: { ok: boolean; findings: { place: string; says: string }[] } = JSON.parse(run.stdout);
    expect(answer.ok).toBe(false);
    expect(answer.findings.map((finding) => finding.place)).toContain(stop.place);
  });

  it("is named with the dock arithmetic where one dock on one day cannot load it", () => {
    const out = join(folder, "one-day");
    const run = antar(
      "plan",
      kendari,
      "--out",
      out,
      "--iterations",
      "50",
      "--set",
      "docks=1",
      "--set",
      "warehouse.days=1",
      "--json",
    );
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("480");
    expect(antar("verify", kendari, join(out, "plan.json")).status).toBe(0);
  });
});

describe("a brief that cannot be planned", () => {
  const refusal = (change: (brief: Brief) => void): string => {
    const brief: Brief = read(kendari);
    change(brief);
    const path = join(folder, "bad.json");
    writeFileSync(path, JSON.stringify(brief));
    const run = antar("plan", path, "--out", join(folder, "never"));
    expect(run.status).toBe(1);
    return run.stderr;
  };
  const tps = (brief: Brief) => brief.places.find((place) => place.code === "7471011009001")!;

  it("is refused with its file when it is not JSON", () => {
    writeFileSync(join(folder, "text.json"), "{ not json");
    const run = antar("plan", join(folder, "text.json"), "--out", folder);
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("text.json: is not JSON");
  });

  it("is refused with field and place when a TPS lies outside the service area", () => {
    const says = refusal((brief) => Object.assign(tps(brief), { point: [123.4, -3.9] }));
    expect(says).toMatch(/places\[\d+\]\.point: 7471011009001 .*outside the service area/);
  });

  it("is refused with the point to write when latitude and longitude are swapped", () => {
    const says = refusal((brief) => tps(brief).point.reverse());
    expect(says).toMatch(/7471011009001 .*latitude and longitude are swapped; write \[122\./);
  });

  it("is refused with both places when a code is used twice", () => {
    const says = refusal((brief) => Object.assign(brief.places.at(-1)!, { code: "7471011009001" }));
    expect(says).toMatch(/duplicate code: already used by TPS 001 Alolama/);
  });

  it("is refused with field and place when a field is missing", () => {
    const says = refusal((brief) => Reflect.deleteProperty(tps(brief), "name"));
    expect(says).toMatch(/places\[\d+\]\.name: this required field is missing/);
  });

  it("is refused with the known keys when a setting does not exist", () => {
    const run = antar("plan", kendari, "--out", folder, "--set", "dock=1");
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("no such key");
  });
});

describe("a running service", () => {
  const data = join(folder, "service");
  const brief = join(root, "data/cities/liechtenstein/brief.json");
  let child: ChildProcess | undefined;
  afterAll(() => child?.kill());

  const start = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const started = spawn(process.execPath, [bin, "serve", brief, "--port", "0", "--data", data], { cwd: root });
      child = started;
      started.stdout.on("data", (chunk: Buffer) => {
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(chunk.toString())?.[0];
        if (address) resolve(address);
      });
      started.on("exit", (code) => reject(new Error(`the service ended with ${code}`)));
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child?.once("exit", () => resolve());
      child?.kill("SIGTERM");
    });
  const get = async (address: string) => (await fetch(address)).json();

  /** Asks for a plan with one dock, waits for the job, answers the head of the version. */
  const whatIf = async (address: string) => {
    const asked = await fetch(`${address}/briefs/liechtenstein/plans`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ settings: { docks: "1" }, iterations: 50, seed: 1 }),
    });
    expect(asked.status).toBe(202);
    for (let job = await asked.json(); ; job = await get(`${address}/jobs/${job.id}`)) {
      if (job.state === "done") return get(`${address}/briefs/liechtenstein/plan?version=${job.version}`);
      expect(["queued", "running"]).toContain(job.state);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it("answers plan, assignment and board, and still does after a restart", async () => {
    const first = await start();
    const plan = await get(`${first}/briefs/liechtenstein/plan`);
    expect(plan.summary).toMatchObject({ tps: 120, served: 120 });
    const { vehicle } = plan.plan.routes[0];
    const assignment = await get(`${first}/briefs/liechtenstein/assignments/${vehicle}`);
    expect(assignment.route).toEqual(plan.plan.routes[0]);
    const board = await get(`${first}/briefs/liechtenstein/board`);
    expect(board.rows).toHaveLength(plan.summary.vehicles);
    expect(await whatIf(first)).toMatchObject({ version: 2, state: "audited", findings: { blocking: 0 } });
    await stop();
    const again = await get(`${await start()}/briefs/liechtenstein/plan`);
    expect(again).toEqual(plan);
    await stop();
  });
});

describe("the published schemas", () => {
  it.each(["brief", "plan"])("docs/schemas/%s.schema.json is what the code checks", (name) => {
    expect(readFileSync(join(root, `docs/schemas/${name}.schema.json`), "utf8")).toBe(schemaText(name));
  });
});
