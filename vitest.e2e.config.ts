import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/compiled-code.ts', 'test/e2e/before-all.ts'],
    // Two projects at a time: most commands use one core, or wait for a disk or a network.
    maxWorkers: 2,
    // A test may install a project and build it, on a machine that is slow.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    bail: 1,
    reporters: ['verbose'],
  },
});
