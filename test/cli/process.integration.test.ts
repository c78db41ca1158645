import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Built, build, runProcess } from './built.ts';
import { answeredBut, filesBelow, temporaryFolder, textOf } from './harness.ts';

let built: Built;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  built = await build();
});
afterAll(() => built.remove());
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const shop = ['shop', '--pattern', 'api', '--yes', '--no-git'];
const cli = (argv: string[], env: Record<string, string> = {}) =>
  runProcess(process.execPath, [built.bin, ...argv], { cwd: folder.path, env });
const names = () => readdirSync(folder.path).sort();
/** A package manager that does what a shell script says, first on the PATH. */
const fakeNpm = (script: string) => {
  mkdirSync(join(folder.path, 'bin'));
  writeFileSync(join(folder.path, 'bin/npm'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder.path, 'bin/npm'), 0o755);
  return { PATH: `${join(folder.path, 'bin')}:${process.env.PATH}` };
};

describe('the executable behind its symbolic link', () => {
  it('works', async () => {
    expect(await cli(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    const made = await cli([...shop, '--no-install']);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(filesBelow(join(folder.path, 'shop'))).toContain('src/part-2/file.ts');
  });

  it('merges into a directory, shows a diff, and lists', async () => {
    mkdirSync(join(folder.path, 'shop'));
    writeFileSync(join(folder.path, 'shop/README.md'), 'mine\n');
    writeFileSync(join(folder.path, 'shop/data.json'), '{"b":2}');
    const diff = await cli([...shop, '--diff']);
    expect(diff.stdout).toContain('-mine\n+# shop\n');
    const merged = await cli([...shop, '--no-install', '--on-conflict', 'merge']);
    expect(merged).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(textOf(folder.path, 'shop/data.json'))).toEqual({ b: 2, a: 1 });
    expect(textOf(folder.path, 'shop/README.md.new')).toBe('# shop\n');
    expect((await cli(['list'])).stdout.split('\n')).toHaveLength(8);
  });

  it('exits 2 without a terminal, and asks nothing', async () => {
    const asked = await cli([]);
    expect(asked).toMatchObject({ code: 2, stdout: '' });
    expect(asked.stderr).toContain('This works: npx create-serverless-pattern my-shop --pattern api --yes');
  });

  it('takes a closed output for no error', () => {
    const piped = spawnSync(
      'sh',
      ['-c', `"$0" "$1" --help; echo "code $?" >&2`, process.execPath, built.bin],
      {
        cwd: folder.path,
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      },
    );
    expect(piped.stderr).toBe('code 0\n');
    const command = `"$0" "$1" ${[...shop, '--no-install'].join(' ')} | true; "$0" "$1" list | true`;
    const { stderr } = spawnSync('sh', ['-c', command, process.execPath, built.bin], {
      cwd: folder.path,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(existsSync(join(folder.path, 'shop/.serverless-pattern/state.json'))).toBe(true);
  });
});

describe('a signal during the install', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends it with %i, and says how to go on', async (signal, code) => {
    const env = { ...fakeNpm('echo started >&2; exec sleep 60'), CSP_FILES: '3' };
    let sent = false;
    const ended = await runProcess(
      process.execPath,
      [built.bin, ...shop],
      { cwd: folder.path, env },
      (output, child) => {
        if (sent || !output.includes('Installing')) return;
        sent = true;
        child.kill(signal);
      },
    );
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain('The project in shop is complete. Go on with:\n  cd shop\n  npm install');
    expect(filesBelow(join(folder.path, 'shop'))).toContain('.serverless-pattern/state.json');
    expect(names()).toEqual(['bin', 'shop']);
  });

  it('is not needed: a failing install keeps the project', async () => {
    const ended = await cli(shop, fakeNpm('echo "npm error no network" >&2; exit 7'));
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain('"npm install" failed with exit code 7. The project in shop is complete.');
    expect(ended.stderr).toContain('npm error no network');
    expect(filesBelow(join(folder.path, 'shop'))).toContain('.serverless-pattern/state.json');
  });
});

describe('a kill while files are written', () => {
  it('leaves nothing but a temporary folder, which the next run clears', async () => {
    const killed = await runProcess(
      process.execPath,
      ['--import', killer(3), built.bin, ...shop, '--no-install'],
      {
        cwd: folder.path,
      },
    );
    expect(killed.signal).toBe('SIGKILL');
    expect(names()).toEqual([expect.stringMatching(/^\.shop\.csp-[0-9a-f]{6}-\d+(-[0-9a-f]{6}){1,2}\.tmp$/)]);
    expect((await cli([...shop, '--no-install'])).code).toBe(0);
    expect(names()).toEqual(['shop']);
  });

  /** A module that kills its process when it opens the n-th new file. */
  function killer(at: number): string {
    return preload(`let left = ${at};
      const open = fs.openSync;
      fs.openSync = (path, flags, mode) => {
        const file = open(path, flags, mode);
        if (flags === 'wx' && --left === 0) process.kill(process.pid, 'SIGKILL');
        return file;
      };`);
  }
});

describe('a signal while files are flushed', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s leaves nothing at all', async (signal, code) => {
    const slow = preload(`fs.promises.open = () => {
        setInterval(() => {}, 1000);
        process.stderr.write('flushing');
        return new Promise(() => {});
      };`);
    let sent = false;
    const ended = await runProcess(
      process.execPath,
      ['--import', slow, built.bin, ...shop, '--no-install'],
      { cwd: folder.path },
      (output, child) => {
        if (sent || !output.includes('flushing')) return;
        sent = true;
        child.kill(signal);
      },
    );
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain('Stopped. Nothing was written.\n');
    expect(names()).toEqual([]);
  });
});

/** A module that changes Node's file system functions before the command line is loaded. */
function preload(changes: string): string {
  const script = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; ${changes} syncBuiltinESMExports();`;
  return `data:text/javascript,${encodeURIComponent(script)}`;
}

describe('a full disk', () => {
  const mounts = canMount();
  if (!mounts)
    console.log('No permission to mount a tmpfs here: a full disk is tested with an injected ENOSPC only.');

  it.runIf(mounts)('leaves nothing, in one sentence, exit 4', async () => {
    const small = join(folder.path, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24k', 'tmpfs', small]);
    try {
      const ended = await runProcess(process.execPath, [built.bin, ...shop, '--no-install'], {
        cwd: small,
        env: { CSP_FILES: '30' },
      });
      expect(ended).toMatchObject({ code: 4, stdout: '' });
      expect(ended.stderr).toBe(
        'The disk is full: shop could not be written.\nFree some space and run the command again.\n',
      );
      expect(readdirSync(small)).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  function canMount(): boolean {
    const tried = temporaryFolder();
    const { status } = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', tried.path]);
    if (status === 0) execFileSync('umount', [tried.path]);
    tried.remove();
    return status === 0;
  }
});

describe('without a network', () => {
  const isolates = spawnSync('unshare', ['-rn', 'true']).status === 0;
  if (!isolates)
    console.log('No permission for a network namespace here: making a project without one is not tried.');

  it.runIf(isolates)('a project is made all the same', async () => {
    const made = await runProcess('unshare', ['-rn', process.execPath, built.bin, ...shop, '--no-install'], {
      cwd: folder.path,
    });
    expect(made.code).toBe(0);
  });
});

describe('a real terminal', () => {
  const scripts =
    spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
  if (!scripts)
    console.log(
      'util-linux "script" is not here: the questions are tested on a terminal in this process only.',
    );

  const type = (
    argv: string[],
    keys: readonly (readonly [string, string])[],
    env: Record<string, string> = {},
  ) => {
    const command = [process.execPath, built.bin, ...argv].map((word) => `'${word}'`).join(' ');
    const waiting = [...keys];
    let from = 0;
    return runProcess(
      'script',
      ['-qec', command, '/dev/null'],
      { cwd: folder.path, env: { TERM: 'xterm', NO_COLOR: '', ...env } },
      (output, child) => {
        const [next] = waiting;
        if (!next || !output.slice(from).includes(next[0])) return;
        from = output.length;
        waiting.shift();
        child.stdin?.write(next[1]);
      },
    );
  };

  it.runIf(scripts)('stops with Ctrl-C: 130, one line, the cursor is there', async () => {
    const ended = await type(['shop'], [['Which pattern', '\u0003']]);
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain('Stopped. Nothing was written.');
    expect(ended.stdout).not.toContain('    at ');
    expect(ended.stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(ended.stdout.lastIndexOf('\u001b[?25l'));
    expect(names()).toEqual([]);
  });

  it.runIf(scripts)('stops with Ctrl-C in plain questions too', async () => {
    const ended = await type(['shop'], [['Answer', '\u0003']], { ACCESSIBLE: '1' });
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain('Stopped. Nothing was written.');
  });

  it.runIf(scripts)('makes a project from answers', async () => {
    const ended = await type(
      ['shop', ...answeredBut('pattern', 'packageManager'), '--no-install', '--no-git'],
      [
        ['Which pattern', '\r'],
        ['Which package manager', '\r'],
        ['Make the project', '\r'],
      ],
    );
    expect(ended.code).toBe(0);
    expect(filesBelow(join(folder.path, 'shop'))).toContain('.serverless-pattern/state.json');
  });
});
