/**
 * What the HTTP surface needs from the program that runs it.
 */
import type { Actor } from "@antar/dispatch";
import type { IdentityProvider } from "./oidc.ts";
import type { TokenIssuer } from "./tokens.ts";

/** How people sign in. */
export interface SignInOptions {
  readonly issuer: TokenIssuer;
  /** The identity provider of a tenant; undefined: it has none. */
  readonly provider?: (tenant: string) => IdentityProvider | undefined;
}

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
  /** Absent: nobody can sign in here, and the tokens come from elsewhere. */
  readonly signIn?: SignInOptions;
  /** The application server key for web push; absent: no browser is woken. */
  readonly pushKey?: string;
  /** Origins whose pages may call the API besides its own; none when absent. */
  readonly origins?: readonly string[];
  /** Requests a minute: of one person or device, and of one network address that has not signed in. */
  readonly rate?: { readonly signedIn: number; readonly anonymous: number };
  /** The network address of the client, for the limit of requests; one for all when absent. */
  readonly clientOf?: (bindings: unknown) => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A fresh id, unguessable, for request ids. */
  readonly newId: () => string;
  /** An OSRM-compatible application (`createOsrm`) to answer under `/osrm`, to signed-in users; absent: there is none. */
  readonly osrm?: { readonly fetch: (request: Request) => Response | Promise<Response> };
  /** A VROOM-compatible application (`createVroom`) to answer under `/vroom`, to signed-in users; absent: there is none. */
  readonly vroom?: { readonly fetch: (request: Request) => Response | Promise<Response> };
  /** Files of the web application by absolute path (`/`, `/assets/x.js`); absent: the API alone is served. */
  readonly assets?: (path: string) => Promise<Asset | undefined>;
  /** Origins that the pages may ask besides the service, for a base map from elsewhere; none when absent. */
  readonly mapHosts?: readonly string[];
  /** Told of every program error with the id of its request; absent: nobody is. */
  readonly report?: (error: unknown, requestId: string) => void;
  /** Longest request body in bytes; 8 MB when absent. */
  readonly bodyLimit?: number;
  /** Seconds after which an event stream ends and the client connects again; 300 when absent. */
  readonly streamSeconds?: number;
}
