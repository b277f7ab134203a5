/**
 * Signing in: with the code or QR that the office gives a driver or receiver, or with a local account.
 */
import "../styles/sign-in.css";
import { type ReactNode, useEffect, useState } from "react";
import { PreferenceSwitches } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { SignInRefused, signInByCode, signInBySecret } from "./session.ts";

/** What a sign-in link carries. */
export interface Invitation {
  readonly tenant: string;
  readonly code: string;
}

function useSigning(after: () => void) {
  const { text, language } = usePreferences();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const sign = async (how: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setTrouble(undefined);
    try {
      await how();
      after();
    } catch (error) {
      setTrouble(error instanceof SignInRefused ? (error.says?.[language] ?? text.signInRefused) : text.signInOffline);
    } finally {
      setBusy(false);
    }
  };
  return { busy, trouble, sign };
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "password";
  readonly autoComplete: string;
}

function Field({ label, value, onChange, type = "text", autoComplete }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        required
        type={type}
        maxLength={200}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

interface FormProps {
  readonly title: string;
  readonly busy: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

function Form({ title, busy, onSubmit, children }: FormProps) {
  const { text } = usePreferences();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <h2>{title}</h2>
      {children}
      <button type="submit" className="primary" disabled={busy}>
        {busy ? text.signingIn : text.signIn}
      </button>
    </form>
  );
}

/** The page. `invitation` comes from a link or a QR and signs in at once; `after` is called when it has succeeded. */
export function SignInPage({ invitation, after }: { readonly invitation?: Invitation; readonly after: () => void }) {
  const { text } = usePreferences();
  const { busy, trouble, sign } = useSigning(after);
  const [tenant, setTenant] = useState(invitation?.tenant ?? "");
  const [code, setCode] = useState(invitation?.code ?? "");
  const [person, setPerson] = useState("");
  const [secret, setSecret] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: an invitation is taken once.
  useEffect(() => {
    if (invitation) void sign(() => signInByCode(invitation.tenant, invitation.code));
  }, []);
  return (
    <div className="sign-in">
      <header>
        <b>Antar</b>
        <PreferenceSwitches />
      </header>
      <main>
        <h1>{text.signInTitle}</h1>
        {trouble !== undefined && (
          <p className="alarm" role="alert">
            {trouble}
          </p>
        )}
        <Field label={text.tenant} value={tenant} onChange={setTenant} autoComplete="organization" />
        <Form title={text.signInByCode} busy={busy} onSubmit={() => sign(() => signInByCode(tenant, code.trim()))}>
          <Field label={text.code} value={code} onChange={setCode} autoComplete="one-time-code" />
        </Form>
        <Form
          title={text.signInByAccount}
          busy={busy}
          onSubmit={() => sign(() => signInBySecret(tenant, person, secret))}
        >
          <Field label={text.person} value={person} onChange={setPerson} autoComplete="username" />
          <Field
            label={text.secret}
            value={secret}
            onChange={setSecret}
            type="password"
            autoComplete="current-password"
          />
        </Form>
      </main>
    </div>
  );
}
