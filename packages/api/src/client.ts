/**
 * A typed client of the API, derived from the types of the API itself: addresses, bodies and answers are checked when a
 * program is compiled. Knows addresses; refuses to know what is done with the answers.
 */
import { type ClientRequestOptions, hc } from "hono/client";
import type { Api } from "./create-api.ts";

/** A client of the service at `address`. `token` is asked before each request; undefined: none is sent. */
export function openClient(
  address: string,
  { token, fetch }: { readonly token?: () => Promise<string>; readonly fetch?: ClientRequestOptions["fetch"] } = {},
) {
  const headers = async (): Promise<Record<string, string>> =>
    token ? { authorization: `Bearer ${await token()}` } : {};
  return hc<Api>(address, fetch ? { headers, fetch } : { headers });
}

/** A typed client. */
export type Client = ReturnType<typeof openClient>;
