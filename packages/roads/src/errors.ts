/**
 * The one error that this room throws at its callers. Knows sentences; refuses to know HTTP.
 */

/** Which kind of refusal: the extract, the network file, the question asked, or a profile. */
export type RoadsErrorCode = "bad-extract" | "bad-network" | "bad-question" | "unknown-profile" | "unknown-node";

/** A refusal in a sentence for a person: what is wrong, where, and what to do next. */
export class RoadsError extends Error {
  readonly code: RoadsErrorCode;
  constructor(code: RoadsErrorCode, says: string) {
    super(says);
    this.name = "RoadsError";
    this.code = code;
  }
}
