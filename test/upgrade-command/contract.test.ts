import { describe, expect, it } from 'vitest';
import { deploymentOf } from '../../src/cli/upgrade/deployment.ts';
import { render } from '../../src/generate/render.ts';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { runLocally } from '../../src/project/run-command.ts';
import { synthesise } from '../../src/project/synth/synthesise.ts';
import { contractOf, stacksOf } from '../../src/upgrade/aws/contract.ts';
import type { Resource, Stack } from '../../src/upgrade/aws/stack.ts';
import { fixedProperties } from '../../templates/base/files/infra/rules/fixed-properties.ts';
import { statefulTypes } from '../../templates/base/files/infra/rules/stateful-retention.ts';
import { answersOf } from '../matrix/rows.ts';
import { localCloud } from './project.ts';

/** What a list of resources with data says of the stacks of one stage. */
function listed(stacks: readonly Stack[], fixed: (properties?: Resource['Properties']) => object): string[] {
  return stacks
    .filter(({ stage }) => stage === 'dev')
    .flatMap(({ name, region, account, resources }) =>
      Object.entries(resources)
        .filter(([, { Type }]) => statefulTypes.includes(Type))
        .map(([logicalId, { Type, Properties, DeletionPolicy, UpdateReplacePolicy }]) =>
          JSON.stringify([
            ...[name, region, account, logicalId, Type],
            ...[fixed(Properties), DeletionPolicy, UpdateReplacePolicy],
          ]),
        ),
    )
    .sort();
}

const distribution = {
  pattern: 'microservices',
  domain: 'shop.example.com',
  domainStyle: 'path',
  services: ['orders:111122223333:eu-central-1', 'customers:444455556666'],
  edgeAccount: '777788889999',
};

describe('the list of resources with data', () => {
  it.each([
    { pattern: 'spa-single-domain', services: ['orders', 'customers'] },
    distribution,
    { pattern: 'secured', auth: 'both', edge: ['failover'], failoverRegion: 'eu-north-1' },
    ...['sqs-fifo', 'kinesis', 'firehose'].map((intake) => ({
      pattern: 'storage-first',
      intake,
    })),
  ])('of $pattern $intake is what its app synthesises: places, keys and retention', async (row) => {
    const answers = answersOf({ name: 'shop', ...row });
    const tree = render(answers, localCloud);
    const made = await synthesise(tree, packageRoot(), { run: runLocally, env: process.env });
    if ('failed' in made) throw new Error(made.failed);
    const expected = stacksOf(contractOf(tree)!, deploymentOf(answers));
    const found = listed(made.stacks, fixedProperties);
    expect(found).toEqual(listed(expected, (properties = {}) => properties));
    expect(found.length).toBeGreaterThan(1);
  });
});
