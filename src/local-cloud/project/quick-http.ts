import type { Plugin } from 'esbuild';

const namespace = 'quick-http';

/**
 * Hands `node:http` to an ES module as `require` gives it. An `import` reads each export once, and two of these load Node's
 * whole `fetch`: 40 ms in each new thread, as every client of the AWS SDK imports it.
 */
export const quickHttp: Plugin = {
  name: namespace,
  setup: (build) => {
    if (build.initialOptions.format !== 'esm') return;
    build.onResolve({ filter: /^(node:)?http$/ }, () => ({ path: 'node:http', namespace }));
    build.onLoad({ filter: /.*/, namespace }, () => ({
      contents: "module.exports = process.getBuiltinModule('node:http');",
    }));
  },
};
