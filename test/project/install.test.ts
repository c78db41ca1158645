import { describe, expect, it } from 'vitest';
import { install } from '../../src/project/install.ts';
import { type RunCommand, type RunOptions, runLocally } from '../../src/project/run-command.ts';

const project = { path: '/project', packageManager: 'npm' as const, env: {}, show: false };
const ending =
  (code: number, stderr = ''): RunCommand =>
  async () => ({ code, stdout: '', stderr });

describe('the install', () => {
  it('runs in the project, without what npx says of itself', async () => {
    const seen: { command: string; options: RunOptions }[] = [];
    await install(
      async (command, argv, options) => {
        seen.push({ command: [command, ...argv].join(' '), options });
        return { code: 0, stdout: '', stderr: '' };
      },
      {
        ...project,
        packageManager: 'yarn',
        env: {
          PATH: '/bin',
          npm_config_package: 'x',
          npm_config_registry: 'kept',
          npm_lifecycle_event: 'npx',
          INIT_CWD: '/',
        },
      },
    );
    expect(seen[0]?.command).toBe('yarn install');
    expect(seen[0]?.options.cwd).toBe('/project');
    expect(seen[0]?.options.env).toEqual({
      PATH: '/bin',
      npm_config_registry: 'kept',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    });
  });

  it('tells of a failure with the last lines', async () => {
    const output = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
    await expect(install(ending(7, output), project)).rejects.toMatchObject({
      kind: 'environment',
      code: 'install-failed',
      message: '"npm install" failed with exit code 7.',
      details: expect.arrayContaining([{ message: 'line 39' }]),
    });
  });

  it('tells of a package manager that is not there', async () => {
    await expect(install(ending(127), { ...project, packageManager: 'bun' })).rejects.toMatchObject({
      code: 'package-manager-missing',
      hint: 'Install bun, or choose --package-manager npm.',
    });
  });
});

describe('a program of this machine', () => {
  const options = { cwd: process.cwd(), env: { PATH: process.env.PATH } };

  it('ends with its code and output', async () => {
    const script = 'console.log(1); console.error(process.env.SECRET ?? "none"); process.exit(3)';
    expect(await runLocally(process.execPath, ['-e', script], options)).toEqual({
      code: 3,
      stdout: '1',
      stderr: 'none',
    });
  });

  it('is 127 when missing and 124 when it takes too long', async () => {
    expect((await runLocally('no-such-program-here', [], options)).code).toBe(127);
    const patient = await runLocally(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      ...options,
      timeout: 200,
    });
    expect(patient.code).toBe(124);
  });
});
