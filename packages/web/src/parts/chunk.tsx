/**
 * A part of a long list that is drawn only while it is near the screen, so that thousands of rows cost no more than a few
 * screenfuls. Refuses to know what the rows are.
 */
import { type ReactNode, useEffect, useRef, useState } from "react";

interface ChunkProps {
  /** Height in pixels to be kept free until the chunk has been drawn. */
  readonly height: number;
  /** True: drawn wherever it is. */
  readonly always: boolean;
  readonly children: () => ReactNode;
}

// The list may scroll in a panel of its own, whose edge clips what the page's margin would reach: both get the margin.
const near = { rootMargin: "700px 0px", scrollMargin: "700px 0px" };

/** A list item that holds a list of its own. */
export function Chunk({ height, always, children }: ChunkProps) {
  const element = useRef<HTMLLIElement>(null);
  const [seen, setSeen] = useState({ isNear: false, height });
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry) return;
      const { height: drawn } = entry.boundingClientRect;
      setSeen((known) =>
        entry.isIntersecting ? { ...known, isNear: true } : { isNear: false, height: drawn || known.height },
      );
    }, near);
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  const drawn = always || seen.isNear;
  return (
    <li ref={element} className="chunk" style={drawn ? undefined : { height: seen.height }}>
      {drawn && <ul>{children()}</ul>}
    </li>
  );
}
