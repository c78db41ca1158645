import { afterAll, describe, expect, it } from 'vitest';
import { contentOf } from '../project/folder.ts';
import { projects, renderChanged } from './project.ts';

const made = projects();
afterAll(() => made.finish());

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

  it('is one that a key, a name or a retention in the list of resources makes', async () => {
    const changed = (from: string, to: string) => ({
      render: renderChanged((tree) => {
        const contract = tree.get('stateful.contract.json')!;
        if (!contract.includes(from)) throw new Error(contract);
        tree.set('stateful.contract.json', contract.replace(from, to));
      }),
    });
    const project = await made.make(['--pattern', 'api']);
    for (const [from, to, message] of [
      ['pk HASH S', 'id HASH S', 'gets another KeySchema'],
      ['"KeySchema"', '"TableName": "orders", "KeySchema"', 'gets another TableName'],
      ['"deletionPolicy": "Retain"', '"deletionPolicy": "Delete"', 'loses its DeletionPolicy'],
    ] as const) {
      const refused = await project.upgrade(['--yes'], changed(from, to));
      expect(refused.code, message).toBe(12);
      expect(refused.stderr).toContain(message);
    }
  });

  it('is one of a service that goes to another Region or account, and of that service alone', async () => {
    const project = await made.make([
      '--pattern',
      'microservices',
      '--services',
      'orders:111122223333,customers:444455556666',
    ]);
    const before = contentOf(project.path);
    const [orders, customers] = ['111122223333', '444455556666'];
    for (const [services, message] of [
      [`orders:${orders}:eu-central-1,customers:${customers}`, 'from eu-west-1 to eu-central-1'],
      [`orders:${customers},customers:${customers}`, `from ${orders} to ${customers}`],
    ] as const) {
      const refused = await project.upgrade(['--set', `services=${services}`, '--yes']);
      expect(refused.code).toBe(12);
      expect(refused.stderr).toContain('OrdersTable in shop-orders-dev');
      expect(refused.stderr).toContain(message);
      expect(refused.stderr).not.toContain('CustomersTable');
    }
    expect(contentOf(project.path)).toEqual(before);
  });

  it('is one of the copy of a site that goes to another Region', async () => {
    const project = await made.make(['--pattern', 'secured', '--edge', 'failover']);
    const refused = await project.upgrade(['--failover-region', 'eu-north-1', '--yes']);
    expect(refused.code).toBe(12);
    expect(refused.stderr).toMatch(/SiteStandby in shop-standby-dev.* moves from \S+ to eu-north-1/);
  });

  it('is not hidden by leaving out what a deploy reads, since the answer is recorded at once', async () => {
    const project = await made.make(['--pattern', 'api']);
    const part = ['--slug', 'store', '--only', 'README.md', '--yes'];
    const before = contentOf(project.path);
    const refused = await project.upgrade(part);
    expect(refused.code).toBe(12);
    expect(refused.stdout).toContain('with what is left out');
    expect(contentOf(project.path)).toEqual(before);
    expect((await project.upgrade([...part, '--accept', 'OrdersTable'])).code).toBe(0);
    expect((await project.upgrade(['--yes'])).code).toBe(0);
    expect(project.read('infra/config.ts')).toContain('slug = "store"');
  });
});
