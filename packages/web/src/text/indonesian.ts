/**
 * Every text of the app in Indonesian, the first language of its users. Keys are shared with `english.ts`; numbers and
 * moments come in already written for the language.
 */
import { indonesianField } from "./indonesian-field.ts";
import { indonesianGeneral } from "./indonesian-general.ts";
import { indonesianOffice } from "./indonesian-office.ts";
import { indonesianPlan } from "./indonesian-plan.ts";

/** The texts; functions where a number or name is set into the sentence. */
export const indonesian = {
  ...indonesianGeneral,
  ...indonesianPlan,
  ...indonesianField,
  ...indonesianOffice,
};
