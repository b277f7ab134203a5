/**
 * What every verb works with, and the refusals that several of them share.
 */
import { Refusal } from "@antar/domain";
import { formatInstant, type Instant, instant } from "@antar/measure";
import type { Expected, projectEtas } from "@antar/planning";
import type { BriefHead, Store } from "@antar/store";
import type { AlarmTeller, AttachmentFiles, JobQueue, Measure } from "./ports.ts";
import type { ExpectedView } from "./views.ts";

/** What a receipt says: the log of a unit had this hash at this number. */
export interface Receipt {
  readonly tenant: string;
  readonly brief: string;
  readonly unit: string;
  readonly sequence: number;
  readonly hash: string;
}

/** The outside of the application. */
export interface Context {
  readonly store: Store;
  readonly queue: JobQueue;
  /** The present moment. */
  readonly now: () => Instant;
  /** Signs a receipt as a compact JWS; absent: receipts carry no signature. */
  readonly signReceipt?: (receipt: Receipt) => Promise<string>;
  /** True when the chair must approve a version before it is published. */
  readonly approvalRequired?: boolean;
  /** Where photos and signatures are kept; absent: none are. */
  readonly files?: AttachmentFiles;
  /** How alarms leave the service; absent: they are listed only. */
  readonly tellers?: readonly AlarmTeller[];
  /** What is to be expected of a day under way (planning's); absent: nothing is projected. */
  readonly projectEtas?: typeof projectEtas;
  /** Told of conflicts and lateness; absent: nobody counts. */
  readonly measure?: Measure;
  /** Told of errors that stop nothing. */
  readonly report?: (error: unknown) => void;
  /** A fresh id that no other call of any process answers. */
  readonly newId: () => string;
}

/** A refusal that names a thing which is not there. */
export function absent(what: { readonly id: string; readonly en: string }): Refusal {
  return new Refusal("not-found", { id: `${what.id} tidak ditemukan`, en: `${what.en} not found` });
}

/** The head of a brief. Throws Refusal `not-found`. */
export async function headOf({ store }: Context, tenant: string, brief: string): Promise<BriefHead> {
  const stored = await store.readBriefHead({ tenant, brief });
  if (!stored) throw absent({ id: `Brief ${brief}`, en: `Brief ${brief}` });
  return stored.body;
}

/** `moment`, epoch seconds, as written in `zone`. */
export function written(moment: number, zone: string): string {
  return formatInstant(instant(moment), zone);
}

/** An interval of moments as written in `zone`. */
export function expectedView({ from, median, to }: Expected, zone: string): ExpectedView {
  return { from: written(from, zone), median: written(median, zone), to: written(to, zone) };
}
