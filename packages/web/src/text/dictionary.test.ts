import { expect, test } from "vitest";
import { dictionaries } from "./dictionary.ts";

const entries = Object.entries(dictionaries.id);

test("both languages have every key, and no other", () => {
  expect(Object.keys(dictionaries.en).sort()).toEqual(Object.keys(dictionaries.id).sort());
});

test.each(["id", "en"] as const)("no text of %s is empty and no placeholder is lost", (language) => {
  for (const [key, text] of Object.entries(dictionaries[language])) {
    if (typeof text === "string") {
      expect(text.trim(), key).not.toBe("");
      continue;
    }
    const marks = Array.from({ length: text.length }, (_, index) => `«${index}»`);
    const written = Reflect.apply(text, undefined, marks) as string;
    for (const mark of marks) expect(written, key).toContain(mark);
  }
});

test("a text is a sentence in one language exactly when it is one in the other", () => {
  const english = new Map<string, unknown>(Object.entries(dictionaries.en));
  for (const [key, text] of entries) expect(typeof english.get(key), key).toBe(typeof text);
});
