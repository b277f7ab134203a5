export { openTown, photoOf, storePhoto, type Town } from "./open-town.ts";
export { townBrief, townPlanner } from "./town.ts";
