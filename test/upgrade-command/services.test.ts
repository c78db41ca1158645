import { afterAll, describe, expect, it } from 'vitest';
import { contentOf } from '../project/folder.ts';
import { projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());

const below = (path: string, folder: string) =>
  Object.fromEntries(Object.entries(contentOf(path)).filter(([file]) => file.startsWith(folder)));
const withoutBackup = (path: string) =>
  Object.fromEntries(
    Object.entries(contentOf(path)).filter(([file]) => !file.startsWith('.serverless-pattern/backup/')),
  );

describe('another service of a project of workspaces', () => {
  it('comes with one command, and leaves the others as they are', async () => {
    const project = await made.make(['--pattern', 'microservices']);
    const before = below(project.path, 'services/');
    const added = await project.upgrade(['--set', 'services=orders,customers,billing', '--yes']);
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const after = below(project.path, 'services/');
    expect(after).toMatchObject(before);
    expect(after['services/billing/infra/config.ts']).toContain('service = "billing"');
    const fresh = await made.make(['--pattern', 'microservices', '--services', 'orders,customers,billing']);
    expect(withoutBackup(project.path)).toEqual(withoutBackup(fresh.path));
  });

  it('goes only when its data may be left behind', async () => {
    const project = await made.make(['--pattern', 'microservices']);
    const before = contentOf(project.path);
    const refused = await project.upgrade(['--set', 'services=orders', '--yes']);
    expect(refused.code).toBe(12);
    expect(refused.stderr).toContain('CustomersTable');
    expect(contentOf(project.path)).toEqual(before);
    const accepted = await project.upgrade([
      '--set',
      'services=orders',
      '--yes',
      '--accept',
      'CustomersTable',
    ]);
    expect(accepted.code).toBe(0);
    expect(below(project.path, 'services/customers/')).toEqual({});
  });
});

describe('a project of one service that becomes one of workspaces', () => {
  it('keeps edits, wherever the files go, and its table', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.edit('infra/lib/api.ts', 'rateLimit: 100', 'rateLimit: 500');
    project.edit('services/orders/order.ts', 'z.maximum(1000)', 'z.maximum(5000)');
    project.edit('services/lib/problem.ts', 'about:blank', 'https://example.com/problem');
    project.write('services/orders/handlers/ship.ts', 'export const handler = async () => {};\n');
    const moved = await project.upgrade(['--pattern', '2', '--yes']);
    expect(moved).toMatchObject({ code: 0, stderr: '' });
    expect(project.read('packages/constructs/api.ts')).toContain('rateLimit: 500');
    expect(project.read('services/orders/order.ts')).toContain('z.maximum(5000)');
    expect(project.read('packages/lib/problem.ts')).toContain('https://example.com/problem');
    expect(project.read('services/orders/handlers/ship.ts')).toContain('handler');
    expect(project.read('services/orders/stateful.contract.json')).toContain('<slug>-orders-<stage>');
  });
});

describe('the services of a domain', () => {
  const domain = ['--domain', 'shop.example.com', '--hosted-zone-id', 'Z0123456789'];
  const inTwo = ['--services', 'orders:111122223333,customers:444455556666'];
  const fronted = ['--domain-style', 'path', '--edge-account', '777788889999'];

  it.each([
    ['by path', domain, ['--domain-style', 'path'], ['--domain-style', 'subdomain']],
    ['by path across accounts', [...domain, ...inTwo], fronted, ['--domain-style', 'subdomain']],
  ])('go from names of their own to one %s, and back', async (_, flags, there, back) => {
    const project = await made.make(['--pattern', 'microservices', ...flags]);
    const first = withoutBackup(project.path);
    expect(await project.upgrade([...there, '--yes'])).toMatchObject({ code: 0, stderr: '' });
    const fresh = await made.make(['--pattern', 'microservices', ...flags, ...there]);
    expect(withoutBackup(project.path)).toEqual(withoutBackup(fresh.path));
    // The logs of the distribution that the paths have across accounts stay behind.
    const logs = ['--accept', 'FrontLogs'];
    expect(await project.upgrade([...back, '--yes', ...logs])).toMatchObject({ code: 0, stderr: '' });
    expect(withoutBackup(project.path)).toEqual(first);
  });

  it('by path come from one service, become a site of one domain, and one service again', async () => {
    const project = await made.make(['--pattern', 'api', ...domain]);
    const first = withoutBackup(project.path);
    const path = ['--pattern', 'microservices', '--services', 'orders,customers', '--domain-style', 'path'];
    expect((await project.upgrade([...path, '--yes'])).code).toBe(0);
    const fresh = async (...flags: string[]) => withoutBackup((await made.make([...flags, ...domain])).path);
    expect(withoutBackup(project.path)).toEqual(await fresh(...path));
    expect((await project.upgrade(['--pattern', '5', '--yes', '--accept', 'all'])).code).toBe(0);
    expect(withoutBackup(project.path)).toEqual(
      await fresh('--pattern', '5', '--services', 'orders,customers'),
    );
    expect((await project.upgrade(['--pattern', '1', '--yes', '--accept', 'all'])).code).toBe(0);
    expect(withoutBackup(project.path)).toEqual(first);
  });
});
