import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What somebody did to a project before it moves, and where it has to show afterwards, in whichever file that is. */
export interface Edit {
  path: string;
  /** A file of one's own, which no template has. */
  isNew?: true;
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
    path: 'test/unit/rebate.test.ts',
    isNew: true,
    change: () =>
      'import { expect, it } from "vitest";\nimport { rebateCents } from "../../services/orders/order.ts";\n\nit("gives regular customers a rebate", () => {\n  expect(rebateCents).toBe(50);\n});\n',
    mark: 'expect(rebateCents)',
  },
  {
    path: 'services/lib/rounding.ts',
    isNew: true,
    change: () => 'export const toEuros = (cents: number) => (cents / 100).toFixed(2);\n',
    mark: 'toEuros',
  },
];

/** Makes those edits that fit the project in a folder; gives the texts that must not get lost. */
export function makeEdits(folder: string): string[] {
  // In a project of workspaces unit tests and shared code lie elsewhere.
  const fitting = edits.filter(({ path, isNew }) => existsSync(join(folder, isNew ? dirname(path) : path)));
  return fitting.map(({ path, isNew, change, mark }) => {
    const file = join(folder, path);
    const before = isNew ? '' : readFileSync(file, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`The edit of ${path} changes nothing.`);
    writeFileSync(file, after);
    return mark;
  });
}
