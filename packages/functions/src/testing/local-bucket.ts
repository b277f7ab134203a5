/**
 * A bucket on this machine that takes nothing on trust: it computes every signature anew after AWS's description of Signature
 * Version 4 (headers or query), refuses what is late or altered, and checks the checksum that an upload names. Knows objects
 * by path; refuses to know who asks and why.
 */
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A running bucket. */
export interface LocalBucket {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly objects: Map<string, { readonly type: string; readonly bytes: Buffer }>;
  close(): Promise<void>;
}

/** Whose signatures it accepts. `now` in epoch milliseconds. */
export interface BucketKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly now: () => number;
}

const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

interface Claim {
  readonly credential: string;
  readonly signed: string;
  readonly signature: string;
  readonly date: string;
  /** Seconds for which it holds. */
  readonly life: number;
  readonly payload: string;
}

/** What the request claims about its signature, in the query or in its headers. */
function claimOf(url: URL, request: IncomingMessage): Claim {
  const header = (name: string): string => String(request.headers[name] ?? "");
  const query = (name: string): string => url.searchParams.get(`X-Amz-${name}`) ?? "";
  if (url.searchParams.has("X-Amz-Signature")) {
    return {
      credential: query("Credential"),
      signed: query("SignedHeaders"),
      signature: query("Signature"),
      date: query("Date"),
      life: Number(query("Expires")),
      payload: "UNSIGNED-PAYLOAD",
    };
  }
  const [, credential = "", signed = "", signature = ""] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
      header("authorization"),
    ) ?? [];
  const payload = header("x-amz-content-sha256");
  return { credential, signed, signature, date: header("x-amz-date"), life: 900, payload };
}

function signatureOf(url: URL, request: IncomingMessage, claim: Claim, keys: BucketKeys): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const headers = claim.signed.split(";").map((name) => `${name}:${String(request.headers[name] ?? "").trim()}\n`);
  const path = url.pathname.split("/").map((part) => encoded(decodeURIComponent(part)));
  const canonical = [request.method, path.join("/"), query.join("&"), headers.join(""), claim.signed, claim.payload];
  const scope = claim.credential.split("/").slice(1);
  const text = ["AWS4-HMAC-SHA256", claim.date, scope.join("/"), sha256(canonical.join("\n"))].join("\n");
  const key = scope.reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${keys.secretAccessKey}`);
  return hmac(key, text).toString("hex");
}

/** Why a request is refused; undefined when it is as it should be. */
function refusalOf(url: URL, request: IncomingMessage, body: Buffer, keys: BucketKeys): string | undefined {
  const claim = claimOf(url, request);
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.date)?.map(Number) ?? [];
  if (second === undefined || minute === undefined) return "no date";
  const signedAt = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  if (keys.now() < signedAt - 60_000 || keys.now() > signedAt + claim.life * 1_000) return "expired";
  const scope = `${keys.accessKeyId}/${claim.date.slice(0, 8)}/${keys.region}/s3/aws4_request`;
  if (claim.credential !== scope) return "another scope";
  if (!claim.signed.split(";").includes("host")) return "the host is not signed";
  if (claim.payload !== "UNSIGNED-PAYLOAD" && claim.payload !== sha256(body)) return "another payload";
  return signatureOf(url, request, claim, keys) === claim.signature ? undefined : "another signature";
}

/** Opens an empty bucket. */
export async function openLocalBucket(keys: BucketKeys): Promise<LocalBucket> {
  const objects: LocalBucket["objects"] = new Map();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const end = (status: number, bytes: Buffer | string = "", headers = {}) =>
      response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : bytes);
    const refused = refusalOf(url, request, body, keys);
    if (refused) return end(403, refused);
    if (request.method === "PUT") {
      const named = request.headers["x-amz-checksum-sha256"];
      if (named !== undefined && named !== createHash("sha256").update(body).digest("base64"))
        return end(400, "checksum");
      objects.set(url.pathname, { type: String(request.headers["content-type"]), bytes: body });
      return end(200);
    }
    const found = objects.get(url.pathname);
    if (request.method === "DELETE") objects.delete(url.pathname);
    if (request.method === "DELETE") return end(204);
    if (!found) return end(404);
    return end(200, found.bytes, { "content-type": found.type, "content-length": found.bytes.length });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, objects, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
