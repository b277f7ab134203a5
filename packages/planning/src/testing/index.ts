/** What tests and benches of other rooms may use: small worlds, drawn by hand or by a seed. */
export { type Foreseen, type Oracle, openOracle } from "../rehearse/oracle.ts";
export { randomBrief, type TightBrief, tightBrief } from "./random-brief.ts";
export { smallBrief, townRoads, type WorldSize } from "./small-world.ts";
