/**
 * Receipts: what a log looked like at a number, signed with ES256. Phones and papers keep them, so that a log that was cut
 * or computed anew can be shown to differ.
 */
import type { Receipt } from "@antar/dispatch";
import { CompactSign, compactVerify, importJWK, type JWK } from "jose";
import * as z from "zod";

const Said = z.object({
  tenant: z.string(),
  brief: z.string(),
  unit: z.string(),
  sequence: z.int(),
  hash: z.string(),
});

/** A function that signs receipts with the private key `key` (a JWK of curve P-256 with a `kid`). */
export function receiptSigner(key: JWK): (receipt: Receipt) => Promise<string> {
  const imported = importJWK(key, "ES256");
  const header = { alg: "ES256", typ: "antar-receipt", ...(key.kid === undefined ? {} : { kid: key.kid }) };
  return async (receipt) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(receipt))).setProtectedHeader(header).sign(await imported);
}

/** What the receipt `signature` says, checked with the public key. Rejects when the signature is not good. */
export async function readReceipt(signature: string, publicKey: JWK): Promise<Receipt> {
  const key = await importJWK(publicKey, "ES256");
  const { payload } = await compactVerify(signature, key, { algorithms: ["ES256"] });
  return Said.parse(JSON.parse(new TextDecoder().decode(payload)));
}
