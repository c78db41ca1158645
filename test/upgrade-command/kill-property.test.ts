import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recover } from '../../src/project/upgrade/recover.ts';
import type { Write } from '../../src/project/upgrade/stage-writes.ts';
import { transact } from '../../src/project/upgrade/transaction.ts';
import { planUndo } from '../../src/project/upgrade/undo.ts';
import { waitingRuns } from '../../src/project/upgrade/waiting.ts';
import { Dead, failingDisk, quickDisk } from '../project/failing-disk.ts';
import { orphan, remove, temporaryFolder } from '../project/folder.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 60);
const seed = process.env.PROPERTY_SEED === undefined ? 4_711 : Number(process.env.PROPERTY_SEED);

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => remove(folder));

interface OnDisk {
  text: string;
  mode: number;
}
/** A path of a transaction: what is there before, and what it shall become. */
interface Fate {
  before?: OnDisk;
  after?: OnDisk;
}

const statePath = '.serverless-pattern/state.json';
const paths = ['a.txt', 'dir/b.txt', 'dir/deep/c.sh', 'dir/deep/d', 'e/f/g.txt', 'h', 'i/j'];
const emptyFolders = ['empty', 'dir/empty', 'e'];

const text = fc.constantFrom('', 'one\n', 'two\n', 'of the user\r\n', '\0\u00ff');
/** Permissions as users have them, and as templates give them. */
const own = fc.record({ text, mode: fc.constantFrom(0o644, 0o755, 0o600, 0o700, 0o664, 0o444, 0o711) });
const made = fc.record({ text, mode: fc.constantFrom(0o644, 0o755) });
const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.record({ before: own, after: made }),
  fc.record({ before: own }),
  fc.record({ after: made }),
  // Only the executable bit changes.
  own.map((before) => ({ before, after: { ...before, mode: before.mode & 0o100 ? 0o644 : 0o755 } })),
  // A file moves to another name, when both fates meet.
  fc.constantFrom<Fate>(
    { before: { text: 'moved\n', mode: 0o640 } },
    { after: { text: 'moved\n', mode: 0o644 } },
  ),
);
const project = fc.record({
  changed: fc.uniqueArray(fc.tuple(fc.constantFrom(...paths), fate), {
    maxLength: 5,
    selector: ([path]) => path,
  }),
  untouched: fc.dictionary(fc.constantFrom('u.txt', 'dir/u.sh', 'i/u'), own),
  empty: fc.subarray(emptyFolders),
  kill: fc.nat(),
  again: fc.nat(),
});

type Tree = Record<string, OnDisk>;

/** Every file with its permissions; folders with nothing in them as `name/`. */
function treeOf(root: string, prefix = ''): Tree {
  const names = readdirSync(join(root, prefix)).sort();
  if (names.length === 0 && prefix) return { [`${prefix}/`]: { text: '', mode: 0 } };
  return Object.assign(
    {},
    ...names.map((name) => {
      const path = prefix ? `${prefix}/${name}` : name;
      if (/^\.serverless-pattern\/(backup|txn)$/.test(path)) return {};
      const stats = statSync(join(root, path));
      if (stats.isDirectory()) return treeOf(root, path);
      return { [path]: { text: readFileSync(join(root, path), 'latin1'), mode: stats.mode & 0o777 } };
    }),
  );
}

const filesOf = (tree: Tree) =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => !path.endsWith('/')));

function put(root: string, path: string, { text, mode }: OnDisk): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, 'latin1');
  chmodSync(join(root, path), mode);
}

const state: Fate = {
  before: { text: 'old state\n', mode: 0o644 },
  after: { text: 'new state\n', mode: 0o644 },
};

function writesOf(changed: readonly (readonly [string, Fate])[]): Write[] {
  const entry = (found: OnDisk | undefined, mode: (own: number) => number) =>
    found && { content: Buffer.from(found.text, 'latin1'), mode: mode(found.mode) };
  return [...changed, [statePath, state] as const].map(([path, { before, after }]) => ({
    path,
    before: entry(before, (mode) => (mode & 0o100 ? 0o755 : 0o644)),
    after: entry(after, (mode) => mode),
  }));
}

/** What a changed file is afterwards: of yours, only whether it is executable changes. */
function expectedMode({ before, after }: Fate, mask: number): number {
  if (!before) return after!.mode & ~mask;
  const { mode } = before;
  return after!.mode & 0o100 ? mode | ((mode & 0o444) >> 2) : mode & 0o666;
}

describe.skipIf(process.platform === 'win32')('any small transaction', () => {
  it('is wholly made or wholly not after a kill at any step, in bytes and permissions, and --undo takes it back', async () => {
    const probe = join(folder, 'probe');
    writeFileSync(probe, '', { mode: 0o777 });
    const mask = 0o777 & ~statSync(probe).mode;
    await fc.assert(
      fc.asyncProperty(project, async ({ changed, untouched, empty, kill, again }) => {
        const root = join(folder, 'project');
        const set = () => {
          rmSync(root, { recursive: true, force: true });
          for (const path of empty) mkdirSync(join(root, path), { recursive: true });
          for (const [path, { before }] of [...changed, [statePath, state] as const])
            if (before) put(root, path, before);
          for (const [path, file] of Object.entries(untouched)) put(root, path, file);
          return treeOf(root);
        };
        const writes = writesOf(changed);
        const make = (disk: typeof quickDisk) =>
          transact(disk, root, writes, { kind: 'upgrade', shown: root });
        const old = set();
        const counting = failingDisk(Number.POSITIVE_INFINITY, 'dies');
        await make(counting);
        const renewed = treeOf(root);
        const wanted: Tree = { ...untouched };
        for (const [path, change] of [...changed, [statePath, state] as const]) {
          if (change.after) wanted[path] = { text: change.after.text, mode: expectedMode(change, mask) };
        }
        expect(filesOf(renewed)).toEqual(wanted);

        set();
        const died = await make(failingDisk(1 + (kill % counting.calls()), 'dies')).catch((error) => error);
        expect(died instanceof Dead || typeof died === 'string').toBe(true);
        if (existsSync(join(root, '.serverless-pattern/txn'))) orphan(join(root, '.serverless-pattern/txn'));
        // The run that settles it is killed too, at a step of its own.
        try {
          recover(failingDisk(1 + (again % 12), 'dies'), root, root);
        } catch (error) {
          expect(error).toBeInstanceOf(Dead);
        }
        if (existsSync(join(root, '.serverless-pattern/txn'))) orphan(join(root, '.serverless-pattern/txn'));
        recover(quickDisk, root, root);
        const settled = treeOf(root);
        expect([old, renewed]).toContainEqual(settled);
        expect(waitingRuns(quickDisk, root)).toEqual([]);
        if (settled[statePath]!.text === state.before!.text) await make(quickDisk);
        expect(treeOf(root)).toEqual(renewed);

        const { manifest, writes: back } = planUndo(quickDisk, root);
        await transact(quickDisk, root, back, { kind: 'undo', undid: manifest.id, shown: root });
        expect(filesOf(treeOf(root))).toEqual(filesOf(old));
      }),
      { numRuns, seed },
    );
  }, 3_600_000);
});
