/**
 * A page that has nothing to show but its state: loading, empty or failed, with what to do next.
 */
import type { ReactNode } from "react";

interface StatePageProps {
  readonly title: string;
  readonly hint?: string;
  readonly detail?: string;
  readonly busy?: boolean;
  readonly children?: ReactNode;
}

/** The state in words, the hint below, actions last. Announced to screen readers. */
export function StatePage({ title, hint, detail, busy = false, children }: StatePageProps) {
  return (
    <main className="state-page" aria-busy={busy}>
      <div role="status">
        <svg
          className={busy ? "compass turning" : "compass"}
          viewBox="0 0 64 64"
          width="56"
          height="56"
          aria-hidden="true"
        >
          <circle cx="32" cy="32" r="27" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="1 6.07" />
          <path d="M32 10 38 32 32 54 26 32Z" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M32 10 38 32H26Z" fill="currentColor" />
        </svg>
        <h1>{title}</h1>
        {hint !== undefined && <p>{hint}</p>}
        {detail !== undefined && <p className="detail">{detail}</p>}
      </div>
      {children}
    </main>
  );
}
