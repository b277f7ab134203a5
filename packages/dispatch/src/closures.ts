/**
 * The verbs about closures: roads that are closed or slow, drawn by the office. A plan is made under those that stand when it
 * is asked for.
 */
import { type RoadClosure, readClosures } from "@antar/domain";
import type { ClosureRecord } from "@antar/store";
import { type Actor, permit } from "./actor.ts";
import { absent, type Context, headOf, written } from "./context.ts";
import type { ClosureList, ClosureView } from "./views-field.ts";

/** The closures of a brief that are not lifted, by name. */
export async function activeClosures({ store }: Context, tenant: string, brief: string): Promise<RoadClosure[]> {
  const all = await store.closures.all({ tenant, scope: brief });
  return all.filter((closure) => !closure.lifted).map((closure) => closure.road);
}

const viewOf = ({ closure, road, lifted, at, by }: ClosureRecord, zone: string): ClosureView => ({
  closure,
  road,
  lifted,
  updatedAt: written(at, zone),
  by,
});

/** All closures of a brief, lifted ones too. Throws Refusal `not-found`. */
export async function listClosures(context: Context, actor: Actor, input: { brief: string }): Promise<ClosureList> {
  permit(actor, "listClosures");
  const { timeZone } = await headOf(context, actor.tenant, input.brief);
  const all = await context.store.closures.all({ tenant: actor.tenant, scope: input.brief });
  const closures = all.map((closure) => viewOf(closure, timeZone));
  return { brief: input.brief, asOf: written(context.now(), timeZone), closures };
}

interface ClosureInput {
  readonly brief: string;
  readonly closure: string;
}

async function change(
  context: Context,
  actor: Actor,
  { brief, closure }: ClosureInput,
  next: (before: ClosureRecord | undefined) => ClosureRecord | undefined,
): Promise<ClosureView> {
  const { timeZone } = await headOf(context, actor.tenant, brief);
  const key = { tenant: actor.tenant, scope: brief, name: closure };
  const write = context.newId();
  for (;;) {
    const previous = await context.store.closures.read(key);
    const body = next(previous?.body);
    if (!body) throw absent({ id: `Penutupan ${closure}`, en: `Closure ${closure}` });
    const { written: done } = await context.store.closures.change(key, { body, previous, write });
    if (done) return viewOf(body, timeZone);
  }
}

/**
 * Draws a closure, or draws it anew, from a GeoJSON feature. Throws Refusal `bad-input` with the field, `not-found` when
 * there is no such brief.
 */
export async function putClosure(
  context: Context,
  actor: Actor,
  input: ClosureInput & { feature: unknown },
): Promise<ClosureView> {
  permit(actor, "putClosure");
  const [road] = readClosures(input.feature);
  if (!road) throw absent({ id: "Fitur GeoJSON", en: "A GeoJSON feature" });
  const made = { closure: input.closure, road, lifted: false, at: context.now(), by: actor.subject };
  return change(context, actor, input, () => made);
}

/** Lifts a closure; it stays in the list. Throws Refusal `not-found`. */
export async function liftClosure(context: Context, actor: Actor, input: ClosureInput): Promise<ClosureView> {
  permit(actor, "liftClosure");
  return change(context, actor, input, (before) =>
    before ? { ...before, lifted: true, at: context.now(), by: actor.subject } : undefined,
  );
}
