import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lex } from '../../../src/upgrade/code/lex.ts';
import { sameTokens } from '../../../src/upgrade/code/tokens.ts';

const source = new URL('../../../src/', import.meta.url).pathname;
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);

describe('the lexer', () => {
  test('finds every source file of this project sound, and gives back its text', () => {
    for (const path of files) {
      const text = readFileSync(join(source, path), 'utf8');
      const { tokens, tail, sound } = lex(text);
      expect([path, sound]).toEqual([path, true]);
      expect(tokens.map(({ before, text: own }) => before + own).join('') + tail).toBe(text);
    }
  });

  test.each([
    `const a = \`x \${\`y \${"}"}\`} z\`;`,
    "const a = /[/'\"]\\/{/.test(b) ? c / d / e : 'f';",
    '<p>Don\'t {"do"} <b>it</b> <br /> {x}</p>',
    'class A { #b = 1; @c() d() {} }',
    '#!/usr/bin/env node\na();',
    'a /* { */ // (\n',
  ])('finds %s sound', (text) => {
    expect(lex(text).sound).toBe(true);
  });

  test.each(['f(', 'f(]', '}', '`a', '`${', '/* a', 'f({)}'])('finds %s not sound', (text) => {
    expect(lex(text).sound).toBe(false);
  });

  test('follows regular expressions with quotes and braces inside of templates', () => {
    const source = `const a = \`\${b.replace(/ '[^']*'|[{]/g, '')} c \${d / e}\`;\nconst f = 1;\n`;
    const { tokens, sound } = lex(source);
    expect(sound).toBe(true);
    expect(tokens.filter(({ kind }) => kind === 'template')).toHaveLength(1);
    expect(tokens.at(-2)?.text).toBe('1');
  });

  test('does not run out of stack on templates nested by the thousand', () => {
    expect(lex('`${'.repeat(10_000)).sound).toBe(false);
  });
});

test('code that differs in format alone has the same tokens', () => {
  const a = ["f('x', {", '  a: 1,', '});'];
  expect(sameTokens(a, ['f("x", { a: 1 })'])).toBe(true);
  expect(sameTokens(a, ['f("x", { a: 2 })'])).toBe(false);
  expect(sameTokens(["f('a b')"], ["f('ab')"])).toBe(false);
  expect(sameTokens(["f('a b')"], ["f('a  b')"])).toBe(false);
});
