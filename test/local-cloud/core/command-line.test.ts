import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../../../src/local-cloud/command-line.ts';
import { copyFixture } from '../fixture.ts';

describe('arguments', () => {
  it('have defaults', () => {
    expect(readArguments([])).toMatchObject({
      strict: false,
      verbose: false,
      persist: false,
      iam: true,
      port: undefined,
      rtt: undefined,
    });
  });

  it('are read', () => {
    const argv = ['--strict', '--verbose', '--persist', '--no-iam', '--inspect', '--port', '0', '--rtt=100'];
    expect(readArguments(argv)).toMatchObject({
      strict: true,
      verbose: true,
      persist: true,
      iam: false,
      inspect: true,
      port: 0,
      rtt: 100,
    });
  });

  it.each([
    ['--nope'],
    ['--port', 'x'],
    ['--port', '70000'],
    ['--rtt', '-1'],
    ['extra'],
  ])('%s %s is refused', (...argv) => {
    expect(() => readArguments(argv)).toThrow(/--/);
  });
});

describe('the one file', () => {
  const fixture = copyFixture('cdk-orders');
  const program = join(fixture.root, 'dev', 'local-cloud.mjs');
  let text = '';
  beforeAll(async () => {
    const script = new URL('../../../scripts/build-local-cloud.js', import.meta.url);
    text = await (await import(script.href)).bundleLocalCloud();
    mkdirSync(join(fixture.root, 'dev'), { recursive: true });
    writeFileSync(program, text);
  });
  afterAll(() => fixture.dispose());

  it('says what it is, under which licence, and the hash of the rest', () => {
    const head = text.split('\n').slice(0, 4);
    const body = text.slice(head.join('\n').length + 1);
    expect(head[0]).toMatch(/\d+\.\d+\.\d+.*SPDX-License-Identifier: MIT-0/);
    expect(head.join(' ')).toContain(createHash('sha256').update(body).digest('hex'));
  });

  it('does not import node:http, which would load the whole of fetch', () => {
    expect(text).toContain('process.getBuiltinModule("node:http")');
    expect(text).not.toMatch(/from ["'](node:)?http["']|import\(["'](node:)?http["']\)/);
  });

  it('imports Node and the four packages only', () => {
    const imported = [...text.matchAll(/\b(?:from|import|import\() ?["']([@\w][\w@/.:-]*)["']/g)].map(
      ([, name]) => name!,
    );
    const packages = imported.filter((name) => !name.startsWith('node:'));
    expect(
      [...new Set(packages)].filter((name) => !['esbuild', 'dynalite', 'jose', 'velocityjs'].includes(name)),
    ).toEqual([]);
  });

  it('has help, and one sentence for a mistake', () => {
    expect(execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' })).toContain('--strict');
    const { status, stderr } = spawnSync(process.execPath, [program, '--nope'], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Unknown option '--nope'.*--help lists the options\.\n$/);
  });

  it('ends with 1 under --strict when something is not emulated', () => {
    const stack = join(fixture.root, 'infra', 'more.ts');
    writeFileSync(stack, '');
    writeFileSync(
      join(fixture.root, 'infra', 'app.ts'),
      `import { App, CfnResource, Stack } from 'aws-cdk-lib';
new CfnResource(new Stack(new App(), 'a'), 'Odd', { type: 'AWS::MediaConvert::Queue' });\n`,
    );
    const { status, stdout } = spawnSync(process.execPath, [program, '--strict', '--port', '0'], {
      cwd: fixture.root,
      encoding: 'utf8',
    });
    expect(stdout).toContain('AWS::MediaConvert::Queue is not emulated (a/Odd)');
    expect(status).toBe(1);
  });

  it('can be imported without starting', async () => {
    const script = `const { startLocal } = await import(${JSON.stringify(program)}); console.log(typeof startLocal);`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })).toBe(
      'function\n',
    );
  });
});
