import { describe, expect, it } from 'vitest';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import { type MovedModule, moveModules } from '../../src/upgrade/migrations/move-modules.ts';

const moved: readonly MovedModule[] = [
  { from: 'services/orders/cursor.ts', to: 'services/lib/cursor.ts' },
  { from: 'services/orders/order-store.ts', to: 'services/lib/table.ts', names: ['client'] },
  { from: 'services/orders/parts/index.ts', to: 'services/lib/parts/index.ts' },
];
const others = ['cursor.ts', 'order-store.ts', 'order.ts', 'parts/index.ts', 'data.json'];

/** The text of a file beside the modules that move, once they have. */
function migrated(text: string, path = 'services/orders/mine.ts'): string {
  const tree: FileTree = new Map(
    others.map((name) => [`services/orders/${name}`, textFile('export const a = 1;\n')]),
  );
  tree.set(path, textFile(text));
  return Buffer.from(moveModules(tree, moved).get(path)!.content).toString();
}

describe('what names a module that moves', () => {
  it.each([
    ['export { c } from "./cursor.ts";', 'export { c } from "../lib/cursor.ts";'],
    ['export type { C } from "./cursor.ts";', 'export type { C } from "../lib/cursor.ts";'],
    ["export * from './cursor.ts'", "export * from '../lib/cursor.ts'"],
    ['export * as cursors from "./cursor.ts";', 'export * as cursors from "../lib/cursor.ts";'],
    [
      'export { client, getOrder } from "./order-store.ts";',
      'export { getOrder } from "./order-store.ts";\nexport { client } from "../lib/table.ts";',
    ],
    [
      "import store, { client as c } from './order-store.ts'",
      "import store from './order-store.ts'\nimport { client as c } from '../lib/table.ts'",
    ],
    ['const { c } = await import("./cursor.ts");', 'const { c } = await import("../lib/cursor.ts");'],
    ['type C = import("./cursor.ts").C;', 'type C = import("../lib/cursor.ts").C;'],
    ["vi.mock('./cursor.ts', () => ({}));", "vi.mock('../lib/cursor.ts', () => ({}));"],
    [
      'vi.importActual<typeof import("./cursor.ts")>("./cursor.ts");',
      'vi.importActual<typeof import("../lib/cursor.ts")>("../lib/cursor.ts");',
    ],
    ['const { c } = require(`./cursor.ts`);', 'const { c } = require(`../lib/cursor.ts`);'],
    ["new URL('./cursor.ts', import.meta.url)", "new URL('../lib/cursor.ts', import.meta.url)"],
    ['import { c /* ours */ } from "./cursor.ts";', 'import { c /* ours */ } from "../lib/cursor.ts";'],
    [
      'import "./cursor.ts"; import { o } from "./order.ts";',
      'import "../lib/cursor.ts"; import { o } from "./order.ts";',
    ],
  ])('%s follows it', (before, expected) => {
    expect(migrated(`${before}\n`)).toBe(`${expected}\n`);
  });

  it.each([
    ['without its extension', './cursor', '../lib/cursor'],
    ['as the file that is built', './cursor.js', '../lib/cursor.js'],
    ['as a folder', './parts', '../lib/parts'],
    ['with a query', './cursor.ts?raw', '../lib/cursor.ts?raw'],
  ])('follows it %s', (_how, from, to) => {
    expect(migrated(`import { c } from "${from}";\n`)).toBe(`import { c } from "${to}";\n`);
  });

  it.each([
    ['a path in a text', 'console.log("./cursor.ts");\n'],
    ['a comment', '// import "./cursor.ts"\nexport {};\n'],
    ['a file that is not there', 'export { n } from "./none.ts";\n'],
    ['a URL from elsewhere', 'new URL("./cursor.ts", base);\n'],
    ['a neighbour', 'import data from "./data.json" with { type: "json" };\n'],
  ])('is not %s', (_what, text) => {
    expect(migrated(text)).toBe(text);
  });

  it('is also a file that moves itself, of whatever it names', () => {
    expect(
      migrated('export { o } from "./order.ts";\nimport("./order");\n', 'services/orders/cursor.ts'),
    ).toBe('export { o } from "../orders/order.ts";\nimport("../orders/order");\n');
  });
});
