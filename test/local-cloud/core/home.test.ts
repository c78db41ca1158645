import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appsToStart, homeOf } from '../../../src/local-cloud/project/home.ts';

let root: string;
const orders = () => join(root, 'services', 'orders');
const auth = () => join(root, 'services', 'auth');

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'home-')));
  write('package.json', '{ "workspaces": ["services/*"] }');
  write('dev/config.ts');
  for (const service of ['auth', 'orders']) write(`services/${service}/infra/app.ts`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the settings of a workspace', () => {
  it('are those of the root, unless it has its own', () => {
    expect(homeOf(orders())).toBe(root);
    expect(homeOf(root)).toBe(root);
    write('services/orders/dev/config.ts');
    expect(homeOf(orders())).toBe(orders());
  });

  it.each([
    ['{ "name": "somebody\'s" }'],
    ['no JSON'],
  ])('are not those of just any folder above it, with the manifest %s', (manifest) => {
    write('package.json', manifest);
    expect(homeOf(orders())).toBe(orders());
  });
});

describe('the apps to start', () => {
  it('are all of a project, and of a workspace its own and those beside it', () => {
    const beside = ['services/auth'];
    expect(appsToStart(root, root, { beside })).toEqual([auth(), orders()]);
    expect(appsToStart(orders(), root, { beside })).toEqual([auth(), orders()]);
    expect(appsToStart(auth(), root, { beside })).toEqual([auth()]);
    expect(appsToStart(orders(), root, {})).toEqual([orders()]);
  });

  it('lie within the project', () => {
    expect(() => appsToStart(orders(), root, { beside: ['../other'] })).toThrow('lies outside the project');
  });
});
