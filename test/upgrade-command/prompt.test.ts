import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** A terminal without a cursor, on which somebody answers the one question. */
function terminal(answer: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stdout = Object.assign(new PassThrough(), { isTTY: true });
  let screen = '';
  stdout.on('data', (chunk) => {
    if (!screen.includes('Answer') && String(chunk).includes('Answer')) stdin.write(`${answer}\n`);
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
});
