/**
 * Road network files by the digest of their extract, from a bucket or a folder; kept in the container's temporary folder.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "@antar/domain";
import { awsOfEnvironment } from "./environment.ts";

/**
 * The file `<base>/<sha256>.roads`, where `base` is an https: address (signed for S3) or a file: address. Throws Refusal
 * `roads-missing` when there is none.
 */
export async function fetchRoads(base: string, sha256: string): Promise<Uint8Array> {
  const name = `${sha256}.roads`;
  if (base.startsWith("file:")) {
    const found = await contentOf(new URL(`${base.replace(/\/$/, "")}/${name}`));
    if (!found) throw missing(sha256);
    return found;
  }
  const kept = join(tmpdir(), name);
  const before = await contentOf(kept);
  if (before) return before;
  const response = await awsOfEnvironment().fetch(`${base}/${name}`, { aws: { service: "s3" } });
  if (response.status === 404 || response.status === 403) throw missing(sha256);
  if (!response.ok) throw new Error(`the bucket answered ${response.status} for ${name}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  await writeFile(`${kept}.part`, bytes);
  await rename(`${kept}.part`, kept);
  return bytes;
}

async function contentOf(path: string | URL): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    return undefined;
  }
}

function missing(sha256: string): Refusal {
  return new Refusal("roads-missing", {
    id: `Jaringan jalan ${sha256.slice(0, 12)}… belum diunggah; jalankan "antar roads build" lalu unggah berkasnya`,
    en: `The road network ${sha256.slice(0, 12)}… is not uploaded; run "antar roads build" and upload the file`,
  });
}
