import { describe, expect, it } from 'vitest';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import { danglingImports, lostPaths } from '../../src/upgrade/code/dangling-imports.ts';

const treeOf = (files: Record<string, string>): FileTree =>
  new Map(Object.entries(files).map(([name, source]) => [name, textFile(source)]));

describe('what names a module that is not there', () => {
  const of = (main: string) => {
    const files = {
      'src/lib.ts': 'export const a = 1;\n',
      'src/parts/index.ts': 'export const anything = 1;\n',
      'src/style.css': '',
    };
    return danglingImports(treeOf({ ...files, 'src/main.ts': main }), ['src/main.ts']).map(
      ({ message }) => message,
    );
  };

  it.each([
    ['export { a, b } from "./lib.ts";', 'It exports b from ./lib.ts, which does not export that.'],
    ['export * from "./none.ts";', 'It imports ./none.ts, which is not there.'],
    ['await import("./none");', 'It imports ./none, which is not there.'],
    ['vi.mock("./none.ts", () => ({}));', 'It imports ./none.ts, which is not there.'],
    ['import { gone } from "./lib";', 'It imports gone from ./lib, which does not export that.'],
    ['import { gone } from "./lib.js";', 'It imports gone from ./lib.js, which does not export that.'],
    ['import "./gone.css";', 'It imports ./gone.css, which is not there.'],
  ])('%s is found', (text, message) => {
    expect(of(`${text}\n`)).toEqual([message]);
  });

  it.each([
    'export { a as b } from "./lib.js";',
    'import { anything } from "./parts";',
    'import "./style.css?inline";',
    'import { x } from "../dist/x.js";',
    'const text = "./none.ts";',
  ])('%s is not', (text) => {
    expect(of(`${text}\n`)).toEqual([]);
  });
});

describe('other paths in code', () => {
  const use =
    'new URL("./data.json", import.meta.url);\nreadFileSync("./src/page.html");\nlog("./never/there");\n';
  const files = { 'src/data.json': '{}', 'src/page.html': '', 'src/main.ts': use };
  const lost = (after: Record<string, string>, path = 'src/main.ts') =>
    lostPaths(treeOf(files), treeOf(after), [path], () => 'src/main.ts').map(({ message }) => message);

  it('are told of when what they named has gone, and only then', () => {
    expect(lost(files)).toEqual([]);
    expect(lost({ 'src/main.ts': use })).toEqual([
      'It names ./data.json, which is not there any more.',
      'It names ./src/page.html, which is not there any more.',
    ]);
  });

  it('are told of when the file itself goes to another folder', () => {
    const { 'src/main.ts': main, ...rest } = files;
    expect(lost({ ...rest, 'app/main.ts': main! }, 'app/main.ts')).toEqual([
      'It names ./data.json, which is not there any more.',
    ]);
  });
});
