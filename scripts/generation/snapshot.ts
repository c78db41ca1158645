import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { packageRoot } from '../../src/generate/templates-root.ts';

/**
 * The renderer and the templates of a source tree as one module that needs nothing else, compressed. It exports
 * `renderRecorded(answers)`: files as `[path, { content, mode }]`, or `undefined` when it cannot use the answers. The
 * local cloud's program is left out: a record knows it by its digest. The same tree gives the same bytes.
 */
export async function snapshotOf(folder: string): Promise<Buffer> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: folder, loader: 'ts' },
    absWorkingDir: folder,
    nodePaths: [join(packageRoot(), 'node_modules')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    plugins: [embedded(templatesOf(join(folder, 'templates')))],
    // CommonJS packages ask for Node's own modules with require().
    banner: { js: 'const require=(id)=>process.getBuiltinModule(id);' },
    write: false,
    logLevel: 'warning',
  });
  return brotliCompressSync(outputFiles[0]!.contents, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });
}

const entry = `
import { resolve } from './src/generate/answers.ts';
import { optionKeys } from './src/generate/options.ts';
import { localCloudPath, render } from './src/generate/render.ts';

export function renderRecorded(recorded: Record<string, unknown>) {
  const known = Object.entries(recorded).filter(([key]) => optionKeys.some((each) => each === key));
  const resolved = resolve(Object.fromEntries(known));
  if ('faults' in resolved) return undefined;
  return [...render(resolved.answers, new Uint8Array())].filter(([path]) => path !== localCloudPath);
}
`;

/** Content of the templates by their path below templates/, and the paths of those that are executable. */
interface Templates {
  texts: Record<string, string>;
  executable: string[];
}

/** What the renderer reads: the files of layers, their fragments of package.json, and the partials. */
function templatesOf(folder: string): Templates {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) =>
      join(found.parentPath, found.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) =>
      /^partials\/|^base\/|^(parts|patterns)\/[^/]+\/(files\/|partials\/|package\.json$)/.test(path),
    )
    .sort();
  return {
    texts: Object.fromEntries(
      paths.map((path) => [path, readFileSync(join(folder, path)).toString('latin1')]),
    ),
    executable: paths.filter((path) => statSync(join(folder, path)).mode & 0o100),
  };
}

/** Gives the renderer its templates from memory: the few calls of node:fs that it makes, on an embedded tree. */
function embedded(templates: Templates): Plugin {
  return {
    name: 'embedded-templates',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:fs$/ }, () => ({ path: 'fs', namespace: 'embedded' }));
      // Paths in the embedded tree have slashes on every system.
      onResolve({ filter: /^node:path$/ }, () => ({ path: 'node:path/posix', external: true }));
      onResolve({ filter: /\/templates-root\.ts$/ }, () => ({ path: 'root', namespace: 'embedded' }));
      onLoad({ filter: /^root$/, namespace: 'embedded' }, () => ({
        contents: 'export const templatesRoot = () => "/templates"; export const packageRoot = () => "/";',
      }));
      onLoad({ filter: /^fs$/, namespace: 'embedded' }, () => ({
        contents: `const templates = ${JSON.stringify(templates)};\n${fileSystem}`,
      }));
    },
  };
}

const fileSystem = `
const keyOf = (path) => path.replace(/^\\/templates\\/?/, '');
const below = (path) => {
  const prefix = keyOf(path) === '' ? '' : keyOf(path) + '/';
  const names = Object.keys(templates.texts).filter((key) => key.startsWith(prefix));
  return [...new Set(names.map((key) => key.slice(prefix.length).split('/')[0]))];
};
const isFile = (path) => Object.hasOwn(templates.texts, keyOf(path));
export const existsSync = (path) => isFile(path) || below(path).length > 0;
export const readdirSync = (path, options) => {
  const names = below(path).sort();
  if (!options?.withFileTypes) return names;
  return names.map((name) => ({
    name,
    isDirectory: () => !isFile(path + '/' + name),
    isFile: () => isFile(path + '/' + name),
  }));
};
export const readFileSync = (path, encoding) => {
  if (!isFile(path)) throw new Error(path + ' is not among the templates of this generation');
  const content = Buffer.from(templates.texts[keyOf(path)], 'latin1');
  return encoding ? content.toString(encoding) : content;
};
export const statSync = (path) => ({
  mode: templates.executable.includes(keyOf(path)) ? 0o755 : 0o644,
  isDirectory: () => !isFile(path),
  isFile: () => isFile(path),
});
`;
