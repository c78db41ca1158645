import { defineConfig } from "vitest/config";

/** The tests of all services together; each service and package has its own besides. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The AWS SDK warns of the Node.js of this machine; functions run on that of AWS.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // A start of the local cloud takes seconds, and a minute on a machine that is slow and busy.
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
