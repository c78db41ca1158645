import { describe, expect, it } from 'vitest';
import { stacksOf } from '../../../src/upgrade/aws/contract.ts';
import { statefulLosses } from '../../../src/upgrade/aws/losses.ts';
import type { Resource, Stack } from '../../../src/upgrade/aws/stack.ts';
import { statefulTypes } from '../../../src/upgrade/aws/stateful-types.ts';
import { statefulTypes as ruledTypes } from '../../../templates/base/files/infra/rules/stateful-retention.ts';

const told = (before: readonly Stack[], after: readonly Stack[]) =>
  statefulLosses(before, after).map(({ stack, logicalId, kind }) => `${kind} ${logicalId} ${stack}`);

describe('resources with data by their contract', () => {
  const table = {
    stack: '<slug>-orders-<stage>',
    logicalId: 'OrdersTable',
    type: 'AWS::DynamoDB::GlobalTable',
  };
  const now = { resources: [table], slug: 'shop', stages: ['dev', 'prod'], region: 'eu-west-1' };
  const stacks = ({ resources, ...where }: typeof now) => stacksOf(resources, where);

  it.each([
    ['the same', {}, []],
    ['one more', { resources: [table, { ...table, logicalId: 'Log' }] }, []],
    ['one more stage', { stages: ['dev', 'prod', 'test'] }, []],
    ['none', { resources: [] }, ['lost OrdersTable shop-orders-dev', 'lost OrdersTable shop-orders-prod']],
    [
      'another stack',
      { resources: [{ ...table, stack: '<slug>-data-<stage>' }] },
      ['moved OrdersTable shop-orders-dev', 'moved OrdersTable shop-orders-prod'],
    ],
    [
      'another type',
      { resources: [{ ...table, type: 'AWS::DynamoDB::Table' }] },
      ['retyped OrdersTable shop-orders-dev', 'retyped OrdersTable shop-orders-prod'],
    ],
    ['one stage less', { stages: ['dev'] }, ['lost OrdersTable shop-orders-prod']],
    ['another name of a stage', { stages: ['dev', 'live'] }, ['moved OrdersTable shop-orders-prod']],
    [
      'another slug',
      { slug: 'store' },
      ['moved OrdersTable shop-orders-dev', 'moved OrdersTable shop-orders-prod'],
    ],
    [
      'another Region',
      { region: 'us-east-1' },
      ['other-region OrdersTable shop-orders-dev', 'other-region OrdersTable shop-orders-prod'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(told(stacks(now), stacks({ ...now, ...change }))).toEqual(expected);
  });
});

describe('resources with data by their templates', () => {
  const retained = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  const table: Resource = {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      Replicas: [{ Region: 'eu-west-1' }],
    },
    ...retained,
  };
  const stack = (Table: Resource | undefined, more: Partial<Stack> = {}): Stack[] => [
    {
      name: 'shop-orders-dev',
      stage: 'dev',
      region: 'eu-west-1',
      account: '',
      resources: Table ? { Table } : {},
      ...more,
    },
  ];
  const withProperties = (changed: object): Resource => ({
    ...table,
    Properties: { ...table.Properties, ...changed },
  });

  it.each<[string, Stack[], string[]]>([
    ['stay with other capacity', stack(withProperties({ BillingMode: 'PAY_PER_REQUEST' })), []],
    [
      'stay when keys of objects change places',
      stack(withProperties({ KeySchema: [{ KeyType: 'HASH', AttributeName: 'id' }] })),
      [],
    ],
    [
      'stay with another index attribute',
      stack(
        withProperties({
          AttributeDefinitions: [
            { AttributeName: 'id', AttributeType: 'S' },
            { AttributeName: 'at', AttributeType: 'N' },
          ],
        }),
      ),
      [],
    ],
    [
      'are replaced with another key',
      stack(withProperties({ KeySchema: [{ AttributeName: 'at', KeyType: 'HASH' }] })),
      ['rekeyed Table shop-orders-dev'],
    ],
    [
      'are replaced with another type of a key',
      stack(withProperties({ AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }] })),
      ['rekeyed Table shop-orders-dev'],
    ],
    [
      'are replaced with a name of their own',
      stack(withProperties({ TableName: 'orders' })),
      ['renamed Table shop-orders-dev'],
    ],
    [
      'are another type',
      stack({ ...table, Type: 'AWS::DynamoDB::Table' }),
      ['retyped Table shop-orders-dev'],
    ],
    [
      'lose their retention',
      stack({ ...table, DeletionPolicy: 'Delete' }),
      ['unretained Table shop-orders-dev'],
    ],
    [
      'lose their retention on replacement',
      stack({ ...table, UpdateReplacePolicy: undefined }),
      ['unretained Table shop-orders-dev'],
    ],
    ['go', stack(undefined), ['lost Table shop-orders-dev']],
    ['go with their stack', [], ['lost Table shop-orders-dev']],
    ['move to another stack', stack(table, { name: 'shop-data-dev' }), ['moved Table shop-orders-dev']],
    ['are in another Region', stack(table, { region: 'us-east-1' }), ['other-region Table shop-orders-dev']],
    ['are in a Region that only the deploy knows', stack(table, { region: '' }), []],
  ])('%s', (_name, after, expected) => {
    expect(told(stack(table), after)).toEqual(expected);
  });

  it('are in another account', () => {
    const [a, b] = ['111111111111', '222222222222'];
    expect(told(stack(table, { account: a }), stack(table, { account: b }))).toEqual([
      'other-account Table shop-orders-dev',
    ]);
  });

  it('that are not retained are deleted when they go, unless their whole stack goes', () => {
    const loose = { ...table, DeletionPolicy: 'Delete' };
    expect(told(stack(loose), stack(undefined))).toEqual(['deleted Table shop-orders-dev']);
    expect(told(stack(loose), [])).toEqual(['lost Table shop-orders-dev']);
  });

  it('include all that the rules of generated projects hold for such', () => {
    expect(Object.keys(statefulTypes)).toEqual(expect.arrayContaining(ruledTypes));
    expect(Object.keys(statefulTypes)).toEqual(Object.keys(statefulTypes).toSorted());
  });
});
