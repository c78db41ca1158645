import { baseName, extension } from './paths.ts';

/** How the text of a file is merged. */
export type FileKind = 'json' | 'yaml' | 'list' | 'code' | 'loose' | 'text';

const byExtension: Record<string, FileKind> = {
  '.json': 'json',
  '.jsonc': 'json',
  '.webmanifest': 'json',
  '.code-workspace': 'json',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  ...Object.fromEntries(
    ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'].map((each) => [each, 'code']),
  ),
  ...Object.fromEntries(['.css', '.scss', '.html', '.svg', '.graphql'].map((each) => [each, 'loose'])),
};

/** The kind of a file by its name. */
export function fileKind(path: string): FileKind {
  const name = baseName(path);
  if (/^\.[\w-]*ignore$/.test(name) || /^\.env\.(example|sample|template)$/.test(name)) return 'list';
  return byExtension[extension(path)] ?? 'text';
}
