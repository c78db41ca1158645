import type { LocalConfig } from "./local-cloud.mjs";

/** Settings of `dev`. They change nothing that is deployed. */
export default {} satisfies LocalConfig;
