/**
 * What the viewer chose: language and look. Kept in the browser, given to every component by context.
 */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import type { Language } from "./format/numbers.ts";
import type { Theme } from "./schedule/colours.ts";
import { type Dictionary, dictionaries } from "./text/dictionary.ts";

/** Language and look with their setters, and the texts of the language. */
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly text: Dictionary;
  readonly chooseLanguage: (language: Language) => void;
  readonly chooseTheme: (theme: Theme) => void;
}

const Context = createContext<Preferences | undefined>(undefined);

/** The preferences around this component. Throws outside `PreferencesProvider`: a bug. */
export function usePreferences(): Preferences {
  const preferences = use(Context);
  if (!preferences) throw new Error("usePreferences outside PreferencesProvider");
  return preferences;
}

function remembered<T extends string>(key: string, allowed: readonly T[]): T | undefined {
  try {
    const value = localStorage.getItem(key);
    return allowed.find((known) => known === value);
  } catch {
    return undefined; // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See above: nothing is lost but the memory of the choice.
  }
}

function systemTheme(): Theme {
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Keeps the choices, marks them on the document, hands them down. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => remembered("antar.language", ["id", "en"]) ?? "id");
  const [theme, setTheme] = useState<Theme>(() => remembered("antar.theme", ["light", "dark"]) ?? systemTheme());
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
  }, [language, theme]);
  const preferences = useMemo<Preferences>(
    () => ({
      language,
      theme,
      text: dictionaries[language],
      chooseLanguage: (chosen) => {
        remember("antar.language", chosen);
        setLanguage(chosen);
      },
      chooseTheme: (chosen) => {
        remember("antar.theme", chosen);
        setTheme(chosen);
      },
    }),
    [language, theme],
  );
  return <Context value={preferences}>{children}</Context>;
}
