import { defineConfig } from 'vitest/config';

/** The rooms of the local cloud with real AWS SDK clients, and upgrades of whole projects. */
export default defineConfig({
  test: {
    include: ['test/local-cloud/**/*.test.ts', 'test/upgrade-command/**/*.test.ts'],
    env: { CDK_VALIDATION: 'false', NO_COLOR: '1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
