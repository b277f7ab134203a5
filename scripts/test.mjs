// Runs every test: finds a browser or installs one and says which, then vitest; the last line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const places = [
  process.env.ANTAR_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const found = () => places.find((path) => path && existsSync(path));

async function downloaded() {
  const { chromium } = await import("playwright-core");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

const run = (command, args) =>
  spawnSync(command, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] }).status === 0;

async function browser() {
  const here = found() ?? (await downloaded());
  if (here) return here;
  process.stderr.write("no browser found: installing Chromium\n");
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  }
  if (!found()) run(process.execPath, [join(root, "node_modules/playwright-core/cli.js"), "install", "chromium"]);
  return found() ?? (await downloaded());
}

const chromium = await browser();
if (!chromium) {
  process.stderr.write("no browser: install Chromium or set ANTAR_CHROMIUM to one, then run the tests again\n");
  process.exit(1);
}
process.stdout.write(`browser: ${chromium}\n`);

const folder = mkdtempSync(join(tmpdir(), "antar-test-"));
const report = join(folder, "report.json");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const args = [
  vitest,
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, ANTAR_CHROMIUM: chromium },
});
const counted = existsSync(report)
  ? JSON.parse(readFileSync(report, "utf8"))
  : { numPassedTests: 0, numFailedTests: 1 };
rmSync(folder, { recursive: true, force: true });
// A file that failed though none of its tests did, because it does not load or could not set itself up, counts as one.
const hasFailed = ({ status }) => status === "failed";
const broken =
  counted.testResults?.filter((file) => hasFailed(file) && !file.assertionResults.some(hasFailed)).length ?? 0;
process.stdout.write(`${counted.numPassedTests} passed, ${counted.numFailedTests + broken} failed\n`);
process.exit(status ?? 1);
