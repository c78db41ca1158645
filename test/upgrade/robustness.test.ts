import { describe, expect, test } from 'vitest';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { merge } from '../../src/upgrade/merge.ts';
import { textOf } from './project.ts';

function tree(path: string, text: string): FileTree {
  return new Map([[path, { content: Buffer.from(text), mode: 0o644 }]]);
}

const deep = (open: string, close: string, count: number) => open.repeat(count) + close.repeat(count);

describe('bad content is merged or left, never a crash', () => {
  const cases: [path: string, text: string][] = [
    ['a.json', deep('[', ']', 100_000)],
    ['a.json', `{"a":${deep('{"b":', '', 50_000)}1${'}'.repeat(50_000)}}`],
    ['a.yaml', deep('[', ']', 20_000)],
    ['a.yaml', '- '.repeat(20_000)],
    ['a.yaml', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['a.yaml', 'a: &a [1]\nb: &b [*a, *a]\nc: &c [*b, *b]\n<<: *c\n'],
    ['a.yaml', '- !<tag:x> {? [a] : b}\n'],
    ['a.ts', deep('`${', '}`', 20_000)],
    ['a.ts', deep('(', ')', 50_000)],
    ['a.ts', `${'/*'.repeat(1000)}\n${'"\\'.repeat(1000)}`],
    ['.env.example', '=\n==\nA=\nA=\n'],
    ['.gitignore', '\\\n!\n#\n'],
    ['a.txt', '\r\r\n\n\r'],
    ['package.json', 'null'],
    ['package.json', ''],
  ];

  // The texts are too long for the names of tests.
  test.each([...cases.keys()])('case %i', (index) => {
    const [path, text] = cases[index]!;
    const yours = tree(path, `${text}\n`);
    const result = merge({ base: tree(path, text), yours, next: tree(path, `${text} \n#\n`) });
    expect(result.files.has(path)).toBe(true);
    const kept = textOf(result.files, path)!.includes(text.slice(0, 50));
    expect(kept).toBe(true);
  });
});

test('conflicts tell what a program and a person need', () => {
  const [base, yours, next] = [
    '{ "a": { "b/c": 1 } }\n',
    '{ "a": { "b/c": 2 } }\n',
    '{ "a": { "b/c": 3 } }\n',
  ];
  const { conflicts } = merge({
    base: tree('a.json', base!),
    yours: tree('a.json', yours!),
    next: tree('a.json', next!),
  });
  expect(conflicts).toEqual([
    {
      path: 'a.json',
      kind: 'value',
      pointer: '/a/b~1c',
      message: 'Both sides changed /a/b~1c; it is 2 in yours, 3 in the template.',
      base: '1',
      yours: '2',
      template: '3',
    },
  ]);
});

test('operations name every path that the template knows, and moves', () => {
  const file = (text: string) => ({ content: Buffer.from(text), mode: 0o644 });
  const base: FileTree = new Map([
    ['a.txt', file('a\n')],
    ['b.txt', file('b\n')],
    ['c.txt', file('c\n')],
    ['d.txt', file('one\ntwo\nthree\nfour\n')],
    ['e.txt', file('a long enough text to be told apart from others\n')],
    ['f.txt', file('f\n')],
  ]);
  const yours = new Map(base)
    .set('d.txt', file('ONE\ntwo\nthree\nfour\n'))
    .set('f.txt', file('mine\n'))
    .set('own.txt', file('x\n'));
  const next = new Map(base)
    .set('a.txt', file('A\n'))
    .set('d.txt', file('one\ntwo\nthree\nFOUR\n'))
    .set('f.txt', file('F\n'));
  next.delete('b.txt');
  next.delete('e.txt');
  next.set('g.txt', base.get('e.txt')!).set('new.txt', file('new\n'));
  const { operations } = merge({ base, yours, next });
  expect(operations).toEqual([
    { path: 'a.txt', op: 'update' },
    { path: 'b.txt', op: 'delete' },
    { path: 'c.txt', op: 'keep' },
    { path: 'd.txt', op: 'merge' },
    { path: 'f.txt', op: 'conflict' },
    { path: 'g.txt', op: 'move', from: 'e.txt' },
    { path: 'new.txt', op: 'create' },
  ]);
});
