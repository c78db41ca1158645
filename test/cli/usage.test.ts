import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { optionKeys, optionOf } from '../../src/generate/options.ts';
import { filesBelow, run, temporaryFolder } from './harness.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

describe('help and version', () => {
  it('name every option, command and exit code', async () => {
    const { code, stdout, stderr } = await run(['--help'], folder.path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const key of optionKeys) expect(stdout).toContain(`--${optionOf(key).flag} <`);
    for (const flag of [
      '--yes',
      '--answers',
      '--json',
      '--dry-run',
      '--diff',
      '--on-conflict',
      '--no-install',
      '--no-git',
    ]) {
      expect(stdout).toContain(flag);
    }
    for (const command of ['create', 'list', 'explain', 'schema'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const { code: exit, meaning } of Object.values(exitCodes))
      expect(stdout).toContain(`${exit}`.padEnd(5) + meaning);
  });

  it('come from every command', async () => {
    for (const command of ['create', 'list', 'explain', 'schema']) {
      const { code, stdout } = await run([command, '--help'], folder.path);
      expect({ code, usage: stdout.includes(`create-serverless-pattern ${command}`) }).toEqual({
        code: 0,
        usage: true,
      });
    }
    expect((await run(['--version'], folder.path)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('explain', () => {
  const linesOf = async (pattern: string) =>
    (await run(['explain', pattern], folder.path)).stdout.split('\n').map((line) => line.trim());

  it('lists what some answers make apply to the pattern, and nothing else', async () => {
    const flags = async (pattern: string) =>
      (await linesOf(pattern)).flatMap((line) => /^(--\S+)/.exec(line)?.[1] ?? []);
    expect(await flags('2')).toEqual(expect.arrayContaining(['--domain-style', '--edge-account']));
    expect(await flags('4')).toContain('--origin-lock');
    expect(await flags('4')).not.toContain('--failover-region');
    expect(await flags('7')).toContain('--failover-region');
  });

  it('says the default in that pattern, and a condition only where the pattern leaves one open', async () => {
    const lines = await linesOf('4');
    expect(lines.find((line) => line.startsWith('--api'))).toMatch(/: http, rest; default: rest$/);
    expect(lines.find((line) => line.startsWith('--origin-lock'))).not.toContain('with pattern 4');
    expect(lines.find((line) => line.startsWith('--hosted-zone-id'))).toMatch(/; with --domain$/);
  });
});

describe('wrong use', () => {
  it.each([
    [['--patern', 'api', 'shop'], "Unknown option '--patern'. Did you mean --pattern?"],
    [['shop', '-rf'], "Unknown option '-rf'."],
    [['shop', '--pattern'], "Option '--pattern <pattern>' argument missing."],
    [['a', 'b', '--pattern', 'api'], 'Quote a directory that holds spaces.'],
    [['shop', '--on-conflict', 'overwrite'], 'Allowed choices are error, skip, merge.'],
    [['shop', '--api', 'http', '--api', 'rest'], "It was given before as 'http'. Give it once."],
    [['shop', '--pattern', 'nope'], '--pattern "nope" is not one of'],
    [
      ['shop', '--pattern', 'api', '--endpoint', 'edge'],
      '--endpoint applies only with --api rest, except in pattern 4.',
    ],
    [['explain'], "Missing required argument 'pattern'."],
    [['explain', 'nope'], 'There is no pattern "nope".'],
    [['list', 'more'], 'Too many arguments'],
    [['schema', '--yaml'], "Unknown option '--yaml'."],
  ])('%j exits 2 and says why', async (argv, says) => {
    const { code, stdout, stderr } = await run(argv, folder.path);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(filesBelow(folder.path)).toEqual([]);
  });

  it('tells who forgot "--" after npm create', async () => {
    const { stderr } = await run(['shop', 'api'], folder.path, {
      env: { npm_config_user_agent: 'npm/11.0.0 node/v24.0.0 linux x64' },
    });
    expect(stderr).toContain('npm create serverless-pattern my-shop -- --pattern api');
  });

  it('without a terminal names all that is missing and a command that works', async () => {
    const { code, stderr } = await run([], folder.path);
    expect(code).toBe(2);
    expect(stderr).toContain('The directory is missing');
    expect(stderr).toContain('--pattern is missing');
    const command = /This works: npx create-serverless-pattern (.*)/.exec(stderr)?.[1] ?? '';
    expect(command).toBe('my-shop --pattern api --yes');
    const works = await run([...command.split(' '), '--dry-run'], folder.path);
    expect(works.code).toBe(0);
  });

  it('keeps what was given in that command', async () => {
    const { stderr } = await run(['--region', 'us-east-1', '--name', 'My shop'], folder.path);
    expect(stderr).toContain(
      "This works: npx create-serverless-pattern --pattern api --name 'My shop' --region us-east-1 --yes",
    );
  });
});

describe('every command line', () => {
  it('may name the command that makes projects', async () => {
    const { code, stdout } = await run(['create', 'shop', '--pattern', 'api', '--dry-run'], folder.path);
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was written.');
  });
});
