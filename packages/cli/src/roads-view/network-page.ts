/**
 * The page that shows a network: one HTML document with its own style and script, no other host. Knows how it is put together;
 * what it does stands in view.js.
 */
import { readFile } from "node:fs/promises";
import type { NetworkMetadata } from "@antar/roads";
import type { DrawnNetwork } from "./drawn-network.ts";

/** What the page shows: streets inside the document, or networks that it asks its server for. */
export interface PageContent {
  readonly drawn?: DrawnNetwork;
  readonly path?: readonly (readonly [number, number])[] | undefined;
  readonly networks?: readonly NetworkMetadata[];
}

const part = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), "utf8");

/** The document. */
export async function networkPage(content: PageContent): Promise<string> {
  const [html, style, script] = await Promise.all([part("view.html"), part("view.css"), part("view.js")]);
  // A "<" inside data could end the script element.
  const data = JSON.stringify(content).replaceAll("<", "\\u003c");
  const parts = new Map([
    ["/*style*/", style],
    ['"the content"', data],
    ["/*script*/", script],
  ]);
  return html.replace(/\/\*(?:style|script)\*\/|"the content"/g, (place) => parts.get(place) ?? "");
}
