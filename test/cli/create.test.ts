import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, run, smallProjectPaths, temporaryFolder, textOf } from './harness.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const make = (argv: string[], more = {}) => run([...argv, '--yes'], folder.path, more);
const stateOf = (directory: string) =>
  JSON.parse(textOf(folder.path, directory, '.serverless-pattern/state.json'));

describe('a new directory', () => {
  it('gets the whole project, then packages, then a commit', async () => {
    const made = await make(['my-shop', '--pattern', '1']);
    expect(made).toMatchObject({ code: 0 });
    expect(filesBelow(join(folder.path, 'my-shop'))).toEqual(smallProjectPaths);
    expect(statSync(join(folder.path, 'my-shop/bin/run.sh')).mode & 0o111).not.toBe(0);
    expect(made.calls).toEqual([
      'npm install --no-fund --no-audit',
      'git init --quiet',
      'git symbolic-ref HEAD refs/heads/main',
      'git add --all',
      'git -c user.useConfigOnly=true commit --quiet -m Create project from the serverless pattern',
    ]);
    expect(made.stdout).toMatch(/^my-shop: 10 files, [\d.]+ (B|kB), \d+\.\d s$/m);
    expect(made.stdout).toContain('  cd my-shop\n  npm run dev');
    expect(made.stdout).toMatch(/npx create-serverless-pattern@\d+\.\d+\.\d+ my-shop --pattern api --yes\n$/);
  });

  it('is made with the folders above it', async () => {
    expect((await make(['a/b/shop', '--pattern', 'api', '--no-install', '--no-git'])).code).toBe(0);
    expect(filesBelow(folder.path).every((path) => path.startsWith('a/b/shop/'))).toBe(true);
  });

  it('is the short name when only a name is given, wherever the name points', async () => {
    const made = await make(['--name', '../My  Shop!', '--pattern', 'api', '--no-install', '--no-git']);
    expect(made.code).toBe(0);
    expect(filesBelow(folder.path)).toHaveLength(smallProjectPaths.length);
    expect(stateOf('my-shop').answers).toMatchObject({ name: '../My  Shop!', slug: 'my-shop' });
    expect(made.stdout).toContain("--name '../My  Shop!'");
  });

  it('runs nothing with --no-install and --no-git, and says what to install', async () => {
    const made = await make(['shop', '--pattern', 'api', '--no-install', '--no-git'], {
      env: { npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v24.0.0 linux x64' },
    });
    expect(made.calls).toEqual([]);
    expect(made.stdout).toContain('  cd shop\n  pnpm install\n  pnpm run dev');
    expect(stateOf('shop').answers.packageManager).toBe('pnpm');
  });

  it.each([
    ['http', /A 202 of this API may mean that nothing was stored: .* with --api rest the API does\./],
    ['rest', /^(?!.*may mean that nothing was stored)/s],
  ])('says what an event bus behind an %s API cannot promise', async (api, says) => {
    const argv = ['shop', '--pattern', 'storage-first', '--intake', 'eventbridge', '--api', api];
    const made = await make([...argv, '--no-install', '--no-git']);
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(says);
  });

  it('quotes the directory in the next steps', async () => {
    const made = await make(["it's here", '--pattern', 'api', '--slug', 'shop', '--no-install', '--no-git']);
    expect(made.stdout).toContain("cd 'it'\\''s here'");
  });

  it('has the same bytes every time', async () => {
    for (const name of ['one', 'two']) {
      await make([name, '--name', 'Shop', '--pattern', 'api', '--no-install', '--no-git']);
    }
    for (const path of smallProjectPaths) {
      expect(textOf(folder.path, 'one', path)).toBe(textOf(folder.path, 'two', path));
    }
  });
});

describe('the answers', () => {
  const file = (answers: unknown) => {
    writeFileSync(join(folder.path, 'answers.json'), JSON.stringify(answers));
    return ['--answers', 'answers.json', '--no-install', '--no-git'];
  };

  it('come from flags, then the file, then defaults', async () => {
    await make([
      'shop',
      ...file({ pattern: 1, region: 'us-east-1', ci: 'gitlab', $schema: 'x' }),
      '--ci',
      'none',
    ]);
    expect(stateOf('shop').answers).toMatchObject({ ci: 'none', region: 'us-east-1', api: 'http' });
  });

  it('come from standard input too', async () => {
    const made = await make(['shop', '--answers', '-', '--no-install', '--no-git'], {
      input: '{"pattern":"api","stages":["dev","live"]}',
    });
    expect(made.code).toBe(0);
    expect(stateOf('shop').answers.stages).toEqual(['dev', 'live']);
  });

  it.each([
    [{ pattern: 'api', regoin: 'x' }, 'Did you mean "region"?'],
    [{ pattern: 'api', stages: [1] }, 'takes a list of texts'],
    [{ pattern: 'apy' }, 'Did you mean api?'],
    [{ pattern: 'api', endpoint: 'edge' }, 'applies only with --api rest'],
    [JSON.parse('{"pattern":"api","__proto__":"x"}'), '"__proto__" is not an option'],
    [[], 'holds no JSON object'],
  ])('that cannot be used are refused: %j', async (answers, says) => {
    const made = await make(['shop', ...file(answers)]);
    expect(made.code).toBe(2);
    expect(made.stderr).toContain(says);
    expect(existsSync(join(folder.path, 'shop'))).toBe(false);
  });

  it.each([
    ['missing.json', 'does not exist'],
    ['.', 'is a directory'],
  ])('need a file that can be read: %s', async (name, says) => {
    const made = await make(['shop', '--answers', name]);
    expect(made).toMatchObject({ code: 2, stdout: '' });
    expect(made.stderr).toContain(says);
  });

  it('need JSON', async () => {
    const made = await make(['shop', '--answers', '-'], { input: '{pattern' });
    expect(made.code).toBe(2);
    expect(made.stderr).toContain('standard input is not JSON');
  });
});

describe('--dry-run and --diff', () => {
  it('write nothing', async () => {
    const dry = await make(['shop', '--pattern', 'api', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, calls: [] });
    expect(dry.stdout).toMatch(/^ +\d+ B {2}create {4}README\.md$/m);
    expect(dry.stdout).toMatch(/shop: 10 files, .* Nothing was written\.\n$/);
    const diff = await make(['shop', '--pattern', 'api', '--diff']);
    expect(diff.stdout).toContain('--- /dev/null\n+++ b/README.md\n@@ -0,0 +1,1 @@\n+# shop\n');
    expect(filesBelow(folder.path)).toEqual([]);
  });

  it('show what is in the way, and what a policy would do', async () => {
    mkdirSync(join(folder.path, 'shop'));
    writeFileSync(join(folder.path, 'shop/README.md'), '# Mine\n');
    const diff = await make(['shop', '--pattern', 'api', '--diff']);
    expect(diff.stdout).toContain('--- a/README.md\n+++ b/README.md\n@@ -1,1 +1,1 @@\n-# Mine\n+# shop\n');
    const dry = await make(['shop', '--pattern', 'api', '--dry-run', '--on-conflict', 'merge']);
    expect(dry.stdout).toContain('beside    README.md.new');
    expect(filesBelow(folder.path)).toEqual(['shop/README.md']);
  });
});
