/**
 * Tag conditions of a profile document. Knows equality, "any value" and absence; refuses to know what a tag means.
 */
import type { Tags } from "../osm/road-extract.ts";
import type { TagCondition } from "./profile.ts";

/** A condition ready to be asked many times. */
export type TagTest = (tags: Tags) => boolean;

/** Every key of the condition must agree: one of its values, `*` for any value but `no`, `!` for absence. */
export function tagTest(condition: TagCondition): TagTest {
  const tests = Object.entries(condition).map(([key, values]) => ({
    key,
    values: new Set(values),
    any: values.includes("*"),
    absent: values.includes("!"),
  }));
  return (tags) =>
    tests.every(({ key, values, any, absent }) => {
      const value = tags[key];
      if (value === undefined) return absent;
      return values.has(value) || (any && value !== "no");
    });
}
