export { type BundleName, buildBundle, buildBundles, bundles } from "./bundle.ts";
