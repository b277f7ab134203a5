/**
 * How long a drive takes when the roads change on the way: the one function of docs/model.md that schedule and audit both
 * call, each on its own data. Knows spells of time and what the whole drive takes in each; refuses to know roads.
 */

/** What a whole drive takes while the roads are as they are up to `until`; absent `leg`: no way leads there then. */
export interface Spell {
  /** Epoch seconds; Infinity for the last. */
  readonly until: number;
  readonly leg: { readonly seconds: number; readonly metres: number } | undefined;
}

/** The first spell that ends after `moment`. */
function spellAt(spells: readonly Spell[], moment: number): number {
  let [low, high] = [0, spells.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spells[middle]?.until ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The drive that begins at `departure` (epoch seconds): in each spell the share of the way that the spell's time allows,
 * the rest in the next ones; where no way leads there the vehicle stands until one does. Whole seconds, rounded up, so
 * that who leaves later never arrives earlier; whole metres. undefined: it never arrives. `spells` in order of time.
 */
export function driveOver(
  spells: readonly Spell[],
  departure: number,
): { readonly seconds: number; readonly metres: number } | undefined {
  let [left, at, metres] = [1, departure, 0];
  for (let index = spellAt(spells, departure); index < spells.length; index++) {
    const spell = spells[index];
    if (!spell) break;
    const { until, leg } = spell;
    if (!leg) {
      at = until;
      continue;
    }
    const ends = at + left * leg.seconds;
    if (ends <= until) {
      return { seconds: Math.ceil(ends - 1e-6) - departure, metres: Math.floor(metres + left * leg.metres + 0.5) };
    }
    const share = (until - at) / leg.seconds;
    metres += share * leg.metres;
    left -= share;
    at = until;
  }
  return undefined;
}
