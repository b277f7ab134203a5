/**
 * The head of every page: what this is, how much time is left, the other pages, language and look.
 */
import { type ReactNode, useEffect, useState } from "react";
import { fullMoment } from "../format/moments.ts";
import { duration } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import { addressOf, type Page } from "../route.ts";
import { SignedIn } from "../session/signed-in.tsx";
import { Choices } from "./choices.tsx";

/** Epoch seconds now, again every `period` seconds. */
export function useNow(period: number): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), period * 1000);
    return () => clearInterval(timer);
  }, [period]);
  return now;
}

function Deadline({ deadline, timeZone }: { readonly deadline: number; readonly timeZone: string }) {
  const { text, language } = usePreferences();
  const left = deadline - useNow(30);
  return (
    <p className="deadline">
      <span className="label">{text.deadline}</span>
      <time dateTime={new Date(deadline * 1000).toISOString()}>{fullMoment(deadline, timeZone, language)}</time>
      <span className="time-left">{left > 0 ? text.remaining(duration(left, language)) : text.deadlinePassed}</span>
    </p>
  );
}

/** Language and look. */
export function PreferenceSwitches() {
  const { text, language, theme, chooseLanguage, chooseTheme } = usePreferences();
  return (
    <div className="switches">
      <Choices
        name={text.language}
        value={language}
        options={[
          { value: "id", label: "ID", title: "Bahasa Indonesia" },
          { value: "en", label: "EN", title: "English" },
        ]}
        onChoose={chooseLanguage}
      />
      <Choices
        name={text.theme}
        value={theme}
        options={[
          { value: "light", label: "☀", title: text.themeLight },
          { value: "dark", label: "☾", title: text.themeDark },
        ]}
        onChoose={chooseTheme}
      />
    </div>
  );
}

interface TopBarProps {
  readonly brief: string;
  readonly page: Page;
  readonly title: string;
  readonly subtitle: string;
  readonly deadline: number;
  readonly timeZone: string;
  /** The main act of the page. */
  readonly children?: ReactNode;
}

/** The bar itself. */
export function TopBar({ brief, page, title, subtitle, deadline, timeZone, children }: TopBarProps) {
  const { text } = usePreferences();
  const pages = [
    ["plan", text.pagePlan],
    ["board", text.pageBoard],
    ["drive", text.pageDrive],
    ["receive", text.pageReceive],
    ["proof", text.pageProof],
  ] as const;
  return (
    <header className="top-bar">
      <a className="brand" href={addressOf({ brief, page: "plan", item: undefined })}>
        <svg viewBox="0 0 64 64" width="30" height="30" aria-hidden="true">
          <path
            d="M10 50C16 32 24 22 32 22s10 9 19-5"
            fill="none"
            stroke="currentColor"
            strokeWidth="5"
            strokeLinecap="round"
          />
          <circle cx="11" cy="50" r="6.5" fill="var(--paper)" stroke="currentColor" strokeWidth="4.5" />
          <path d="m44 9 13 3-6 12Z" fill="var(--mark)" />
        </svg>
        <span>{text.appName}</span>
      </a>
      <div className="title">
        <h1>{title}</h1>
        <p>{subtitle}</p>
      </div>
      <Deadline deadline={deadline} timeZone={timeZone} />
      <nav aria-label={text.pages}>
        {pages.map(([name, label]) => (
          <a key={name} href={addressOf({ brief, page: name })} aria-current={page === name ? "page" : undefined}>
            {label}
          </a>
        ))}
      </nav>
      {children}
      <PreferenceSwitches />
      <SignedIn />
    </header>
  );
}
