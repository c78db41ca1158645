import fc from 'fast-check';
import type { FileEntry, FileTree } from '../../src/generate/file-tree.ts';
import type { ConflictStyle, MergeInput, Rename } from '../../src/upgrade/merge.ts';
import { projectTree } from './project.ts';

/** One random change of a tree. `at` and `length` are shares of a file, `what` picks from a list. */
interface Change {
  kind: string;
  file: number;
  at: number;
  length: number;
  what: number;
}

const kinds = [
  ...[
    'insert',
    'insert',
    'insert',
    'remove',
    'replace',
    'replace',
    'duplicate',
    'move',
    'append',
    'value',
    'value',
    'addKey',
  ],
  ...[
    'delete',
    'rename',
    'add',
    'mode',
    'link',
    'crlf',
    'bom',
    'latin1',
    'noEnd',
    'empty',
    'binary',
    'folder',
    'reformat',
  ],
];
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...kinds),
  file: fc.nat({ max: 999 }),
  at: fc.nat({ max: 999 }),
  length: fc.nat({ max: 3 }),
  what: fc.nat({ max: 999 }),
});

const codeLines = [
  'const added = 1;',
  "console.log('here', { a: 1 });",
  "import { thing } from 'thing';",
  'if (ready) {\n  start();\n}',
  '}',
  '// A remark.',
  `text = \`one \${two} three\`;`,
  '',
];
const yamlLines = ['added: 1', '  - item', 'name: other', '# remark', '    key: value', ''];
const textLines = ['A line of words.', '## Heading', 'LEVEL=high', 'dist/', '!keep', '', '\tindented'];
const newPaths = [
  'docs/new.md',
  'infra/lib/extra.ts',
  'services/orders/extra.ts',
  'docs',
  'a.json',
  '.npmignore',
  'INFRA/APP.ts',
];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

function linesFor(path: string): string[] {
  if (/\.tsx?$/.test(path)) return codeLines;
  return /\.ya?ml$/.test(path) ? yamlLines : textLines;
}

/** Applies one change to a tree in place. */
function apply(tree: FileTree, { kind, file, at, length, what }: Change): void {
  const paths = [...tree.keys()].sort();
  const path = pick(paths, file);
  if (path === undefined) return;
  const entry = tree.get(path)!;
  const text = Buffer.from(entry.content).toString();
  const write = (content: string | Uint8Array) =>
    !entry.link &&
    tree.set(path, { ...entry, content: typeof content === 'string' ? Buffer.from(content) : content });
  const lines = text.split('\n');
  const index = at % Math.max(1, lines.length);
  switch (kind) {
    case 'insert':
      return void write(
        [...lines.slice(0, index), pick(linesFor(path), what), ...lines.slice(index)].join('\n'),
      );
    case 'remove':
      return void write([...lines.slice(0, index), ...lines.slice(index + 1 + length)].join('\n'));
    case 'replace':
      return void write(
        [...lines.slice(0, index), `${lines[index]!}${what % 7}`, ...lines.slice(index + 1)].join('\n'),
      );
    case 'duplicate':
      return void write([...lines.slice(0, index + length), ...lines.slice(index)].join('\n'));
    case 'move': {
      const moved = lines.splice(index, 1 + length);
      lines.splice(what % Math.max(1, lines.length), 0, ...moved);
      return void write(lines.join('\n'));
    }
    case 'append':
      return void write(`${text}${pick(linesFor(path), what)}\n`);
    case 'value':
      return void write(
        text.replace(/\d+/g, (digits, offset: number) =>
          offset % 5 === at % 5 ? String(what % 100) : digits,
        ),
      );
    case 'addKey':
      if (path.endsWith('.json')) write(text.replace('{\n', `{\n  "key${what % 4}": ${at % 3},\n`));
      return;
    case 'delete':
      return void tree.delete(path);
    case 'rename': {
      const target = `${pick(['moved/', 'services/', ''], at)}${what % 5}-${path.split('/').at(-1)}`;
      if (tree.has(target)) return;
      tree.delete(path);
      tree.set(target, entry);
      return;
    }
    case 'add': {
      const added = pick(newPaths, what);
      const content = Buffer.from(
        added.endsWith('.json') ? `{ "n": ${at % 3} }\n` : `export const own = ${at % 3};\n`,
      );
      if (isFree(tree, added)) tree.set(added, { content, mode: 0o644 });
      return;
    }
    case 'mode':
      return void tree.set(path, { ...entry, mode: pick([0o644, 0o755, 0o664, 0o600], what) });
    case 'link':
      return void tree.set(path, { content: Buffer.from('README.md'), mode: 0o777, link: true });
    case 'crlf':
      return void write(text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'));
    case 'bom':
      return void write(text.startsWith('\ufeff') ? text : `\ufeff${text}`);
    case 'latin1':
      return void write(
        Uint8Array.from([...entry.content.subarray(0, at), 0xe9, ...entry.content.subarray(at)]),
      );
    case 'noEnd':
      return void write(text.replace(/\n$/, ''));
    case 'empty':
      return void write(what % 4 === 0 ? '' : text);
    case 'binary':
      return void (what % 4 === 0 && write(Uint8Array.from([...entry.content, 0, what % 256])));
    case 'reformat':
      return void write(
        text.replace(/^( {2})+/gm, (spaces) => spaces + spaces).replace(/'([^'"\n]*)'/g, '"$1"'),
      );
    case 'folder':
      if (what % 3 !== 0) return;
      tree.delete(path);
      if (isFree(tree, `${path}/inner.txt`))
        tree.set(`${path}/inner.txt`, { content: Buffer.from(`${at}\n`), mode: 0o644 });
      return;
  }
}

/** True when the path is neither taken, nor below a file, nor a folder. */
function isFree(tree: FileTree, path: string): boolean {
  return ![...tree.keys()].some(
    (other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
  );
}

function changed(tree: FileTree, changes: readonly Change[]): FileTree {
  const result: FileTree = new Map([...tree].map(([path, entry]): [string, FileEntry] => [path, entry]));
  for (const each of changes) apply(result, each);
  return result;
}

/** A template never has two names that differ in letter case only; a project may. */
function withoutCaseTwins(tree: FileTree): void {
  const seen = new Set<string>();
  for (const path of [...tree.keys()]) {
    const folded = path.toLowerCase();
    const twin = [...seen].some(
      (other) => other === folded || other.startsWith(`${folded}/`) || folded.startsWith(`${other}/`),
    );
    if (twin) tree.delete(path);
    else seen.add(folded);
  }
}

const changes = fc.array(change, { minLength: 0, maxLength: 6 });
const hostile = [
  '../up.txt',
  '/abs.txt',
  '.git/config',
  'a\\b',
  'C:x',
  'node_modules/x.js',
  '.serverless-pattern/state.json',
  'NUL',
];

/** Three trees that grew from the sample project by random changes. Both sides mostly change the same few files. */
export const trees: fc.Arbitrary<{ base: FileTree; yours: FileTree; next: FileTree; renames: Rename[] }> = fc
  .record({
    keep: fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 5 }),
    common: fc.array(change, { maxLength: 2 }),
    yours: changes,
    next: changes,
    bad: fc.option(fc.constantFrom(...hostile), { freq: 8 }),
    rename: fc.boolean(),
  })
  .map(({ keep, common, yours, next, bad, rename }) => {
    const all = [...projectTree()];
    const chosen = new Set(keep.map((index) => pick(all, index)));
    const base = changed(new Map(chosen), common);
    const after = changed(base, next);
    withoutCaseTwins(after);
    if (bad) after.set(bad, { content: Buffer.from('bad\n'), mode: 0o644 });
    const gone = [...base.keys()].find((path) => !after.has(path));
    const added = [...after.keys()].find((path) => !base.has(path));
    const renames = rename && gone && added ? [{ from: gone, to: added }] : [];
    return { base, yours: changed(base, yours), next: after, renames };
  });

/** Random merges. */
export const inputs: fc.Arbitrary<MergeInput> = trees;

export const styles: fc.Arbitrary<ConflictStyle> = fc.constantFrom('inline', 'sidecar', 'yours', 'template');
