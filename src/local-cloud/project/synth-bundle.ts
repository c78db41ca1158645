import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';
import { buildError, loadEsbuild } from './esbuild.ts';
import { withWorkspacePackages } from './workspace-packages.ts';

/**
 * Bundles `infra/app.ts` with the code of the project only; packages stay outside. The bundle is CommonJS, as an `import`
 * of aws-cdk-lib loads all 300 services and a `require` only those that are used: 0.04 s instead of 0.35 s. An app with
 * a top-level `await` becomes an ES module.
 */
export async function bundleApp(app: string, cache: string): Promise<{ file: string; inputs: string[] }> {
  try {
    return await bundle(app, join(cache, 'app.cjs'), 'cjs');
  } catch (error) {
    const hasAwait = (error as BuildFailure).errors?.every(({ text }) => text.startsWith('Top-level await'));
    if (!hasAwait) throw await buildError('The CDK app infra/app.ts', error);
  }
  return bundle(app, join(cache, 'app.mjs'), 'esm').catch(async (error) => {
    throw await buildError('The CDK app infra/app.ts', error);
  });
}

async function bundle(app: string, file: string, format: 'cjs' | 'esm') {
  const { build } = await loadEsbuild();
  const { metafile } = await build({
    absWorkingDir: app,
    entryPoints: ['infra/app.ts'],
    outfile: file,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format,
    target: 'node20',
    sourcemap: 'linked',
    metafile: true,
    logLevel: 'silent',
    banner: { js: format === 'cjs' ? withoutPolicies : `${requireForModules}${withoutPolicies}` },
    plugins: [keepLocations, withoutNag, withWorkspacePackages],
  });
  const inputs = Object.keys(metafile.inputs).filter((input) => !input.startsWith(`${withoutNag.name}:`));
  return { file, inputs: inputs.map((input) => resolve(app, input)) };
}

const requireForModules = `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n`;

/** Policy plugins judge a deploy; on every edit they would cost seconds and stop the work. `npm run synth` runs them. */
const withoutPolicies = `{ const { Validations } = require('aws-cdk-lib'); if (Validations) Validations.prototype.addPlugins = function () {}; }`;

/** cdk-nag takes 0.3 s to load and has no say here: whatever it exports is a class that does nothing. */
const withoutNag: Plugin = {
  name: 'without-nag',
  setup(build) {
    build.onResolve({ filter: /^cdk-nag(\/|$)/ }, ({ path }) => ({ path, namespace: 'without-nag' }));
    build.onLoad({ filter: /.*/, namespace: 'without-nag' }, () => ({
      contents: `const nothing = new Proxy(class {}, { get: (it, key) => (key in it ? it[key] : nothing), apply: () => nothing });
module.exports = Object.create(new Proxy({}, { get: (_, key) => (key === '__esModule' ? undefined : nothing) }));`,
    }));
  },
};

/** A bundle lies elsewhere than its sources: what names the place of a source keeps naming it. */
const keepLocations: Plugin = {
  name: 'keep-locations',
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const text = readFileSync(path, 'utf8');
      if (!/import\.meta|__dirname|__filename/.test(text)) return undefined;
      const contents = text
        .replace(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(path).href))
        .replace(/\bimport\.meta\.dirname\b|\b__dirname\b/g, JSON.stringify(dirname(path)))
        .replace(/\bimport\.meta\.filename\b|\b__filename\b/g, JSON.stringify(path));
      return { contents, loader: /\.[cm]?ts$/.test(path) ? 'ts' : 'js' };
    });
  },
};
