import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderProject } from '../../src/cli/render-project.ts';
import { resolve } from '../../src/generate/answers.ts';

async function workflowsOf(pattern: string) {
  const resolved = resolve({ name: 'shop', pattern });
  if ('faults' in resolved) throw new Error(JSON.stringify(resolved.faults));
  const tree = await renderProject(resolved.answers);
  return (name: string) => parse(Buffer.from(tree.get(`.github/workflows/${name}`)!.content).toString());
}

describe('the GitHub workflows', () => {
  it.each([
    '1',
    '3',
    '4',
    '5',
    '6',
    '7',
  ])('of pattern %s deploy only what the checks have passed', async (pattern) => {
    const workflow = await workflowsOf(pattern);
    const { jobs } = workflow('deploy.yml');
    expect(jobs.check.uses).toBe('./.github/workflows/ci.yml');
    expect(jobs.deploy.needs).toBe('check');
    // A push to main would run the checks twice.
    expect(Object.keys(workflow('ci.yml').on)).toEqual(['pull_request', 'workflow_call']);
  });

  it('of pattern 2 do so in each service', async () => {
    const { jobs } = (await workflowsOf('2'))('orders.yml');
    expect(jobs.deploy.needs).toBe('check');
  });
});
