import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run.ts';
import { resolve } from '../../src/generate/answers.ts';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import { type Answers, type OptionKey, optionKeys, optionOf } from '../../src/generate/options.ts';
import type { Ran } from '../../src/project/run-command.ts';
import { quickDisk } from '../project/failing-disk.ts';

/** A project small enough to look at, with one file of every kind that is treated apart. */
export function smallProject(answers: Pick<Answers, 'name' | 'slug'>): FileTree {
  return new Map([
    ['.gitignore', textFile('node_modules/\ndist/\n')],
    ['README.md', textFile(`# ${answers.name}\n`)],
    ['bin/run.sh', textFile('#!/bin/sh\n', true)],
    ['dev/local-cloud.mjs', textFile('export {};\n')],
    ['infra/lib/stack.ts', textFile('export const stack = 1;\n')],
    [
      'package.json',
      textFile(`${JSON.stringify({ name: answers.slug, scripts: { dev: 'node dev' } }, null, 2)}\n`),
    ],
  ]);
}

/** Paths of a small project on disk, its record included. */
export const smallProjectPaths = [
  '.gitignore',
  '.serverless-pattern/.gitattributes',
  '.serverless-pattern/.gitignore',
  '.serverless-pattern/base.ndjson',
  '.serverless-pattern/state.json',
  'README.md',
  'bin/run.sh',
  'dev/local-cloud.mjs',
  'infra/lib/stack.ts',
  'package.json',
];

/** Flags with the defaults of all options that pattern 1 takes, but the named ones and those made from the name. */
export function answeredBut(...open: OptionKey[]): string[] {
  const resolved = resolve({ pattern: 'api', name: 'shop' });
  if ('faults' in resolved) throw new Error('pattern 1 has no defaults');
  const { answers } = resolved;
  return optionKeys
    .filter((key) => !['name', 'slug', ...open].includes(key) && answers[key] !== undefined)
    .map((key) => `--${optionOf(key).flag}=${answers[key]}`);
}

/** A temporary folder with a name of its own; `remove` ends it. */
export function temporaryFolder() {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'csp-cli-')));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Every file below a folder, sorted POSIX paths; `.git` left out. */
export function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix))
    .filter((name) => name !== '.git')
    .flatMap((name) => {
      const path = prefix ? `${prefix}/${name}` : name;
      return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
    })
    .sort();
}

/** The text of a file. */
export const textOf = (...path: string[]) => readFileSync(join(...path), 'utf8');

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
  /** Programs that were run, as `command argument ...`. */
  calls: string[];
}

/** Runs a command line in this process, with a small project, without install and git unless `run` is given. */
export async function run(
  argv: string[],
  cwd: string,
  more: Partial<Io> & { input?: string } = {},
): Promise<Outcome> {
  const { input, ...given } = more;
  const calls: string[] = [];
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const io: Io = {
    stdin: Readable.from(input === undefined ? [] : [input]),
    stdout,
    stderr,
    env: {},
    cwd,
    platform: 'linux',
    disk: quickDisk,
    run: async (command, args): Promise<Ran> => {
      calls.push([command, ...args].join(' '));
      return { code: 0, stdout: '', stderr: '' };
    },
    render: async (answers) => smallProject(answers),
    released: () => [],
    onStop: () => {},
    ...given,
  };
  const code = await runCli(argv, io);
  const read = (stream: unknown) => (stream instanceof PassThrough ? String(stream.read() ?? '') : '');
  return { code, stdout: read(io.stdout), stderr: read(io.stderr), calls };
}
