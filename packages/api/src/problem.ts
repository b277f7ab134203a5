/**
 * Refusals as problem documents (RFC 9457). Knows the closed table from code to status; refuses to know who refuses.
 */
import { Refusal, type RefusalCode, type Sentence, type Trouble } from "@antar/domain";
import { z } from "@hono/zod-openapi";
import { TooMany } from "./rate.ts";

/** Every code that a problem document can carry: the refusals of the product and those of HTTP itself. */
export type ProblemCode =
  | RefusalCode
  | "not-signed-in"
  | "no-route"
  | "wrong-method"
  | "wrong-media"
  | "too-many"
  | "bug";

/** HTTP status of each code. */
export const statuses = {
  "not-json": 400,
  "bad-input": 400,
  "bad-brief": 422,
  "bad-plan": 422,
  "bad-setting": 422,
  "roads-missing": 422,
  "roads-differ": 409,
  "not-found": 404,
  forbidden: 403,
  conflict: 409,
  "too-large": 413,
  busy: 503,
  "not-signed-in": 401,
  "no-route": 404,
  "wrong-method": 405,
  "wrong-media": 415,
  "too-many": 429,
  bug: 500,
} as const satisfies Readonly<Record<ProblemCode, number>>;

const titles: Readonly<Record<ProblemCode, Sentence>> = {
  "not-json": { id: "Bukan JSON", en: "Not JSON" },
  "bad-input": { id: "Permintaan tidak sah", en: "Request not valid" },
  "bad-brief": { id: "Brief tidak dapat dipakai", en: "Brief cannot be used" },
  "bad-plan": { id: "Rencana tidak sah", en: "Plan not valid" },
  "bad-setting": { id: "Setelan tidak sah", en: "Setting not valid" },
  "roads-missing": { id: "Jaringan jalan tidak ada", en: "Road network missing" },
  "roads-differ": { id: "Jaringan jalan berbeda", en: "Road network differs" },
  "not-found": { id: "Tidak ditemukan", en: "Not found" },
  forbidden: { id: "Tidak diizinkan", en: "Not allowed" },
  conflict: { id: "Bertentangan dengan keadaan sekarang", en: "Conflicts with the present state" },
  "too-large": { id: "Terlalu besar", en: "Too large" },
  busy: { id: "Sedang sibuk", en: "Busy" },
  "not-signed-in": { id: "Belum masuk", en: "Not signed in" },
  "no-route": { id: "Alamat tidak ada", en: "No such address" },
  "wrong-method": { id: "Metode tidak dikenal di alamat ini", en: "Method not known at this address" },
  "wrong-media": { id: "Jenis isi tidak diterima", en: "Media type not accepted" },
  "too-many": { id: "Terlalu banyak permintaan", en: "Too many requests" },
  bug: { id: "Galat program", en: "Program error" },
};

const sentence = z.object({ id: z.string(), en: z.string() });

/** A problem document. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe("id of the request, to be named when asking for help"),
    code: z.string(),
    says: sentence,
    troubles: z.array(z.object({ field: z.string(), place: z.string().optional(), says: sentence })),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

/** What is to be told, and where. */
export interface Telling {
  readonly code: ProblemCode;
  readonly says: Sentence;
  readonly troubles?: readonly Trouble[];
  readonly status?: number;
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number;
}

/** Thrown when a request carries no good token. Says nothing of the reason: that would help an attacker only. */
export class NotSignedIn extends Error {
  constructor() {
    super("not signed in");
    this.name = "NotSignedIn";
  }
}

/** `error` as something to tell: a Refusal says what it says, anything else is a bug and says nothing of its insides. */
export function tellingOf(error: unknown): Telling {
  if (error instanceof Refusal) return { code: error.code, says: error.says, troubles: error.troubles };
  if (error instanceof NotSignedIn) {
    return { code: "not-signed-in", says: { id: "Masuk dulu, lalu ulangi", en: "Sign in, then try again" } };
  }
  if (error instanceof TooMany) return { code: "too-many", says: error.says, retryAfter: error.retryAfter };
  const says = {
    id: "Terjadi galat program. Coba lagi; bila terulang, sampaikan nomor permintaan ini",
    en: "A program error happened. Try again; if it happens again, report the number of this request",
  };
  return { code: "bug", says };
}

/** The problem document of `telling`, titled and detailed in `language`. */
export function problemOf(telling: Telling, request: { id: string; language: "id" | "en" }): Problem {
  const { code, says } = telling;
  return {
    type: `urn:antar:problem:${code}`,
    title: titles[code][request.language],
    status: telling.status ?? statuses[code],
    detail: says[request.language],
    instance: `urn:antar:request:${request.id}`,
    code,
    says,
    troubles: (telling.troubles ?? []).map(({ field, place, says: sentences }) =>
      place === undefined ? { field, says: sentences } : { field, place, says: sentences },
    ),
  };
}

/** The language that a person reads: English when asked for before Indonesian, else Indonesian. */
export function languageOf(acceptLanguage: string | undefined): "id" | "en" {
  const first = (acceptLanguage ?? "").split(",").find((part) => /^\s*(id|in|en)\b/i.test(part));
  return first && /^\s*en\b/i.test(first) ? "en" : "id";
}
