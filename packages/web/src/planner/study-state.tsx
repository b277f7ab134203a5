/**
 * How far a question is: a bar while it is looked into, what went wrong when it could not be.
 */
import { usePreferences } from "../preferences.tsx";
import type { Study } from "./studies.ts";

/** The line under the button that asked. */
export function StudyState({ study }: { readonly study: Pick<Study<unknown>, "job" | "going" | "trouble"> }) {
  const { text, language } = usePreferences();
  const { job, going, trouble } = study;
  if (trouble) {
    return (
      <p className="alarm" role="alert">
        {trouble[language]}
      </p>
    );
  }
  if (!going) return null;
  const share = job?.progress?.share;
  return (
    <p className="study-state" role="status">
      {job?.progress?.says[language] ?? (job?.state === "queued" ? text.jobQueued : text.studyGoing)}
      <progress max={1} aria-label={text.studyGoing} {...(share === undefined ? {} : { value: share })} />
    </p>
  );
}
