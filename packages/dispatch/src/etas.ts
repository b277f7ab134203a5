/**
 * ETAs: what is to be expected of every vehicle of the published version, projected from custody logs and positions and written
 * beside the board. Derived: they can be made anew at any time. Knows where they are kept; how a day goes on, planning knows.
 */
import { Brief, canonicalJson, Plan } from "@antar/domain";
import { type Instant, lonLat, parseInstant } from "@antar/measure";
import type { Eta, Expected, Sighting } from "@antar/planning";
import type { EtaRecord, PlanHead, Store, VersionKey } from "@antar/store";
import { type Actor, permit } from "./actor.ts";
import { absent, type Context, expectedView, written } from "./context.ts";
import { createMemo } from "./memo.ts";
import { pointerOf } from "./plans.ts";
import { CustodyEvent, type EtaList } from "./views.ts";

/** Seconds before the window in which a day is projected, and after it: late boxes are still on their way. */
const [before, after] = [3_600, 86_400];

/** What projecting needs. */
export type Projecting = Pick<Context, "store" | "now" | "newId" | "projectEtas">;

const versions = createMemo<{ readonly brief: Brief; readonly plan: Plan }>(4);

function versionOf(store: Store, tenant: string, head: PlanHead) {
  return versions(`${tenant} ${head.plan.sha256} ${head.briefDocument.sha256}`, async () => {
    const [brief, plan] = await Promise.all([
      store.readDocument(tenant, head.briefDocument, Brief),
      store.readDocument(tenant, head.plan, Plan),
    ]);
    return { brief, plan };
  });
}

/** A moment with or without fractions of a second. */
const momentOf = (text: string): number => parseInstant(text.replace(/\.\d+/, "")) ?? 0;

interface Known {
  readonly events: Sighting[];
  /** Last word of each vehicle; of one that never spoke, the planned begin of its day. */
  readonly heard: Map<string, number>;
}

/** What logs and positions tell of the vehicles of a plan. */
async function knownOf(store: Store, { tenant, brief }: VersionKey, plan: Plan): Promise<Known> {
  const origins = new Map(plan.routes.flatMap(({ trips }) => trips.map(({ id, origin }) => [id, origin] as const)));
  const heard = new Map(plan.routes.map(({ vehicle, trips }) => [vehicle, momentOf(trips[0]?.loading.start ?? "")]));
  const hear = (vehicle: string, at: number): void => void heard.set(vehicle, Math.max(heard.get(vehicle) ?? 0, at));
  const events: Sighting[] = [];
  for (const unit of await store.listUnits({ tenant, brief })) {
    const vehicle = /^vehicle:(.+)$/s.exec(unit)?.[1];
    if (vehicle === undefined || !heard.has(vehicle)) continue;
    for (const { event: text, receivedAt } of await store.readLog({ tenant, brief, unit })) {
      hear(vehicle, receivedAt);
      const read = CustodyEvent.safeParse(JSON.parse(text));
      if (!read.success) continue;
      const { kind, at, trip, place } = read.data;
      // Leaving the origin of a trip is told without a place.
      const leaves = kind === "departed" && place === origins.get(trip ?? "");
      const where = place === undefined || leaves ? {} : { place };
      events.push({ kind, at: momentOf(at), vehicle, ...(trip === undefined ? {} : { trip }), ...where });
    }
  }
  for (const { vehicle, at, receivedAt, point } of await store.positions.all({ tenant, scope: brief })) {
    if (!heard.has(vehicle)) continue;
    hear(vehicle, receivedAt);
    events.push({ kind: "position", at, vehicle, point: lonLat(...point) });
  }
  return { events, heard };
}

/** To the minute: a projection that says the same is not written again. */
const toMinute = (moment: number): number => Math.round(moment / 60) * 60;
const whole = ({ from, median, to }: Expected): Expected => ({
  from: toMinute(from),
  median: toMinute(median),
  to: toMinute(to),
});

function recordsOf(stops: readonly Eta[], at: Instant): EtaRecord[] {
  const byVehicle = new Map<string, EtaRecord["stops"]>();
  for (const { vehicle, trip, place, done, arrival, handedOver, late } of stops) {
    const list = byVehicle.get(vehicle) ?? [];
    const chance = Math.round(late * 100) / 100;
    list.push({ trip, place, done, arrival: whole(arrival), handedOver: whole(handedOver), late: chance });
    byVehicle.set(vehicle, list);
  }
  return [...byVehicle].map(([vehicle, list]) => ({ vehicle, at, stops: list }));
}

const same = (left: EtaRecord, right: EtaRecord): boolean => canonicalJson(left.stops) === canonicalJson(right.stops);

/** Writes a record unless it says the same or a later one stands. Answers true when it was written. */
async function put({ store, newId }: Projecting, key: VersionKey, body: EtaRecord): Promise<boolean> {
  const write = newId();
  for (;;) {
    const previous = await store.readEta(key, body.vehicle);
    if (previous && (previous.body.at > body.at || same(previous.body, body))) return false;
    if ((await store.changeEta(key, { body, previous, write })).written) return true;
  }
}

/**
 * Projects the published version of a brief while its day is near or under way. Answers the vehicles of which something else
 * is expected than before. Safe to run twice at once.
 */
export async function projectBriefEtas(context: Projecting, where: { tenant: string; brief: string }): Promise<number> {
  const { store, projectEtas, now } = context;
  const pointer = projectEtas && (await store.readPointer(where));
  if (!projectEtas || !pointer) return 0;
  const key = { ...where, version: pointer.body.version };
  const head = await store.readPlanHead(key);
  if (!head) return 0;
  const { brief, plan } = await versionOf(store, where.tenant, head);
  const moment = now();
  const [start, end] = [momentOf(brief.window.start), momentOf(brief.window.end)];
  if (moment < start - before || moment > end + after) return 0;
  const { events, heard } = await knownOf(store, key, plan);
  let changed = 0;
  for (const record of recordsOf(projectEtas(brief, plan, { events, now: moment, heard }).stops, moment)) {
    if (await put(context, key, record)) changed += 1;
  }
  return changed;
}

/** What is expected of a vehicle in the published version, stop by stop. Throws Refusal `not-found`. */
export async function readEtas(
  context: Context,
  actor: Actor,
  { brief, vehicle }: { brief: string; vehicle: string },
): Promise<EtaList> {
  permit(actor, "readAssignment", `vehicle:${vehicle}`);
  const { tenant } = actor;
  const { version } = await pointerOf(context, tenant, brief);
  const key = { tenant, brief, version };
  const [row, found] = await Promise.all([
    context.store.readBoardRow(key, vehicle),
    context.store.readEta(key, vehicle),
  ]);
  if (!row) throw absent({ id: `Tugas kendaraan ${vehicle}`, en: `Assignment of vehicle ${vehicle}` });
  const head = await context.store.readBriefHead({ tenant, brief });
  const zone = head?.body.timeZone ?? "UTC";
  const stops = (found?.body.stops ?? []).map(({ arrival, handedOver, ...stop }) => ({
    ...stop,
    arrival: expectedView(arrival, zone),
    handedOver: expectedView(handedOver, zone),
  }));
  return { brief, version, vehicle, asOf: found ? written(found.body.at, zone) : null, stops };
}
