/**
 * Secrets of people and devices: made from random bytes, kept as hashes only. Knows scrypt (RFC 7914) and SHA-256; refuses
 * to know whose they are.
 */
import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** log2 of scrypt's cost: 32 MB and some 60 ms a guess. */
const logCost = 15;
const blockSize = 8;
const length = 32;
/** Letters that are not mistaken for one another when read aloud or typed from paper. */
const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

function derived(secret: string, salt: Uint8Array): Promise<Buffer> {
  const options = { N: 2 ** logCost, r: blockSize, p: 1, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize("NFKC"), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** `secret` as `scrypt$15$8$<salt>$<hash>`, with a fresh salt. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derived(secret, salt);
  return `scrypt$${logCost}$${blockSize}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

const nobody = `scrypt$${logCost}$${blockSize}$${"A".repeat(22)}$${"A".repeat(43)}`;

/** True when `hash` is that of `secret`. Without a hash it takes as long and answers false. */
export async function isSecret(secret: string, hash: string | null): Promise<boolean> {
  const [, , , salt = "", expected = ""] = (hash ?? nobody).split("$");
  const found = await derived(secret, Buffer.from(salt, "base64url"));
  const wanted = Buffer.from(expected, "base64url");
  return wanted.length === found.length && timingSafeEqual(found, wanted) && hash !== null;
}

/** A fresh code of `count` letters for people to type: 10 letters are 49 bits. */
export function freshCode(count = 10): string {
  let code = "";
  while (code.length < count) {
    for (const byte of randomBytes(count)) {
      // 240 is the largest multiple of 30 below 256: no letter is likelier than another.
      if (byte < 240 && code.length < count) code += letters[byte % letters.length];
    }
  }
  return code;
}

/** `code` as it was made: capitals, without blanks and hyphens. */
export function plainCode(code: string): string {
  return code.toUpperCase().replace(/[\s-]/g, "");
}

/** A fresh secret for programs, 256 bits. */
export function freshSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256 of a random secret in hexadecimal: enough where guessing is hopeless anyway. */
export function digestOfSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
