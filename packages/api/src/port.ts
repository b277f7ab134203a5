/**
 * What the HTTP surface needs from the program that runs it.
 */
import type { Actor } from "@antar/dispatch";

/** One file of the web application. */
export interface Asset {
  readonly bytes: Uint8Array;
  /** Media type, e.g. `text/html; charset=utf-8`. */
  readonly type: string;
}

/** Options of `createApi`. */
export interface ApiOptions {
  /** Who sends this request. Throws Refusal when that cannot be known. */
  readonly identify: (request: Request) => Promise<Actor>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A fresh id, unguessable, for request ids. */
  readonly newId: () => string;
  /** Files of the web application by absolute path (`/`, `/assets/x.js`); absent: the API alone is served. */
  readonly assets?: (path: string) => Promise<Asset | undefined>;
  /** Told of every program error with the id of its request; absent: nobody is. */
  readonly report?: (error: unknown, requestId: string) => void;
  /** Longest request body in bytes; 8 MB when absent. */
  readonly bodyLimit?: number;
  /** Seconds after which an event stream ends and the client connects again; 300 when absent. */
  readonly streamSeconds?: number;
}
