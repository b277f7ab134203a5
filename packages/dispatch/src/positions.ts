/**
 * The verbs about positions: sent by a driver's device after its driver agreed, shown with their age, gone some time after
 * voting day. Knows who may send what; refuses to know maps.
 */
import { Refusal } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import type { PositionRecord } from "@antar/store";
import { type Actor, permit } from "./actor.ts";
import { type Context, headOf, written } from "./context.ts";
import { personalUntil } from "./personal.ts";
import type { ConsentView, PositionBatch, PositionList, PositionsTaken, PositionView } from "./views-field.ts";

/** Whether the asking person lets the device send positions. */
export async function readConsent(context: Context, actor: Actor): Promise<ConsentView> {
  permit(actor, "readConsent");
  const stored = await context.store.consents.read({ tenant: actor.tenant, name: actor.subject });
  const at = stored ? written(stored.body.at, "UTC") : null;
  return { person: actor.subject, positions: stored?.body.positions ?? false, at };
}

/** Agrees, or takes it back. */
export async function putConsent(context: Context, actor: Actor, input: { positions: boolean }): Promise<ConsentView> {
  permit(actor, "putConsent");
  const key = { tenant: actor.tenant, name: actor.subject };
  const write = context.newId();
  for (;;) {
    const previous = await context.store.consents.read(key);
    const body = { person: actor.subject, positions: input.positions, at: context.now() };
    const { written: done } = await context.store.consents.change(key, { body, previous, write });
    if (done) return { person: actor.subject, positions: input.positions, at: written(body.at, "UTC") };
  }
}

/** A moment with or without fractions of a second. */
const momentOf = (text: string): number => parseInstant(text.replace(/\.\d+/, "")) ?? 0;

/** Positions that claim to be from later than this many seconds from now are refused: the device's clock is wrong. */
const ahead = 300;

/**
 * Takes positions of the actor's vehicle: the track keeps all, the map the latest. Sending them again changes nothing.
 * Throws Refusal `conflict` unless the person has agreed.
 */
export async function sendPositions(
  context: Context,
  actor: Actor,
  input: PositionBatch & { brief: string },
): Promise<PositionsTaken> {
  permit(actor, "sendPositions", `vehicle:${input.vehicle}`);
  const head = await headOf(context, actor.tenant, input.brief);
  const consent = await context.store.consents.read({ tenant: actor.tenant, name: actor.subject });
  if (!consent?.body.positions) {
    throw new Refusal("conflict", {
      id: "Pengemudi belum menyetujui pengiriman posisi; minta persetujuan di aplikasi",
      en: "The driver has not agreed to sending positions; ask for consent in the application",
    });
  }
  const { store, now, newId } = context;
  const expires = await personalUntil(context, actor.tenant, head);
  const limit = now() + ahead;
  const records = input.positions
    .map(({ at, ...rest }) => ({ vehicle: input.vehicle, ...rest, at: momentOf(at), receivedAt: now(), expires }))
    .filter((record) => record.at > 0 && record.at <= limit);
  const scope = `${input.brief} ${input.vehicle}`;
  const write = newId();
  for (const body of records) {
    const key = { tenant: actor.tenant, scope, name: String(body.at).padStart(12, "0") };
    await store.tracks.change(key, { body, previous: undefined, write });
  }
  const latest = records.reduce<PositionRecord | undefined>(
    (best, record) => (best && best.at >= record.at ? best : record),
    undefined,
  );
  if (latest) await moveLatest(context, actor.tenant, input.brief, latest);
  return { taken: records.length };
}

/** Late positions do not move a vehicle backwards. */
async function moveLatest({ store, newId }: Context, tenant: string, brief: string, body: PositionRecord) {
  const key = { tenant, scope: brief, name: body.vehicle };
  const write = newId();
  for (;;) {
    const previous = await store.positions.read(key);
    if (previous && previous.body.at >= body.at) return;
    if ((await store.positions.change(key, { body, previous, write })).written) return;
  }
}

function viewsOf(context: Context, zone: string, records: readonly PositionRecord[]): PositionView[] {
  const now = context.now();
  // Expired items are deleted late, so a reader leaves them out.
  return records
    .filter((record) => record.expires > now)
    .map(({ vehicle, at, point, accuracy, speed }) => ({
      vehicle,
      at: written(at, zone),
      age: Math.max(0, now - at),
      point,
      accuracy,
      speed,
    }));
}

/** The latest position of every vehicle of a brief. Throws Refusal `not-found`. */
export async function listPositions(context: Context, actor: Actor, input: { brief: string }): Promise<PositionList> {
  permit(actor, "listPositions");
  const { timeZone } = await headOf(context, actor.tenant, input.brief);
  const records = await context.store.positions.all({ tenant: actor.tenant, scope: input.brief });
  const positions = viewsOf(context, timeZone, records);
  return { brief: input.brief, asOf: written(context.now(), timeZone), positions };
}

/** The track of one vehicle, oldest first. Throws Refusal `not-found`. */
export async function readTrack(
  context: Context,
  actor: Actor,
  input: { brief: string; vehicle: string },
): Promise<PositionList> {
  permit(actor, "readTrack", `vehicle:${input.vehicle}`);
  const { timeZone } = await headOf(context, actor.tenant, input.brief);
  const scope = `${input.brief} ${input.vehicle}`;
  const positions = viewsOf(context, timeZone, await context.store.tracks.all({ tenant: actor.tenant, scope }));
  return { brief: input.brief, asOf: written(context.now(), timeZone), positions };
}
