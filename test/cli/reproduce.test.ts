import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quote, quotePath } from '../../src/cli/quote.ts';
import { seedFrom } from '../upgrade/seed.ts';
import { run, temporaryFolder } from './harness.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

const words = (command: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

describe('quoting', () => {
  it('gives a shell the very word', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (list) => {
        expect(words(list.map((text) => quote(text, 'linux')).join(' '))).toEqual(list);
      }),
      { numRuns: 15, seed: seedFrom('PROPERTY_SEED', 4_711) },
    );
  });

  it('leaves plain words as they are, and knows Windows', () => {
    expect(quote('my-shop/x_1.ts', 'linux')).toBe('my-shop/x_1.ts');
    expect(quote('日本語', 'linux')).toBe('日本語');
    expect(quote('', 'linux')).toBe("''");
    expect(quote('~', 'linux')).toBe("'~'");
    expect(quote('a b', 'win32')).toBe('"a b"');
    expect(quotePath('-x', 'linux')).toBe('./-x');
  });
});

describe('the command that makes the same project again', () => {
  it.each([
    ['shop', ['--pattern', '1']],
    [
      'it is',
      [
        '--pattern',
        'api',
        '--name',
        "it's $HOME `x`",
        '--stages',
        'dev,live',
        '--domain',
        'shop.example.com',
      ],
    ],
    [
      'rest',
      [
        '--pattern',
        'api',
        '--api',
        'rest',
        '--endpoint',
        'edge',
        '--package-manager',
        'bun',
        '--slug',
        'other',
      ],
    ],
    ['.', ['--pattern', 'api', '--name', 'Here', '--ci', 'none', '--alarms-email', 'a@example.com']],
  ])('gives the same answers: %s %j', async (directory, flags) => {
    const preview = async (argv: string[]) =>
      JSON.parse((await run([...argv, '--dry-run', '--json'], folder.path)).stdout);
    const first = await preview([directory, ...flags]);
    const command = words(first.reproduce);
    const second = await preview(
      command
        .slice(command.indexOf('dlx') + 1)
        .filter((word) => !/^(npx|bunx|create-serverless-pattern@.*)$/.test(word)),
    );
    expect(second.answers).toEqual(first.answers);
    expect(second.directory).toBe(first.directory);
    expect(second.reproduce).toBe(first.reproduce);
  });
});
