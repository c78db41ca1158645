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
});
