import { afterAll, describe, expect, it } from 'vitest';
import { contentOf } from '../project/folder.ts';
import { projects, readySlugs } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** The files of a project without backups. */
function filesOf(path: string): Record<string, string> {
  const all = Object.entries(contentOf(path));
  return Object.fromEntries(all.filter(([file]) => !file.startsWith('.serverless-pattern/backup/')));
}
/** Each pattern with the one after it, so that every one is left and reached. */
const ring = readySlugs.map((from, index) => [from, readySlugs[(index + 1) % readySlugs.length]!] as const);

describe.each(ring)('a move from %s to %s', (from, to) => {
  it('gives the bytes of a fresh project, and back again those of the first', async () => {
    const project = await made.make(['--pattern', from]);
    const first = filesOf(project.path);
    const moved = await project.upgrade(['--pattern', to, '--yes', '--accept', 'all']);
    expect(moved).toMatchObject({ code: 0, stderr: '' });
    expect(filesOf(project.path)).toEqual(filesOf((await made.make(['--pattern', to])).path));
    expect((await project.upgrade()).stdout).toContain('Up to date.');
    expect((await project.upgrade(['--pattern', from, '--yes', '--accept', 'all'])).code).toBe(0);
    expect(filesOf(project.path)).toEqual(first);
  });
});

describe('answers that go along with a move', () => {
  const answersOf = async (flags: string[], moves: string[]) => {
    const project = await made.make(flags);
    const { stdout } = await project.upgrade([...moves, '--dry-run', '--json', '--no-synth']);
    return JSON.parse(stdout).to.answers;
  };

  it('are choices of yours and names of services, not what the pattern alone suggested', async () => {
    expect(await answersOf(['--pattern', '5'], ['--pattern', '6'])).toMatchObject({ api: 'rest' });
    expect(await answersOf(['--pattern', '5', '--api', 'rest'], ['--pattern', '1'])).toMatchObject({
      api: 'rest',
    });
    expect(await answersOf(['--pattern', '5'], ['--pattern', '6', '--api', 'http'])).toMatchObject({
      api: 'http',
    });
    expect(await answersOf(['--pattern', '5'], ['--pattern', '5', '--ci', 'none'])).toMatchObject({
      api: 'http',
    });
    expect(await answersOf(['--pattern', '2'], ['--set', 'pattern=5'])).toMatchObject({
      services: ['orders', 'customers'],
    });
  });
});

describe.each([
  ['api', ['--api', 'rest'], ['--api', 'http']],
  ['an edge endpoint', ['--api', 'rest', '--endpoint', 'edge'], ['--api', 'http']],
  ['ci', ['--ci', 'gitlab'], ['--ci', 'github']],
  ['no ci', ['--ci', 'none'], ['--set', 'ci=github']],
  ['the package manager', ['--package-manager', 'pnpm'], ['--set', 'packageManager=npm']],
  ['stages', ['--stages', 'dev,prod,test'], ['--stages', 'dev,prod']],
  ['a domain', ['--domain', 'shop.example.com', '--hosted-zone-id', 'Z0123456789'], ['--set', 'domain=']],
])('the toggle of %s', (_name, there, back) => {
  it('gives the bytes of a fresh project, and those of the first when it is turned back', async () => {
    const project = await made.make(['--pattern', 'api']);
    const first = filesOf(project.path);
    expect(await project.upgrade([...there, '--yes'])).toMatchObject({ code: 0, stderr: '' });
    expect(filesOf(project.path)).toEqual(filesOf((await made.make(['--pattern', 'api', ...there])).path));
    expect((await project.upgrade([...back, '--yes', '--accept', 'all'])).code).toBe(0);
    expect(filesOf(project.path)).toEqual(first);
  });
});
