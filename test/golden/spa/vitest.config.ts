import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "services/*/test/**/*.test.ts"],
    globalSetup: "test/setup.ts",
    // Templates are validated by `synth`; here the validator would only cost two seconds a file.
    // The AWS SDK warns of the Node.js of this machine; functions run on that of AWS.
    env: { CDK_VALIDATION: "false", AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // One load of the CDK serves all the files that a worker runs.
    isolate: false,
    // A start of the local cloud takes seconds, and a minute on a machine that is slow and busy.
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
