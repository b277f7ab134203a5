/**
 * Every text of the app in English. The type demands each key of `indonesian.ts`.
 */
import type { Dictionary } from "./dictionary.ts";
import { englishField } from "./english-field.ts";
import { englishGeneral } from "./english-general.ts";
import { englishOffice } from "./english-office.ts";
import { englishPlan } from "./english-plan.ts";

/** The texts; functions where a number or name is set into the sentence. */
export const english: Dictionary = {
  ...englishGeneral,
  ...englishPlan,
  ...englishField,
  ...englishOffice,
};
