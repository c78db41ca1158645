import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/project/hash.ts';
import { runLocally } from '../../src/project/run-command.ts';
import { projects, renderChanged } from './project.ts';

const made = projects();
afterAll(() => made.finish());

describe('the document', () => {
  it('has a version, and for every file its id, how it is merged, and the digests of the templates', async () => {
    const project = await made.make(['--pattern', 'api']);
    const next = (tree: Map<string, string>) => {
      tree.set('package.json', tree.get('package.json')!.replace('"dev": "', '"dev": "FLAG=1 '));
      tree.set('.nvmrc', '26\n');
      tree.set('dev/added.md', 'new\n');
    };
    const was = project.read('package.json');
    const now = was.replace('"dev": "', '"dev": "FLAG=1 ');
    project.edit('package.json', '"private": true', '"private": true, "mine": 1');
    const { stdout } = await project.upgrade(['--dry-run', '--json'], { render: renderChanged(next) });
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: 1, ok: true, command: 'upgrade' });
    const found = (path: string) =>
      document.operations.find((operation: { path: string }) => operation.path === path);
    const digest = (text: string) => sha256(Buffer.from(text));
    expect(found('package.json')).toMatchObject({
      id: 'package.json',
      op: 'merge',
      how: 'json',
      base: digest(was),
      before: digest(project.read('package.json')),
      next: digest(now),
    });
    expect(found('.nvmrc')).toMatchObject({ how: 'whole', base: digest('24\n'), next: digest('26\n') });
    expect(found('dev/added.md')).toMatchObject({
      id: 'dev/added.md',
      op: 'create',
      base: null,
      before: null,
    });
    expect(JSON.parse((await project.upgrade(['--continue', '--json'])).stdout).schema).toBe(1);
  });
});

describe('--require-clean', () => {
  const really = { run: runLocally, env: process.env };

  it('goes on in a clean repository alone', async () => {
    const project = await made.make(['--pattern', 'api']);
    const upgrade = (...argv: string[]) => project.upgrade(['--require-clean', '--yes', ...argv], really);
    expect(await upgrade('--ci', 'none')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('git does not say whether the project is clean'),
    });
    const git = (...argv: string[]) => execFileSync('git', argv, { cwd: project.path, stdio: 'pipe' });
    git('init', '-q');
    git('add', '-A');
    git('-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '-qm', 'new', '--no-gpg-sign');
    project.write('README.md', 'mine\n');
    expect(await upgrade('--ci', 'none')).toMatchObject({
      code: 3,
      stderr:
        'git has something to commit in the project:\n   M README.md\nCommit or stash it first, or leave out --require-clean.\n',
    });
    git('checkout', '-q', 'README.md');
    expect((await upgrade('--ci', 'none')).code).toBe(0);
  });
});

describe('a preview', () => {
  it('tells answers that were asked for from those that come with them', async () => {
    const project = await made.make(['--pattern', 'api']);
    const { stdout } = await project.upgrade(['--pattern', '5', '--dry-run']);
    expect(stdout.split('\n\n')[0]?.split('\n')).toEqual([
      'pattern: api -> spa-single-domain',
      'New, by default: frontend react; services orders. To choose otherwise give --frontend, --services.',
    ]);
    const chosen = await project.upgrade(['--pattern', '5', '--frontend', 'angular', '--dry-run']);
    expect(chosen.stdout).toContain('\nfrontend: angular\nNew, by default: services orders. To choose');
  });

  it('names answers that the new pattern turns or does not ask for', async () => {
    const project = await made.make(['--pattern', '5']);
    const { stdout } = await project.upgrade(['--pattern', '6', '--dry-run']);
    expect(stdout).toContain('\napi: http -> rest, by default\n');
    expect(stdout).toContain('\nNo longer asked for: frontend react; services orders.\n');
  });

  it('says what writing it would take, and less once that is given', async () => {
    const project = await made.make(['--pattern', '5']);
    const preview = async (...argv: string[]) =>
      (await project.upgrade(['--pattern', '1', '--dry-run', ...argv])).stdout;
    expect(await preview()).toContain('leave out --dry-run and say --accept SiteLogs --accept SiteBucket.');
    expect(await preview('--accept', 'SiteLogs')).toContain('and say --accept SiteBucket.');
    expect(await preview('--accept', 'all')).toContain('Without --dry-run it asks and writes.');
  });
});
