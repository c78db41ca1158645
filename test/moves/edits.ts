import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What somebody did to a project before it moves, and where it has to show afterwards, in whichever file that is. */
export interface Edit {
  path: string;
  /** Absent in projects without the file. */
  change(text: string): string;
  /** A text that is in some file after the move. */
  mark: string;
}

const append = (text: string) => (before: string) => `${before}${text}`;

/** Edits of the first week, all of which pass a project's own checks. */
const edits: readonly Edit[] = [
  { path: 'README.md', change: append('\n## Our runbook\n\nCall Ada.\n'), mark: 'Call Ada.' },
  { path: '.gitignore', change: append('notes/\n'), mark: 'notes/' },
  {
    path: 'package.json',
    change: (text) => text.replace('"scripts": {', '"scripts": {\n    "about": "node --version",'),
    mark: '"about": "node --version"',
  },
  {
    path: 'services/orders/order.ts',
    change: append('\n/** Cents that a regular customer pays less. */\nexport const rebateCents = 50;\n'),
    mark: 'rebateCents = 50',
  },
  {
    path: 'infra/lib/api.ts',
    change: (text) => text.replace('burstLimit: 200', 'burstLimit: 300'),
    mark: 'burstLimit: 300',
  },
  {
    path: 'services/lib/rounding.ts',
    change: () => 'export const toEuros = (cents: number) => (cents / 100).toFixed(2);\n',
    mark: 'toEuros',
  },
];

/** Makes the edits of a project in a folder; gives the texts that must not get lost. */
export function makeEdits(folder: string): string[] {
  return edits.flatMap(({ path, change, mark }) => {
    const file = join(folder, path);
    const isNew = !existsSync(file);
    const before = isNew ? '' : readFileSync(file, 'utf8');
    const after = change(before);
    // Where the file is another one, the edit does not apply.
    if (after === before || (isNew && path !== 'services/lib/rounding.ts')) return [];
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, after);
    return [mark];
  });
}
