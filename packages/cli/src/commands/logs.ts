/**
 * `antar verify-log`, `antar rebuild`, `antar erase`: the logs checked, what is derived made anew, personal data erased.
 */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { contradicted, erasePersonal, rebuild, verifyLogs, type Witness } from "@antar/dispatch";
import { instant } from "@antar/measure";
import { projectEtas } from "@antar/planning";
import * as z from "zod";
import { homeOf } from "../cities.ts";
import { type Command, readWords, type Shell } from "../command.ts";
import { type OpenedTables, openTables } from "../operations/open-tables.ts";

const where = `  --tenant T   default: kendari
  --data DIR   folder of the service, default .antar/<tenant> in the repository; running or not
  In the cloud: set TABLE_MAIN, TABLE_LEDGER and AWS credentials (or DYNAMODB_ENDPOINT).`;
const kinds = { tenant: "string", data: "string" } as const;
const newId = (): string => randomUUID();

async function within<Answer>(
  options: { tenant?: string; data?: string },
  work: (opened: OpenedTables, tenant: string) => Promise<Answer>,
): Promise<Answer> {
  const tenant = options.tenant ?? "kendari";
  const opened = await openTables(options.data ?? homeOf(tenant));
  try {
    return await work(opened, tenant);
  } finally {
    await opened.close();
  }
}

const Said = z.object({
  tenant: z.string(),
  brief: z.string(),
  unit: z.string(),
  sequence: z.int().min(1),
  hash: z.string(),
});

const now = () => instant(Math.floor(Date.now() / 1_000));

/** Receipts in a file: compact JWS, one a line. Their signatures are for whoever holds the public key to check. */
async function witnessesIn(path: string): Promise<Witness[]> {
  const text = await readFile(path, "utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => Said.parse(JSON.parse(Buffer.from(line.split(".")[1] ?? "", "base64url").toString())));
}

async function runVerify(args: readonly string[], shell: Shell): Promise<number> {
  const { options } = readWords(args, { ...kinds, receipts: "string" });
  return within(options, async ({ store }, tenant) => {
    const states = await verifyLogs({ store }, tenant);
    const broken = states.filter((state) => state.brokenAt !== undefined);
    for (const { brief, unit, brokenAt } of broken) shell.print(`BROKEN  ${brief} ${unit} at entry ${brokenAt}`);
    const entries = states.reduce((sum, state) => sum + state.entries, 0);
    shell.print(`${states.length} logs, ${entries} entries, ${broken.length} broken`);
    const witnesses = options.receipts === undefined ? [] : await witnessesIn(options.receipts);
    const against = await contradicted({ store }, witnesses);
    for (const { brief, unit, sequence } of against) {
      shell.print(`CONTRADICTED  ${brief} ${unit}: a receipt for entry ${sequence} has another hash`);
    }
    if (options.receipts !== undefined) shell.print(`${witnesses.length} receipts, ${against.length} contradicted`);
    return broken.length + against.length > 0 ? 2 : 0;
  });
}

async function runRebuild(args: readonly string[], shell: Shell): Promise<number> {
  const { options } = readWords(args, kinds);
  return within(options, async ({ store }, tenant) => {
    const rows = await rebuild({ store, newId, now, projectEtas }, tenant);
    shell.print(`${rows} board rows made anew from versions and logs`);
    return 0;
  });
}

async function runErase(args: readonly string[], shell: Shell): Promise<number> {
  const { options } = readWords(args, { ...kinds, all: "boolean" });
  return within(options, async ({ store }, tenant) => {
    const erased = await erasePersonal({ store, newId, now }, { tenant, all: options.all === true });
    shell.print(
      `erased: ${erased.positions} positions, ${erased.events} personal parts of events, ${erased.phones} phones`,
    );
    const broken = (await verifyLogs({ store }, tenant)).filter((state) => state.brokenAt !== undefined);
    shell.print(broken.length === 0 ? "every chain is whole" : `${broken.length} chains are broken`);
    return broken.length === 0 ? 0 : 2;
  });
}

/** The command `antar verify-log`. */
export const verifyLog: Command = {
  name: "verify-log",
  summary: "check the chain of every custody log",
  usage: `antar verify-log [--tenant T] [--data DIR] [--receipts FILE]

Computes every hash of every custody log anew. With --receipts FILE (receipts of phones and checkpoints, one a line) it also says
which of them the logs contradict: entries that were cut off, or a chain that was computed anew. Exit code 2: something is wrong.

${where}`,
  run: runVerify,
};
/** The command `antar rebuild`. */
export const rebuildCommand: Command = {
  name: "rebuild",
  summary: "make boards and assignments anew from versions and logs",
  usage: `antar rebuild [--tenant T] [--data DIR]

Assignments, boards, their rows and ETAs follow from the published versions and the logs; this makes them anew. Safe while the
service runs.

${where}`,
  run: runRebuild,
};
/** The command `antar erase`. */
export const erase: Command = {
  name: "erase",
  summary: "erase personal data whose time is over",
  usage: `antar erase [--tenant T] [--data DIR] [--all]

Erases positions, what custody events say of people, and phone numbers once their time is over (30 days after voting day unless
the settings say otherwise); --all: whatever their time. The logs keep salted digests, so their chains stay whole. In AWS the
erased data can be recovered from point-in-time backups for up to 35 days more.

${where}`,
  run: runErase,
};
