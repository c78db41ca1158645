import { describe, expect, it } from 'vitest';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import { releasedGenerations } from '../../src/generate/released.ts';
import { danglingImports } from '../../src/upgrade/code/dangling-imports.ts';
import { anyService } from '../../src/upgrade/migrations/2-any-service.ts';
import { migrations } from '../../src/upgrade/migrations.ts';

const first = releasedGenerations().at(-1)!;
const rendered = async (): Promise<FileTree> => {
  const tree = await first.render({ pattern: 'spa', name: 'Shop', packageManager: 'npm', ci: 'none' });
  return tree!;
};
const text = (tree: FileTree, path: string) => Buffer.from(tree.get(path)?.content ?? '').toString('utf8');

describe('every migration', () => {
  it.each(
    migrations.map((migration) => [migration.name, migration] as const),
  )('%s changes a tree once, and no file that it has nothing to do with', async (_name, {
    tree: migrate,
  }) => {
    const before = await rendered();
    before.set('mine.bin', { content: Uint8Array.of(0xff, 0xfe, 0, 1), mode: 0o644 });
    before.set('link.ts', { content: Buffer.from('infra/app.ts'), mode: 0o777, link: true });
    const once = migrate!(before, {});
    expect(migrate!(once, {})).toEqual(once);
    expect([...once.keys()]).toEqual([...before.keys()]);
    for (const path of ['mine.bin', 'link.ts', 'README.md', 'package.json'])
      expect(once.get(path)).toBe(before.get(path));
  });
});

describe('2-any-service', () => {
  const migrate = (tree: FileTree) => anyService.tree!(tree, {});

  it('gives the stack of a service its name and class, in other line breaks too', async () => {
    const tree = await rendered();
    const make = (call: string) => {
      tree.set(
        'infra/lib/mine.ts',
        textFile(`import { OrdersStack } from "./orders-stack.ts";\n\n${call}\n`),
      );
      return text(migrate(tree), 'infra/lib/mine.ts');
    };
    const imports =
      'import { OrdersService } from "../../services/orders/infra.ts";\nimport { ServiceStack } from "./service-stack.ts";\n\n';
    const told = 'name: "orders", service: OrdersService';
    expect(make('new OrdersStack(app, stage);')).toBe(
      `${imports}new ServiceStack(app, stage, { ${told} });\n`,
    );
    expect(make('new OrdersStack(app, stage, { host });')).toBe(
      `${imports}new ServiceStack(app, stage, { ${told}, host });\n`,
    );
    expect(make('new OrdersStack(\n  app, stage, {\n  host,\n});')).toBe(
      `${imports}new ServiceStack(\n  app, stage, { ${told},\n  host,\n});\n`,
    );
    expect(make('new OrdersStack(...both);')).toContain('new OrdersStack(...both)');
    expect(anyService.unmatched!(migrate(tree))).toContainEqual(
      expect.objectContaining({ path: 'infra/lib/mine.ts' }),
    );
  });

  it('leaves trees of later generations alone, and names that only look alike', () => {
    const tree: FileTree = new Map([
      ['infra/lib/a.ts', textFile('class OrdersStack {}\nnew OrdersStack(app, stage);\n')],
      ['services/orders/order.ts', textFile('export const order = 1;\n')],
    ]);
    expect(migrate(tree)).toBe(tree);
    tree.set('services/orders/cursor.ts', textFile('export const c = 1;\n'));
    tree.set('services/cursor.ts', textFile('export const c = 2;\n'));
    tree.set('services/other.ts', textFile('import { c } from "./cursor.ts";\nimport x from "cursor.ts";\n'));
    expect(text(migrate(tree), 'services/other.ts')).toBe(text(tree, 'services/other.ts'));
  });

  it('keeps the quotes, the line ends and the other names of an import', () => {
    const tree: FileTree = new Map([
      ['services/orders/cursor.ts', textFile('export const c = 1;\n')],
      ['services/orders/order-store.ts', textFile('export const client = 1;\n')],
      [
        'services/orders/mine.ts',
        textFile(
          "import { c as d } from './cursor.ts'\nimport {\n  client,\n  getOrder as get,\n} from './order-store.ts'\n",
        ),
      ],
    ]);
    expect(text(migrate(tree), 'services/orders/mine.ts')).toBe(
      "import { c as d } from '../lib/cursor.ts'\nimport { getOrder as get } from './order-store.ts'\nimport { client } from '../lib/table.ts'\n",
    );
  });
});

describe('imports that name what is not there', () => {
  const of = (files: Record<string, string>, path: string) => {
    const tree: FileTree = new Map(Object.entries(files).map(([name, source]) => [name, textFile(source)]));
    return danglingImports(tree, [path]).map(({ message }) => message);
  };

  it('are found by module and by name', () => {
    const library =
      'export const a = 1;\nexport type { B, C as D } from "./x.ts";\nexport default function f() {}\nexport async function e() {}\n';
    const source =
      'import f, { a, type B, D as other, e } from "./lib.ts";\nimport { gone } from "./lib.ts";\nimport "./none.ts";\nimport fs from "node:fs";\nimport { x } from "../dist/x.js";\n';
    expect(of({ 'src/lib.ts': library, 'src/main.ts': source }, 'src/main.ts')).toEqual([
      'It imports gone from ./lib.ts, which does not export that.',
      'It imports ./none.ts, which is not there.',
    ]);
  });

  it('are not guessed at where a module exports by star or by pattern', () => {
    const files = { 'a.ts': 'export * from "./b.ts";\n', 'c.ts': 'export const { x } = y;\n', 'b.ts': '' };
    const main = 'import { any } from "./a.ts";\nimport { z } from "./c.ts";\n';
    expect(of({ ...files, 'main.ts': main }, 'main.ts')).toEqual([]);
  });
});
