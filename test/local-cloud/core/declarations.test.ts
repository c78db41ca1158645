/** `dev/local-cloud.d.mts` of a project says what `startLocal` takes and gives. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

const declared = 'templates/base/files/dev/local-cloud.d.mts';
const start = 'src/local-cloud/start.ts';
const config = 'src/local-cloud/project/config.ts';

/** Members of an interface with the text of their types, comments left out. */
function membersOf(file: string, name: string): Record<string, string> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = source.statements.find(
    (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === name,
  );
  const printer = ts.createPrinter({ removeComments: true });
  return Object.fromEntries(
    found!.members.map((member) => [
      member.name?.getText(source) ?? '[index]',
      printer.printNode(ts.EmitHint.Unspecified, member, source).replace(/\s+/g, ' '),
    ]),
  );
}

it('takes the options of startLocal, each of its type', () => {
  expect(membersOf(declared, 'StartOptions')).toEqual(membersOf(start, 'StartOptions'));
});

it('promises of a running local cloud only what there is', () => {
  const given = membersOf(start, 'LocalCloud');
  const promised = membersOf(declared, 'LocalCloud');
  expect(Object.keys(promised)).toEqual(expect.arrayContaining(['url', 'env', 'invoke', 'reset', 'close']));
  expect(given).toMatchObject(promised);
});

it('knows only settings of dev/config.ts that are read', () => {
  expect(Object.keys(membersOf(config, 'LocalConfig'))).toEqual(
    expect.arrayContaining(Object.keys(membersOf(declared, 'LocalConfig'))),
  );
});
