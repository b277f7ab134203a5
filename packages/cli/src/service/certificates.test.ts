import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSecure, type Secure } from "./secure-server.ts";

const now = Math.floor(Date.now() / 1_000);
let folder: string;
let secure: Secure;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "antar-tls-"));
  secure = await openSecure(folder, ["127.0.0.1", "kantor.example", "fd00::1"], now);
});
afterAll(() => rm(folder, { recursive: true }));

/** Asks a server with this certificate at `host`, trusting the authority only. */
function ask(host: string): Promise<string> {
  const server = createServer({ cert: secure.certificate, key: secure.key }, (_, response) => response.end("halo"));
  return new Promise<string>((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      const options = { host: "127.0.0.1", port, ca: secure.authority, servername: host.includes("127") ? "" : host };
      const checked = { ...options, checkServerIdentity: undefined };
      get(host.includes("127") ? options : { ...checked }, (response) => {
        response.on("data", (chunk) => resolve(String(chunk)));
      }).on("error", reject);
    });
  }).finally(() => server.close());
}

test("a client that trusts the authority talks to the server by its address", async () => {
  expect(await ask("127.0.0.1")).toBe("halo");
});

test("the certificate is for the names and addresses given, signed by the authority, and for nothing else", () => {
  const own = new X509Certificate(secure.certificate);
  const authority = new X509Certificate(secure.authority);
  expect(own.verify(authority.publicKey)).toBe(true);
  expect(own.checkIssued(authority)).toBe(true);
  expect([own.ca, authority.ca]).toEqual([false, true]);
  expect(own.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(own.checkIP("fd00::1")).toBe("fd00::1");
  expect(own.checkHost("kantor.example")).toBe("kantor.example");
  expect(own.checkHost("lain.example")).toBeUndefined();
  expect(own.checkIP("10.0.0.1")).toBeUndefined();
});

test("the authority stays the same over a restart, its key readable by its owner only", async () => {
  const again = await openSecure(folder, ["10.1.2.3"], now);
  expect(again.fingerprint).toBe(secure.fingerprint);
  expect((await stat(join(folder, "tls", "authority.key"))).mode & 0o077).toBe(0);
  expect(await readFile(join(folder, "tls", "authority.crt"), "utf8")).toBe(secure.authority);
});
