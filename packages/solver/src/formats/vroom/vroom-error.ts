/**
 * Refusals of a VROOM request, with VROOM's status codes.
 */

/** 1: our fault, 2: the input, 3: a table of legs cannot be had. */
export type VroomCode = 1 | 2 | 3;

/** A request that cannot be answered. `message` names the place, e.g. `jobs[3].time_windows[0]`. */
export class VroomError extends Error {
  readonly code: VroomCode;
  constructor(code: VroomCode, message: string) {
    super(message);
    this.name = "VroomError";
    this.code = code;
  }
}

/** Throws VroomError 2 about `place`. */
export function badInput(place: string, message: string): never {
  throw new VroomError(2, `${place}: ${message}`);
}
