/**
 * The verbs about briefs. A brief is versioned: each change of the document counts up, the newest is the brief.
 */
import { Brief, readBrief as checkBrief, digestOf, Refusal } from "@antar/domain";
import type { BriefHead } from "@antar/store";
import { type Actor, permit } from "./actor.ts";
import { type Context, headOf, written } from "./context.ts";
import type { BriefHeadView, BriefList } from "./views.ts";

/** A brief with what is known about it. */
export interface BriefView extends BriefHeadView {
  readonly document: Brief;
}

/** What `putBrief` takes. */
export interface PutBrief {
  readonly id: string;
  /** Any value: it is checked here. */
  readonly document: unknown;
  /** Version that the change was made on; the put is refused when another stands there. 0: none may stand there. */
  readonly expected?: number;
  /** True: says what would come of it and stores nothing. */
  readonly check?: boolean;
}

/**
 * Stores `document` as the newest version of the brief `id`; the same document again changes nothing. Throws Refusal
 * `bad-brief` with every trouble, or `conflict` when somebody else changed the brief since `expected`.
 */
export async function putBrief(context: Context, actor: Actor, input: PutBrief): Promise<BriefHeadView> {
  permit(actor, "putBrief");
  const brief = checkBrief(input.document);
  mustMatch("id", input.id, brief.id);
  mustMatch("tenant", actor.tenant, brief.tenant);
  if (input.check) return wouldBecome(context, actor, { brief, expected: input.expected });
  const { store, now, newId } = context;
  const document = await store.writeDocument(actor.tenant, brief);
  const write = newId();
  for (;;) {
    const previous = await store.readBriefHead({ tenant: actor.tenant, brief: brief.id });
    const digest = digestOf(brief);
    if (previous?.body.digest === digest) return headView(actor.tenant, previous.body);
    const version = previous?.body.version ?? 0;
    if (input.expected !== undefined && input.expected !== version) throw changed(brief.id, version);
    const body = headBody(brief, { version: version + 1, digest, document, at: now(), by: actor.subject });
    const { written: done } = await store.writeBriefHead(actor.tenant, { body, previous, write });
    if (done) return headView(actor.tenant, body);
  }
}

function mustMatch(field: "id" | "tenant", wanted: string, found: string): void {
  if (wanted === found) return;
  const says = {
    id: `${field}: isi brief menyebut ${found}, permintaan untuk ${wanted}`,
    en: `${field}: the brief says ${found}, the request is for ${wanted}`,
  };
  throw new Refusal("bad-brief", says, [{ field, says }]);
}

function changed(brief: string, version: number): Refusal {
  return new Refusal("conflict", {
    id: `Brief ${brief} sudah diubah orang lain (kini versi ${version}); muat ulang lalu ulangi perubahan Anda`,
    en: `Brief ${brief} was changed by somebody else (now version ${version}); load it again and repeat your change`,
  });
}

async function wouldBecome(
  context: Context,
  actor: Actor,
  { brief, expected }: { brief: Brief; expected: number | undefined },
): Promise<BriefHeadView> {
  const previous = await context.store.readBriefHead({ tenant: actor.tenant, brief: brief.id });
  const digest = digestOf(brief);
  if (previous?.body.digest === digest) return headView(actor.tenant, previous.body);
  const version = previous?.body.version ?? 0;
  if (expected !== undefined && expected !== version) throw changed(brief.id, version);
  return headView(
    actor.tenant,
    headBody(brief, { version: version + 1, digest, at: context.now(), by: actor.subject }),
  );
}

type Written = Pick<BriefHead, "version" | "digest" | "at" | "by">;

function headBody<Rest extends Written>(brief: Brief, rest: Rest) {
  return {
    brief: brief.id,
    ...rest,
    title: brief.title,
    timeZone: brief.timeZone,
    mode: brief.mode,
    window: brief.window,
    roads: roadsOf(brief),
    places: brief.places.length,
    tps: brief.places.filter((place) => place.kind === "tps").length,
  };
}

/** What a brief says of its road network. */
export function roadsOf(brief: Brief): BriefHead["roads"] {
  return { sha256: brief.roads.sha256, synthetic: brief.roads.synthetic, attribution: brief.roads.attribution };
}

function headView(tenant: string, head: Omit<BriefHead, "document">): BriefHeadView {
  const { brief, digest, at, version, title, timeZone, mode, window, roads, places, tps } = head;
  const what = { title, timeZone, mode, window, roads, places, tps };
  return { id: brief, tenant, version, sha256: digest, updatedAt: written(at, timeZone), ...what };
}

/** The newest version of the brief `id`. Throws Refusal `not-found`. */
export async function readBrief(context: Context, actor: Actor, input: { id: string }): Promise<BriefView> {
  permit(actor, "readBrief");
  const head = await headOf(context, actor.tenant, input.id);
  const document = await context.store.readDocument(actor.tenant, head.document, Brief);
  return { ...headView(actor.tenant, head), document };
}

/** One page of the briefs of the tenant, in the order of their ids. */
export async function listBriefs(
  context: Context,
  actor: Actor,
  input: { limit: number; after?: string },
): Promise<BriefList> {
  permit(actor, "listBriefs");
  const page = await context.store.listBriefHeads(actor.tenant, input);
  return {
    briefs: page.items.map((item) => headView(actor.tenant, item.body)),
    asOf: written(context.now(), "UTC"),
    next: page.next ?? null,
  };
}
