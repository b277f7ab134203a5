/**
 * Chances as people read them. Refuses to know of what.
 */
import { type Language, number } from "./numbers.ts";

/** A chance below this is not worth a word. */
export const worthSaying = 0.05;

/** A chance, 0 to 1, in whole percent, never 0 or 100: nothing of tomorrow is certain. */
export function percentOf(chance: number, language: Language): string {
  return `${number(Math.min(99, Math.max(1, Math.round(chance * 100))), language, 0)}%`;
}
