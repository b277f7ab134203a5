import { createHash } from "node:crypto";
import { Refusal } from "@antar/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import { brokenAt } from "./chain.ts";
import { openTown, photoOf, type Town, townBrief } from "./testing/index.ts";

let town: Town;
const tenant = "kendari";
const driver: Actor = { tenant, role: "driver", subject: "phone-1", vehicle: "truk-1" };
const admin: Actor = { tenant, role: "admin", subject: "admin" };

beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

let briefs = 0;
async function published(): Promise<string> {
  briefs += 1;
  const id = `field-${briefs}`;
  await town.dispatch.putBrief(town.planner, { id, document: townBrief(id) });
  await plan(id);
  await town.dispatch.publishPlan(town.planner, { brief: id, version: 1 });
  return id;
}
async function plan(brief: string, seed = 1) {
  const job = await town.dispatch.requestPlan(town.planner, { brief, request: { seed } });
  await town.queue.idle();
  return town.store.readJob(tenant, job.id);
}
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Refusal ? error.code : String(error);
};

describe("closures", () => {
  const feature = (name: string, radius = 50) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [122.53, -4] },
    properties: { mode: "closed", name, radius },
  });

  test("a plan is made under the closures that stand when it is asked for, and lifted ones stay in the list", async () => {
    const brief = await published();
    await town.dispatch.putClosure(town.planner, { brief, closure: "banjir", feature: feature("Banjir") });
    await town.dispatch.putClosure(town.planner, { brief, closure: "pasar", feature: feature("Pasar") });
    await town.dispatch.liftClosure(town.planner, { brief, closure: "pasar" });
    const job = await plan(brief);
    expect(job?.body.closures.map((road) => road.name)).toEqual(["Banjir"]);
    const { closures } = await town.dispatch.listClosures(town.planner, { brief });
    expect(closures.map(({ closure, lifted }) => [closure, lifted])).toEqual([
      ["banjir", false],
      ["pasar", true],
    ]);
  });

  test("a drawing that is not one is refused with its field, and lifting what is not there as absent", async () => {
    const brief = await published();
    const swapped = { ...feature("X"), geometry: { type: "Point", coordinates: ["a", 1] } };
    expect(await codeOf(town.dispatch.putClosure(town.planner, { brief, closure: "x", feature: swapped }))).not.toBe(
      "not-found",
    );
    expect(await codeOf(town.dispatch.liftClosure(town.planner, { brief, closure: "none" }))).toBe("not-found");
  });
});

describe("positions", () => {
  const send = (brief: string, ats: readonly string[]) =>
    town.dispatch.sendPositions(driver, {
      brief,
      vehicle: "truk-1",
      positions: ats.map((at, index) => ({ at, point: [122.5 + index / 100, -4], accuracy: 10, speed: null })),
    });

  test("are refused before the driver agreed and after it was taken back", async () => {
    const brief = await published();
    expect(await codeOf(send(brief, ["2024-11-25T09:00:00+08:00"]))).toBe("conflict");
    await town.dispatch.putConsent(driver, { positions: true });
    expect((await send(brief, ["2024-11-25T09:00:00+08:00"])).taken).toBe(1);
    await town.dispatch.putConsent(driver, { positions: false });
    expect(await codeOf(send(brief, ["2024-11-25T09:01:00+08:00"]))).toBe("conflict");
    await town.dispatch.putConsent(driver, { positions: true });
  });

  test("late, twice and out of order: the map shows the latest, the track each once in order", async () => {
    const brief = await published();
    // The town's clock stands at 2024-11-25T02:00:00Z, 10:00 in Makassar.
    await send(brief, ["2024-11-25T09:10:00+08:00", "2024-11-25T09:05:00+08:00"]);
    await send(brief, ["2024-11-25T09:05:00+08:00", "2024-11-25T08:55:00.500+08:00"]);
    const { positions } = await town.dispatch.listPositions(town.planner, { brief });
    expect(positions).toMatchObject([{ vehicle: "truk-1", at: "2024-11-25T09:10:00+08:00", point: [122.5, -4] }]);
    expect(positions[0]?.age).toBe(town.clock.now - Date.parse("2024-11-25T01:10:00Z") / 1_000);
    const track = await town.dispatch.readTrack(town.planner, { brief, vehicle: "truk-1" });
    expect(track.positions.map((point) => point.at.slice(11, 16))).toEqual(["08:55", "09:05", "09:10"]);
  });

  test("from a clock that runs ahead are not taken", async () => {
    const brief = await published();
    expect((await send(brief, ["2024-12-25T09:00:00+08:00"])).taken).toBe(0);
  });
});

describe("attachments", () => {
  const wish = (bytes: Uint8Array, type: "image/png" | "image/jpeg" = "image/png") => ({
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    type,
  });

  test("arrive in pieces, go on where they stopped, and can be read once whole", async () => {
    const bytes = photoOf(7);
    const asked = wish(bytes);
    const begun = await town.dispatch.beginAttachment(driver, asked);
    expect(begun).toMatchObject({ state: "wanted", offset: 0, upload: { method: "PATCH" } });
    await town.dispatch.continueAttachment(driver, { sha256: asked.sha256, offset: 0, bytes: bytes.subarray(0, 30) });
    expect(await codeOf(town.dispatch.readAttachment(driver, asked))).toBe("not-found");
    expect(await codeOf(town.dispatch.continueAttachment(driver, { sha256: asked.sha256, offset: 0, bytes }))).toBe(
      "conflict",
    );
    const { offset } = await town.dispatch.beginAttachment(driver, asked);
    expect(offset).toBe(30);
    const done = await town.dispatch.continueAttachment(driver, {
      sha256: asked.sha256,
      offset,
      bytes: bytes.subarray(offset),
    });
    expect(done).toMatchObject({ state: "there", upload: null });
    expect((await town.dispatch.readAttachment(driver, asked)).bytes).toEqual(bytes);
    const other: Actor = { ...driver, subject: "phone-2" };
    expect(await codeOf(town.dispatch.readAttachment(other, asked))).toBe("not-found");
    expect((await town.dispatch.readAttachment(town.planner, asked)).type).toBe("image/png");
  });

  test("whose bytes are not those announced are thrown away and can be sent again", async () => {
    const asked = wish(photoOf(8));
    await town.dispatch.beginAttachment(driver, asked);
    const wrong = town.dispatch.continueAttachment(driver, { sha256: asked.sha256, offset: 0, bytes: photoOf(9) });
    expect(await codeOf(wrong)).toBe("bad-input");
    const again = await town.dispatch.continueAttachment(driver, {
      sha256: asked.sha256,
      offset: 0,
      bytes: photoOf(8),
    });
    expect(again.state).toBe("there");
  });

  test("that carry metadata, are of another kind, or are longer than announced are refused", async () => {
    const jpeg = (...segments: number[][]): Uint8Array =>
      new Uint8Array([0xff, 0xd8, ...segments.flat(), 0xff, 0xda, 0, 2, 1, 2, 3, 4, 5, 6, 0xff, 0xd9]);
    const jfif = [0xff, 0xe0, 0, 6, 74, 70, 73, 70];
    const exif = [0xff, 0xe1, 0, 8, 69, 120, 105, 102, 0, 0];
    const send = async (bytes: Uint8Array, type: "image/png" | "image/jpeg") => {
      const asked = wish(bytes, type);
      await town.dispatch.beginAttachment(driver, asked);
      return town.dispatch.continueAttachment(driver, { sha256: asked.sha256, offset: 0, bytes });
    };
    expect((await send(jpeg(jfif), "image/jpeg")).state).toBe("there");
    expect(await codeOf(send(jpeg(jfif, exif), "image/jpeg"))).toBe("bad-input");
    expect(await codeOf(send(jpeg(), "image/png"))).toBe("bad-input");
    expect(await codeOf(send(new TextEncoder().encode("<svg onload=alert(1)>"), "image/png"))).toBe("bad-input");
    const asked = wish(photoOf(10));
    await town.dispatch.beginAttachment(driver, { ...asked, bytes: 10 });
    expect(
      await codeOf(town.dispatch.continueAttachment(driver, { sha256: asked.sha256, offset: 0, bytes: photoOf(10) })),
    ).toBe("too-large");
  });
});

describe("what an event says of people", () => {
  const event = (id: string, phone: string) => ({
    schema: 1,
    id,
    kind: "handed-over",
    unit: "vehicle:truk-1",
    at: "2024-11-25T09:00:00+08:00",
    personal: { receiver: "Ibu Sri", phone },
  });
  const log = (brief: string) => town.dispatch.readLog(admin, { brief, unit: "vehicle:truk-1" });

  test("is shown while it is kept, is in no hash, and is gone when its time is over: the chain stays whole", async () => {
    const brief = await published();
    await town.dispatch.putSettings(admin, {
      given: { lateAfter: 1_800, silentAfter: 1_800, keepPersonalDays: 30, votingDay: "2024-11-27", webhooks: [] },
    });
    const events = [event("event-0001", "0811111111"), event("event-0002", "0822222222")];
    await town.dispatch.appendEvents(driver, { brief, events });
    const before = await log(brief);
    expect(before.entries.map((entry) => entry.personal?.phone)).toEqual(["0811111111", "0822222222"]);
    const stored = await town.store.readLog({ tenant, brief, unit: "vehicle:truk-1" });
    expect(JSON.stringify(stored)).not.toMatch(/0811111111|Ibu Sri/);
    const end = Date.parse("2024-11-27T23:59:59Z") / 1_000 + 30 * 86_400;
    const now = town.clock.now;
    town.clock.now = end - 1;
    expect((await town.dispatch.erasePersonal({ tenant })).events).toBe(0);
    town.clock.now = end;
    expect((await log(brief)).entries.map((entry) => entry.personal)).toEqual([null, null]);
    expect((await town.dispatch.erasePersonal({ tenant })).events).toBe(2);
    expect(await town.store.personal.all({ tenant, scope: `${brief} vehicle:truk-1` })).toEqual([]);
    const after = await town.store.readLog({ tenant, brief, unit: "vehicle:truk-1" });
    expect([after, brokenAt({ tenant, brief }, after)]).toEqual([stored, undefined]);
    town.clock.now = now;
  });

  test("is part of the event: the same again exists, other words under the same id conflict", async () => {
    const brief = await published();
    const send = async (phone: string) =>
      (await town.dispatch.appendEvents(driver, { brief, events: [event("event-0001", phone)] })).results[0]?.outcome;
    expect([await send("0811111111"), await send("0811111111"), await send("0833333333")]).toEqual([
      "created",
      "exists",
      "conflict",
    ]);
    expect((await log(brief)).entries).toHaveLength(1);
    const { alarms } = await town.dispatch.listAlarms(town.planner, { brief });
    expect(alarms).toMatchObject([{ kind: "conflict", alarm: "conflict-event-0001" }]);
  });

  test("phones of people go with it, positions too", async () => {
    const brief = await published();
    await town.dispatch.putConsent(driver, { positions: true });
    await town.dispatch.sendPositions(driver, {
      brief,
      vehicle: "truk-1",
      positions: [{ at: "2024-11-25T09:00:00+08:00", point: [122.5, -4], accuracy: null, speed: null }],
    });
    await town.dispatch.putPerson(admin, {
      person: "budi",
      given: { name: "Budi", role: "driver", vehicle: "truk-1", place: null, email: null, phone: "0811", active: true },
    });
    const erased = await town.dispatch.erasePersonal({ tenant, all: true });
    expect(erased.phones).toBe(1);
    expect(erased.positions).toBeGreaterThanOrEqual(2);
    expect((await town.dispatch.listPositions(town.planner, { brief })).positions).toEqual([]);
    expect((await town.store.people.read({ tenant, name: "budi" }))?.body.phone).toBeNull();
  });
});

describe("alarms", () => {
  test("a vehicle that is late or silent raises one alarm each, told once, cleared when it is over", async () => {
    const brief = await published();
    await town.dispatch.putSettings(admin, {
      given: { lateAfter: 3_600, silentAfter: 900, keepPersonalDays: 30, votingDay: null, webhooks: [] },
    });
    const now = town.clock.now;
    const at = (time: string): void => {
      town.clock.now = Date.parse(`2024-11-25T${time}:00+08:00`) / 1_000;
    };
    const told = (): string[] => town.told.filter((alarm) => alarm.brief === brief).map((alarm) => alarm.kind);
    at("08:02");
    await town.dispatch.appendEvents(driver, {
      brief,
      events: [
        {
          schema: 1,
          id: "event-0001",
          kind: "departed",
          unit: "vehicle:truk-1",
          trip: "truk-1/1",
          at: "2024-11-25T08:01:18+08:00",
        },
      ],
    });
    expect(await town.dispatch.watchBrief({ tenant, brief })).toBe(0);
    at("08:30");
    expect(await town.dispatch.watchBrief({ tenant, brief })).toBe(1);
    expect(await town.dispatch.watchBrief({ tenant, brief })).toBe(0);
    expect(told()).toEqual(["silent"]);
    at("09:30");
    expect(await town.dispatch.watchBrief({ tenant, brief })).toBe(1);
    expect(told()).toEqual(["silent", "late"]);
    const seen = await town.dispatch.seeAlarm(town.planner, { brief, alarm: "late-truk-1" });
    expect(seen.seenBy).toBe("planner");
    const stops = ["7471011001001", "7471011001002", "7471011001003"];
    await town.dispatch.appendEvents(driver, {
      brief,
      events: stops.map((place, index) => ({
        schema: 1,
        id: `event-01${index}0`,
        kind: "handed-over",
        unit: "vehicle:truk-1",
        trip: `truk-1/${index + 1}`,
        place,
        at: "2024-11-25T08:59:00+08:00",
      })),
    });
    expect(await town.dispatch.watchBrief({ tenant, brief })).toBe(0);
    const { alarms } = await town.dispatch.listAlarms(town.planner, { brief });
    expect(alarms.every((alarm) => alarm.clearedAt !== null)).toBe(true);
    town.clock.now = now;
  });

  test("a failed job raises one", async () => {
    const brief = await published();
    await plan(brief, 400);
    await town.dispatch.watchBrief({ tenant, brief });
    const { alarms } = await town.dispatch.listAlarms(town.planner, { brief });
    expect(alarms.filter(({ kind }) => kind === "job-failed")).toHaveLength(1);
    const told = town.told.filter((alarm) => alarm.brief === brief && alarm.kind === "job-failed");
    expect(told).toHaveLength(1);
  });
});

describe("versions", () => {
  test("are submitted, sent back, compared, and an older one is restored by publishing it", async () => {
    const brief = await published();
    await plan(brief, 2);
    const submitted = await town.dispatch.submitPlan(town.planner, { brief, version: 2, note: "mohon" });
    expect(submitted.review).toMatchObject({ act: "submitted", note: "mohon", by: "planner" });
    const chair: Actor = { tenant, role: "chair", subject: "ketua" };
    await town.dispatch.sendBackPlan(chair, { brief, version: 2, note: "dok penuh" });
    const { plans } = await town.dispatch.listPlans(chair, { brief });
    expect(plans[0]?.review).toMatchObject({ act: "sent-back", note: "dok penuh" });
    const diff = await town.dispatch.diffVersions(town.planner, { brief, to: 2 });
    expect(diff).toMatchObject({ from: 1, to: 2, stops: 3, movedVehicle: [], changedEta: [], added: [], removed: [] });
    await town.dispatch.publishPlan(town.planner, { brief, version: 2 });
    await town.dispatch.publishPlan(town.planner, { brief, version: 1 });
    expect((await town.dispatch.listPlans(chair, { brief })).plans.map((one) => one.state)).toEqual([
      "superseded",
      "published",
    ]);
  });

  test("what comes to a place is told to those who answer for it", async () => {
    const brief = await published();
    const kpps: Actor = { tenant, role: "kpps", subject: "k", place: "7471011001002" };
    const { deliveries, name } = await town.dispatch.readDeliveries(kpps, { brief, place: "7471011001002" });
    expect([name, deliveries.length, deliveries[0]?.vehicle, deliveries[0]?.fromName]).toEqual([
      "TPS 2",
      1,
      "truk-1",
      "Gudang KPU",
    ]);
    expect(await codeOf(town.dispatch.readDeliveries(kpps, { brief, place: "7471011001001" }))).toBe("not-found");
    const warehouse: Actor = { tenant, role: "warehouse", subject: "w" };
    const { departures, deliveries: none } = await town.dispatch.readDeliveries(warehouse, { brief, place: "7471" });
    const carriers = departures.filter(({ kits }) => kits.includes("7471011001002")).map(({ vehicle }) => vehicle);
    expect([none.length, carriers]).toEqual([0, ["truk-1"]]);
  });

  test("a vehicle that is behind its plan is expected that much later, in the brief published last", async () => {
    await published();
    const kpps: Actor = { tenant, role: "kpps", subject: "k", place: "7471011001002" };
    const before = await town.dispatch.readMyDeliveries(kpps, {});
    const [planned] = before.deliveries;
    const { route } = (await town.dispatch.readMyAssignment(driver, {})).assignment;
    const [trip] = route.trips;
    const late = new Date(Date.parse(trip?.departure ?? "") + 600_000).toISOString();
    const event = { schema: 1, id: "event-late", kind: "departed", unit: "vehicle:truk-1", at: late, trip: trip?.id };
    await town.dispatch.appendEvents(driver, { brief: before.brief, events: [event] });
    const [expected] = (await town.dispatch.readMyDeliveries(kpps, {})).deliveries;
    expect(expected?.arrival).toBe(planned?.arrival);
    expect(Date.parse(expected?.eta ?? "") - Date.parse(planned?.eta ?? "")).toBe(600_000);
  });

  test("a shortage that a receiver counts is an alarm about the place, once", async () => {
    const brief = await published();
    const kpps: Actor = { tenant, role: "kpps", subject: "k", place: "7471011001002" };
    const unit = "place:7471011001002";
    const at = "2024-11-26T09:00:00+08:00";
    const event = { schema: 1, id: "event-short", kind: "short", unit, at, note: "1 kotak" };
    await town.dispatch.appendEvents(kpps, { brief, events: [event] });
    await town.dispatch.appendEvents(kpps, { brief, events: [event] });
    const { alarms } = await town.dispatch.listAlarms(town.planner, { brief });
    expect(
      alarms.filter(({ about }) => about === "7471011001002").map(({ kind, says, tepat }) => [kind, says.en, tepat]),
    ).toEqual([["problem", "7471011001002 reports a shortage (1 kotak)", "jumlah"]]);
  });

  test("a shortage is told to whom the place is supplied through, and to nobody beside", async () => {
    const brief = await published();
    const at = "2024-11-26T09:00:00+08:00";
    const kpps: Actor = { tenant, role: "kpps", subject: "k", place: "7471011001002" };
    const unit = "place:7471011001002";
    const event = { schema: 1, id: "event-short-told", kind: "short", unit, at, note: "1 kotak" };
    await town.dispatch.appendEvents(kpps, { brief, events: [event] });
    const told = async (role: "ppk" | "pps" | "kpps" | "warehouse", place: string) => {
      const actor: Actor = { tenant, role, subject: role, place };
      const { concerns } = await town.dispatch.readDeliveries(actor, { brief, place });
      return concerns.map(({ name, kind, seenAt }) => [name, kind, seenAt]);
    };
    const short = [["TPS 2", "problem", null]];
    expect(await told("kpps", "7471011001002")).toEqual(short);
    expect(await told("warehouse", "7471")).toEqual(short);
    expect(await told("kpps", "7471011001001")).toEqual([]);
    await town.dispatch.seeAlarm(town.planner, { brief, alarm: "problem-event-short-told" });
    const [[, , seenAt] = []] = await told("kpps", "7471011001002");
    expect(seenAt).toMatch(/\+08:00$/);
  });

  test("questions about a version are answered by jobs, and a version is made from another", async () => {
    const brief = await published();
    const ask = async (study: Parameters<typeof town.dispatch.requestStudy>[1]["study"]) => {
      const { id } = await town.dispatch.requestStudy(town.planner, { brief, study });
      await town.queue.idle();
      return town.dispatch.readJob(town.planner, { id });
    };
    const rehearsed = await ask({ kind: "rehearse", runs: 5, seed: 1, improve: false });
    expect(rehearsed).toMatchObject({ state: "done", kind: "rehearse", base: 1, hasResult: true, version: null });
    expect(await town.dispatch.readResult(town.planner, { id: rehearsed.id })).toEqual({ kind: "rehearse", tps: 3 });
    expect((await town.dispatch.readPlanHead(town.planner, { brief })).compact).toEqual({
      crossings: 3,
      overlap: 0.25,
    });
    const replanned = await ask({ kind: "replan" });
    expect(replanned).toMatchObject({ state: "done", version: 2, hasResult: false });
    const { plan: document } = await town.dispatch.readPlan(town.planner, { brief, version: 1 });
    expect(await ask({ kind: "save", plan: document })).toMatchObject({ version: 3 });
    expect((await ask({ kind: "check", plan: document })).version).toBeNull();
    const foreign = { ...document, brief: { ...document.brief, id: "other" } };
    expect(
      await codeOf(town.dispatch.requestStudy(town.planner, { brief, study: { kind: "save", plan: foreign } })),
    ).toBe("bad-plan");
  });

  test("extra kits that the plan cannot take are refused at once, and those of a version are told to who answers for the TPS", async () => {
    const brief = await published();
    const tps = "7471011001002";
    const order = (of: string, kits: number) =>
      town.dispatch.requestStudy(town.planner, { brief, study: { kind: "replan", extra: [{ tps: of, kits }] } });
    await expect(order("7471011001009", 1)).rejects.toThrow("TPS 7471011001009 is not in the plan; check the code");
    expect(await codeOf(order("747101", 1))).toBe("bad-input");
    expect((await order(tps, 2)).kind).toBe("replan");
    await town.queue.idle();
    const { plan: document } = await town.dispatch.readPlan(town.planner, { brief, version: 1 });
    const code = `${tps}-x1`;
    const wide = structuredClone(document);
    const trip = wide.routes[0]?.trips.find(({ stops }) => stops.some(({ place }) => place === tps));
    const stop = trip?.stops.find(({ place }) => place === tps);
    if (!trip || !stop) throw new Error("the town brings nothing to its second TPS");
    trip.stops.push({ ...stop, place: code, kits: [code] });
    wide.madeAnew = { at: stop.arrival, extra: [{ code, tps, kits: 1 }] };
    const job = await town.dispatch.requestStudy(town.planner, { brief, study: { kind: "save", plan: wide } });
    await town.queue.idle();
    const version = (await town.dispatch.readJob(town.planner, { id: job.id })).version ?? 0;
    await town.dispatch.publishPlan(town.planner, { brief, version });
    const kpps: Actor = { tenant, role: "kpps", subject: "k", place: tps };
    const { deliveries, places } = await town.dispatch.readDeliveries(kpps, { brief, place: tps });
    expect(deliveries.map(({ kits }) => kits)).toEqual([[tps], [code]]);
    expect(places.map(({ name }) => name)).toEqual(["TPS 2", "TPS 2 (tambahan / extra)"]);
    const { assignment } = await town.dispatch.readAssignment(town.planner, { brief, vehicle: "truk-1" });
    expect(assignment.places.find((place) => place.code === code)?.name).toBe("TPS 2 (tambahan / extra)");
    const { document: known } = await town.dispatch.readBriefOfPlan(town.planner, { brief, version });
    expect(known.places.at(-1)).toMatchObject({ code, extraOf: tps });
    const { extra } = await town.dispatch.diffVersions(town.planner, { brief, from: 1, to: version });
    expect(extra).toHaveLength(1);
  });

  test("a plan is made under the locks of another version, without those released", async () => {
    const brief = await published();
    const { plan: document } = await town.dispatch.readPlan(town.planner, { brief, version: 1 });
    const [first = "", second = ""] = document.routes.flatMap(({ trips }) => trips.map(({ id }) => id));
    const saved = { kind: "save" as const, plan: { ...document, locks: [first, second] } };
    await town.dispatch.requestStudy(town.planner, { brief, study: saved });
    await town.queue.idle();
    const ask = (request: { locksOf?: number; release?: string[] }) =>
      town.dispatch.requestPlan(town.planner, { brief, request });
    const { base } = await ask({ locksOf: 2, release: [first] });
    await town.queue.idle();
    const { plan: under } = await town.dispatch.readPlan(town.planner, { brief, version: 3 });
    expect([base, under.locks]).toEqual([2, [second]]);
    expect(await codeOf(ask({ locksOf: 9 }))).toBe("not-found");
    expect(await codeOf(ask({ release: [first] }))).toBe("bad-input");
  });

  test("a checkpoint names the last hash of every log", async () => {
    const brief = await published();
    await town.dispatch.appendEvents(driver, {
      brief,
      events: [
        { schema: 1, id: "event-0001", kind: "loaded", unit: "vehicle:truk-1", at: "2024-11-25T08:00:00+08:00" },
      ],
    });
    const { units } = await town.dispatch.readCheckpoint(town.planner, { brief });
    const log = await town.store.readLog({ tenant, brief, unit: "vehicle:truk-1" });
    expect(units).toEqual([{ unit: "vehicle:truk-1", sequence: 1, hash: log[0]?.hash }]);
  });
});
