import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Io } from '../../src/cli/io.ts';
import type { FileTree } from '../../src/generate/file-tree.ts';
import type { Answers } from '../../src/generate/options.ts';
import { patterns } from '../../src/generate/patterns.ts';
import { render } from '../../src/generate/render.ts';
import { type Outcome, run, temporaryFolder } from '../cli/harness.ts';
import { quickDisk } from '../project/failing-disk.ts';

export const localCloud = Buffer.from('export const version = 1;\n');
/** The real templates, with a small program in the place of the local cloud. */
export const renderReal = async (answers: Answers) => render(answers, localCloud);
export const readySlugs = patterns.filter(({ ready }) => ready).map(({ slug }) => slug);

/** A generated project on disk, and the commands for it. */
export interface Project {
  /** Full path. */
  path: string;
  /** Runs `upgrade` with the real templates, unless `more` has others. */
  upgrade(argv?: readonly string[], more?: Partial<Io>): Promise<Outcome>;
  read(path: string): string;
  write(path: string, text: string): void;
  /** Replaces a text that the file has. */
  edit(path: string, from: string, to: string): void;
  remove(path: string): void;
}

/** Makes a project with the flags; `finish` removes all of them. */
export function projects() {
  const folders: ReturnType<typeof temporaryFolder>[] = [];
  return {
    async make(flags: readonly string[], more: Partial<Io> = {}): Promise<Project> {
      const folder = temporaryFolder();
      folders.push(folder);
      const io = { render: renderReal, disk: quickDisk, ...more };
      const made = await run(['shop', ...flags, '--yes', '--no-install', '--no-git'], folder.path, io);
      if (made.code !== 0) throw new Error(made.stderr);
      return projectAt(join(folder.path, 'shop'), io);
    },
    finish: () => {
      for (const folder of folders) folder.remove();
    },
  };
}

/** A project that is on disk already. */
export function projectAt(
  path: string,
  usual: Partial<Io> = { render: renderReal, disk: quickDisk },
): Project {
  const at = (file: string) => join(path, file);
  const read = (file: string) => readFileSync(at(file), 'utf8');
  const write = (file: string, text: string) => {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  return {
    path,
    upgrade: (argv = [], more = {}) => run(['upgrade', ...argv], path, { ...usual, ...more }),
    read,
    write,
    edit: (file, from, to) => {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
      write(
        file,
        text.replace(from, () => to),
      );
    },
    remove: (file) => rmSync(at(file), { recursive: true }),
  };
}

/** The templates of another version: the real ones with some files changed (`null` removes one). */
export function renderChanged(change: (tree: Map<string, string>) => void, localCloudText?: string) {
  return async (answers: Answers): Promise<FileTree> => {
    const tree = render(answers, localCloudText === undefined ? localCloud : Buffer.from(localCloudText));
    const texts = new Map(
      [...tree].map(([path, { content }]) => [path, Buffer.from(content).toString('utf8')]),
    );
    change(texts);
    return new Map(
      [...texts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, text]) => {
          const mode = tree.get(path)?.mode ?? 0o644;
          return [path, { content: Buffer.from(text), mode }];
        }),
    );
  };
}
