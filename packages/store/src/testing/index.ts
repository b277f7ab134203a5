export { noise, type OpenedStore, testStore } from "./contract.ts";
export { createMemoryDynamo, type MemoryTables } from "./memory-dynamo.ts";
export {
  type Beginning,
  Crashed,
  createSimulation,
  type Death,
  type FaultRates,
  type Simulation,
  usualFaults,
} from "./simulation.ts";
