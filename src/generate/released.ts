import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type FileTree, sortTree } from './file-tree.ts';
import { packageRoot } from './templates-root.ts';

/** A generation of the templates as a version of this tool shipped it. */
export interface Released {
  generation: number;
  /** Version of the tool, such as `0.1.0`. */
  cli: string;
  /**
   * What it rendered for recorded answers, in its own words, without the local cloud's program; `undefined` when it
   * cannot use them. The answers may come from anywhere: they are data, checked by the options of that generation.
   */
  render(recorded: Readonly<Record<string, unknown>>): Promise<FileTree | undefined>;
}

/** Every generation that this package keeps in history/, the newest first. */
export function releasedGenerations(): Released[] {
  const folder = join(packageRoot(), 'history');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => /^(\d+)-(\d+\.\d+\.\d+)\.mjs\.br$/.exec(name))
    .filter((match) => match !== null)
    .map(([name, generation, cli]) => ({
      generation: Number(generation),
      cli: cli!,
      render: renderer(join(folder, name)),
    }))
    .sort((a, b) => b.generation - a.generation || b.cli.localeCompare(a.cli, 'en', { numeric: true }));
}

/** The renderer of a snapshot, which is a module of its own (scripts/generation). */
function renderer(file: string): Released['render'] {
  return async (recorded) => {
    const source = brotliDecompressSync(readFileSync(file)).toString('base64');
    const { renderRecorded } = (await import(`data:text/javascript;base64,${source}`)) as {
      renderRecorded(recorded: object): Iterable<[string, { content: Uint8Array; mode: number }]> | undefined;
    };
    const files = renderRecorded(recorded);
    return files && sortTree(new Map(files));
  };
}
