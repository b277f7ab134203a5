/**
 * The driver's say over positions: off until agreed, with what it is for and how old the last one is.
 */
import { duration } from "../format/numbers.ts";
import { useNow } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import type { Positions } from "./use-positions.ts";

/** The section; nothing where nobody is signed in as a driver. */
export function PositionSharing({ positions }: { readonly positions: Positions }) {
  const { text, language } = usePreferences();
  const now = useNow(30);
  const { agreed, sending, sentAt, denied, agree } = positions;
  if (agreed === undefined) return null;
  const age = sentAt === undefined ? undefined : Math.max(0, now - sentAt / 1_000);
  return (
    <section className="position-sharing">
      <h2>{text.positionTitle}</h2>
      <p>{text.positionWhy}</p>
      <label className="check">
        <input type="checkbox" checked={agreed} onChange={() => agree(!agreed)} />
        {text.positionAgree}
      </label>
      <p role="status">
        {denied && text.positionDenied}
        {agreed && !denied && !sending && text.positionResting}
        {sending && (age === undefined ? text.positionSearching : text.positionSent(duration(age, language)))}
      </p>
    </section>
  );
}
