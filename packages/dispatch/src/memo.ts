/**
 * Answers that were made from stored documents, kept in this process for a while. Only for what follows from a digest: such a
 * thing never changes. Knows how many; refuses to know what.
 */

/** A function that makes each answer once and keeps the last `most` of them. */
export function createMemo<Answer>(most: number) {
  const kept = new Map<string, Promise<Answer>>();
  return (name: string, make: () => Promise<Answer>): Promise<Answer> => {
    const known = kept.get(name);
    if (known) {
      kept.delete(name);
      kept.set(name, known);
      return known;
    }
    const made = make();
    kept.set(name, made);
    made.catch(() => kept.delete(name));
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return made;
  };
}
