import type { LocalConfig } from "./local-cloud.mjs";

/** Settings of the local cloud alone; what is deployed is set in infra/config.ts of each service. */
export default {
  // A service that is started alone needs to know who calls all the same.
  beside: ["services/auth"],
  // Who may sign in on this machine: the first may change things, the second may only read.
  users: [
    { email: "editor@example.com", password: "Local-editor-1", groups: ["editors"] },
    { email: "reader@example.com", password: "Local-reader-1" },
  ],
} satisfies LocalConfig;
