import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';

/** Settings of Biome's formatter: part of a biome.json. */
export type Settings = Record<string, unknown>;

const program = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** The real Biome as a function of a text and its path; `stop` removes its folder. */
export function biome(settings: Settings): { format(text: string, path: string): string; stop(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'biome-'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ root: true, ...settings }));
  return {
    format: (text, path) => {
      const argv = [program, 'format', '--stdin-file-path', path];
      return execaSync(process.execPath, argv, { cwd: folder, input: text, stripFinalNewline: false }).stdout;
    },
    stop: () => rmSync(folder, { recursive: true }),
  };
}

/** What another team likes: each differs from the templates' own settings. */
export const otherSettings: Record<string, Settings> = {
  tabs: { formatter: { indentStyle: 'tab' } },
  quotes: { formatter: { indentStyle: 'space' }, javascript: { formatter: { quoteStyle: 'single' } } },
  bare: {
    formatter: { indentStyle: 'space' },
    javascript: { formatter: { semicolons: 'asNeeded', trailingCommas: 'none' } },
  },
  wide: { formatter: { indentStyle: 'space', indentWidth: 4, lineWidth: 100 } },
  all: {
    formatter: { indentStyle: 'tab', lineWidth: 100 },
    javascript: { formatter: { quoteStyle: 'single', semicolons: 'asNeeded' } },
  },
};
