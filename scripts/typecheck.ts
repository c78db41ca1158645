/**
 * Type-checks the program, its tests, and templates where they lie: for each pattern, the folders that a project takes,
 * laid over each other. Every part is in one of the combinations at least.
 *
 *   npm run typecheck
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { resolve } from '../src/generate/answers.ts';
import { type OptionKey, optionOf, options } from '../src/generate/options.ts';
import { layers } from '../src/generate/plan.ts';
import { packageRoot, templatesRoot } from '../src/generate/templates-root.ts';

type Given = Record<string, unknown>;

const root = templatesRoot();
// Programs share what they read: most of it is the same in all of them.
const sources = new Map<string, ts.SourceFile | undefined>();

/** What has a configuration of its own: all but the parts that the combinations below lay over each other. */
const projects = [
  '.',
  'src/local-cloud/console/page',
  'templates/patterns/microservices',
  'templates/patterns/spa-single-domain',
];

/** Options that choose among parts with code of the root package. */
const axes = ['ci', 'api', 'auth', 'intake', 'edge', 'originLock'] as const satisfies OptionKey[];
// Its parts are those of the others, spread over workspaces; a configuration of its own checks what it adds.
const patterns = options.pattern.choices
  .map(({ value }) => value)
  .filter((value) => value !== 'microservices');

/** For each pattern its defaults, and projects that take another set of layers than those before. */
function combinations(): Given[] {
  const known = new Set<string>();
  return patterns.flatMap((pattern) => {
    const start: Given[] = [{ pattern, name: 'Types', domain: 'example.com' }];
    const rows = axes.reduce((all, axis) => all.flatMap((row) => withValues(row, axis)), start);
    return rows.filter((row) => {
      const fresh = codeLayers(row).filter((layer) => !known.has(layer));
      for (const layer of fresh) known.add(layer);
      return fresh.length > 0;
    });
  });
}

/** The row with each value of an option that goes with it, its default first. */
function withValues(row: Given, axis: (typeof axes)[number]): Given[] {
  const { choices = [], type } = optionOf(axis);
  const values = choices.map(({ value }) => (type === 'list' ? [value] : value));
  const legal = values
    .map((value) => ({ ...row, [axis]: value }))
    .filter((next) => 'answers' in resolve(next));
  return [row, ...legal];
}

function codeLayers(row: Given): string[] {
  const resolved = resolve(row);
  if ('faults' in resolved) throw new Error(resolved.faults.map(({ message }) => message).join('\n'));
  return layers(resolved.answers).map(({ name }) => name);
}

function faultsOfRow(row: Given): readonly ts.Diagnostic[] {
  const shims = row.pattern === 'secured' ? ['shims', 'shims-edge'] : ['shims'];
  const folders = [...codeLayers(row).map((name) => join(name, 'files')), ...shims]
    .map((name) => join(root, name))
    .filter((folder) => existsSync(folder));
  const file = join(root, 'base/files/tsconfig.json');
  const { compilerOptions } = ts.readConfigFile(file, ts.sys.readFile).config;
  const config = {
    compilerOptions: { ...compilerOptions, rootDirs: folders },
    include: folders,
    exclude: [join(root, '**/web/**')],
  };
  return faultsOf(config, file);
}

function faultsOfProject(folder: string): readonly ts.Diagnostic[] {
  const file = join(packageRoot(), folder, 'tsconfig.json');
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile);
  return error ? [error] : faultsOf(config, file);
}

function faultsOf(config: object, file: string): readonly ts.Diagnostic[] {
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, dirname(file), {}, file);
  const host = ts.createCompilerHost(parsed.options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, languageVersion) => {
    if (!sources.has(path)) sources.set(path, read(path, languageVersion));
    return sources.get(path);
  };
  const program = ts.createProgram({ rootNames: parsed.fileNames, options: parsed.options, host });
  return [...parsed.errors, ...ts.getPreEmitDiagnostics(program)];
}

function report(title: string, faults: readonly ts.Diagnostic[]): void {
  if (faults.length === 0) return;
  process.exitCode = 1;
  console.error(title);
  const host = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: packageRoot,
    getNewLine: () => '\n',
  };
  console.error(ts.formatDiagnostics(faults, host));
}

for (const project of projects) report(project, faultsOfProject(project));
const rows = combinations();
for (const row of rows) report(JSON.stringify(row), faultsOfRow(row));
console.log(`Types: ${projects.length} projects and ${rows.length} combinations of templates checked.`);
