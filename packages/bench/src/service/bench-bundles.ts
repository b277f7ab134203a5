/**
 * `npm run bench -- bundles`: how large the Lambda bundles are, how long a cold start takes, how long the road file takes to
 * load. Each start is a fresh process; figures are its processor seconds, the least of several.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildRoads } from "@antar/roads";
import { openEmbeddedStore } from "@antar/store/embedded";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../..", import.meta.url));
const dist = join(root, "packages/functions/dist");
const starts = 5;

/** Runs a script in a process of its own several times; answers the least that it printed, in milliseconds. */
async function least(script: string, env: Record<string, string>): Promise<{ cpu: number; wall: number }> {
  let best = { cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY };
  for (let start = 0; start < starts; start++) {
    // Not the synchronous call: the database that the script asks runs in this very process.
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], {
      cwd: root,
      env: { ...process.env, ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    });
    const [cpu = 0, wall = 0] = (stdout.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
    if (cpu < best.cpu) best = { cpu, wall };
  }
  return best;
}

const timed = (body: string): string => `
const began = performance.now(); const used = process.cpuUsage();
${body}
const { user, system } = process.cpuUsage(used);
process.stdout.write("\\n" + (user + system) / 1000 + " " + (performance.now() - began) + "\\n"); process.exit(0);`;

function environment(endpoint: string, keys: { ring: string; key: string }): Record<string, string> {
  return {
    AWS_REGION: "local",
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
    DYNAMODB_ENDPOINT: endpoint,
    TABLE_MAIN: "Main",
    TABLE_LEDGER: "Ledger",
    PLAN_QUEUE_URL: "http://127.0.0.1:9/queue",
    FILES_URL: "http://127.0.0.1:9/files",
    TOKEN_KEYS: keys.ring,
    IDENTITY_PROVIDERS: "{}",
    RECEIPT_KEY: keys.key,
    PUSH_KEY: keys.key,
    PUSH_CONTACT: "mailto:bench@localhost",
    TOKEN_ISSUER: "urn:antar:bench",
    TOKEN_AUDIENCE: "antar",
    TENANTS: "kendari",
    ROADS_URL: "file:///nowhere",
  };
}

/** A key ring and a private key as the functions take them. */
async function freshKeys(): Promise<{ ring: string; key: string }> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const jwk = { kty, crv, x, y, d, kid: "bench" };
  return { ring: JSON.stringify({ keys: [{ jwk, from: 0, until: null }] }), key: JSON.stringify(jwk) };
}

const gateway = JSON.stringify({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/readyz",
  rawQueryString: "",
  headers: { host: "bench.example" },
  requestContext: { http: { method: "GET", path: "/readyz", sourceIp: "127.0.0.1" }, domainName: "bench.example" },
  isBase64Encoded: false,
});

async function roadsLine(folder: string): Promise<string> {
  const brief = JSON.parse(await readFile(join(root, "data/kendari/brief.json"), "utf8"));
  const { extract, sha256, synthetic, attribution } = brief.roads;
  const bytes = new Uint8Array(await readFile(join(root, "data/kendari", extract)));
  const format = extract.endsWith(".pbf") ? ("pbf" as const) : ("xml" as const);
  const { file } = await buildRoads(bytes, { format, source: extract, sha256, synthetic, attribution });
  const path = join(folder, "kendari.roads");
  await writeFile(path, file);
  const open = join(root, "packages/roads/src/index.ts");
  const script = `import { register } from "tsx/esm/api"; register(); const { readFileSync } = await import("node:fs");
const { openRoads } = await import(${JSON.stringify(open)});
${timed(`openRoads(new Uint8Array(readFileSync(${JSON.stringify(path)})));`)}`;
  const { cpu, wall } = await least(script, {});
  return `road file of Kendari   ${(file.length / 1e3).toFixed(0)} kB   read and opened in ${cpu.toFixed(0)} ms of processor (${wall.toFixed(0)} ms)   target < 100 ms`;
}

/** The bench. Answers the exit code. */
export async function benchBundles(): Promise<number> {
  await run(process.execPath, ["--import", "tsx", join(root, "packages/functions/src/bundle.ts")], { cwd: root });
  for (const name of await readdir(dist)) {
    for (const file of await readdir(join(dist, name))) {
      const { size } = await stat(join(dist, name, file));
      process.stdout.write(`${`${name}/${file}`.padEnd(28)} ${(size / 1e3).toFixed(0)} kB\n`);
    }
  }
  const folder = await mkdtemp(join(tmpdir(), "antar-bundles-"));
  const embedded = await openEmbeddedStore({ memory: true });
  try {
    const env = environment(embedded.address.endpoint, await freshKeys());
    const api = JSON.stringify(join(dist, "api/index.mjs"));
    const first = await least(
      timed(
        `const { handler } = await import(${api}); const answer = await handler(${gateway}); if (answer.statusCode !== 200) throw new Error(JSON.stringify(answer));`,
      ),
      env,
    );
    process.stdout.write(
      `api: import and first answer from the store in ${first.cpu.toFixed(0)} ms of processor (${first.wall.toFixed(0)} ms)   target < 300 ms\n`,
    );
    process.stdout.write(`${await roadsLine(folder)}\n`);
    return 0;
  } finally {
    await embedded.close();
    await rm(folder, { recursive: true });
  }
}
