/**
 * Builds the bundles that are deployed: one folder per function with `index.mjs`, everything inside. Run it with
 * `npm run bundle -w packages/functions`; the tests boot the same bundles.
 */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const source = fileURLToPath(new URL(".", import.meta.url));

/** What each bundle is made of: file in the bundle -> source. */
export const bundles = {
  api: { index: "api.ts", osrm: "osrm.ts", vroom: "vroom.ts" },
  "plan-worker": { index: "plan-worker.ts", planner: "planner.ts" },
  "sub-plan": { index: "sub-plan.ts" },
  "fan-in": { index: "fan-in.ts" },
  tick: { index: "tick.ts" },
} as const;

/** The name of a bundle. */
export type BundleName = keyof typeof bundles;

/** zod carries its messages in 40 languages; the product says its own sentences, so only the English ones stay. */
const oneLocale: Plugin = {
  name: "one-locale",
  setup: ({ onLoad }) => {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};

/**
 * A Lambda function gets its credentials in its environment. The other places where the SDK looks for them (files, single
 * sign-on, instance metadata) and the parser of browser names are a tenth of the bundle and cannot be used there.
 */
const environmentOnly: Plugin = {
  name: "environment-only",
  setup: ({ onLoad, onResolve }) => {
    const namespace = "environment-only";
    onResolve({ filter: /^(@aws-sdk\/credential-provider-node|bowser)$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents:
        path === "bowser"
          ? "export const parse = () => ({}); export default { parse };"
          : `export const defaultProvider = () => async () => ({
              accessKeyId: process.env.AWS_ACCESS_KEY_ID,
              secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
              sessionToken: process.env.AWS_SESSION_TOKEN,
            });`,
      loader: "js",
    }));
  },
};

/** Builds the bundle `name` into `folder/name`. Answers the bytes of each file in it. */
export async function buildBundle(name: BundleName, folder: string): Promise<Record<string, number>> {
  const entries = Object.entries(bundles[name]).map(([out, file]) => ({ in: `${source}${file}`, out }));
  const result = await build({
    entryPoints: entries,
    outdir: `${folder}/${name}`,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    legalComments: "none",
    platform: "node",
    target: "node20",
    format: "esm",
    metafile: true,
    plugins: [oneLocale, environmentOnly],
    banner: {
      js: 'import{createRequire as antarRequire}from"node:module";const require=antarRequire(import.meta.url);',
    },
  });
  return Object.fromEntries(Object.entries(result.metafile.outputs).map(([path, { bytes }]) => [path, bytes]));
}

/** Builds all bundles into `folder`. */
export async function buildBundles(folder: string): Promise<Record<string, number>> {
  await rm(folder, { recursive: true, force: true });
  const names = ["api", "plan-worker", "sub-plan", "fan-in", "tick"] as const;
  const sizes = await Promise.all(names.map((name) => buildBundle(name, folder)));
  return Object.assign({}, ...sizes);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = await buildBundles(fileURLToPath(new URL("../dist", import.meta.url)));
  for (const [path, bytes] of Object.entries(sizes)) console.log(`${path}  ${(bytes / 1_000).toFixed(0)} kB`);
}
