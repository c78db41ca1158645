import { describe, expect, it } from 'vitest';
import { changeAnswers } from '../../src/cli/upgrade/answers.ts';
import { deploymentOf } from '../../src/cli/upgrade/deployment.ts';
import { consequencesOf } from '../../src/upgrade/aws/consequences.ts';
import { contractOf, stacksOf } from '../../src/upgrade/aws/contract.ts';
import { answersFor, pairs, treeOf } from './in-memory.ts';

const site = ['SiteBucket', 'SiteLogs'];
/** The resources with data of the default projects. */
const data: Record<string, string[]> = {
  api: ['OrdersTable'],
  microservices: ['CustomersTable', 'OrdersTable'],
  spa: ['OrdersTable', ...site],
  'spa-regional-api': ['OrdersTable', ...site],
  'spa-single-domain': ['OrdersTable', ...site],
  'storage-first': ['OrdersDeadLetters', 'OrdersQueue', 'OrdersTable'],
  secured: ['OrdersTable', ...site, 'UserPool'],
};
/** Patterns of several services: one that comes from another keeps the services that were named. */
const several = ['microservices', 'spa-single-domain', 'secured'];

describe('what a move leaves behind', () => {
  it('is told for every ordered pair of patterns', () => {
    expect(pairs).toHaveLength(42);
  });

  it.each(pairs)('from %s to %s is what the other pattern has not, and never the table', (from, to) => {
    const { before, after } = changeAnswers({ ...answersFor({ pattern: from })! }, { pattern: to });
    const [was, is] = [before, after].map((answers) =>
      stacksOf(contractOf(treeOf(answers)) ?? [], deploymentOf(answers)),
    );
    const { losses, created } = consequencesOf(was!, is!);
    const kept = several.includes(from) && several.includes(to) ? ['CustomersTable'] : [];
    const gone = data[from]!.filter((id) => ![...data[to]!, ...kept].includes(id));
    const inStages = (ids: string[]) => ids.flatMap((id) => [`${id} dev`, `${id} prod`]).sort();
    expect(losses.map(({ logicalId, stack }) => `${logicalId} ${stack.split('-').at(-1)}`).sort()).toEqual(
      inStages(gone),
    );
    expect(losses.every(({ kind }) => kind === 'lost')).toBe(true);
    expect(losses.some(({ logicalId }) => logicalId === 'OrdersTable')).toBe(false);
    const come = created.map(({ logicalId }) => logicalId);
    expect(come).not.toContain('OrdersTable');
  });
});
