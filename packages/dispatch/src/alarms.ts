/**
 * Alarms: vehicles that are late or silent, reported problems, conflicts in the logs, failed jobs. Raised from what is stored,
 * each under a name that follows from what it is about, so that looking twice raises once. Knows what is an alarm; the
 * channels that carry it are a port.
 */
import { createHash } from "node:crypto";
import { parseInstant } from "@antar/measure";
import type { AlarmRecord, BoardRowRecord } from "@antar/store";
import { type Actor, permit } from "./actor.ts";
import { absent, type Context, headOf, written } from "./context.ts";
import { BoardDocument } from "./derive.ts";
import { settingsOf } from "./people.ts";
import type { AlarmList, AlarmView, PushView } from "./views-field.ts";

type Raised = Pick<AlarmRecord, "alarm" | "kind" | "about" | "says" | "tepat">;

const viewOf = ({ told: _, ...alarm }: AlarmRecord, zone: string): AlarmView => {
  const at = (moment: number | null): string | null => (moment === null ? null : written(moment, zone));
  const { raisedAt, clearedAt, seenAt, ...rest } = alarm;
  return { ...rest, raisedAt: written(raisedAt, zone), clearedAt: at(clearedAt), seenAt: at(seenAt) };
};

/** A span as people say it: minutes up to an hour and a half, whole hours beyond. */
function spanOf(seconds: number): { readonly id: string; readonly en: string } {
  if (seconds >= 5_400) return { id: `${Math.round(seconds / 3_600)} jam`, en: `${Math.round(seconds / 3_600)} h` };
  return { id: `${Math.round(seconds / 60)} menit`, en: `${Math.round(seconds / 60)} min` };
}

function late(row: BoardRowRecord, lateBy: number): Raised {
  const span = spanOf(lateBy);
  return {
    alarm: `late-${row.vehicle}`,
    kind: "late",
    about: row.vehicle,
    says: {
      id: `${row.vehicle} terlambat ${span.id} dari batas; hubungi pengemudi atau susun ulang rencana`,
      en: `${row.vehicle} is ${span.en} past its limit; call the driver or re-plan`,
    },
  };
}

function silent(row: BoardRowRecord, quiet: number): Raised {
  const span = spanOf(quiet);
  return {
    alarm: `silent-${row.vehicle}`,
    kind: "silent",
    about: row.vehicle,
    says: {
      id: `${row.vehicle} di jalan dan ${span.id} tanpa kabar; hubungi pengemudi`,
      en: `${row.vehicle} is under way and was not heard of for ${span.en}; call the driver`,
    },
  };
}

function troubled(row: BoardRowRecord): Raised {
  return {
    alarm: `problem-${row.vehicle}-${row.sequence}`,
    kind: "problem",
    about: row.vehicle,
    says: {
      id: `${row.vehicle} melaporkan masalah; buka lognya`,
      en: `${row.vehicle} reports a problem; open its log`,
    },
  };
}

/** Seconds that a vehicle is past its limit; 0 when it is not. */
function lateBy(row: BoardRowRecord, { now, lateAfter }: { now: number; lateAfter: number }): number {
  const next = row.next ? parseInstant(row.next.eta) : undefined;
  const behind = next === undefined ? 0 : now - next;
  return row.state !== "done" && behind > lateAfter ? behind : Math.max(0, -row.slack);
}

/** What is to be raised now about the rows of a board. `heard`: last word of each vehicle, epoch seconds. */
export function alarmsOf(
  rows: readonly BoardRowRecord[],
  given: { now: number; lateAfter: number; silentAfter: number; heard: ReadonlyMap<string, number> },
): Raised[] {
  const { now, silentAfter, heard } = given;
  return rows.flatMap((row) => {
    const found: Raised[] = [];
    const behind = lateBy(row, given);
    if (behind > 0) found.push(late(row, behind));
    const started = parseInstant(row.start) ?? now;
    const quiet = now - Math.max(heard.get(row.vehicle) ?? 0, started);
    if (row.state === "under-way" && quiet > silentAfter) found.push(silent(row, quiet));
    if (row.state === "problem") found.push(troubled(row));
    return found;
  });
}

async function heardOf({ store }: Context, tenant: string, brief: string, rows: readonly BoardRowRecord[]) {
  const heard = new Map<string, number>();
  for (const { vehicle, receivedAt } of await store.positions.all({ tenant, scope: brief }))
    heard.set(vehicle, receivedAt);
  for (const { vehicle, sequence } of rows) {
    if (sequence === 0) continue;
    const last = (await store.readLog({ tenant, brief, unit: `vehicle:${vehicle}` })).at(-1)?.receivedAt ?? 0;
    heard.set(vehicle, Math.max(heard.get(vehicle) ?? 0, last));
  }
  return heard;
}

/**
 * Looks at the published version of a brief, raises what is new, clears what is over, and tells the channels of those that
 * they have not taken yet. Answers how many were raised. Safe to run twice at once.
 */
export async function watchBrief(
  context: Context,
  { tenant, brief }: { tenant: string; brief: string },
): Promise<number> {
  const { store, now } = context;
  const pointer = await store.readPointer({ tenant, brief });
  const board = pointer && (await store.readBoard({ tenant, brief, version: pointer.body.version }, BoardDocument));
  const rows = board?.rows ?? [];
  const settings = await settingsOf(context, tenant);
  const heard = await heardOf(context, tenant, brief, rows);
  const present = alarmsOf(rows, { now: now(), ...settings, heard });
  const late = rows.map((row) => lateBy(row, { now: now(), ...settings })).filter((behind) => behind > 0);
  context.measure?.({ tenant, name: "lateVehicles", value: late.length });
  context.measure?.({ tenant, name: "lateness", value: Math.max(0, ...late) });
  let raised = 0;
  for (const alarm of present) if (await raise(context, { tenant, brief }, alarm)) raised += 1;
  const names = new Set(present.map(({ alarm }) => alarm));
  for (const alarm of await store.alarms.all({ tenant, scope: brief })) {
    const passing = alarm.kind === "late" || alarm.kind === "silent";
    if (passing && alarm.clearedAt === null && !names.has(alarm.alarm)) await clear(context, { tenant, brief }, alarm);
    else await tell(context, { tenant, brief }, alarm.alarm);
  }
  return raised;
}

interface BriefPlace {
  readonly tenant: string;
  readonly brief: string;
}

/** What raising an alarm needs. */
type Raising = Pick<Context, "store" | "now" | "newId" | "tellers" | "report">;

/** Raises an alarm unless it stands; answers true when it is new or had been cleared. */
export async function raise(context: Raising, { tenant, brief }: BriefPlace, alarm: Raised): Promise<boolean> {
  const key = { tenant, scope: brief, name: alarm.alarm };
  const write = context.newId();
  for (;;) {
    const previous = await context.store.alarms.read(key);
    if (previous && previous.body.clearedAt === null) return false;
    const body = { ...alarm, raisedAt: context.now(), clearedAt: null, seenAt: null, seenBy: null, told: [] };
    if ((await context.store.alarms.change(key, { body, previous, write })).written) {
      await tell(context, { tenant, brief }, alarm.alarm);
      return true;
    }
  }
}

async function changeAlarm(
  { store, newId }: Raising,
  { tenant, brief }: BriefPlace,
  { name, next }: { name: string; next: (alarm: AlarmRecord) => AlarmRecord | undefined },
): Promise<AlarmRecord | undefined> {
  const key = { tenant, scope: brief, name };
  const write = newId();
  for (;;) {
    const previous = await store.alarms.read(key);
    const body = previous && next(previous.body);
    if (!body) return previous?.body;
    if ((await store.alarms.change(key, { body, previous, write })).written) return body;
  }
}

async function clear(context: Context, place: BriefPlace, alarm: AlarmRecord): Promise<void> {
  await changeAlarm(context, place, {
    name: alarm.alarm,
    next: (current) => (current.clearedAt === null ? { ...current, clearedAt: context.now() } : undefined),
  });
}

/** Tells the channels that have not taken the alarm yet; one that fails is tried again at the next look. */
async function tell(context: Raising, place: BriefPlace, name: string): Promise<void> {
  const { store, tellers = [] } = context;
  const stored = await store.alarms.read({ tenant: place.tenant, scope: place.brief, name });
  if (!stored || stored.body.clearedAt !== null) return;
  const { body } = stored;
  const settings = await settingsOf(context, place.tenant);
  const pushes = await store.pushes.all({ tenant: place.tenant });
  for (const teller of tellers) {
    for (const channel of teller.channelsOf({ webhooks: settings.webhooks, pushes })) {
      if (body.told.includes(channel.name)) continue;
      const { alarm, kind, about, says, raisedAt } = body;
      const took = await channel.tell({ ...place, alarm, kind, about, says, raisedAt }).catch((error) => {
        context.report?.(error);
        return false;
      });
      if (!took) continue;
      await changeAlarm(context, place, {
        name,
        next: (current) =>
          current.told.includes(channel.name) ? undefined : { ...current, told: [...current.told, channel.name] },
      });
    }
  }
}

/** The alarms of a brief, newest first. Throws Refusal `not-found`. */
export async function listAlarms(context: Context, actor: Actor, input: { brief: string }): Promise<AlarmList> {
  permit(actor, "listAlarms");
  const { timeZone } = await headOf(context, actor.tenant, input.brief);
  const all = await context.store.alarms.all({ tenant: actor.tenant, scope: input.brief });
  const alarms = [...all].sort((left, right) => right.raisedAt - left.raisedAt).map((alarm) => viewOf(alarm, timeZone));
  return { brief: input.brief, asOf: written(context.now(), timeZone), alarms };
}

/** Says that somebody takes care of an alarm. Throws Refusal `not-found`. */
export async function seeAlarm(
  context: Context,
  actor: Actor,
  input: { brief: string; alarm: string },
): Promise<AlarmView> {
  permit(actor, "seeAlarm");
  const { timeZone } = await headOf(context, actor.tenant, input.brief);
  const seen = await changeAlarm(
    context,
    { tenant: actor.tenant, brief: input.brief },
    {
      name: input.alarm,
      next: (alarm) => (alarm.seenAt === null ? { ...alarm, seenAt: context.now(), seenBy: actor.subject } : undefined),
    },
  );
  if (!seen) throw absent({ id: `Alarm ${input.alarm}`, en: `Alarm ${input.alarm}` });
  return viewOf(seen, timeZone);
}

/** Wakes the asking person's browser at `endpoint` when an alarm is raised. */
export async function putPush(context: Context, actor: Actor, input: { endpoint: string }): Promise<PushView> {
  permit(actor, "putPush");
  const id = createHash("sha256").update(input.endpoint).digest("hex").slice(0, 32);
  const body = { id, endpoint: input.endpoint, person: actor.subject, at: context.now() };
  await context.store.pushes.change(
    { tenant: actor.tenant, name: id },
    { body, previous: undefined, write: context.newId() },
  );
  return { id };
}
