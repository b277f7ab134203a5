/**
 * Loaded into the measured process before its program: answers each message of the bench with what the process keeps.
 * The channel does not keep the process alive.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

process.on("message", (asked) => {
  if (asked !== "memory") return;
  // What is live, not what waits to be collected.
  collect();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ heap: heapUsed, external });
});
process.channel?.unref();
