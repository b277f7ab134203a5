/**
 * The page of something that could not be had: absent, out of reach, or refused; in words, with a way to try again. Refuses
 * to know what was asked for.
 */
import type { ReactNode } from "react";
import type { ServiceError } from "../client.ts";
import { usePreferences } from "../preferences.tsx";
import { StatePage } from "./state-page.tsx";

interface FailedPageProps {
  /** Undefined: nothing failed, there is nothing. */
  readonly error: ServiceError | undefined;
  readonly onRetry: () => void;
  /** What to say where the service answers that there is no such thing (404), or where there is none. */
  readonly absent?: { readonly title: string; readonly hint?: string };
  /** Other ways on, beside trying again. */
  readonly children?: ReactNode;
}

function useWords({ error, absent }: Pick<FailedPageProps, "error" | "absent">) {
  const { text, language } = usePreferences();
  if (absent && (!error || error.status === 404)) {
    const said = error?.says?.[language];
    return { ...absent, ...(said === undefined ? {} : { detail: said }) };
  }
  if (!error || error.status === 0) return { title: text.unreachableTitle, hint: text.unreachableHint };
  return { title: text.failedTitle, hint: text.failedHint, detail: error.says?.[language] ?? error.message };
}

/** The page itself. */
export function FailedPage({ error, onRetry, absent, children }: FailedPageProps) {
  const { text } = usePreferences();
  return (
    <StatePage {...useWords({ error, ...(absent ? { absent } : {}) })}>
      <div className="actions">
        {children}
        <button type="button" className="primary" onClick={onRetry}>
          {text.retry}
        </button>
      </div>
    </StatePage>
  );
}
