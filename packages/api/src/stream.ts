/**
 * Server-sent events: a document each time it has changed. Looks again and again, so it works wherever the store does.
 */
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { ApiOptions } from "./port.ts";
import type { Env } from "./shell.ts";

/** What is watched, and how. */
export interface Watching<Document> {
  readonly first: Document;
  readonly look: () => Promise<Document>;
  /** True when nothing more will change. */
  readonly isOver: (document: Document) => boolean;
  /** Name of the events. */
  readonly event: string;
  readonly pollMs: number;
  readonly options: ApiOptions;
}

/** `document` without the moment of looking: two that differ in it alone are the same. */
function textOf(document: unknown): string {
  return JSON.stringify(document, (name, value) => (name === "asOf" ? undefined : value));
}

/** A stream of the changes. Ends after `streamSeconds`, or when a look fails: the client connects again. */
export function streamChanges<Document>(c: Context<Env>, watching: Watching<Document>): Response {
  const { look, isOver, event, pollMs, options } = watching;
  const until = options.now() + (options.streamSeconds ?? 300) * 1_000;
  return streamSSE(c, async (stream) => {
    let last = "";
    for (let document = watching.first; !stream.aborted; document = await look()) {
      const text = textOf(document);
      if (text !== last) await stream.writeSSE({ event, data: JSON.stringify(document) });
      last = text;
      if (isOver(document) || options.now() >= until) return;
      await stream.sleep(pollMs);
    }
  });
}
