import { defineConfig } from 'vitest/config';

/** The daily loop: everything but the rooms of the local cloud (vitest.rooms.config.ts) and the end-to-end tests. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      'test/local-cloud/**',
      'test/golden/**',
      'test/e2e/**',
      'test/fixtures/**',
      'test/.tools/**',
    ],
    env: { CDK_VALIDATION: 'false', NO_COLOR: '1' },
    testTimeout: 30_000,
  },
});
