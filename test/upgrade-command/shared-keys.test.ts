/** Keys and users of callers are in one stack in every pattern: a move to services of several accounts and back leaves them there. */
import { afterAll, describe, expect, it } from 'vitest';
import { changeAnswers } from '../../src/cli/upgrade/answers.ts';
import { deploymentOf } from '../../src/cli/upgrade/deployment.ts';
import { consequencesOf } from '../../src/upgrade/aws/consequences.ts';
import { contractOf, stacksOf } from '../../src/upgrade/aws/contract.ts';
import { answersFor, move, treeOf } from './in-memory.ts';
import { projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());

const others = ['api', 'spa', 'spa-single-domain', 'secured'];
const kinds = { lambda: 'ApiKeysTable', cognito: 'UserPool' };
const moves = Object.entries(kinds).flatMap(([auth, data]) =>
  others.flatMap((other) => [
    [other, 'microservices', auth, data] as const,
    ['microservices', other, auth, data] as const,
  ]),
);

describe.each(moves)('a move from %s to %s with %s', (from, to, auth, data) => {
  const { before, after } = changeAnswers({ ...answersFor({ pattern: from, auth })! }, { pattern: to, auth });

  it('keeps what callers are known by, and the orders', () => {
    const [was, is] = [before, after].map((answers) =>
      stacksOf(contractOf(treeOf(answers)) ?? [], deploymentOf(answers)),
    );
    const { losses } = consequencesOf(was!, is!);
    expect(after.auth).toBe(auth);
    const kept = [data, 'OrdersTable'];
    expect(is!.flatMap(({ resources }) => Object.keys(resources))).toEqual(expect.arrayContaining(kept));
    expect(losses.filter(({ logicalId }) => kept.includes(logicalId))).toEqual([]);
  });

  it('gives the files of a fresh project', () => {
    const { files, conflicts } = move(treeOf(before), treeOf(before), treeOf(after));
    expect(conflicts).toEqual([]);
    expect([...files.keys()]).toEqual([...treeOf(after).keys()]);
  });
});

it('another account of the keys is told before anything is written', async () => {
  const flags = ['--pattern', '2', '--auth', 'lambda', '--services', 'orders:111122223333'];
  const project = await made.make([...flags, '--auth-account', '777788889999']);
  const refused = await project.upgrade(['--auth-account', '888899990000', '--yes']);
  expect(refused.code).toBe(12);
  expect(refused.stderr).toContain('ApiKeysTable in shop-auth-dev');
  expect(refused.stderr).toContain('from 777788889999 to 888899990000');
  expect(refused.stderr).not.toContain('OrdersTable');
});

it('kinds of callers of services come and go', async () => {
  const project = await made.make(['--pattern', '2', '--api', 'rest']);
  for (const kind of ['iam', 'lambda', 'cognito', 'none']) {
    const answer = await project.upgrade(['--auth', kind, '--yes', '--accept', 'all']);
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    const fresh = await made.make(['--pattern', '2', '--api', 'rest', '--auth', kind]);
    expect(project.read('README.md')).toBe(fresh.read('README.md'));
    expect(project.read('packages/constructs/api-auth.ts')).toBe(
      fresh.read('packages/constructs/api-auth.ts'),
    );
  }
});
