/** Bundles the command line: one entry, and a chunk for everything that only some runs need. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Modules that the bundle takes the place of: large, and never reached. */
const left = {
  // The editor prompt of inquirer brings 400 kB of character tables; no question opens an editor.
  '@inquirer/editor': 'export default () => { throw new Error("There is no editor prompt."); };',
};

const leaveOut = {
  name: 'leave-out',
  setup(builder) {
    const filter = new RegExp(`^(${Object.keys(left).join('|')})$`);
    builder.onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out', sideEffects: false }));
    builder.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: left[path],
      loader: 'js',
    }));
  },
};

/** Bundles into a folder and gives the metafile of esbuild. More plugins are for tests. */
export async function buildCli(outdir, plugins = []) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    charset: 'utf8',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    plugins: [leaveOut, ...plugins],
    // Its main file is UMD, whose inner require() a bundler cannot see.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    // CommonJS packages ask for Node's own modules with require().
    banner: { js: 'const require=(id)=>process.getBuiltinModule(id);' },
    logLevel: 'warning',
  });
  return metafile;
}
