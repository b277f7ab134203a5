/**
 * The refusals of the OSRM protocol. Knows its closed list of codes; refuses to know HTTP headers.
 */

/** Codes of an answer that is not `Ok`. All of them are sent with status 400. */
export type OsrmCode =
  | "InvalidUrl"
  | "InvalidService"
  | "InvalidVersion"
  | "InvalidOptions"
  | "InvalidQuery"
  | "InvalidValue"
  | "NoSegment"
  | "TooBig"
  | "NoRoute"
  | "NoTable"
  | "NoMatch"
  | "NotImplemented";

/** Thrown when a request cannot be answered; `message` tells the client what to change. */
export class OsrmRefusal extends Error {
  readonly code: OsrmCode;
  constructor(code: OsrmCode, says: string) {
    super(says);
    this.name = "OsrmRefusal";
    this.code = code;
  }
}
