import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { helpers } from '../../src/generate/handlebars.ts';
import { layerPartials } from '../../src/generate/layer-files.ts';
import { templatesRoot } from '../../src/generate/templates-root.ts';
import { viewOf } from '../../src/generate/view.ts';
import { answersOf } from '../matrix/rows.ts';
import { allLayerFiles, allLayers } from './all-layer-files.ts';

const maximumConditions = 3;
const partialsFolder = join(templatesRoot(), 'partials');
const partials = [
  ...readdirSync(partialsFolder).map((name) => ({
    name: basename(name, '.hbs'),
    id: `partials/${name}`,
    text: readFileSync(join(partialsFolder, name), 'utf8'),
  })),
  ...allLayers().flatMap((layer) =>
    [...layerPartials(layer)].map(([name, text]) => ({ name, id: `${layer}/partials/${name}.hbs`, text })),
  ),
];
const files = allLayerFiles().map(({ id, file }) => ({ id, file, text: file.content.toString('utf8') }));
const templates = [...files.filter(({ file }) => file.template), ...partials];
const shown = viewOf(
  answersOf({
    pattern: 'secured',
    name: 'Shop',
    services: ['orders', 'customers'],
    edge: ['security-headers', 'ab-testing', 'rollout', 'secure-site'],
  }),
);
// What a list of that project has nothing in has a sample here.
const view = { ...shown, callers: ['111122223333'] };

describe('templates', () => {
  it('are Handlebars files exactly when they hold an expression', () => {
    // JSX and Angular have double braces of their own; those of a template name something that the view has.
    const names = [...Object.keys(view), ...Object.keys(helpers).map((name) => `${name} `)].join('|');
    const expression = new RegExp(`(?<!\\\\|\\$)\\{\\{(?:[#/>]|(?:${names})[.}\\w])`);
    const looksTemplated = (text: string) => expression.test(text);
    const wrong = files.filter(
      ({ file, text }) => file.template !== (file.template ? text.includes('{{') : looksTemplated(text)),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it.each(templates)('$id uses known names, helpers and partials, and few conditions', ({ text }) => {
    const found = inspect(text);
    expect(found.unknown).toEqual([]);
    expect(found.nested).toEqual([]);
    expect(found.conditions).toBeLessThanOrEqual(maximumConditions);
  });

  it('are caught when they break a rule', () => {
    expect(inspect('{{typo}}').unknown).toEqual(['1: typo']);
    expect(inspect('{{#if is.typo}}x{{/if}}').unknown).toEqual(['1: is.typo']);
    expect(inspect('{{#each services}}{{this.nme}}{{/each}}').unknown).toEqual(['1: this.nme']);
    expect(inspect('{{shout name}}').unknown).toEqual(['1: shout']);
    expect(inspect('{{> nowhere}}').unknown).toEqual(['1: > nowhere']);
    expect(inspect('{{#if is.http}}{{#if is.npm}}x{{/if}}{{/if}}').nested).toEqual(['1: if']);
  });
});

interface Inspection {
  unknown: string[];
  nested: string[];
  conditions: number;
}

function inspect(text: string): Inspection {
  const found: Inspection = { unknown: [], nested: [], conditions: 0 };
  visitProgram(Handlebars.parse(text), { inCondition: false, item: undefined }, found);
  return found;
}

interface Scope {
  inCondition: boolean;
  /** A sample of what `this` is inside an `each`. */
  item: unknown;
}

function visitProgram(program: hbs.AST.Program, scope: Scope, found: Inspection): void {
  for (const statement of program.body) {
    const line = statement.loc.start.line;
    if (statement.type === 'MustacheStatement') {
      visitCall(statement as hbs.AST.MustacheStatement, scope, found);
    } else if (statement.type === 'PartialStatement') {
      const name = ((statement as hbs.AST.PartialStatement).name as hbs.AST.PathExpression).original;
      if (!partials.some((partial) => partial.name === name)) found.unknown.push(`${line}: > ${name}`);
    } else if (statement.type === 'BlockStatement') {
      visitBlock(statement as hbs.AST.BlockStatement, scope, found);
    }
  }
}

function visitCall(call: hbs.AST.MustacheStatement, scope: Scope, found: Inspection): void {
  const path = call.path as hbs.AST.PathExpression;
  if (call.params.length === 0) {
    visitPath(path, scope, found);
  } else if (!(path.original in helpers)) {
    found.unknown.push(`${call.loc.start.line}: ${path.original}`);
  }
  for (const parameter of call.params) visitPath(parameter as hbs.AST.PathExpression, scope, found);
}

function visitBlock(block: hbs.AST.BlockStatement, scope: Scope, found: Inspection): void {
  const name = (block.path as hbs.AST.PathExpression).original;
  const subject = block.params[0] as hbs.AST.PathExpression;
  const line = block.loc.start.line;
  visitPath(subject, scope, found);
  if (name === 'if' || name === 'unless') {
    found.conditions += 1;
    if (scope.inCondition) found.nested.push(`${line}: ${name}`);
    visitProgram(block.program, { ...scope, inCondition: true }, found);
  } else if (name === 'each') {
    const list = valueAt(view, subject.parts as string[]);
    visitProgram(block.program, { ...scope, item: Array.isArray(list) ? list[0] : undefined }, found);
  } else {
    found.unknown.push(`${line}: #${name}`);
  }
  if (block.inverse) visitProgram(block.inverse, { ...scope, inCondition: true }, found);
}

function visitPath(path: hbs.AST.PathExpression, scope: Scope, found: Inspection): void {
  if (path.type !== 'PathExpression') return;
  const known = path.data
    ? ['index', 'first', 'last'].includes(path.parts[0] as string)
    : path.original.startsWith('this')
      ? scope.item !== undefined && valueAt(scope.item, path.parts as string[]) !== undefined
      : valueAt(view, path.parts as string[]) !== undefined;
  if (!known) found.unknown.push(`${path.loc.start.line}: ${path.original}`);
}

function valueAt(root: unknown, parts: readonly string[]): unknown {
  return parts.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], root);
}
