/**
 * Which page is shown. Each page is a chunk of its own, so that a phone loads only what it needs.
 */
import { lazy, Suspense, useEffect, useState } from "react";
import { StatePage } from "./parts/state-page.tsx";
import { usePreferences } from "./preferences.tsx";
import { type Location, readLocation } from "./route.ts";

const PlannerPage = lazy(() => import("./planner/planner-page.tsx").then((it) => ({ default: it.PlannerPage })));
const BoardPage = lazy(() => import("./board/board-page.tsx").then((it) => ({ default: it.BoardPage })));
const ImportPage = lazy(() => import("./import/import-page.tsx").then((it) => ({ default: it.ImportPage })));
const ReviewPage = lazy(() => import("./chair/review-page.tsx").then((it) => ({ default: it.ReviewPage })));
const ProofPage = lazy(() => import("./observer/proof-page.tsx").then((it) => ({ default: it.ProofPage })));
const DriverPage = lazy(() => import("./driver/driver-page.tsx").then((it) => ({ default: it.DriverPage })));

function useLocation() {
  const [location, setLocation] = useState(() => readLocation(window.location.hash));
  useEffect(() => {
    const follow = (): void => setLocation(readLocation(window.location.hash));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return location;
}

function PageOf({ location }: { readonly location: Location }) {
  const { brief, version, item } = location;
  switch (location.page) {
    case "plan":
      return <PlannerPage key={`${brief} ${version}`} brief={brief} version={version} />;
    case "board":
      return <BoardPage key={brief} brief={brief} />;
    case "drive":
      return <DriverPage key={`${brief} ${item}`} brief={brief} vehicle={item} />;
    case "proof":
      return <ProofPage key={brief} brief={brief} unit={item} />;
    case "import":
      return <ImportPage key={brief} brief={brief} />;
    case "review":
      return <ReviewPage key={`${brief} ${version}`} brief={brief} version={version} />;
    default: {
      const never: never = location.page;
      return never;
    }
  }
}

/** The app: the page that the address names. */
export function App() {
  const location = useLocation();
  const { text } = usePreferences();
  return (
    <Suspense fallback={<StatePage busy title={text.loading} />}>
      <PageOf location={location} />
    </Suspense>
  );
}
