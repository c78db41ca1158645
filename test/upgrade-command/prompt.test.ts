import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** A terminal without a cursor, on which somebody answers the one question, more than once if need be. */
function terminal(...answers: string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const waiting = [...answers];
  let screen = '';
  stdout.on('data', (chunk) => {
    if (String(chunk).includes('Answer, default')) stdin.write(`${waiting.shift()}\n`);
    screen += chunk;
  });
  return { io: { stdin, stdout, env: { ACCESSIBLE: '1' } }, screen: () => screen };
}

describe('on a terminal', () => {
  it.each([
    ['yes', 0, 'Next:'],
    ['', 0, 'Next:'],
    ['no', 130, 'Write these changes?'],
  ])('the answer "%s" to the one question ends with %i', async (answer, code, says) => {
    const project = await made.make(['--pattern', 'api']);
    const screen = terminal(answer);
    expect((await project.upgrade(['--ci', 'none'], screen.io)).code).toBe(code);
    expect(screen.screen()).toContain(says);
    expect(screen.screen()).toContain('delete    .github/workflows/ci.yml');
    expect((await project.upgrade(['--check', '--ci', 'none'])).code).toBe(code === 0 ? 0 : 10);
  });

  it('every changed line can be looked at before the answer', async () => {
    const project = await made.make(['--pattern', 'api']);
    const screen = terminal('diff', 'no');
    expect((await project.upgrade(['--package-manager', 'pnpm'], screen.io)).code).toBe(130);
    const [before, after] = screen.screen().split('Answer, default yes: ').slice(0, 2);
    expect(before).not.toContain('+++ b/README.md');
    expect(after).toContain('+++ b/README.md');
    expect(project.read('README.md')).toContain('npm run dev');
  });

  it('fits what it says into the width of the terminal', async () => {
    const project = await made.make(['--pattern', 'api']);
    const screen = terminal('no');
    await project.upgrade(['--pattern', '7'], screen.io);
    const lines = screen.screen().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeLessThan(60);
    expect(screen.screen()).toMatch(/create {4}infra\/edge\/ +\d+ files/);
  });
});
