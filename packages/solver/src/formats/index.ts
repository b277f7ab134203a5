/**
 * The door of the formats: benchmark and exchange files into problems and back.
 */
import { readCordeau } from "./cordeau.ts";
import { FormatError, rowsOf } from "./format-error.ts";
import type { InstanceFormat, RoutingInstance } from "./instance.ts";
import { readLiLim } from "./lilim.ts";
import type { Rounding } from "./rounding.ts";
import { readSolomon } from "./solomon.ts";
import { readVrplib } from "./vrplib.ts";

export { FormatError } from "./format-error.ts";
export { costInFile, type InstanceFormat, type RoutingInstance } from "./instance.ts";
export { priced } from "./priced.ts";
export { type Rounding, roundings, type Scale } from "./rounding.ts";
export { readSolution, roundedCost, routeNumbers, type SolutionFile, writeSolution } from "./solution-file.ts";
export { readTwoEchelon, type TwoEchelonInstance, type TwoEchelonPlace } from "./two-echelon.ts";

/** The format of `text` by its looks. Throws FormatError when it has none of them. */
export function formatOf(text: string): InstanceFormat {
  if (/^\s*(NAME|TYPE|COMMENT|DIMENSION)\s*:/m.test(text)) return "vrplib";
  if (/^\s*VEHICLE\s*$/m.test(text)) return "solomon";
  const [first] = rowsOf(text);
  const numbers = first?.cells.every((cell) => Number.isFinite(Number(cell))) ? first.cells.length : 0;
  if (numbers === 3) return "lilim";
  if (numbers === 4) return "cordeau";
  throw new FormatError(1, "file", "is none of VRPLIB, Solomon, Li-Lim and Cordeau");
}

const usual: Readonly<Record<InstanceFormat, Rounding>> = {
  vrplib: "integer",
  solomon: "dimacs",
  lilim: "double",
  cordeau: "double",
};

const readers: Readonly<Record<InstanceFormat, (text: string, rounding: Rounding) => RoutingInstance>> = {
  vrplib: readVrplib,
  solomon: readSolomon,
  lilim: readLiLim,
  cordeau: readCordeau,
};

/** The problem in `text`, rounded as asked or as is usual for its format. Throws FormatError. */
export function readInstance(text: string, rounding?: Rounding): RoutingInstance {
  const format = formatOf(text);
  const rule = rounding ?? usual[format];
  return readers[format](text, rule);
}
export {
  type VroomAnswer,
  type VroomAnswerRoute,
  type VroomAnswerStep,
  type VroomRefusal,
  type VroomTimes,
  vroomAnswer,
} from "./vroom/answer.ts";
export { coordinatesOf, needsRouter, withRouterTables } from "./vroom/legs.ts";
export { vroomProblem } from "./vroom/problem.ts";
export { isVroom, readVroom, type VroomRequest, type VroomTables } from "./vroom/request.ts";
export type { RouteReport, VroomViolation } from "./vroom/route-report.ts";
export { planVroom, solveVroom, type VroomOptions, type VroomPlan } from "./vroom/solve-vroom.ts";
export { type VroomCode, VroomError } from "./vroom/vroom-error.ts";
