export { noise, type OpenedStore, testStore } from "./contract.ts";
