/**
 * Personal data with an end: how long it is kept, the part of custody events that can be erased while the log's chain stays
 * whole, and the erasing itself.
 */
import { createHash, randomBytes } from "node:crypto";
import { canonicalJson } from "@antar/domain";
import { parseInstant } from "@antar/measure";
import type { BriefHead, CustodyEntry, PersonalPart } from "@antar/store";
import type { Context } from "./context.ts";
import { changePerson, settingsOf } from "./people.ts";
import { PersonalView } from "./views.ts";

const day = 86_400;

/** The moment until which personal data about a brief is kept: some days after voting day, or after the legal end. */
export async function personalUntil(
  context: Pick<Context, "store">,
  tenant: string,
  head: Pick<BriefHead, "window">,
): Promise<number> {
  const { votingDay, keepPersonalDays } = await settingsOf(context, tenant);
  const legalEnd = parseInstant(head.window.legalEnd) ?? 0;
  const voting = votingDay === null ? undefined : parseInstant(`${votingDay}T23:59:59Z`);
  return (voting ?? legalEnd) + keepPersonalDays * day;
}

const digestOf = (salt: string, data: string): string => createHash("sha256").update(`${salt} ${data}`).digest("hex");

interface Splitting {
  readonly tenant: string;
  readonly brief: string;
  readonly unit: string;
  readonly event: string;
  readonly expires: number;
}

/**
 * Stores what an event says of people beside the log and answers the salted digest that the log keeps. The part is written
 * before the entry; the same event again answers the same digest, and other data under the same id another one.
 */
export async function keepPersonal(context: Context, data: unknown, where: Splitting): Promise<string> {
  const text = canonicalJson(data);
  const key = { tenant: where.tenant, scope: `${where.brief} ${where.unit}`, name: where.event };
  const salt = randomBytes(16).toString("hex");
  const body = { event: where.event, salt, data: text, expires: where.expires };
  const change = { body, previous: undefined, write: context.newId() };
  const outcome = await context.store.personal.change(key, change);
  return digestOf(outcome.written ? salt : (outcome.current?.body.salt ?? salt), text);
}

/** What the events of a log say of people, by event id; nothing of what was erased or has expired. */
export async function personalOf(
  { store, now }: Context,
  { tenant, brief, unit }: { tenant: string; brief: string; unit: string },
  log: readonly CustodyEntry[],
): Promise<Map<string, PersonalView>> {
  const found = new Map<string, PersonalView>();
  if (!log.some((entry) => entry.event.includes('"personalSha256"'))) return found;
  for (const part of await store.personal.all({ tenant, scope: `${brief} ${unit}` })) {
    const entry = log.find(({ id }) => id === part.event);
    if (part.data === null || hasEnded(part, now()) || !entry?.event.includes(digestOf(part.salt, part.data))) continue;
    const read = PersonalView.safeParse(JSON.parse(part.data));
    if (read.success) found.set(part.event, read.data);
  }
  return found;
}

const hasEnded = ({ expires }: PersonalPart, now: number): boolean => expires !== null && expires <= now;

/** How much was erased. */
export interface Erased {
  readonly positions: number;
  readonly events: number;
  readonly phones: number;
}

/**
 * Erases the personal data of a tenant whose time is over: positions and tracks, the personal part of custody events, phone
 * numbers of people. `all`: whatever its time. Logs and their chains stay as they are.
 */
export async function erasePersonal(
  context: Pick<Context, "store" | "newId" | "now">,
  { tenant, all = false }: { tenant: string; all?: boolean },
): Promise<Erased> {
  const { store } = context;
  const now = context.now();
  const over = (expires: number | null): boolean => all || (expires !== null && expires <= now);
  const erased = { positions: 0, events: 0, phones: 0 };
  const briefs = await allBriefs(context, tenant);
  for (const { brief } of briefs) {
    for (const { vehicle, expires } of await store.positions.all({ tenant, scope: brief })) {
      if (over(expires)) {
        await store.positions.remove({ tenant, scope: brief, name: vehicle });
        erased.positions += 1;
      }
      const scope = `${brief} ${vehicle}`;
      for (const point of await store.tracks.all({ tenant, scope })) {
        if (!over(point.expires)) continue;
        await store.tracks.remove({ tenant, scope, name: String(point.at).padStart(12, "0") });
        erased.positions += 1;
      }
    }
    for (const unit of await store.listUnits({ tenant, brief })) {
      const scope = `${brief} ${unit}`;
      for (const { event, expires } of await store.personal.all({ tenant, scope })) {
        if (!over(expires)) continue;
        await store.personal.remove({ tenant, scope, name: event });
        erased.events += 1;
      }
    }
  }
  const ends = await Promise.all(briefs.map((head) => personalUntil(context, tenant, head)));
  if (!all && (ends.length === 0 || Math.max(...ends) > now)) return erased;
  for (const { person, phone } of await store.people.all({ tenant })) {
    if (phone === null) continue;
    await changePerson(context, { tenant, person }, (current) => (current ? { ...current, phone: null } : undefined));
    erased.phones += 1;
  }
  return erased;
}

/** Every brief of a tenant. */
export async function allBriefs({ store }: Pick<Context, "store">, tenant: string): Promise<readonly BriefHead[]> {
  const found: BriefHead[] = [];
  let after: string | undefined;
  do {
    const page = await store.listBriefHeads(tenant, { consistent: true, ...(after === undefined ? {} : { after }) });
    found.push(...page.items.map((item) => item.body));
    after = page.next;
  } while (after !== undefined);
  return found;
}
