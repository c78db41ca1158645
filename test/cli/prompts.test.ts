import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { makeAsker } from '../../src/cli/prompts/index.ts';
import { plainAsker } from '../../src/cli/prompts/plain-asker.ts';
import { answeredBut, filesBelow, type Outcome, run, temporaryFolder, textOf } from './harness.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

const keys = {
  enter: '\r',
  up: '\u001b[A',
  down: '\u001b[B',
  escape: '\u001b',
  interrupt: '\u0003',
  clear: '\u0015',
};
const flags = ['--no-install', '--no-git'];

/** A terminal that types `answers`: each when its question is on the screen for the first time after the one before. */
function terminal(
  answers: readonly (readonly [RegExp, string])[],
  env: Record<string, string> = {},
  columns = 120,
) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin, isRaw: false });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns, rows: 40 });
  const waiting = [...answers];
  let screen = '';
  let seen = 0;
  const write = stdout.write.bind(stdout);
  stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    screen += chunk.toString();
    const [next] = waiting;
    if (next?.[0].test(screen.slice(seen))) {
      waiting.shift();
      seen = screen.length;
      setImmediate(() => stdin.write(next[1]));
    }
    return write(chunk, ...rest);
  }) as typeof stdout.write;
  return { io: { stdin, stdout, env }, screen: () => screen, left: () => waiting.length };
}

async function answer(
  argv: string[],
  typed: readonly (readonly [RegExp, string])[],
  env: Record<string, string> = {},
) {
  const screen = terminal(typed, env);
  const outcome: Outcome = await run([...argv, ...flags], folder.path, screen.io);
  expect(screen.left(), screen.screen()).toBe(0);
  return { ...outcome, screen: screen.screen() };
}

const answersOf = (directory: string) =>
  JSON.parse(textOf(folder.path, directory, '.serverless-pattern/state.json')).answers;

describe('questions with lists', () => {
  it('ask what is not given, show a review and make the project', async () => {
    const made = await answer(
      ['listed', ...answeredBut('pattern', 'api', 'region', 'domain', 'ci', 'packageManager')],
      [
        [/Which pattern/, keys.enter],
        [/Which API Gateway/, keys.down + keys.enter],
        [/Which endpoint/, keys.enter],
        [/Which AWS Region/, `${keys.clear}us-east-1${keys.enter}`],
        [/Custom domain/, keys.enter],
        [/Which CI/, keys.enter],
        [/Which package manager/, keys.enter],
        [/Make the project/, keys.enter],
      ],
    );
    expect(made.code).toBe(0);
    expect(answersOf('listed')).toMatchObject({
      api: 'rest',
      endpoint: 'regional',
      region: 'us-east-1',
      name: 'listed',
    });
    expect(made.screen).not.toContain('Name of the project');
    expect(made.screen).toContain('listed --pattern api --api rest --region us-east-1 --yes');
    expect(made.screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(made.screen.lastIndexOf('\u001b[?25l'));
  });

  it('go back with Escape, also from the review, and keep what was answered', async () => {
    const given = answeredBut('api', 'region');
    const made = await answer(
      ['backwards', ...given],
      [
        [/Which API Gateway/, keys.down + keys.enter],
        [/Which endpoint/, keys.escape],
        [/Which API Gateway/, keys.up + keys.enter],
        [/Which AWS Region/, keys.enter],
        [/Make the project/, keys.escape],
        [/Which AWS Region/, `us-west-2${keys.enter}`],
        [/Make the project/, keys.enter],
      ],
    );
    expect(made.code).toBe(0);
    expect(answersOf('backwards')).toMatchObject({ api: 'http', region: 'us-west-2' });
  });

  it('refuse a bad answer and ask again', async () => {
    const given = answeredBut('region');
    const made = await answer(
      ['again', ...given],
      [
        [/Which AWS Region/, `moon${keys.enter}`],
        [/not the name of an AWS Region/, `${keys.clear}eu-north-1${keys.enter}`],
        [/Make the project/, keys.enter],
      ],
    );
    expect(made.code).toBe(0);
    expect(answersOf('again').region).toBe('eu-north-1');
  });

  it('ask for a short name when none can be made of the name', async () => {
    const given = answeredBut();
    const made = await answer(
      ['日本語', ...given],
      [
        [/Short name for npm and AWS/, `nihongo${keys.enter}`],
        [/Make the project/, keys.enter],
      ],
    );
    expect(made.code).toBe(0);
    expect(answersOf('日本語')).toMatchObject({ name: '日本語', slug: 'nihongo' });
  });

  it.each([
    ['Ctrl-C', keys.interrupt],
    ['cancel in the review', keys.down + keys.down + keys.enter],
  ])('stop with %s: nothing is written, exit 130, one line, the cursor is there', async (_name, key) => {
    const given = answeredBut();
    const before = filesBelow(folder.path);
    const stopped = await answer(['stopped', ...given], [[/Make the project/, key]]);
    expect(stopped).toMatchObject({ code: 130, stderr: 'Stopped. Nothing was written.\n' });
    expect(filesBelow(folder.path)).toEqual(before);
    expect(stopped.screen.endsWith('\u001b[?25h')).toBe(true);
  });

  it('say where the project goes, and each answer once', async () => {
    const stopped = await answer(['deep/er', ...answeredBut()], [[/Make the project/, keys.interrupt]]);
    expect(stopped.screen).toMatch(/\n {2}directory +deep\/er\n/);
    expect(stopped.screen).toMatch(/\n {2}ci +github \(GitHub Actions\)\n/);
    expect(stopped.screen).toMatch(/\n {2}package-manager +npm\n/);
  });

  it('are not asked for a directory that is taken', async () => {
    mkdirSync(join(folder.path, 'taken/src'), { recursive: true });
    const { io, screen } = terminal([]);
    const refused = await run(['taken', ...flags], folder.path, io);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('taken is not empty: it holds src.');
    expect(screen()).toBe('');
  });

  it('refuse a name whose directory is taken, where the name is asked for', async () => {
    mkdirSync(join(folder.path, 'held/src'), { recursive: true });
    const made = await answer(
      ['--pattern=api', ...answeredBut('pattern')],
      [
        [/Name of the project/, `Held${keys.enter}`],
        [/held is not empty: it holds src\. Give another name\./, `${keys.clear}Free${keys.enter}`],
        [/Make the project/, keys.enter],
      ],
    );
    expect(made.code).toBe(0);
    expect(answersOf('free').name).toBe('Free');
  });

  it('take a directory that is not empty where a flag says so', async () => {
    mkdirSync(join(folder.path, 'shared/src'), { recursive: true });
    const made = await answer(
      ['shared', '--on-conflict=skip', ...answeredBut()],
      [[/Make the project/, keys.enter]],
    );
    expect(made.code).toBe(0);
  });

  it('break lines between words in a narrow terminal, but no command', async () => {
    const screen = terminal(
      [
        [/Which pattern/, keys.enter],
        [/Make the project/, keys.interrupt],
      ],
      {},
      40,
    );
    const argv = ['narrow', ...answeredBut('pattern'), ...flags];
    await run(argv, folder.path, screen.io);
    const escapes = new RegExp(`${keys.escape}\\[[0-9;?]*[A-Za-z]`, 'g');
    const lines = screen.screen().replace(escapes, '\n').split('\n');
    expect(lines).toContain('  4 SPA with your own CloudFront before');
    expect(lines).toContain('API Gateway, Lambda and DynamoDB,');
    const command = lines.findIndex((line) => line.includes('The same without questions'));
    expect(lines[command + 1]).toContain('--pattern api');
    const broken = lines.filter((line, index) => index !== command + 1 && line.length > 40);
    expect(broken).toEqual([]);
  });

  it('have no colour with NO_COLOR', async () => {
    const stopped = await answer(['grey'], [[/Which pattern/, keys.interrupt]], { NO_COLOR: '1' });
    expect(stopped.screen).toContain('Which pattern');
    expect(stopped.screen).not.toMatch(new RegExp(`${keys.escape}\\[[0-9;]*m`));
  });
});

describe('questions line by line', () => {
  it.each([
    { ACCESSIBLE: '1' },
    { TERM: 'dumb' },
  ])('are plain text, numbered, and go back with <: %j', async (env) => {
    const directory = `plain-${Object.keys(env)[0]!.toLowerCase()}`;
    const made = await answer(
      [directory, ...answeredBut('pattern', 'api', 'region', 'ci', 'packageManager')],
      [
        [/Which pattern\?\n {2}1\. Synchronous API: [\s\S]*Answer: $/, '1\n'],
        [/Which API Gateway[\s\S]*: $/, 'soap\n'],
        [/is not one of http, rest[\s\S]*: $/, 'rest\n'],
        [/Which endpoint[\s\S]*: $/, '<\n'],
        [/Which API Gateway[\s\S]*default rest: $/, '1\n'],
        [/Which AWS Region[\s\S]*: $/, '\n'],
        [/Which CI[\s\S]*: $/, '3\n'],
        [/package manager[\s\S]*: $/, '\n'],
        [/Make the project[\s\S]*: $/, '\n'],
      ],
      env as unknown as Record<string, string>,
    );
    expect(made.code).toBe(0);
    expect(made.screen).not.toContain('\u001b');
    expect(answersOf(directory)).toMatchObject({ api: 'http', ci: 'none', region: 'eu-west-1' });
  });

  it('do not take a choice that is disabled', async () => {
    const screen = terminal([
      [/Which\?\n {2}1\. one, not yet\n {2}2\. two\nAnswer: $/, '1\n'],
      [/a is not yet\.\nAnswer: $/, '2\n'],
    ]);
    const asker = plainAsker({ ...screen.io, env: {} } as unknown as Io);
    const choices = [
      { value: 'a', title: 'one', disabled: 'not yet' },
      { value: 'b', title: 'two' },
    ];
    expect(await asker.ask({ message: 'Which?', choices, faults: () => [] })).toBe('b');
    asker.close();
  });

  it('stop at the end of input', async () => {
    const screen = terminal([], { ACCESSIBLE: '1' });
    screen.io.stdin.end('1\n');
    const stopped = await run(['ended', ...flags], folder.path, screen.io);
    expect(stopped).toMatchObject({ code: 130, stderr: 'Stopped. Nothing was written.\n' });
  });
});

describe('a question with several answers', () => {
  const question = {
    message: 'Which?',
    choices: ['a', 'b', 'c'].map((value) => ({
      value,
      title: `the ${value}`,
      description: `more of ${value}`,
    })),
    many: true,
    initial: 'b',
    faults: (text: string) => (text === '' ? ['Name at least one.'] : []),
  };
  const asked = async (typed: readonly (readonly [RegExp, string])[], env: Record<string, string>) => {
    const screen = terminal(typed, env);
    const asker = await makeAsker({ ...screen.io } as unknown as Io);
    const answer = await asker.ask(question);
    asker.close();
    return { answer, screen: screen.screen() };
  };

  it('is a list to tick, with the default ticked', async () => {
    const { answer, screen } = await asked([[/Which/, ` ${keys.enter}`]], {});
    expect(answer).toBe('a,b');
    expect(screen).toContain('more of a');
  });

  it('wants an answer', async () => {
    const untickDefault = `${keys.down} ${keys.enter}`;
    const { answer, screen } = await asked(
      [
        [/Which/, untickDefault],
        [/Name at least one/, `${keys.down} ${keys.enter}`],
      ],
      {},
    );
    expect(screen).toContain('Name at least one.');
    expect(answer).toBe('c');
  });

  it('takes numbers and values line by line', async () => {
    const { answer, screen } = await asked([[/default b/, '1, c\n']], { ACCESSIBLE: '1' });
    expect(answer).toBe('a,c');
    expect(screen).toContain('1. the a: more of a');
  });
});

describe('nobody is asked', () => {
  it.each([
    [['--yes'], {}],
    [['--json'], {}],
    [[], { CI: 'true' }],
  ])('with %j and %j', async (argv, env) => {
    const { io } = terminal([], env as Record<string, string>);
    const { code, stderr, stdout } = await run(['nobody', ...argv], folder.path, io);
    expect(code).toBe(2);
    expect(stderr + stdout).toContain('--pattern is missing');
    expect(stdout).not.toContain('Which pattern');
  });
});
