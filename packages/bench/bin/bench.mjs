#!/usr/bin/env node
// Runs the benches from the TypeScript sources as they stand: `npm run bench -- roads|solver ...`.
import { register } from "tsx/esm/api";

// The AWS SDK prints that it will drop Node 20 in 2027; whoever runs a bench cannot do anything about it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
register();
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));
