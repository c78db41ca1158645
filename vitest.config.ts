import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/golden/**', 'test/e2e/**', 'test/fixtures/**', 'test/.tools/**'],
    env: { CDK_VALIDATION: 'false', NO_COLOR: '1' },
    testTimeout: 20_000,
  },
});
