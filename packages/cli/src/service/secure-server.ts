/**
 * What `--tls` needs: the office's own authority kept in the folder of the service, a certificate for this machine's
 * addresses, and a small plain server from which phones fetch the authority. Knows files and addresses.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { type Certificate, certificateFor, freshAuthority } from "./certificates.ts";

const authorityName = "Antar, kantor ini / this office";

/** What a server on TLS is started with. */
export interface Secure extends Certificate {
  /** The authority's certificate, PEM: phones install it. */
  readonly authority: string;
  /** SHA-256 of the authority's certificate, to be compared on the phone. */
  readonly fingerprint: string;
  /** Where this machine is reached. */
  readonly hosts: readonly string[];
}

/** Names and addresses of this machine, the ones in the office's network first. */
export function ownHosts(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && one.family === "IPv4")
    .map((one) => one.address);
  return [...addresses, hostname(), "localhost", "127.0.0.1"];
}

async function authorityIn(folder: string, now: number): Promise<Certificate> {
  const [certificate, key] = [join(folder, "authority.crt"), join(folder, "authority.key")];
  if (!existsSync(key)) {
    const fresh = freshAuthority(authorityName, now);
    await mkdir(folder, { recursive: true });
    await writeFile(key, fresh.key, { mode: 0o600 });
    await writeFile(certificate, fresh.certificate);
  }
  return { certificate: await readFile(certificate, "utf8"), key: await readFile(key, "utf8") };
}

/** The authority of `folder` (made once) and a fresh certificate for `hosts`. `now` in epoch seconds. */
export async function openSecure(folder: string, hosts: readonly string[], now: number): Promise<Secure> {
  const authority = await authorityIn(join(folder, "tls"), now);
  const key = createPrivateKey(authority.key);
  const own = certificateFor(hosts, {
    authority: { key, publicKey: createPublicKey(key) },
    name: authorityName,
    now,
  });
  const fingerprint = new X509Certificate(authority.certificate).fingerprint256;
  return { ...own, authority: authority.certificate, fingerprint, hosts };
}

const page = (fingerprint: string, address: string): string => `<!doctype html><html lang="id"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Antar</title>
<h1>Antar</h1><p><a href="/antar.crt">1. Pasang sertifikat kantor / Install the office's certificate</a>
<p>Sidik / fingerprint SHA-256: <code>${fingerprint}</code> &mdash; bandingkan dengan layar kantor / compare with the office's screen
<p><a href="${address}">2. Buka Antar / Open Antar</a></html>
`;

/** A plain server that gives out the authority's certificate and nothing else. */
export function authorityServer(secure: Secure, address: string): Server {
  return createServer((request, response) => {
    if (request.url === "/antar.crt") {
      response.writeHead(200, {
        "content-type": "application/x-x509-ca-cert",
        "content-disposition": 'attachment; filename="antar.crt"',
      });
      response.end(secure.authority);
      return;
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(page(secure.fingerprint, address));
  });
}
