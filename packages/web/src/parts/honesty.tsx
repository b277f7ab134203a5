/**
 * Says plainly what is not real: generated roads, approximate places. In both languages, on every page.
 */
import { number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import { dictionaries } from "../text/dictionary.ts";

interface HonestyProps {
  readonly synthetic: boolean;
  readonly approximate: number;
}

/** The strip; nothing when everything is real. */
export function Honesty({ synthetic, approximate }: HonestyProps) {
  const { text, language } = usePreferences();
  if (!synthetic && approximate === 0) return null;
  const other = language === "id" ? "en" : "id";
  return (
    <aside className="honesty">
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path d="M10 2.5 18.5 17h-17Z" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinejoin="round" />
        <path d="M10 8v4.2M10 14.4v.6" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />
      </svg>
      <p>
        {synthetic && (
          <>
            <strong>{text.synthetic}.</strong>{" "}
            <span className="beside" lang={other}>
              {dictionaries[other].synthetic}.
            </span>{" "}
          </>
        )}
        {approximate > 0 && <span>{text.approximate(number(approximate, language))}.</span>}
      </p>
    </aside>
  );
}
