/**
 * The keys of a service on this machine: `keys.json` in its folder, readable by its owner only. Knows the file; refuses to
 * know what is signed.
 */
import { existsSync } from "node:fs";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freshKey, freshRing, KeyRing, rotated } from "@antar/api";
import * as z from "zod";
import { readJsonFile } from "../files.ts";

const PrivateKey = KeyRing.shape.keys.element.shape.jwk;
const Keys = z.object({ tokens: KeyRing, receipt: PrivateKey, push: PrivateKey });
type Keys = z.infer<typeof Keys>;

/** The keys of a folder. */
export interface ServiceKeys {
  /** Signs receipts; stays the same as long as the folder. */
  readonly receipt: Keys["receipt"];
  /** Signs web pushes; browsers that were asked to wake know its public half. */
  readonly push: Keys["push"];
  /** The ring of token keys, read again once a minute: a rotation needs no restart. */
  ring(): Promise<KeyRing>;
}

const pathOf = (folder: string): string => join(folder, "keys.json");
const readAgainMs = 60_000;

async function write(folder: string, keys: Keys): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = pathOf(folder);
  await writeFile(`${path}.part`, `${JSON.stringify(keys, null, 1)}\n`, { mode: 0o600 });
  await chmod(`${path}.part`, 0o600);
  await rename(`${path}.part`, path);
}

const read = async (folder: string): Promise<Keys> => Keys.parse(await readJsonFile(pathOf(folder)));

/** Opens the keys of `folder`, made when there are none. */
export async function openKeys(folder: string): Promise<ServiceKeys> {
  if (!existsSync(pathOf(folder))) {
    await write(folder, { tokens: await freshRing(), receipt: await freshKey(), push: await freshKey() });
  }
  let known = await read(folder);
  let at = Date.now();
  const ring = async (): Promise<KeyRing> => {
    if (Date.now() - at >= readAgainMs) {
      known = await read(folder);
      at = Date.now();
    }
    return known.tokens;
  };
  return { receipt: known.receipt, push: known.push, ring };
}

/** Adds a token key that signs five minutes from now on; the old ones are trusted an hour longer. Answers its `kid`. */
export async function rotateKeys(folder: string): Promise<string> {
  const keys = await read(folder);
  const tokens = await rotated(keys.tokens, Math.floor(Date.now() / 1_000));
  await write(folder, { ...keys, tokens });
  return tokens.keys.at(-1)?.jwk.kid ?? "";
}
