/**
 * The session as React state.
 */
import type { SessionView } from "@antar/api";
import { useEffect, useState } from "react";
import { currentSession, sessionChanged } from "./session.ts";

/** Who is signed in on this device: null when nobody is, undefined while that is being read. */
export function useSession(): SessionView | null | undefined {
  const [session, setSession] = useState<SessionView | null>();
  useEffect(() => {
    let stale = false;
    const read = (): void => void currentSession().then((known) => stale || setSession(known ?? null));
    read();
    window.addEventListener(sessionChanged, read);
    return () => {
      stale = true;
      window.removeEventListener(sessionChanged, read);
    };
  }, []);
  return session;
}
