#!/usr/bin/env node
// Runs the TypeScript sources as they stand. Knows Node's version; the commands are in src/.
import { register } from "tsx/esm/api";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`antar needs Node 20.19 or newer; this is ${process.version}\n`);
  process.exit(1);
}
// The AWS SDK prints that it will drop Node 20 in 2027; whoever runs a plan cannot do anything about it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// `antar … | head` closes the pipe early: that is no failure.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));
register();
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));
