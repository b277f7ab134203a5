/**
 * What whoever answers for a place must hear of: shortages and problems there, at the places that it supplies and of the
 * vehicles on their way. Refuses to know who raises them.
 */
import type { DeliveryList } from "@antar/api";
import { epochOf, shortMoment } from "../format/moments.ts";
import { usePreferences } from "../preferences.tsx";

/** The list; nothing while there is nothing to hear. */
export function Concerns({ list: { concerns, timeZone } }: { readonly list: DeliveryList }) {
  const { text, language } = usePreferences();
  if (concerns.length === 0) return null;
  const at = (moment: string): string => shortMoment(epochOf(moment), timeZone, language);
  return (
    <section className="concerns" role="status">
      <h2>{text.concerns}</h2>
      <ul>
        {concerns.map(({ alarm, about, name, says, raisedAt, seenAt }) => {
          const said = says[language];
          return (
            <li key={alarm} data-seen={seenAt !== null}>
              <b>{name}</b> {said.startsWith(`${about} `) ? said.slice(about.length + 1) : said}
              <small>
                {at(raisedAt)} · {seenAt === null ? text.concernOpen : text.concernSeen(at(seenAt))}
              </small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
