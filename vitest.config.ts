import { defineConfig } from 'vitest/config';

/** The daily loop: everything but the integration tests (vitest.integration.config.ts) and the end-to-end tests. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      'test/local-cloud/**',
      'test/upgrade-command/**',
      'test/golden/**',
      'test/e2e/**',
      'test/fixtures/**',
      'test/.tools/**',
    ],
    env: { CDK_VALIDATION: 'false', NO_COLOR: '1' },
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
