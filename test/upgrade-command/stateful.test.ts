import { afterAll, describe, expect, it } from 'vitest';
import { type StatefulLoss, statefulLosses } from '../../src/upgrade/stateful/compare.ts';
import { contentOf } from '../project/folder.ts';
import { projects, renderChanged } from './project.ts';

const made = projects();
afterAll(() => made.finish());
const table = {
  stack: '<slug>-orders-<stage>',
  logicalId: 'OrdersTable',
  type: 'AWS::DynamoDB::GlobalTable',
};
const now = { resources: [table], slug: 'shop', stages: ['dev', 'prod'], region: 'eu-west-1' };
const told = (losses: StatefulLoss[]) =>
  losses.map(({ stack, logicalId, kind }) => `${kind} ${logicalId} ${stack}`);

describe('resources with data', () => {
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
    expect(told(statefulLosses(now, { ...now, ...change }))).toEqual(expected);
  });
});

describe('an upgrade that would leave data behind', () => {
  const moved = {
    render: renderChanged((tree) => {
      const contract = tree.get('stateful.contract.json')!;
      tree.set('stateful.contract.json', contract.replace('-orders-', '-data-'));
    }),
  };

  it('exits 12 and writes nothing, until it is accepted', async () => {
    const project = await made.make(['--pattern', 'api']);
    const before = contentOf(project.path);
    const refused = await project.upgrade(['--yes'], moved);
    expect(refused.code).toBe(12);
    expect(refused.stderr).toContain('OrdersTable moves from shop-orders-prod to shop-data-prod');
    expect(refused.stderr).toContain('--accept OrdersTable');
    expect(contentOf(project.path)).toEqual(before);
    expect((await project.upgrade(['--check'], moved)).code).toBe(12);
    expect((await project.upgrade(['--yes', '--accept', 'Other'], moved)).code).toBe(12);
    const inJson = await project.upgrade(['--yes', '--json'], moved);
    expect(JSON.parse(inJson.stdout)).toMatchObject({
      ok: false,
      exitCode: 12,
      error: { code: 'stateful-resources' },
    });
    expect((await project.upgrade(['--yes', '--accept', 'OrdersTable'], moved)).code).toBe(0);
  });

  it('is also one that another name of the project makes', async () => {
    const project = await made.make(['--pattern', 'api']);
    expect((await project.upgrade(['--yes', '--slug', 'store'])).code).toBe(12);
    expect((await project.upgrade(['--yes', '--slug', 'store', '--accept', 'all'])).code).toBe(0);
    expect(JSON.parse(project.read('package.json')).name).toBe('store');
  });
});
