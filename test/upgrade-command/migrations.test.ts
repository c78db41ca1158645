import { describe, expect, it } from 'vitest';
import { textFile } from '../../src/generate/file-tree.ts';
import {
  fileId,
  type Migration,
  migrateAnswers,
  migrateTree,
  migrations,
  openMigrations,
  renamesById,
} from '../../src/upgrade/migrations.ts';

/** Migrations as a later version may have them. */
const later: Migration[] = [
  {
    number: 3,
    name: '3-rename-stack',
    renames: [
      { from: 'infra/stack.ts', to: 'infra/lib/stack.ts' },
      { from: 'handlers', to: 'services/orders', dir: true },
    ],
  },
  {
    number: 2,
    name: '2-rename-option',
    answers: ({ gateway, ...rest }) => (gateway === undefined ? rest : { ...rest, api: gateway }),
    tree: (tree) => new Map([...tree].map(([path, entry]) => [path.replace(/\.yml$/, '.yaml'), entry])),
  },
  { number: 4, name: '4-again', renames: [{ from: 'infra/lib/stack.ts', to: 'infra/stacks/main.ts' }] },
];

describe('migrations', () => {
  it('are numbered without gaps, have their number in their name, and are all of this version', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 2));
    for (const { number, name } of migrations) expect(name.startsWith(`${number}-`)).toBe(true);
  });

  it('are open when the record is older and has not had them, in their order', () => {
    const names = (templates: number, applied: string[]) =>
      openMigrations(templates, applied, later).map(({ name }) => name);
    expect(names(1, [])).toEqual(['2-rename-option', '3-rename-stack', '4-again']);
    expect(names(2, ['3-rename-stack'])).toEqual(['4-again']);
    expect(names(4, [])).toEqual([]);
  });

  it('change answers and trees once', () => {
    const once = migrateAnswers({ gateway: 'rest', name: 'x' }, later);
    expect(once).toEqual({ api: 'rest', name: 'x' });
    expect(migrateAnswers(once, later)).toEqual(once);
    const tree = migrateTree(new Map([['a.yml', textFile('a')]]), once, later);
    expect([...tree.keys()]).toEqual(['a.yaml']);
    expect(migrateTree(tree, once, later)).toEqual(tree);
  });

  it('give a file the id of its first path, however often it moved', () => {
    expect(fileId('infra/stacks/main.ts', later)).toBe('infra/stack.ts');
    expect(fileId('services/orders/get.ts', later)).toBe('handlers/get.ts');
    expect(fileId('README.md', later)).toBe('README.md');
    const recorded = [
      { path: 'infra/lib/stack.ts', id: 'infra/stack.ts' },
      { path: 'README.md', id: 'README.md' },
      { path: 'gone.ts', id: 'gone.ts' },
    ];
    expect(renamesById(recorded, ['infra/stacks/main.ts', 'README.md'], later)).toEqual([
      { from: 'infra/lib/stack.ts', to: 'infra/stacks/main.ts' },
    ]);
  });
});
