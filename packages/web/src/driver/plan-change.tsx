/**
 * The new version of the plan beside the one that the driver follows, to be accepted.
 */
import type { AssignmentView } from "@antar/api";
import { clock } from "../format/moments.ts";
import { usePreferences } from "../preferences.tsx";
import { changesOf } from "./plan-change.ts";

interface PlanChangeProps {
  readonly before: AssignmentView;
  readonly after: AssignmentView;
  readonly onAccept: () => void;
}

/** What changes, stop by stop, and the button that takes it. */
export function PlanChange({ before, after, onAccept }: PlanChangeProps) {
  const { text, language } = usePreferences();
  const changes = changesOf(before, after);
  const names = {
    added: text.changeAdded,
    dropped: text.changeDropped,
    moved: text.changeMoved,
    retimed: text.changeRetimed,
    load: text.changeLoad,
  };
  const time = (seconds: number | undefined): string =>
    seconds === undefined ? "–" : clock(seconds, after.timeZone, language);
  return (
    <section className="changed" role="alert">
      <h2>{text.planChanged}</h2>
      {changes.length === 0 ? (
        <p>{text.planChangedNothing}</p>
      ) : (
        <ul>
          {changes.map((change) => (
            <li key={`${change.kind} ${change.place} ${change.was} ${change.is}`} data-kind={change.kind}>
              <b>{change.name}</b>
              <span>{names[change.kind]}</span>
              <time>
                {time(change.was)} → {time(change.is)}
              </time>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="primary" onClick={onAccept}>
        {text.acceptPlan}
      </button>
    </section>
  );
}
