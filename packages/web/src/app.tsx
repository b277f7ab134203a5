/**
 * Which page is shown. Each page is a chunk of its own, so that a phone loads only what it needs.
 */
import { lazy, Suspense, useEffect, useState } from "react";
import { CrashGuard } from "./parts/crash-guard.tsx";
import { StatePage } from "./parts/state-page.tsx";
import { usePreferences } from "./preferences.tsx";
import { addressOf, type Location, readLocation } from "./route.ts";
import { sessionChanged } from "./session/session.ts";
import { useSession } from "./session/use-session.ts";

const loadPlanner = () => import("./planner/planner-page.tsx").then((it) => ({ default: it.PlannerPage }));
const PlannerPage = lazy(loadPlanner);
const BoardPage = lazy(() => import("./board/board-page.tsx").then((it) => ({ default: it.BoardPage })));
const ImportPage = lazy(() => import("./import/import-page.tsx").then((it) => ({ default: it.ImportPage })));
const ReviewPage = lazy(() => import("./chair/review-page.tsx").then((it) => ({ default: it.ReviewPage })));
const ProofPage = lazy(() => import("./observer/proof-page.tsx").then((it) => ({ default: it.ProofPage })));
const DriverPage = lazy(() => import("./driver/driver-page.tsx").then((it) => ({ default: it.DriverPage })));
const ReceiverPage = lazy(() => import("./receiver/receiver-page.tsx").then((it) => ({ default: it.ReceiverPage })));
const PeoplePage = lazy(() => import("./people/people-page.tsx").then((it) => ({ default: it.PeoplePage })));
const SettingsPage = lazy(() => import("./people/settings-page.tsx").then((it) => ({ default: it.SettingsPage })));
const SignInPage = lazy(() => import("./session/sign-in-page.tsx").then((it) => ({ default: it.SignInPage })));

// An address that names a plan is a planner's: the page is fetched while the session is being read.
const first = readLocation(window.location.hash);
if (first.page === "plan" && first.brief !== undefined) void loadPlanner().catch(() => undefined);

/** True while the service wants a sign-in. */
function useSignInWanted() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const follow = (event: Event): void => setWanted(event instanceof CustomEvent && event.detail === "wanted");
    window.addEventListener(sessionChanged, follow);
    return () => window.removeEventListener(sessionChanged, follow);
  }, []);
  return [wanted, () => setWanted(false)] as const;
}

function goHome(): void {
  window.location.hash = "#/";
}

function useLocation() {
  const [location, setLocation] = useState(() => readLocation(window.location.hash));
  useEffect(() => {
    const follow = (): void => setLocation(readLocation(window.location.hash));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return location;
}

const receivers = ["warehouse", "ppk", "pps", "kpps"];
const isReceiver = (role: string | undefined): boolean => role !== undefined && receivers.includes(role);

function PageOf({ location }: { readonly location: Location }) {
  const { brief, version, item } = location;
  const session = useSession();
  const { text } = usePreferences();
  if (session === undefined) return <StatePage busy title={text.loading} />;
  switch (location.page) {
    case "plan":
      if (session?.me.role === "driver") return <DriverPage brief={undefined} vehicle={undefined} />;
      if (isReceiver(session?.me.role)) return <ReceiverPage brief={undefined} place={undefined} />;
      return <PlannerPage key={`${brief} ${version}`} brief={brief} version={version} />;
    case "board":
      return <BoardPage key={brief} brief={brief} tv={location.tv === true} />;
    case "drive":
      return <DriverPage key={`${brief} ${item}`} brief={brief} vehicle={item} />;
    case "receive":
      return <ReceiverPage key={`${brief} ${item}`} brief={brief} place={item} />;
    case "proof":
      return <ProofPage key={brief} brief={brief} unit={item} />;
    case "import":
      return <ImportPage key={brief} brief={brief} />;
    case "review":
      return <ReviewPage key={`${brief} ${version}`} brief={brief} version={version} />;
    case "people":
      return <PeoplePage brief={brief} />;
    case "settings":
      return <SettingsPage brief={brief} />;
    case "sign-in":
      return <SignInPage {...(location.invitation ? { invitation: location.invitation } : {})} after={goHome} />;
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
  const [signInWanted, signedIn] = useSignInWanted();
  return (
    <CrashGuard place={addressOf(location)}>
      <Suspense fallback={<StatePage busy title={text.loading} />}>
        {signInWanted && location.page !== "sign-in" ? <SignInPage after={signedIn} /> : <PageOf location={location} />}
      </Suspense>
    </CrashGuard>
  );
}
