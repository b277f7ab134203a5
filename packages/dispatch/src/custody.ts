/**
 * The verbs about custody: events into the log of their unit, and the log out again. Nothing is acknowledged before it is
 * in the log; an event that comes twice is in the log once; events may be late and out of order.
 */
import { canonicalJson } from "@antar/domain";
import type { BoardRowRecord, CustodyEntry } from "@antar/store";
import { type Actor, permit, permitSome, permits } from "./actor.ts";
import { raise } from "./alarms.ts";
import { brokenAt, genesis, hashOf, type LogPlace } from "./chain.ts";
import { type Context, headOf, written } from "./context.ts";
import { AssignmentDocument } from "./derive.ts";
import { keepPersonal, personalOf, personalUntil } from "./personal.ts";
import { againstWhat, projectRow } from "./projection.ts";
import {
  CustodyEvent,
  type EventResult,
  type EventResults,
  type LogView,
  type ReceiptView,
  type UnitList,
} from "./views.ts";

/** Events for the logs of one brief. */
export interface AppendEvents {
  readonly brief: string;
  readonly events: readonly CustodyEvent[];
}

interface Log {
  readonly unit: string;
  entries: readonly CustodyEntry[];
}

/**
 * Appends events, each to the log of its unit, in their order. Answers what became of each; a unit that is not the
 * actor's is `refused` without a word on whether it exists. Throws Refusal `not-found` when there is no such brief.
 */
export async function appendEvents(context: Context, actor: Actor, input: AppendEvents): Promise<EventResults> {
  permitSome(actor, "appendEvents");
  const head = await headOf(context, actor.tenant, input.brief);
  const until = await personalUntil(context, actor.tenant, head);
  const logs = new Map<string, Log>();
  const results: EventResult[] = [];
  for (const event of input.events) {
    if (!permits(actor, "appendEvents", event.unit)) {
      results.push(refusedResult(event.id));
      continue;
    }
    const known = logs.get(event.unit);
    const log = known ?? { unit: event.unit, entries: await readEntries(context, actor, input.brief, event.unit) };
    logs.set(event.unit, log);
    const rest = { brief: input.brief, zone: head.timeZone, personalUntil: until };
    results.push(await appendOne(context, actor, { ...rest, log, event }));
  }
  const conflict = results.find((result) => result.outcome === "conflict");
  if (conflict) {
    const value = results.filter((result) => result.outcome === "conflict").length;
    context.measure?.({ tenant: actor.tenant, name: "conflicts", value });
    await raiseConflict(context, actor, input.brief, conflict.id);
  }
  for (const event of input.events) {
    const isNew = results.some(({ id, outcome }) => id === event.id && outcome === "created");
    if (isNew && isTrouble(event)) await raiseTrouble(context, actor, input.brief, event);
  }
  for (const { unit } of logs.values()) await projectUnit(context, { tenant: actor.tenant, brief: input.brief, unit });
  return { results };
}

function raiseConflict(context: Context, actor: Actor, brief: string, event: string): Promise<boolean> {
  const says = {
    id: `Dua kejadian berbeda memakai id ${event} (${actor.subject}); bandingkan perangkat`,
    en: `Two different events have the id ${event} (${actor.subject}); compare the devices`,
  };
  const alarm = { alarm: `conflict-${event}`, kind: "conflict" as const, about: actor.subject, says };
  return raise(context, { tenant: actor.tenant, brief }, alarm);
}

const troubleKinds = ["short", "refused", "problem"];

/** What a place tells has no row on the board: an alarm brings it there. */
const isTrouble = ({ unit, kind }: CustodyEvent): boolean => unit.startsWith("place:") && troubleKinds.includes(kind);

function raiseTrouble(context: Context, actor: Actor, brief: string, event: CustodyEvent) {
  const place = event.unit.slice("place:".length);
  const note = event.note === undefined ? "" : ` (${event.note.slice(0, 120)})`;
  const says =
    event.kind === "short"
      ? { id: `${place} melaporkan kekurangan${note}`, en: `${place} reports a shortage${note}` }
      : { id: `${place} melaporkan masalah${note}`, en: `${place} reports a problem${note}` };
  const tepat = againstWhat(event);
  const bare = { alarm: `problem-${event.id}`, kind: "problem" as const, about: place, says };
  const alarm = tepat === undefined ? bare : { ...bare, tepat };
  return raise(context, { tenant: actor.tenant, brief }, alarm);
}

function refusedResult(id: string): EventResult {
  const says = { id: "Log ini tidak ada atau bukan milik Anda", en: "This log is not there, or not yours to write" };
  return { id, outcome: "refused", receipt: null, says };
}

function readEntries({ store }: Context, actor: Actor, brief: string, unit: string): Promise<readonly CustodyEntry[]> {
  return store.readLog({ tenant: actor.tenant, brief, unit });
}

interface Appending {
  readonly brief: string;
  readonly zone: string;
  readonly log: Log;
  readonly event: CustodyEvent;
  /** Until when what the event says of people is kept. */
  readonly personalUntil: number;
}

/** The event as the log keeps it: a salted digest in the place of what it says of people. */
async function impersonal(context: Context, { tenant, brief }: LogPlace, appending: Appending): Promise<CustodyEvent> {
  const { personal, personalSha256: _, ...rest } = appending.event;
  if (personal === undefined) return rest;
  const where = { tenant, brief, unit: appending.log.unit, event: rest.id, expires: appending.personalUntil };
  return { ...rest, personalSha256: await keepPersonal(context, personal, where) };
}

async function appendOne(context: Context, actor: Actor, appending: Appending): Promise<EventResult> {
  const { brief, zone, log, event } = appending;
  const where = { tenant: actor.tenant, brief };
  const text = canonicalJson(await impersonal(context, where, appending));
  const write = context.newId();
  for (;;) {
    // Every entry below the number that we take was read and none has this id; so no id is in a log twice.
    const own = log.entries.find((entry) => entry.id === event.id);
    if (own) return resultOf(context, own, { where, zone, outcome: own.event === text ? "exists" : "conflict" });
    const bare = {
      unit: log.unit,
      sequence: log.entries.length + 1,
      id: event.id,
      event: text,
      receivedAt: context.now(),
      by: actor.subject,
      previous: log.entries.at(-1)?.hash ?? genesis,
    };
    const entry = { ...bare, hash: hashOf(where, bare) };
    const { written: done } = await context.store.appendLog({ ...where, unit: log.unit }, entry, write);
    if (done) {
      log.entries = [...log.entries, entry];
      return resultOf(context, entry, { where, zone, outcome: "created" });
    }
    log.entries = await readEntries(context, actor, brief, log.unit);
  }
}

async function resultOf(
  context: Context,
  entry: CustodyEntry,
  how: { where: { tenant: string; brief: string }; zone: string; outcome: "created" | "exists" | "conflict" },
): Promise<EventResult> {
  if (how.outcome === "conflict") {
    const says = {
      id: "Kejadian lain dengan id ini sudah tercatat; buat id baru",
      en: "Another event with this id is in the log; make a new id",
    };
    return { id: entry.id, outcome: "conflict", receipt: null, says };
  }
  const { unit, sequence, hash } = entry;
  const signature = (await context.signReceipt?.({ ...how.where, unit, sequence, hash })) ?? null;
  const receipt: ReceiptView = { unit, sequence, hash, receivedAt: written(entry.receivedAt, how.zone), signature };
  return { id: entry.id, outcome: how.outcome, receipt, says: null };
}

/** Derives the board row of a vehicle from its log again. Does nothing for places and for vehicles without a row. */
export async function projectUnit(
  context: Pick<Context, "store" | "newId">,
  { tenant, brief, unit }: { tenant: string; brief: string; unit: string },
): Promise<void> {
  const vehicle = /^vehicle:(.+)$/s.exec(unit)?.[1];
  if (vehicle === undefined) return;
  const { store } = context;
  const pointer = await store.readPointer({ tenant, brief });
  if (!pointer) return;
  const key = { tenant, brief, version: pointer.body.version };
  const assignment = await store.readAssignment(key, vehicle, AssignmentDocument);
  if (!assignment) return;
  const write = context.newId();
  for (;;) {
    // The row first, the log after it: a row written since by somebody who read more makes our put fail.
    const previous = await store.readBoardRow(key, vehicle);
    if (!previous) return;
    const body = projectRow(previous.body, assignment.document, await store.readLog({ tenant, brief, unit }));
    if (same(previous.body, body)) return;
    if ((await store.changeBoardRow(key, { body, previous, write })).written) return;
  }
}

const same = (left: BoardRowRecord, right: BoardRowRecord): boolean => canonicalJson(left) === canonicalJson(right);

/** The log of a unit with the state of its chain. Throws Refusal `not-found`. */
export async function readLog(
  context: Context,
  actor: Actor,
  input: { brief: string; unit: string },
): Promise<LogView> {
  permit(actor, "readLog", input.unit);
  const head = await headOf(context, actor.tenant, input.brief);
  const where = { tenant: actor.tenant, brief: input.brief };
  const log = await context.store.readLog({ ...where, unit: input.unit });
  const broken = brokenAt(where, log) ?? null;
  const personal = await personalOf(context, { ...where, unit: input.unit }, log);
  const entries = log.map(({ id, event, receivedAt, ...entry }) => ({
    ...entry,
    receivedAt: written(receivedAt, head.timeZone),
    event: CustodyEvent.parse(JSON.parse(event)),
    personal: personal.get(id) ?? null,
  }));
  const asOf = written(context.now(), head.timeZone);
  return { brief: input.brief, unit: input.unit, asOf, intact: broken === null, brokenAt: broken, entries };
}

/** The units of a brief that have a log. Throws Refusal `not-found`. */
export async function listUnits(context: Context, actor: Actor, input: { brief: string }): Promise<UnitList> {
  permit(actor, "listUnits");
  const head = await headOf(context, actor.tenant, input.brief);
  const units = await context.store.listUnits({ tenant: actor.tenant, brief: input.brief });
  return { brief: input.brief, asOf: written(context.now(), head.timeZone), units: [...units] };
}
