/**
 * What tests and benches of other rooms may use to make, damage and time road files. Nothing that ships imports it.
 */
export { type CheckReport, type CheckSize, checkEngine } from "./check-engine.ts";
export { type FuzzGauges, type FuzzReport, fuzzExtracts } from "./fuzz-extracts.ts";
export { fuzzNetworks } from "./fuzz-networks.ts";
export { type MadeBlock, type MadeNode, type MadeRelation, type MadeWay, pbfBytes } from "./pbf-bytes.ts";
export { type Probe, type ProbedPlace, probe } from "./probe.ts";
