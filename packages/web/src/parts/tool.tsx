/**
 * A part of a panel that is folded to its title until it is wanted. Refuses to know what is in it.
 */
import { type ReactNode, useEffect, useState } from "react";

interface ToolProps {
  readonly className: string;
  readonly title: string;
  /** How many there are, beside the title. */
  readonly count?: string;
  /** Unfolds it when it becomes true; the reader may fold it all the same. */
  readonly wanted?: boolean;
  readonly children: ReactNode;
}

/** The part with its title. */
export function Tool({ className, title, count, wanted = false, children }: ToolProps) {
  const [isOpen, setOpen] = useState(wanted);
  useEffect(() => {
    if (wanted) setOpen(true);
  }, [wanted]);
  return (
    <details className={`tool ${className}`} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>
          {title} {count !== undefined && <span className="count">{count}</span>}
        </h2>
      </summary>
      {isOpen && children}
    </details>
  );
}
