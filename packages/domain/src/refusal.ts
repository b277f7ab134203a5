/**
 * The closed table of refusals: what the product says no to, and how it says so. Refuses to know HTTP or exit codes.
 */

/** A sentence in the two languages of the product. Indonesian first. */
export interface Sentence {
  readonly id: string;
  readonly en: string;
}

/** Every reason for which a request is refused. */
export type RefusalCode =
  | "not-json"
  | "bad-brief"
  | "bad-plan"
  | "bad-setting"
  | "bad-input"
  | "roads-missing"
  | "roads-differ"
  | "not-found"
  | "forbidden"
  | "conflict"
  | "too-large"
  | "busy";

/** One thing that is wrong in an input: where it stands and what to do about it. */
export interface Trouble {
  /** JSON path of the field, e.g. `places[12].point`. */
  readonly field: string;
  /** Code or name of the place concerned, when there is one. */
  readonly place?: string;
  readonly says: Sentence;
}

/** Thrown when a request cannot be carried out for a reason that a person can mend. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly says: Sentence;
  readonly troubles: readonly Trouble[];

  constructor(code: RefusalCode, says: Sentence, troubles: readonly Trouble[] = []) {
    super(says.en);
    this.name = "Refusal";
    this.code = code;
    this.says = says;
    this.troubles = troubles;
  }
}
