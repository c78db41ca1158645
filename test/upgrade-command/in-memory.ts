import { resolve } from '../../src/generate/answers.ts';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import { type Answers, optionKeys, optionOf } from '../../src/generate/options.ts';
import { render } from '../../src/generate/render.ts';
import { type MergeResult, merge } from '../../src/upgrade/merge.ts';
import { fileId, renamesById } from '../../src/upgrade/migrations.ts';
import { localCloud, readySlugs } from './project.ts';

/** Complete answers for a pattern; what does not apply to it is left out. Undefined when they cannot be. */
export function answersFor(given: Record<string, unknown>): Answers | undefined {
  const resolved = resolve({ name: 'shop', ...given });
  return 'answers' in resolved ? resolved.answers : undefined;
}

const rendered = new Map<string, FileTree>();
/** The project of answers; rendered once. */
export function treeOf(answers: Answers): FileTree {
  const key = JSON.stringify(answers);
  const tree = rendered.get(key) ?? render(answers, localCloud);
  rendered.set(key, tree);
  return tree;
}

/** The merge that an upgrade makes, with the renames that it finds by file id. */
export function move(base: FileTree, yours: FileTree, next: FileTree): MergeResult {
  const recorded = [...base.keys()].map((path) => ({ path, id: fileId(path) }));
  return merge({ base, yours, next, renames: renamesById(recorded, next.keys()) });
}

/** Every ordered pair of patterns. */
export const pairs = readySlugs.flatMap((from) =>
  readySlugs.filter((to) => to !== from).map((to) => [from, to] as const),
);

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

/** Answers before and after, and what that is to a reader. */
export type Toggle = [from: Answers, to: Answers, what: string];

/** Every change of one answer that a pattern takes, with what goes along with it. */
export function togglesOf(pattern: string): { key: string; moves: Toggle[] }[] {
  // Some options have a meaning with a domain or with a REST API alone.
  const starts = [{ pattern }, { pattern, domain: 'example.com' }, { pattern, api: 'rest' }];
  return optionKeys
    .filter((key) => key !== 'pattern')
    .map((key) => ({
      key,
      moves: starts.flatMap((start) => {
        const from = answersFor(start);
        return valuesOf(key).flatMap((value): Toggle[] => {
          const to = answersFor({ ...start, [key]: value });
          const same = JSON.stringify(to) === JSON.stringify(from);
          return from && to && !same ? [[from, to, `${pattern}: ${key} ${JSON.stringify(value)}`]] : [];
        });
      }),
    }))
    .filter(({ moves }) => moves.length > 0);
}

/** A text that somebody put into a file. */
export interface Mark {
  path: string;
  text: string;
}

/** The project after a first week, and the texts that must not get lost. */
export function edited(tree: FileTree): { yours: FileTree; marks: Mark[] } {
  const yours = new Map(tree);
  const marks: Mark[] = [];
  const edit = (path: string, text: string, change: (before: string) => string) => {
    const entry = yours.get(path);
    if (!entry) return;
    yours.set(path, { ...entry, content: Buffer.from(change(Buffer.from(entry.content).toString())) });
    marks.push({ path, text });
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
  marks.push({ path: 'services/orders/discount.ts', text: 'discount = 5' });
  return { yours, marks };
}

/** The marks that are neither in a file of the merged project nor in one that a conflict names. */
export function lostMarks(marks: readonly Mark[], { files, conflicts }: MergeResult): Mark[] {
  const texts = [...files.values()].map(({ content }) => Buffer.from(content).toString());
  return marks.filter(
    ({ path, text }) =>
      !texts.some((each) => each.includes(text)) && !conflicts.some((conflict) => conflict.path === path),
  );
}
