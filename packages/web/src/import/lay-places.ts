/**
 * Places of a file laid over a brief: what is added, what moves, what stays. Knows places by their codes; refuses to know
 * files.
 */
import type { Brief, Place } from "@antar/domain";

/** The brief as it would become, and how its places differ. */
export interface Laid {
  readonly brief: Brief;
  readonly added: readonly Place[];
  readonly changed: readonly Place[];
  readonly dropped: readonly Place[];
}

const isSame = (left: Place, right: Place): boolean =>
  Object.entries(right).every(([key, value]) => JSON.stringify(Object(left)[key]) === JSON.stringify(value));

/**
 * A place of the file replaces what the brief says of its code, field by field; its point is then no longer approximate.
 * Places that the file does not name stay, unless `drop`.
 */
export function layPlaces(brief: Brief, places: readonly Place[], drop: boolean): Laid {
  const known = new Map(brief.places.map((place) => [place.code, place]));
  const given = new Map(places.map((place) => [place.code, place]));
  const added = [...given.values()].filter((place) => !known.has(place.code));
  const changed: Place[] = [];
  const dropped: Place[] = [];
  const kept = brief.places.flatMap((place) => {
    const fresh = given.get(place.code);
    if (!fresh && drop) {
      dropped.push(place);
      return [];
    }
    if (!fresh || isSame(place, fresh)) return [place];
    const { approximate: _, accuracy: __, basis: ___, ...exact } = place;
    const moved = place.point[0] !== fresh.point[0] || place.point[1] !== fresh.point[1];
    const merged = { ...(moved ? exact : place), ...fresh };
    changed.push(merged);
    return [merged];
  });
  return { brief: { ...brief, places: [...kept, ...added] }, added, changed, dropped };
}
