/**
 * Sentences of the audit as people read them: moments as a short day and time instead of a machine's, the words of the pages
 * instead of the planner's. Refuses to know what a sentence is about.
 */
import type { Language } from "./numbers.ts";

const months: Readonly<Record<Language, readonly string[]>> = {
  id: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
const moment = /(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):\d{2}/;
const span = new RegExp(`${moment.source} \\.\\. ${moment.source}`, "g");

interface Shown {
  readonly day: string;
  readonly time: string;
}

function shownOf([, month, date, hour, minute]: readonly string[], language: Language): Shown {
  const day = `${Number(date)} ${months[language][Number(month) - 1] ?? month}`;
  return { day, time: `${hour}${language === "id" ? "." : ":"}${minute}` };
}

const words: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  id: [
    [/\btrip\b/g, "rit"],
    [/\bTrip\b/g, "Rit"],
    [/\bdermaga\b/g, "pintu muat"],
  ],
  en: [],
};

/** `sentence` with `2024-11-26 16:11:49 .. 2024-11-26 16:14:25` as `26 Nov 16.11–16.14`, and `trip` as `rit` in Indonesian. */
export function plainSentence(sentence: string, language: Language): string {
  const spans = sentence.replace(span, (_, ...found: string[]) => {
    const [from, to] = [shownOf(found.slice(0, 5), language), shownOf(found.slice(5, 10), language)];
    return from.day === to.day
      ? `${from.day} ${from.time}–${to.time}`
      : `${from.day} ${from.time} – ${to.day} ${to.time}`;
  });
  const moments = spans.replace(new RegExp(moment.source, "g"), (_, ...found: string[]) => {
    const { day, time } = shownOf(found.slice(0, 5), language);
    return `${day} ${time}`;
  });
  return words[language].reduce((text, [word, plain]) => text.replace(word, plain), moments);
}
