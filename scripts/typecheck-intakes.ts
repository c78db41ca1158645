/**
 * Type-checks the templates of pattern 6 where they lie, once for each intake and kind of API: the same folders as a
 * project takes, laid over each other.
 *
 *   npm run typecheck
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { resolve } from '../src/generate/answers.ts';
import { intakes } from '../src/generate/intakes.ts';
import { layers } from '../src/generate/plan.ts';
import { templatesRoot } from '../src/generate/templates-root.ts';

const root = templatesRoot();
// Programs share what they read: most of it is the same in all of them.
const sources = new Map<string, ts.SourceFile | undefined>();

function faultsOf(intake: string, api: string): readonly ts.Diagnostic[] {
  const resolved = resolve({ pattern: 'storage-first', name: 'Types', intake, api });
  if ('faults' in resolved) throw new Error(resolved.faults.map(({ message }) => message).join('\n'));
  const folders = [
    ...layers(resolved.answers).map(({ name }) => join(root, name, 'files')),
    join(root, 'shims'),
  ].filter((folder) => existsSync(folder));
  const file = join(root, 'base/files/tsconfig.json');
  const { compilerOptions } = ts.readConfigFile(file, ts.sys.readFile).config;
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    { compilerOptions: { ...compilerOptions, rootDirs: folders }, include: folders },
    ts.sys,
    join(root, 'base/files'),
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, languageVersion) => {
    if (!sources.has(path)) sources.set(path, read(path, languageVersion));
    return sources.get(path);
  };
  return ts.getPreEmitDiagnostics(ts.createProgram({ rootNames: fileNames, options, host }));
}

for (const { value } of intakes) {
  for (const api of ['rest', 'http']) {
    const faults = faultsOf(value, api);
    if (faults.length === 0) continue;
    process.exitCode = 1;
    console.error(`--intake ${value} --api ${api}`);
    console.error(
      ts.formatDiagnostics(faults, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => root,
        getNewLine: () => '\n',
      }),
    );
  }
}
