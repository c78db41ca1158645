import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/generate/answers.ts';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import { type Answers, optionKeys, optionOf } from '../../src/generate/options.ts';
import { render } from '../../src/generate/render.ts';
import { type MergeResult, merge } from '../../src/upgrade/merge.ts';
import { fileId, renamesById } from '../../src/upgrade/migrations.ts';
import { localCloud, readySlugs } from './project.ts';

type Given = Record<string, unknown>;

/** Complete answers for a pattern; what does not apply to it is left out. Undefined when they cannot be. */
function answersFor(given: Given): Answers | undefined {
  const resolved = resolve({ name: 'shop', ...given });
  return 'answers' in resolved ? resolved.answers : undefined;
}

const rendered = new Map<string, FileTree>();
function treeOf(answers: Answers): FileTree {
  const key = JSON.stringify(answers);
  const tree = rendered.get(key) ?? render(answers, localCloud);
  rendered.set(key, tree);
  return tree;
}

/** The merge that an upgrade makes, with the renames that it finds by file id. */
function move(base: FileTree, yours: FileTree, next: FileTree): MergeResult {
  const recorded = [...base.keys()].map((path) => ({ path, id: fileId(path) }));
  return merge({ base, yours, next, renames: renamesById(recorded, next.keys()) });
}

function expectSame(result: MergeResult, fresh: FileTree, what: string): void {
  expect(result.conflicts, what).toEqual([]);
  expect([...result.files.keys()], what).toEqual([...fresh.keys()]);
  const other = [...fresh].filter(([path, { content, mode }]) => {
    const file = result.files.get(path)!;
    return Buffer.compare(file.content, content) !== 0 || file.mode !== mode;
  });
  expect(
    other.map(([path]) => path),
    what,
  ).toEqual([]);
}

/** There and back gives the bytes of fresh projects. */
function expectThereAndBack(a: Answers, b: Answers, what: string): void {
  const [from, to] = [treeOf(a), treeOf(b)];
  expectSame(move(from, from, to), to, what);
  expectSame(move(to, move(from, from, to).files, from), from, `${what}, and back`);
}

/** Values to try for options without choices, by the key of the option. */
const samples: Record<string, unknown[]> = {
  domain: ['shop.example.com'],
  alarmsEmail: ['ops@example.com'],
  stages: [['live'], ['dev', 'test', 'prod']],
  region: ['us-east-1'],
  slug: ['store'],
  name: ['Another "Shop" & Söhne'],
  hostedZoneId: ['Z0123456789ABCDEFGHIJ'],
  services: [
    ['orders', 'customers'],
    ['orders', 'customers', 'billing'],
  ],
};

/** Every other value of an option: each choice, and lists of none, of one and of all of them. */
function valuesOf(key: (typeof optionKeys)[number]): unknown[] {
  const { choices, type } = optionOf(key);
  if (!choices) return samples[key] ?? [];
  const values = choices.map(({ value }) => value);
  return type === 'list' ? [[], ...values.map((value) => [value]), values] : values;
}

const pairs = readySlugs.flatMap((from) =>
  readySlugs.filter((to) => to !== from).map((to) => [from, to] as const),
);

describe('every move in memory', () => {
  it('is tried for all ordered pairs of patterns', () => {
    expect(pairs).toHaveLength(readySlugs.length * (readySlugs.length - 1));
  });

  it.each(
    pairs,
  )('from %s to %s gives the bytes of a fresh project, and back those of the first', (from, to) => {
    expectThereAndBack(answersFor({ pattern: from })!, answersFor({ pattern: to })!, `${from} to ${to}`);
  });

  it.each(pairs)('from %s to %s keeps what was edited, or shows a conflict', (from, to) => {
    const [base, next] = [answersFor({ pattern: from })!, answersFor({ pattern: to })!].map(treeOf);
    const yours = new Map(base!);
    const marks: [path: string, mark: string][] = [];
    const edit = (path: string, mark: string, change: (text: string) => string) => {
      const entry = yours.get(path);
      if (!entry) return;
      yours.set(path, { ...entry, content: Buffer.from(change(Buffer.from(entry.content).toString())) });
      marks.push([path, mark]);
    };
    edit('README.md', 'Call Ada.', (text) => `${text}\nCall Ada.\n`);
    edit('package.json', '"left-pad": "1.3.0"', (text) =>
      text.replace('"devDependencies": {', '"devDependencies": {\n    "left-pad": "1.3.0",'),
    );
    edit('.gitignore', 'notes/', (text) => `${text}notes/\n`);
    edit('infra/lib/stack.ts', '// our wiring', (text) =>
      text.replace('export function', '// our wiring\nexport function'),
    );
    edit('infra/lib/monitoring.ts', '// our alarms', (text) => `${text}// our alarms\n`);
    edit('services/orders/order.ts', '// our rebate', (text) => `${text}\n// our rebate\n`);
    edit('test/setup.ts', '// our set-up', (text) => `${text}// our set-up\n`);
    edit('web/src/styles.css', '.ours', (text) => `${text}.ours {\n  color: red;\n}\n`);
    yours.set('services/orders/discount.ts', textFile('export const discount = 5;\n'));
    marks.push(['services/orders/discount.ts', 'discount = 5']);
    const { files, conflicts } = move(base!, yours, next!);
    const texts = [...files.values()].map(({ content }) => Buffer.from(content).toString());
    expect(marks.length).toBeGreaterThanOrEqual(5);
    const lost = marks.filter(
      ([path, mark]) =>
        !texts.some((text) => text.includes(mark)) && !conflicts.some((conflict) => conflict.path === path),
    );
    expect(lost).toEqual([]);
  });
});

/** Every change of one answer that a pattern takes, with what goes along with it. */
function togglesOf(pattern: string): { key: string; moves: [Answers, Answers, string][] }[] {
  // Some options have a meaning with a domain or with a REST API alone.
  const starts = [{ pattern }, { pattern, domain: 'example.com' }, { pattern, api: 'rest' }];
  return optionKeys
    .filter((key) => key !== 'pattern')
    .map((key) => ({
      key,
      moves: starts.flatMap((start) => {
        const from = answersFor(start);
        return valuesOf(key).flatMap((value): [Answers, Answers, string][] => {
          const to = answersFor({ ...start, [key]: value });
          const same = JSON.stringify(to) === JSON.stringify(from);
          return from && to && !same ? [[from, to, `${pattern}: ${key} ${JSON.stringify(value)}`]] : [];
        });
      }),
    }))
    .filter(({ moves }) => moves.length > 0);
}

describe.each(readySlugs)('every other answer of %s', (pattern) => {
  const toggles = togglesOf(pattern);

  it('is tried', () => {
    expect(toggles.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['ci', 'packageManager', 'stages', 'domain', 'region', 'slug']),
    );
  });

  it.each(toggles)('of $key', ({ moves }) => {
    for (const [from, to, what] of moves) expectThereAndBack(from, to, what);
    expect(moves.length).toBeGreaterThan(0);
  });
});

describe('a service', () => {
  it('comes and goes, and what is yours of it stays', () => {
    const [one, two] = [
      answersFor({ pattern: 'spa-single-domain', services: ['orders'] })!,
      answersFor({ pattern: 'spa-single-domain', services: ['orders', 'customers'] })!,
    ].map(treeOf);
    const added = move(one!, one!, two!);
    expectSame(added, two!, 'a second service');
    const own = [...added.files.keys()].filter((path) => path.startsWith('services/customers/'));
    expect(own.length).toBeGreaterThan(0);
    const handler = own.find((path) => path.endsWith('.ts'))!;
    const edited = new Map(added.files);
    edited.set(handler, textFile(`${Buffer.from(edited.get(handler)!.content)}\n// ours\n`));
    edited.set('services/customers/ours.ts', textFile('export const ours = 1;\n'));
    const removed = move(two!, edited, one!);
    expect(removed.files.has('services/customers/ours.ts')).toBe(true);
    expect(removed.conflicts.map(({ path, kind }) => [path, kind])).toEqual([
      [handler, 'deleted-by-template'],
    ]);
    expect(Buffer.from(removed.files.get(handler)!.content).toString()).toContain('// ours');
  });
});
