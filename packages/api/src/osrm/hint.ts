/**
 * Hints: where a coordinate was snapped, so that the next request finds the same road at once. Opaque to clients.
 * Knows its own bytes; refuses to trust them.
 */
import type { RoadNetwork, Snap } from "@antar/roads";
import { OsrmRefusal } from "./refusal.ts";

const format = "A1";
const directions = ["forward", "backward"] as const;

/** Tells networks apart; a hint of another network is passed over. */
const markOf = (network: RoadNetwork): string => network.metadata.sha256.slice(0, 8).padEnd(8, "0");

/** The hint of `snap`. */
export function hintOf(network: RoadNetwork, { edge, only }: Snap): string {
  const direction = only === undefined ? "-" : String(directions.indexOf(only));
  return btoa(`${format}${markOf(network)}${direction}${edge.toString(36)}`).replace(/=+$/, "");
}

/** The edge that a hint names; undefined for a hint of another network. Throws OsrmRefusal when it is no hint at all. */
export function readHint(network: RoadNetwork, hint: string, index: number) {
  const wrong = new OsrmRefusal(
    "InvalidOptions",
    `Hint ${index} is not one of ours; leave it empty to have it made again.`,
  );
  if (!/^[\w+/]+$/.test(hint) || hint.length > 64) throw wrong;
  const text = atobOr(hint);
  const [, mark, direction, edge] = /^A1([0-9a-z]{8})([-01])([0-9a-z]{1,7})$/i.exec(text ?? "") ?? [];
  if (mark === undefined || edge === undefined) throw wrong;
  if (mark !== markOf(network)) return undefined;
  const only = directions[Number(direction)];
  const place = { edge: Number.parseInt(edge, 36), piece: 0, fraction: 0 };
  return only === undefined ? place : { ...place, only };
}

function atobOr(text: string): string | undefined {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
}
