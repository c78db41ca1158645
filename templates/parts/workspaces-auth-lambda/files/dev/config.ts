import { seededKeys } from "./keys.ts";
import type { LocalConfig } from "./local-cloud.mjs";

/** Settings of the local cloud alone; what is deployed is set in infra/config.ts of each service. */
export default {
  // A service that is started alone needs to know who calls all the same.
  beside: ["services/auth"],
  seed: { ApiKeysTable: seededKeys() },
} satisfies LocalConfig;
