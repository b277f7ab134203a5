/**
 * TPS without a place in the plan, each with its reason.
 */
import type { ReactNode } from "react";
import { number } from "../format/numbers.ts";
import { plainSentence } from "../format/sentences.ts";
import type { Selection } from "../map/features.ts";
import { PlaceSign } from "../map/legend.tsx";
import { usePreferences } from "../preferences.tsx";
import type { Schedule } from "../schedule/schedule.ts";

interface UnassignedListProps {
  readonly schedule: Schedule;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  /** What would help. */
  readonly children?: ReactNode;
}

/** The list; one quiet line when every TPS is served. */
export function UnassignedList({ schedule, selection, onSelect, children }: UnassignedListProps) {
  const { text, language } = usePreferences();
  if (schedule.unassigned.length === 0) {
    return (
      <p className="all-served">
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path d="m2.5 8.5 3.6 3.6 7.4-8" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
        </svg>
        {text.unassignedNone}
      </p>
    );
  }
  return (
    <section className="unassigned">
      <h2>
        {text.unassignedList} <span className="count">{number(schedule.unassigned.length, language)}</span>
      </h2>
      <ul>
        {schedule.unassigned.map((entry) => (
          <li key={entry.code}>
            <button
              type="button"
              aria-pressed={selection.place === entry.code}
              onClick={() => onSelect({ vehicle: undefined, trip: undefined, place: entry.code })}
            >
              <PlaceSign kind="cross" />
              <span>{schedule.places.get(entry.code)?.name ?? entry.code}</span>
              <span className="code">{entry.code}</span>
              <span className="reason">{plainSentence(entry.says[language], language)}</span>
            </button>
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
