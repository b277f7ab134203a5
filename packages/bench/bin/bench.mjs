#!/usr/bin/env node
// Runs the benches from the TypeScript sources as they stand: `npm run bench -- roads|solver ...`.
import { register } from "tsx/esm/api";

register();
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));
