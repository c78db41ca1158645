/** Infrastructure and end-to-end tests read the bundles in dist/. */
export { build as setup } from "../build.mjs";
