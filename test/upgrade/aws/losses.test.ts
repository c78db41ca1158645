import { describe, expect, it } from 'vitest';
import { consequencesOf } from '../../../src/upgrade/aws/consequences.ts';
import { type Deployment, type StatefulResource, stacksOf } from '../../../src/upgrade/aws/contract.ts';
import { statefulLosses } from '../../../src/upgrade/aws/losses.ts';
import type { Resource, Stack } from '../../../src/upgrade/aws/stack.ts';
import { statefulTypes } from '../../../src/upgrade/aws/stateful-types.ts';
import { fixedProperties } from '../../../templates/base/files/infra/rules/fixed-properties.ts';
import { statefulTypes as ruledTypes } from '../../../templates/base/files/infra/rules/stateful-retention.ts';

const told = (before: readonly Stack[], after: readonly Stack[]) =>
  statefulLosses(before, after).map(({ stack, logicalId, kind }) => `${kind} ${logicalId} ${stack}`);

describe('resources with data by their contract', () => {
  const table = {
    stack: '<slug>-orders-<stage>',
    logicalId: 'OrdersTable',
    type: 'AWS::DynamoDB::GlobalTable',
  };
  const key = { fixed: { KeySchema: ['pk HASH S'] } };
  const homes = (account: string, region: string, service = 'orders') =>
    new Map([[service, { account, region }]]);
  interface Described extends Deployment {
    resources: StatefulResource[];
  }
  const now: Described = { resources: [table], slug: 'shop', stages: ['dev', 'prod'], region: 'eu-west-1' };
  const stacks = ({ resources, ...where }: Described) => stacksOf(resources, where);

  it.each<[string, Partial<Described>, string[]]>([
    ['the same', {}, []],
    ['another Region of another service', { homes: homes('', 'us-east-1', 'customers') }, []],
    [
      'another Region of its service',
      { homes: homes('', 'us-east-1') },
      ['other-region OrdersTable shop-orders-dev', 'other-region OrdersTable shop-orders-prod'],
    ],
    ['a key where none was listed', { resources: [{ ...table, ...key }] }, []],
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

  it.each<[string, Partial<StatefulResource>, string[]]>([
    ['the same', {}, []],
    ['another key', { fixed: { KeySchema: ['id HASH S'] } }, ['rekeyed OrdersTable shop-orders-dev']],
    ['another type of key', { fixed: { KeySchema: ['pk HASH N'] } }, ['rekeyed OrdersTable shop-orders-dev']],
    ['a name', { fixed: { ...key.fixed, TableName: 'orders' } }, ['renamed OrdersTable shop-orders-dev']],
    ['no retention', { deletionPolicy: 'Delete' }, ['unretained OrdersTable shop-orders-dev']],
    [
      'no retention once replaced',
      { updateReplacePolicy: 'Delete' },
      ['unretained OrdersTable shop-orders-dev'],
    ],
  ])('%s listed with it', (_name, change, expected) => {
    const listed = { ...now, stages: ['dev'], resources: [{ ...table, ...key }] };
    const changed = { ...listed, resources: [{ ...table, ...key, ...change }] };
    expect(told(stacks(listed), stacks(changed))).toEqual(expected);
  });

  it('another account of its service', () => {
    const at = (account: string) => stacks({ ...now, stages: ['dev'], homes: homes(account, 'eu-west-1') });
    expect(told(at('111111111111'), at('222222222222'))).toEqual([
      'other-account OrdersTable shop-orders-dev',
    ]);
    expect(told(at(''), at('222222222222'))).toEqual([]);
    // The account of the credentials may be that one or another.
    const { notes } = consequencesOf(at(''), at('222222222222'));
    expect(notes.map(({ message }) => message)).toEqual([
      'shop-orders-dev goes to account 222222222222, whoever deploys it: if it was deployed to another one, it gets new, empty resources there (OrdersTable).',
    ]);
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

  it('have in their lists all that a deploy cannot change of those types', () => {
    const names = ruledTypes
      .flatMap((type) => [statefulTypes[type]!.name ?? [], statefulTypes[type]!.fixed ?? []].flat())
      // The key is in other words, below.
      .filter((name) => name !== 'KeySchema');
    const properties = Object.fromEntries(names.map((name) => [name, 'x']));
    expect(fixedProperties({ ...properties, BillingMode: 'x' })).toEqual(properties);
    const { KeySchema, AttributeDefinitions } = table.Properties!;
    expect(fixedProperties({ KeySchema, AttributeDefinitions })).toEqual({ KeySchema: ['id HASH S'] });
  });
});
