/**
 * `antar backup` and `antar restore`: all tables, or one tenant, into one file and back.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { backupLines, checkBackup, restoreLines } from "@antar/store/operations";
import { homeOf } from "../cities.ts";
import { badUsage, type Command, readWords, type Shell } from "../command.ts";
import { openTables } from "../operations/open-tables.ts";

const where = `  --data DIR   folder of the service, default .antar/kendari in the repository; running or not
  In the cloud: set TABLE_MAIN, TABLE_LEDGER and AWS credentials (or DYNAMODB_ENDPOINT).`;

const backupUsage = `antar backup FILE [--tenant NAME] [--data DIR]

Writes all tables, or the items of one tenant, into FILE (gzip, one item a line, with a digest at the end). The service may go
on running. The attachments are files beside the database: copy DIR/attachments too.

${where}`;

const restoreUsage = `antar restore FILE [--data DIR]

Checks FILE and puts its items where nothing stands; what stands there is left alone. Running it again goes on where it
stopped. Afterwards: antar rebuild, antar verify-log.

${where}`;

const lineBreak = async function* (lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
};

async function runBackup(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, { tenant: "string", data: "string" });
  const [file] = words;
  if (file === undefined || words.length > 1) throw badUsage("antar backup BERKAS", "antar backup FILE");
  const { tables, close } = await openTables(options.data ?? homeOf("kendari"));
  try {
    const at = new Date().toISOString();
    const lines = backupLines(tables, options.tenant === undefined ? { at } : { at, tenant: options.tenant });
    await pipeline(Readable.from(lineBreak(lines)), createGzip(), createWriteStream(`${file}.part`));
    await rename(`${file}.part`, file);
    const { items } = await checkBackup(linesOf(file));
    shell.print(`${items} items in ${file}, read back and whole`);
    return 0;
  } finally {
    await close();
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const unpacked = source.pipe(createGunzip());
  source.on("error", (error) => unpacked.destroy(error));
  yield* createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY });
}

async function runRestore(args: readonly string[], shell: Shell): Promise<number> {
  const { words, options } = readWords(args, { data: "string" });
  const [file] = words;
  if (file === undefined || words.length > 1) throw badUsage("antar restore BERKAS", "antar restore FILE");
  const { at, items, tenant } = await checkBackup(linesOf(file));
  shell.note(`${file}: ${items} items of ${at}${tenant ? `, tenant ${tenant}` : ""}, whole`);
  const { tables, close } = await openTables(options.data ?? homeOf("kendari"), { fresh: true });
  try {
    const { put, stood } = await restoreLines(tables, linesOf(file));
    shell.print(`${put} items put, ${stood} stood there already and were left alone`);
    return 0;
  } finally {
    await close();
  }
}

/** The command `antar backup`. */
export const backup: Command = {
  name: "backup",
  summary: "write the tables of a service, or one tenant, into a file",
  usage: backupUsage,
  run: runBackup,
};
/** The command `antar restore`. */
export const restore: Command = {
  name: "restore",
  summary: "put a backup into the tables of a service",
  usage: restoreUsage,
  run: runRestore,
};
