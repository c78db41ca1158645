import fc from 'fast-check';
import { diffIndices } from 'node-diff3';
import type { FileEntry, FileTree } from '../../src/generate/file-tree.ts';
import type { MergeInput, MergeResult } from '../../src/upgrade/merge.ts';
import { checkPath } from '../../src/upgrade/paths.ts';
import { inputs, styles } from './arbitraries.ts';
import { jsonValue, parsesAsCode, yamlValue } from './oracle.ts';
import type { Merge } from './scenario.ts';

/** What must hold for every merge, as properties of a given merge function. Each predicate throws when it does not. */
export function propertiesOf(merge: Merge): Record<string, fc.IProperty<unknown>> {
  const holds = (check: (input: MergeInput, result: MergeResult) => void) =>
    fc.property(inputs, (input) => check(input, merge(input)));
  return {
    'I1: no text of yours is lost': holds(noLoss),
    'I1: no file of yours alone is changed': holds(ownFilesSurvive),
    'I2: no change of the template is silently missed': holds(nothingMissed),
    'I3: untouched projects become the next template': fc.property(inputs, (input) => {
      const result = merge({ ...input, yours: input.base });
      const wanted = new Map([...input.next].filter(([path]) => checkPath(path) === undefined));
      sameTrees(wanted, result.files);
      expectNone(result.conflicts.filter(({ kind }) => kind !== 'unsafe-path'));
    }),
    'I4: an unchanged template touches nothing': fc.property(inputs, styles, (input, conflict) => {
      const result = merge({ base: input.base, yours: input.yours, next: input.base, conflict });
      for (const [path, entry] of input.yours)
        if (result.files.get(path) !== entry) fail(`${path} was touched`);
      if (result.files.size !== input.yours.size) fail('there are other files');
      expectNone([...result.conflicts, ...result.notices, ...result.incoming]);
      if (result.operations.some(({ op }) => op !== 'keep')) fail('there are operations');
    }),
    'I5: a second run changes nothing': holds((input, result) => {
      const safe = new Map([...input.next].filter(([path]) => checkPath(path) === undefined));
      const again = merge({ base: safe, yours: result.files, next: safe });
      sameTrees(result.files, again.files);
      expectNone([...again.conflicts.filter(({ kind }) => kind !== 'unsafe-path'), ...again.notices]);
    }),
    'I6: what parsed still parses': holds(stillParses),
    'I8: line ends, marks, bytes and modes are kept': holds(attributesKept),
    'I9: safe paths, no file in the way of another': fc.property(inputs, styles, (input, conflict) => {
      const result = merge({ ...input, conflict });
      for (const tree of [result.files, result.incoming]) checkTree(tree, input.yours);
    }),
    'I10: the same input gives the same result': fc.property(inputs, styles, (input, conflict) => {
      const turned = (tree: FileTree) => new Map([...tree].reverse());
      const other = { base: turned(input.base), yours: turned(input.yours), next: turned(input.next) };
      const [one, two] = [merge({ ...input, conflict }), merge({ ...input, ...other, conflict })];
      if ([...one.files.keys()].join() !== [...one.files.keys()].sort().join())
        fail('the paths are not sorted');
      const plain = ({ files, incoming, ...rest }: MergeResult) =>
        JSON.stringify([...[files, incoming].map((tree) => [...tree].map(describeEntry)), rest]);
      if (plain(one) !== plain(two)) fail(`the order of the paths matters:\n${plain(one)}\n${plain(two)}`);
    }),
    'styles: every conflict is decided or shown': fc.property(inputs, (input) => {
      const inline = merge(input);
      for (const conflict of ['sidecar', 'yours', 'template'] as const) {
        decidedOrShown(input, inline, merge({ ...input, conflict }));
      }
    }),
  };
}

/** Another style settles what was a conflict inline, and says so; it never leaves markers. */
function decidedOrShown(input: MergeInput, inline: MergeResult, result: MergeResult): void {
  const known = [...result.conflicts, ...result.notices].map(({ path }) => path);
  for (const { path } of inline.conflicts) {
    const told = known.some(
      (each) =>
        each.toLowerCase() === path.toLowerCase() ||
        path.startsWith(`${each}/`) ||
        each.startsWith(`${path}/`),
    );
    const moved = result.operations.some(({ from }) => from === path);
    if (!told && !moved) fail(`${path} is settled in silence`);
  }
  const before = [input.base, input.yours, input.next].flatMap((tree) => [...tree.values()]);
  if (before.some(({ content }) => hasMarks(content))) return;
  for (const [path, { content }] of result.files) if (hasMarks(content)) fail(`${path} has markers`);
}

function fail(message: string): never {
  throw new Error(message);
}

function expectNone(list: readonly unknown[]): void {
  if (list.length > 0) fail(`there should be none of these: ${JSON.stringify(list)}`);
}

function hasMarks(content: Uint8Array): boolean {
  return Buffer.from(content).includes('<<<<<<< yours');
}

function describeEntry([path, entry]: [string, FileEntry]): string {
  return `${path} ${entry.mode.toString(8)} ${entry.link ? 'link' : 'file'} ${Buffer.from(entry.content).toString('base64')}`;
}

function sameTrees(wanted: FileTree, found: FileTree): void {
  const [one, two] = [wanted, found].map((tree) => [...tree].map(describeEntry).sort());
  for (const line of one!) if (!two!.includes(line)) fail(`missing: ${line}`);
  for (const line of two!) if (!one!.includes(line)) fail(`too much: ${line}`);
}

function textOfEntry(entry: FileEntry | undefined): string | undefined {
  if (!entry || entry.link || entry.content.includes(0)) return undefined;
  return Buffer.from(entry.content)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .replaceAll('\r\n', '\n');
}

/** The stretches of lines that `to` has and `from` has not, whatever their format. */
function inserted(from: string, to: string): string[][] {
  const lines = to.split('\n');
  const hunks = diffIndices(from.split('\n').map(loose), lines.map(loose));
  const added = hunks.map(({ buffer2: [start, count] }) => lines.slice(start, start + count));
  return added.filter((each) => each.some((line) => line.trim() !== ''));
}

/** A clash between its markers; the first group is your side of it. */
const clash = /<{7} yours\n([\s\S]*?)\|{7} base\n[\s\S]*?>{7} template(?:\n|$)/g;

/** Everything that the result says or holds, as one text without white space, quotes and separators. */
function everything(result: MergeResult): string {
  const texts = [...result.files.values()].map((entry) => textOfEntry(entry) ?? '');
  const told = [...result.conflicts, ...result.notices].map(({ yours, pointer }) =>
    latin(`${pointer?.split('/').at(-1) ?? ''}:${yours ?? ''}\n${yours ?? ''}`),
  );
  const settled = texts.map((text) => text.replace(clash, '$1'));
  return loose([...texts, ...told, ...settled].join('\n'));
}

function latin(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function loose(text: string): string {
  return text.replace(/\u00ef\u00bb\u00bf|[\s"';,]/g, '');
}

/** In order and without a gap, each in one place; in JSON, lists and joined imports a gap may have been filled. */
function noLoss(input: MergeInput, result: MergeResult): void {
  const all = everything(result);
  const gone = [...input.base.keys()].filter((path) => !input.yours.has(path));
  for (const [path, entry] of input.yours) {
    const mine = textOfEntry(entry);
    if (mine === undefined || deletedAsReformatted(path, input, result)) continue;
    const byLine = /json$|ignore$|example$/.test(path) || told(result, path, ['imports-merged', 'review']);
    const lost = (old: string) =>
      inserted(old, mine)
        .flatMap((lines) => {
          // What moved within the file is no new text; how it moved can be told in more than one way.
          const fresh = lines.filter((line) => more(mine, old, line));
          return byLine || fresh.length < lines.length ? fresh.map(loose) : [loose(lines.join('\n'))];
        })
        .find((piece) => !all.includes(piece) && !isImport(piece));
    // A path that the base has not may be the new name of a file that is gone.
    const olds = input.base.has(path) ? [path] : [oldName(result, path), path, ...gone];
    const losses = olds.map((old) => lost(textOfEntry(input.base.get(old)) ?? ''));
    if (losses.every((piece) => piece !== undefined)) fail(`${path} lost ${losses[0]}\n${all}`);
  }
}

/** True when a text has a line more often than another. */
function more(text: string, other: string, line: string): boolean {
  const count = (each: string) => each.split('\n').filter((found) => found.trim() === line.trim()).length;
  return count(text) > count(other);
}

/** The path of the base that a file of yours is a new name of, or its own. */
function oldName({ notices }: MergeResult, path: string): string {
  return notices.find((notice) => notice.kind === 'renamed-by-you' && notice.path === path)?.from ?? path;
}

function isImport(piece: string): boolean {
  return piece.startsWith('import{');
}

function told(result: MergeResult, path: string, kinds: string[]): boolean {
  return result.notices.some((notice) => notice.path === path && kinds.includes(notice.kind));
}

function deletedAsReformatted(path: string, { base, yours }: MergeInput, result: MergeResult): boolean {
  const [mine, old] = [textOfEntry(yours.get(path)), textOfEntry(base.get(path))];
  return (
    !result.files.has(path) &&
    told(result, path, ['deleted-by-template']) &&
    loose(mine!) === loose(old ?? '')
  );
}

/** A file that neither template ever had is in the result byte for byte, where it was or where a notice says. */
function ownFilesSurvive(input: MergeInput, result: MergeResult): void {
  const about = new Set(
    result.notices.filter(({ kind }) => kind === 'renamed-by-you').map(({ path }) => path),
  );
  for (const [path, entry] of input.yours) {
    if (input.base.has(path) || about.has(path)) continue;
    if (input.next.has(path) && [...input.base.keys()].some((each) => !input.yours.has(each))) continue;
    const moved = result.operations.find(({ from }) => from === path)?.path;
    const found = result.files.get(moved ?? path);
    if (!found || Buffer.compare(found.content, entry.content) !== 0)
      fail(`${path} is yours alone but changed`);
    if (!input.next.has(path) && found.mode !== entry.mode) fail(`${path} has another mode`);
  }
}

/** Lines that the template added are there, lines that it took away are not, or somebody is told about the file. */
function nothingMissed(input: MergeInput, result: MergeResult): void {
  const known = new Set([...result.conflicts, ...result.notices].map(({ path }) => path));
  for (const [path, entry] of input.next) {
    if (checkPath(path) !== undefined || known.has(path) || result.incoming.has(path)) continue;
    const target = result.files.get(path);
    const old = input.base.get(path);
    if (old && Buffer.compare(old.content, entry.content) === 0 && Boolean(old.link) === Boolean(entry.link))
      continue;
    if (!target) {
      const moved = result.operations.some(({ from }) => from !== undefined && known.has(from));
      const gone = [...input.base.keys()].some((each) => !input.yours.has(each));
      if (!gone && !moved) fail(`${path} of the template is not there`);
      continue;
    }
    if (Buffer.compare(target.content, entry.content) === 0) continue;
    const [its, before, mine, merged] = [entry, old, input.yours.get(path), target].map(textOfEntry);
    if (its === undefined || merged === undefined) fail(`${path}: the template's bytes are not there`);
    // A new name of an old file is judged by the lines of both.
    if (before === undefined) continue;
    const present = loose(merged);
    // A list is a set: a line that the base has, too, is no addition.
    const listed = /ignore$|example$/.test(path) ? before.split('\n').map(loose) : [];
    for (const lines of inserted(before, its)) {
      for (const line of lines)
        if (!present.includes(loose(line)) && !listed.includes(loose(line)) && !isImport(loose(line)))
          fail(`${path} misses ${line}\n${merged}`);
    }
    const lines = (text: string) => new Set(text.split('\n').map(loose));
    for (const line of lines(before)) {
      const dropped =
        line.length > 12 &&
        !lines(its).has(line) &&
        !lines(
          inserted(before, mine ?? '')
            .flat()
            .join('\n'),
        ).has(line);
      if (dropped && lines(merged).has(line) && !isImport(line)) fail(`${path} still has ${line}`);
    }
  }
}

/** Parsed by a parser that the engine does not use. */
function stillParses(input: MergeInput, result: MergeResult): void {
  const pending = new Set(result.conflicts.map(({ path }) => path));
  for (const [path, entry] of result.files) {
    const from = result.operations.find((each) => each.path === path)?.from ?? oldName(result, path);
    const renamed = input.renames?.find((each) => each.from === from)?.to ?? path;
    const trees = [input.yours, input.base, input.next];
    // The file may be put together from one that has another name in the template.
    const renamedFrom = input.base.has(path) ? [] : [...input.next.values()];
    const sources = trees.flatMap((tree) => [tree.get(path), tree.get(from), tree.get(renamed)]);
    if (pending.has(path) || entry.link || sources.some((source) => source?.link)) continue;
    const parses = (text: string | undefined) => text === undefined || parserFor(path)(text);
    if (![...sources, ...renamedFrom].every((source) => parses(textOfEntry(source)))) continue;
    if (!parses(textOfEntry(entry))) fail(`${path} does not parse any more:\n${textOfEntry(entry)}`);
  }
}

function parserFor(path: string): (text: string) => boolean {
  if (/\.tsx?$/.test(path)) return (text) => parsesAsCode(path, text);
  if (path.endsWith('.json')) return (text) => jsonValue(text) !== undefined;
  return /\.ya?ml$/.test(path) ? (text) => yamlValue(text) !== undefined : () => true;
}

function attributesKept(input: MergeInput, result: MergeResult): void {
  const pending = new Set(result.conflicts.map(({ path }) => path));
  for (const [path, entry] of result.files) {
    const [mine, old, its] = [input.yours.get(path), input.base.get(path), input.next.get(path)];
    if (!mine || !old || !its) continue;
    if (Buffer.compare(mine.content, old.content) === 0 || Buffer.compare(its.content, old.content) === 0)
      continue;
    if ([mine, old, its, entry].some(({ link, content }) => link || content.includes(0))) {
      const taken = [mine, its].some(({ content }) => Buffer.compare(content, entry.content) === 0);
      if (!taken) fail(`${path} is a mixture of bytes`);
      continue;
    }
    const wantedMode = mine.mode === old.mode ? its.mode : its.mode === old.mode ? mine.mode : undefined;
    if (wantedMode !== undefined && entry.mode !== wantedMode)
      fail(`${path} has mode ${entry.mode.toString(8)}`);
    const text = (each: FileEntry) => Buffer.from(each.content).toString('latin1');
    const bom = (each: FileEntry) => text(each).startsWith('\u00ef\u00bb\u00bf');
    if (!pending.has(path) && bom(mine) !== bom(old) && bom(entry) !== bom(mine))
      fail(`${path}: the byte-order mark is another`);
    const uniform = (each: FileEntry) => text(each).includes('\r\n') && !/(^|[^\r])\n/.test(text(each));
    if (uniform(mine) && !uniform(old) && text(entry).includes('\n') && !uniform(entry))
      fail(`${path} has mixed line ends`);
    const high = (each: FileEntry) => (text(each).match(/[\u0080-\u00ff]/g) ?? []).length;
    if (high(entry) < high(mine) && high(old) === 0) fail(`${path} lost bytes`);
  }
}

function checkTree(tree: FileTree, yours: FileTree): void {
  const folded = new Map<string, string>();
  for (const path of tree.keys()) {
    if (!yours.has(path) && checkPath(path) !== undefined) fail(`${path} must not be written`);
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      if (tree.has(path.slice(0, at))) fail(`${path} is below a file`);
    }
    const twin = folded.get(path.toLowerCase());
    if (twin !== undefined && !(yours.has(twin) && yours.has(path)))
      fail(`${path} and ${twin} differ in case only`);
    folded.set(path.toLowerCase(), path);
  }
}
