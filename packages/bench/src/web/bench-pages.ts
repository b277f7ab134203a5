/**
 * The measures of the pages, run as the program that the room of the pages keeps. Refuses to know what they are.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../web/src/bench/measure-pages.ts", import.meta.url));

/** Runs them; answers 0 when every limit is kept. */
export async function benchPages(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(
      "npm run bench -- web    sizes, a slow phone, and 8,000 stops in a real Chromium (ANTAR_CHROMIUM)\n",
    );
    return 0;
  }
  return spawnSync(process.execPath, ["--import", "tsx", program], { stdio: "inherit" }).status ?? 1;
}
