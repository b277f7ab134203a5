/**
 * The certificate authority of an office and the certificates that it signs (RFC 5280): keys of curve P-256, ECDSA with
 * SHA-256. Knows certificates; refuses to know where they are kept.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import { bits, natural, objectId, octets, sequence, set, tagged, time, truth, utf8 } from "./der.ts";

/** A certificate and its private key, PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Days that a certificate authority and a server's certificate live; browsers take no longer ones than 825 days. */
const authorityDays = 3_650;
/** See `authorityDays`. */
export const serverDays = 397;
const day = 86_400;
const ecdsaWithSha256 = sequence(objectId("1.2.840.10045.4.3.2"));

const nameOf = (text: string): Uint8Array => sequence(set(sequence(objectId("2.5.4.3"), utf8(text))));
const extension = (id: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(objectId(id), ...(critical ? [truth] : []), octets(value));
const publicOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ type: "spki", format: "der" }));
const idOf = (key: KeyObject): Uint8Array => new Uint8Array(createHash("sha1").update(publicOf(key)).digest());

function pem(kind: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${kind}-----\n${lines.join("\n")}\n-----END ${kind}-----\n`;
}

interface Making {
  readonly subject: string;
  readonly issuer: string;
  readonly from: number;
  readonly days: number;
  readonly subjectKey: KeyObject;
  readonly extensions: readonly Uint8Array[];
  readonly signer: KeyObject;
}

function make({ subject, issuer, from, days, subjectKey, extensions, signer }: Making): string {
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f;
  const body = sequence(
    tagged(0xa0, natural(new Uint8Array([2]))),
    natural(serial),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(from - day), time(from + days * day)),
    nameOf(subject),
    publicOf(subjectKey),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = new Uint8Array(sign("sha256", body, { key: signer, dsaEncoding: "der" }));
  return pem("CERTIFICATE", sequence(body, ecdsaWithSha256, bits(signature)));
}

const keyPem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

/** A fresh authority. It may sign servers' certificates only, and no other authority. */
export function freshAuthority(name: string, now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const extensions = [
    extension("2.5.29.19", true, sequence(truth, natural(new Uint8Array([0])))),
    extension("2.5.29.15", true, tagged(0x03, new Uint8Array([1, 0x06]))),
    extension("2.5.29.14", false, octets(idOf(publicKey))),
  ];
  const whose = { subject: name, issuer: name, from: now, days: authorityDays };
  const certificate = make({ ...whose, subjectKey: publicKey, extensions, signer: privateKey });
  return { certificate, key: keyPem(privateKey) };
}

function addressBytes(host: string): Uint8Array {
  if (isIP(host) === 4) return new Uint8Array(host.split(".").map(Number));
  const [head = "", tail = ""] = host.split("::");
  const words = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const [before, after] = [words(head), words(tail)];
  const middle = Array.from({ length: 8 - before.length - after.length }, () => "0");
  const all = host.includes("::") ? [...before, ...middle, ...after] : before;
  return new Uint8Array(all.flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 0xff]));
}

/** A server's certificate for `hosts` (names and addresses), signed by an authority. */
export function certificateFor(
  hosts: readonly string[],
  { authority, name, now }: { authority: { key: KeyObject; publicKey: KeyObject }; name: string; now: number },
): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const names = hosts.map((host) =>
    isIP(host) ? tagged(0x87, addressBytes(host)) : tagged(0x82, new TextEncoder().encode(host)),
  );
  const extensions = [
    extension("2.5.29.19", true, sequence()),
    extension("2.5.29.15", true, tagged(0x03, new Uint8Array([7, 0x80]))),
    extension("2.5.29.37", false, sequence(objectId("1.3.6.1.5.5.7.3.1"))),
    extension("2.5.29.35", false, sequence(tagged(0x80, idOf(authority.publicKey)))),
    extension("2.5.29.17", false, sequence(...names)),
  ];
  const whose = { subject: hosts[0] ?? "antar", issuer: name, from: now, days: serverDays };
  const certificate = make({ ...whose, subjectKey: publicKey, extensions, signer: authority.key });
  return { certificate, key: keyPem(privateKey) };
}
