#!/usr/bin/env node
// Random small problems against plain enumeration: `node packages/solver/bin/soak.mjs COUNT [FROM] [search]`.
// With `search` tiny problems are searched instead of enumerated by the solver, 1,000 iterations each.
import { register } from "tsx/esm/api";

register();
const { soak } = await import("../src/soak.test-support.ts");
const [count = "20000", from = "0", method = ""] = process.argv.slice(2);
const outright = method !== "search";
const found = { compared: 0, optimal: 0, missed: 0 };
const began = process.cpuUsage().user;
for (let at = Number(from); at < Number(from) + Number(count); at += 1000) {
  const size = Math.min(1000, Number(from) + Number(count) - at);
  const { compared, optimal, missed, wrong, dear } = soak({ from: at, count: size, outright, iterations: 1000 });
  for (const line of [...wrong.map((text) => `WRONG ${text}`), ...dear]) process.stdout.write(`${line}\n`);
  found.compared += compared;
  found.optimal += optimal;
  found.missed += missed;
  if (wrong.length > 0) process.exitCode = 1;
}
const share = ((100 * found.optimal) / found.compared).toFixed(3);
const cpu = ((process.cpuUsage().user - began) / 1e6).toFixed(0);
process.stdout.write(
  `${found.compared} compared, ${found.optimal} optimal (${share} %), ${found.missed} leave out too many, ${cpu} s of CPU\n`,
);
