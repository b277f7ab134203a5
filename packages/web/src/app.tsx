/**
 * Which page is shown. Each page is a chunk of its own, so that a phone loads only what it needs.
 */
import { lazy, Suspense, useEffect, useState } from "react";
import { StatePage } from "./parts/state-page.tsx";
import { usePreferences } from "./preferences.tsx";
import { readLocation } from "./route.ts";

const PlannerPage = lazy(() => import("./planner/planner-page.tsx").then((it) => ({ default: it.PlannerPage })));
const BoardPage = lazy(() => import("./board/board-page.tsx").then((it) => ({ default: it.BoardPage })));

function useLocation() {
  const [location, setLocation] = useState(() => readLocation(window.location.hash));
  useEffect(() => {
    const follow = (): void => setLocation(readLocation(window.location.hash));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return location;
}

/** The app: the page that the address names. */
export function App() {
  const location = useLocation();
  const { text } = usePreferences();
  return (
    <Suspense fallback={<StatePage busy title={text.loading} />}>
      {location.page === "board" ? (
        <BoardPage key={location.brief} brief={location.brief} />
      ) : (
        <PlannerPage key={`${location.brief} ${location.version}`} brief={location.brief} version={location.version} />
      )}
    </Suspense>
  );
}
