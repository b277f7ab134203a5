/**
 * What a change of heading costs. Knows degrees; refuses to know roads.
 */
import type { CompiledProfile, Profile } from "./profile.ts";

/** The turn part of a compiled profile: straight lines between the document's corner points, whole milliseconds. */
export function compileTurns(profile: Profile): CompiledProfile["turns"] {
  const { turns } = profile;
  const corners = turns.byAngle ?? [];
  return {
    expanded: turns.expanded,
    restrictions: turns.restrictions === true,
    viaWays: turns.viaWays === true,
    uTurns: turns.uTurns ?? "everywhere",
    uTurnMs: Math.round((turns.uTurnSeconds ?? 0) * 1000),
    free: corners.every(([, seconds]) => seconds === 0),
    penaltyMs: (degrees) => Math.round(between(corners, degrees) * 1000),
  };
}

function between(corners: readonly (readonly [number, number])[], degrees: number): number {
  let before = corners[0];
  if (before === undefined) return 0;
  if (degrees <= before[0]) return before[1];
  for (const corner of corners) {
    if (degrees <= corner[0]) {
      const share = (degrees - before[0]) / (corner[0] - before[0] || 1);
      return before[1] + share * (corner[1] - before[1]);
    }
    before = corner;
  }
  return before[1];
}
