import { seededKeys } from "./keys.ts";
import type { LocalConfig } from "./local-cloud.mjs";

/** Settings of the local cloud alone; what is deployed is set in infra/config.ts. */
export default { seed: { ApiKeysTable: seededKeys() } } satisfies LocalConfig;
