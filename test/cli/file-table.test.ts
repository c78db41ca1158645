import { describe, expect, it } from 'vitest';
import { fileTable } from '../../src/cli/upgrade/file-table.ts';
import { wrapLine } from '../../src/cli/wrap.ts';
import type { PlannedOperation } from '../../src/project/upgrade/plan.ts';

const operation = (op: PlannedOperation['op'], path: string, from?: string): PlannedOperation => ({
  op,
  path,
  ...(from === undefined ? {} : { from }),
});
const many = (op: PlannedOperation['op'], folder: string, count: number) =>
  Array.from({ length: count }, (_, index) => operation(op, `${folder}file${index}.ts`));

describe('the table of files', () => {
  it('names every file while an action has few', () => {
    expect(fileTable([operation('delete', 'a.ts'), operation('create', 'infra/b.ts')])).toEqual([
      '  create    infra/b.ts',
      '  delete    a.ts',
    ]);
    expect(fileTable(many('update', 'infra/lib/', 10))).toHaveLength(10);
  });

  it('counts by folder where an action has many, and names what lies alone', () => {
    const operations = [
      ...many('create', '', 3),
      ...many('create', 'web/src/orders/', 5),
      ...many('create', 'web/src/', 4),
      ...many('create', 'docs/', 2),
      ...many('create', 'infra/', 3),
      operation('delete', 'x.ts'),
    ];
    expect(fileTable(operations)).toEqual([
      '  create    file0.ts',
      '  create    file1.ts',
      '  create    file2.ts',
      '  create    web/src/  9 files',
      '  create    docs/file0.ts',
      '  create    docs/file1.ts',
      '  create    infra/    3 files',
      '  delete    x.ts',
    ]);
  });

  it('counts moves by both folders', () => {
    const moves = Array.from({ length: 11 }, (_, index) =>
      operation('move', `packages/lib/f${index}.ts`, `services/lib/f${index}.ts`),
    );
    expect(fileTable(moves)).toEqual(['  move      services/lib/ -> packages/lib/  11 files']);
    expect(fileTable(moves.slice(1, 2))).toEqual(['  move      services/lib/f1.ts -> packages/lib/f1.ts']);
  });

  it('names every file that holds edits of yours', () => {
    for (const op of ['merge', 'conflict', 'keep'] as const) {
      expect(fileTable(many(op, 'infra/lib/', 30))).toHaveLength(30);
    }
  });
});

describe('a line on a terminal', () => {
  const line = '  ! OrdersTable would be replaced in shop-orders-dev and shop-orders-prod.';

  it('is broken between words, and goes on further in', () => {
    expect(wrapLine(line, 40)).toEqual([
      '  ! OrdersTable would be replaced in',
      '    shop-orders-dev and',
      '    shop-orders-prod.',
    ]);
  });

  it('stays whole where there is room, in a file, and where a word is a path to copy', () => {
    expect(wrapLine(line, 80)).toEqual([line]);
    expect(wrapLine(line, undefined)).toEqual([line]);
    expect(wrapLine(line, 0)).toEqual([line]);
    expect(wrapLine(`  ${'x'.repeat(90)}`, 40)).toEqual([`  ${'x'.repeat(90)}`]);
  });
});
