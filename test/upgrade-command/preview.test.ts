import { afterAll, describe, expect, it } from 'vitest';
import { projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());

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
