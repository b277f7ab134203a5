/**
 * Who is signed in, and the way out. Nothing where nobody is.
 */
import { usePreferences } from "../preferences.tsx";
import { signOut } from "./session.ts";
import { useSession } from "./use-session.ts";

/** The name of the account with a button beside it. */
export function SignedIn() {
  const { text } = usePreferences();
  const session = useSession();
  if (!session) return null;
  const { person } = session.me;
  return (
    <button type="button" className="signed-in" title={text.signedInAs(person)} onClick={() => void signOut()}>
      <span className="unseen">{text.signedInAs(person)}. </span>
      {text.signOut}
    </button>
  );
}
