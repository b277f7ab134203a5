/**
 * The audit trail around the verbs: an entry for every change and for every refusal. The entry is written after the
 * effect; when it cannot be written the verb fails, the client repeats it, and the repetition changes nothing but writes
 * the entry.
 */
import { Refusal } from "@antar/domain";
import type { Actor, Verb } from "./actor.ts";
import type { Context } from "./context.ts";

/** Verbs that change something; of the others only refusals are written down. */
const changing: ReadonlySet<Verb> = new Set<Verb>([
  "putBrief",
  "requestPlan",
  "cancelJob",
  "retryJob",
  "approvePlan",
  "publishPlan",
  "appendEvents",
  "signOut",
  "putPerson",
  "resetSecret",
  "makeCode",
  "revokeDevice",
  "putSettings",
  "requestStudy",
  "submitPlan",
  "sendBackPlan",
  "putClosure",
  "liftClosure",
  "putConsent",
  "putAttachment",
  "seeAlarm",
  "putPush",
]);

/** What is being done, for the record. */
export interface Doing {
  readonly verb: Verb;
  readonly actor: Actor;
  /** The thing that it is done to, e.g. `k525 version 3`. */
  readonly about: string;
}

/** Runs `work` and writes down what came of it. */
export async function audited<Answer>(
  { store, now, newId }: Context,
  { verb, actor, about }: Doing,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const record = async (outcome: string): Promise<void> => {
    const at = new Date(now() * 1_000).toISOString();
    const { role, subject } = actor;
    await store.appendAudit(actor.tenant, { at, verb, role, subject, about: about.slice(0, 300), outcome }, newId());
  };
  try {
    const answer = await work();
    if (changing.has(verb)) await record("done");
    return answer;
  } catch (error) {
    if (error instanceof Refusal && error.code !== "busy") await record(error.code);
    throw error;
  }
}
