/**
 * What comes to a place and what leaves it, for those who answer for the place: times of the plan, and times expected now by
 * what the vehicles have told. Knows the published version; refuses to know what the receivers have counted.
 */
import { Brief, extrasOf, Plan, withExtras } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import type { EtaRecord, VersionKey } from "@antar/store";
import { type Actor, permit } from "./actor.ts";
import { absent, type Context, expectedView, written } from "./context.ts";
import { placeView } from "./derive.ts";
import { createMemo } from "./memo.ts";
import { findPlan, pointerOf, publishedLatest } from "./plans.ts";
import type { PlaceView } from "./views.ts";
import type { ConcernView, DeliveryList } from "./views-field.ts";

type Delivery = Omit<DeliveryList["deliveries"][number], "eta">;
type Departure = DeliveryList["departures"][number];

/** What comes to and leaves each place of a version; `ends` is when each vehicle is to end its last hand-over. */
interface Movements {
  readonly brief: Brief;
  readonly plan: Plan;
  readonly places: ReadonlyMap<string, PlaceView>;
  readonly coming: ReadonlyMap<string, readonly Delivery[]>;
  readonly leaving: ReadonlyMap<string, readonly Departure[]>;
  readonly ends: ReadonlyMap<string, string>;
}

/** The place itself and every place that is supplied through it, whatever the order in the brief. */
function throughPlace(brief: Brief, code: string): ReadonlySet<string> {
  const below = new Map<string, string[]>();
  for (const { code: own, suppliedBy } of brief.places) if (suppliedBy !== undefined) put(below, suppliedBy, own);
  const found = new Set([code]);
  for (const place of found) for (const next of below.get(place) ?? []) found.add(next);
  return found;
}

/** Open problems that whoever answers for `place` must hear of, newest first. How late a vehicle is, its expected time says. */
async function concernsOf(
  context: Context,
  { tenant, brief, zone }: { readonly tenant: string; readonly brief: Brief; readonly zone: string },
  { place, vehicles }: { readonly place: string; readonly vehicles: ReadonlySet<string> },
): Promise<ConcernView[]> {
  const open = (await context.store.alarms.all({ tenant, scope: brief.id })).filter(
    (alarm) => alarm.clearedAt === null,
  );
  if (open.length === 0) return [];
  const through = throughPlace(brief, place);
  const names = new Map(brief.places.map(({ code, name }) => [code, name]));
  return open
    .filter(({ kind, about }) => kind === "problem" && (through.has(about) || vehicles.has(about)))
    .sort((left, right) => right.raisedAt - left.raisedAt || (left.alarm < right.alarm ? -1 : 1))
    .map(({ alarm, kind, about, says, raisedAt, seenAt }) => ({
      alarm,
      kind,
      about,
      says,
      name: names.get(about) ?? about,
      raisedAt: written(raisedAt, zone),
      seenAt: seenAt === null ? null : written(seenAt, zone),
    }));
}

const secondsOf = (text: string): number => parseInstant(text) ?? 0;

function put<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

function movementsOf(plan: Plan, given: Brief): Movements {
  const brief = withExtras(given, extrasOf(plan));
  // Who answers for a TPS is told of its extra kits too.
  const told = new Map(brief.places.map(({ code, extraOf }) => [code, extraOf ?? code]));
  const places = new Map(brief.places.map((place) => [place.code, placeView(place)]));
  const coming = new Map<string, Delivery[]>();
  const leaving = new Map<string, Departure[]>();
  const ends = new Map<string, string>();
  for (const { vehicle, trips } of plan.routes) {
    for (const { id: trip, origin: from, stops, loading, departure, dock, load } of trips) {
      const origin = { vehicle, trip, from, fromName: places.get(from)?.name ?? from };
      for (const { place, arrival, start, end, kits, boxes } of stops) {
        put(coming, told.get(place) ?? place, { ...origin, arrival, start, end, kits, boxes });
        ends.set(vehicle, end);
      }
      const kits = stops.flatMap((stop) => stop.kits);
      put(leaving, from, { vehicle, trip, loading, departure, dock: dock ?? null, kits, boxes: load.boxes });
    }
  }
  for (const list of coming.values()) list.sort((left, right) => secondsOf(left.arrival) - secondsOf(right.arrival));
  for (const list of leaving.values())
    list.sort((left, right) => secondsOf(left.loading.start) - secondsOf(right.loading.start));
  return { brief, plan, places, coming, leaving, ends };
}

/** All phones of a city ask for the same version: it is read once. */
const movements = createMemo<Movements>(8);

async function readMovements(context: Context, tenant: string, brief: string) {
  const { version } = await pointerOf(context, tenant, brief);
  const { head, zone } = await findPlan(context, tenant, { brief, version });
  const found = await movements(`${tenant} ${head.plan.sha256} ${head.briefDocument.sha256}`, async () => {
    const plan = await context.store.readDocument(tenant, head.plan, Plan);
    return movementsOf(plan, await context.store.readDocument(tenant, head.briefDocument, Brief));
  });
  return { version, zone, ...found };
}

type Projected = ReadonlyMap<string, EtaRecord["stops"][number]>;

/** What is expected of each stop of `vehicles`, by trip and place; nothing until it was projected. */
async function projectedOf({ store }: Context, key: VersionKey, vehicles: Iterable<string>): Promise<Projected> {
  const found = await Promise.all([...vehicles].map((vehicle) => store.readEta(key, vehicle)));
  return new Map(found.flatMap((eta) => eta?.body.stops ?? []).map((stop) => [`${stop.trip} ${stop.place}`, stop]));
}

/** Seconds that each vehicle is behind its plan, by what it has told. */
async function delaysOf(
  { store }: Context,
  key: VersionKey,
  vehicles: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, number>> {
  const delays = await Promise.all(
    [...vehicles].map(async ([vehicle, end]): Promise<[string, number]> => {
      const row = await store.readBoardRow(key, vehicle);
      return [vehicle, row ? Math.max(0, secondsOf(row.body.end) - secondsOf(end)) : 0];
    }),
  );
  return new Map(delays);
}

/** What comes to a place and leaves it in the published version, in the order of time. Throws Refusal `not-found`. */
export async function readDeliveries(
  context: Context,
  actor: Actor,
  input: { brief: string; place: string },
): Promise<DeliveryList> {
  permit(actor, "readDeliveries", `place:${input.place}`);
  const { version, zone, brief, plan, places, coming, leaving, ends } = await readMovements(
    context,
    actor.tenant,
    input.brief,
  );
  const place = places.get(input.place);
  if (!place) throw absent({ id: `Tempat ${input.place}`, en: `Place ${input.place}` });
  const own = coming.get(place.code) ?? [];
  const departures = [...(leaving.get(place.code) ?? [])];
  const vehicles = new Map(own.map(({ vehicle }) => [vehicle, ends.get(vehicle) ?? ""]));
  const key = { tenant: actor.tenant, brief: input.brief, version };
  const near = new Set([...own, ...departures].map(({ vehicle }) => vehicle));
  const [delays, projected, concerns] = await Promise.all([
    delaysOf(context, key, vehicles),
    projectedOf(context, key, vehicles.keys()),
    concernsOf(context, { tenant: actor.tenant, brief, zone }, { place: place.code, vehicles: near }),
  ]);
  const deliveries = own.map((delivery) => {
    const eta = secondsOf(delivery.arrival) + (delays.get(delivery.vehicle) ?? 0);
    const at = place.kind === "tps" ? (delivery.kits[0] ?? place.code) : place.code;
    const stop = projected.get(`${delivery.trip} ${at}`);
    const expected = stop && !stop.done ? { expected: expectedView(stop.arrival, zone), late: stop.late } : {};
    return { ...delivery, eta: written(eta, zone), ...expected };
  });
  const named = new Set([...own, ...departures].flatMap(({ kits }) => kits));
  return {
    brief: input.brief,
    title: brief.title,
    version,
    place: place.code,
    kind: place.kind,
    name: place.name,
    timeZone: zone,
    deadline: plan.deadline,
    roads: plan.roads,
    asOf: written(context.now(), zone),
    pieces: brief.kit.pieces.map(({ kind, name, count }) => ({ kind, name, count })),
    places: [...named].flatMap((code) => places.get(code) ?? []),
    deliveries,
    departures,
    concerns,
  };
}

/** The same for the actor's own place, or `place`, in `brief` or the brief published last that has it. Throws Refusal `not-found`. */
export async function readMyDeliveries(
  context: Context,
  actor: Actor,
  input: { brief?: string; place?: string },
): Promise<DeliveryList> {
  const place = input.place ?? actor.place;
  if (place === undefined) throw absent({ id: "Tempat (isi place=...)", en: "Place (give place=...)" });
  permit(actor, "readDeliveries", `place:${place}`);
  if (input.brief !== undefined) return readDeliveries(context, actor, { brief: input.brief, place });
  const found = await publishedLatest(context, actor.tenant, (brief) =>
    readDeliveries(context, actor, { brief, place }),
  );
  if (!found) throw absent({ id: `Kiriman ke ${place}`, en: `Deliveries to ${place}` });
  return found;
}
