/**
 * What an operator does over all briefs of a tenant: checks the chains of the logs, and makes what is derived anew from what
 * is not. Knows which is which; refuses to know commands.
 */
import { Refusal } from "@antar/domain";
import type { BoardRowRecord } from "@antar/store";
import { brokenAt } from "./chain.ts";
import type { Context } from "./context.ts";
import { projectUnit } from "./custody.ts";
import { assignmentsOf, boardHeadOf, boardRowsOf } from "./derive.ts";
import { type Projecting, projectBriefEtas } from "./etas.ts";
import { allBriefs } from "./personal.ts";
import { wholeVersion } from "./plans.ts";

/** The state of one log. */
export interface LogState {
  readonly brief: string;
  readonly unit: string;
  readonly entries: number;
  /** Hash of the last entry; undefined: the log is empty. */
  readonly last: string | undefined;
  /** Number of the first entry that does not follow; undefined: the chain is whole. */
  readonly brokenAt: number | undefined;
}

/** Says that a log had this hash at this number: a receipt or a line of a checkpoint. */
export interface Witness {
  readonly tenant: string;
  readonly brief: string;
  readonly unit: string;
  readonly sequence: number;
  readonly hash: string;
}

/** Every log of the tenant with the state of its chain. */
export async function verifyLogs({ store }: Pick<Context, "store">, tenant: string): Promise<readonly LogState[]> {
  const states: LogState[] = [];
  for (const { brief } of await allBriefs({ store }, tenant)) {
    for (const unit of await store.listUnits({ tenant, brief })) {
      const log = await store.readLog({ tenant, brief, unit });
      const broken = brokenAt({ tenant, brief }, log);
      states.push({ brief, unit, entries: log.length, last: log.at(-1)?.hash, brokenAt: broken });
    }
  }
  return states;
}

/** The witnesses that the logs contradict: an entry that was cut off, or a chain that was computed anew. */
export async function contradicted(
  { store }: Pick<Context, "store">,
  witnesses: readonly Witness[],
): Promise<readonly Witness[]> {
  const found: Witness[] = [];
  for (const witness of witnesses) {
    const log = await store.readLog(witness);
    if (log[witness.sequence - 1]?.hash !== witness.hash) found.push(witness);
  }
  return found;
}

async function putRow(context: Pick<Context, "store" | "newId">, key: VersionPlace, body: BoardRowRecord) {
  const write = context.newId();
  for (;;) {
    const previous = await context.store.readBoardRow(key, body.vehicle);
    if ((await context.store.changeBoardRow(key, { body, previous, write })).written) return;
  }
}

interface VersionPlace {
  readonly tenant: string;
  readonly brief: string;
  readonly version: number;
}

/**
 * Makes assignments, boards, their rows and ETAs anew from the published versions and the logs. Safe while the service runs, and
 * safe to run again. Answers the rows made. Throws Refusal `not-found` when a published version is not there.
 */
export async function rebuild(context: Projecting, tenant: string): Promise<number> {
  const { store } = context;
  let rows = 0;
  for (const { brief } of await allBriefs(context, tenant)) {
    const pointer = await store.readPointer({ tenant, brief });
    if (!pointer) continue;
    const key = { tenant, brief, version: pointer.body.version };
    const head = await store.readPlanHead(key);
    if (!head) {
      throw new Refusal("not-found", {
        id: `${brief}: versi terbit ${key.version} tidak ada; pulihkan cadangan`,
        en: `${brief}: the published version ${key.version} is not there; restore a backup`,
      });
    }
    const version = await wholeVersion(context, tenant, head);
    await store.writeAssignments(key, assignmentsOf(version));
    await store.writeBoard(key, { head: boardHeadOf(version), rows: [] });
    for (const row of boardRowsOf(version)) {
      await putRow(context, key, row);
      await projectUnit(context, { tenant, brief, unit: `vehicle:${row.vehicle}` });
      rows += 1;
    }
    await projectBriefEtas(context, { tenant, brief });
  }
  return rows;
}
