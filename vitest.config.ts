import { defineConfig } from 'vitest/config';

/** The daily loop: everything but the integration tests (vitest.integration.config.ts) and the end-to-end tests. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      'test/**/*.integration.test.ts',
      'test/local-cloud/**',
      'test/upgrade-command/**',
      'test/golden/**',
      'test/e2e/**',
      'test/fixtures/**',
      'test/.tools/**',
    ],
    env: { CDK_VALIDATION: 'false', NO_COLOR: '1' },
    // For a machine that is slow and busy: most take milliseconds.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
    // Files share what they import: nothing in them changes a module, and most of the time is in loading.
    isolate: false,
  },
});
