import { defineConfig } from 'vitest/config';

/** The rooms of the local cloud with real AWS SDK clients, upgrades of whole projects, and what starts processes or renders all patterns. */
export default defineConfig({
  test: {
    include: [
      'test/local-cloud/**/*.test.ts',
      'test/upgrade-command/**/*.test.ts',
      'test/**/*.integration.test.ts',
    ],
    globalSetup: 'test/compiled-code.ts',
    exclude: ['**/node_modules/**', 'test/golden/**', 'test/fixtures/**', 'test/.tools/**'],
    env: { CDK_VALIDATION: 'false', NO_COLOR: '1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // A synthesis takes two seconds, and ten times as long on a machine that is slow and busy.
    testTimeout: 180_000,
    // Without it vitest keeps one of two cores to itself, which takes twice as long.
    maxWorkers: 2,
    hookTimeout: 180_000,
  },
});
