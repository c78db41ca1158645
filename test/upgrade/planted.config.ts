import { readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';
import { commandMutations } from './command-mutations.ts';
import { plantBug } from './plant-bug.ts';

/** One test file with one bug in the sources: that of the name in PLANTED, or none. */
const mutation = commandMutations.find(({ name }) => name === process.env.PLANTED);
const engine = new URL('../../src/upgrade/', import.meta.url);

export default defineConfig({
  plugins: [
    {
      name: 'plant',
      enforce: 'pre',
      async load(id) {
        const path = id.split('?')[0]!;
        if (!mutation || path !== new URL(mutation.file, engine).pathname) return undefined;
        return plantBug(await readFile(path, 'utf8'), mutation);
      },
    },
  ],
  test: {
    include: [...new Set(commandMutations.map(({ test }) => test))],
    env: { CDK_VALIDATION: 'false', NO_COLOR: '1' },
    testTimeout: 60_000,
    bail: 1,
    reporters: ['dot'],
  },
});
