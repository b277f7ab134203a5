/**
 * Command: `npx tsx packages/roads/src/osm/fuzz.ts [COUNT] [FIRST SEED]` reads that many damaged extracts (20,000)
 * and prints what came of them. Ends with code 1 on a crash, a file that took over 10 s, or more than 1 GB.
 */
import { fuzzExtracts } from "../testing/fuzz-extracts.ts";

async function main(): Promise<void> {
  const [count = "20000", first = "1"] = process.argv.slice(2);
  const report = await fuzzExtracts(Number(count), {
    first: Number(first),
    now: () => performance.now(),
    memory: () => process.memoryUsage.rss(),
  });
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  if (report.crashes.length > 0 || report.slowestMs > 10_000 || report.peakBytes > 1e9) process.exitCode = 1;
}

void main();
