import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { templateGeneration } from '../../src/project/record.ts';
import { contentOf, remove } from '../project/folder.ts';
import { everydayEdits, everyEditIsThere } from './everyday-edits.ts';
import { firstAnswers, makeFirst } from './first-generation.ts';
import { type Project, projects, readySlugs } from './project.ts';

const made = projects();
const folders: string[] = [];
afterAll(() => {
  made.finish();
  for (const folder of folders) remove(folder);
});

async function first(pattern: string, more: Record<string, string | string[]> = {}): Promise<Project> {
  const project = await makeFirst({ ...firstAnswers[pattern], ...more });
  folders.push(dirname(project.path));
  return project;
}

const base = '.serverless-pattern/base.ndjson';
const state = '.serverless-pattern/state.json';

/** The files of a project without backups, and its state without the names of the migrations that it had. */
function filesOf({ path }: Project): Record<string, string> {
  const kept = Object.entries(contentOf(path)).filter(
    ([file]) => !file.startsWith('.serverless-pattern/backup/'),
  );
  const files = Object.fromEntries(kept);
  return { ...files, [state]: JSON.stringify({ ...JSON.parse(files[state]!), migrations: [] }) };
}

describe.each(Object.keys(firstAnswers))('a project of generation 1 of pattern %s', (pattern) => {
  it('becomes what a fresh project is, byte for byte', async () => {
    const project = await first(pattern);
    expect(await project.upgrade(['--yes'])).toMatchObject({ code: 0, stderr: '' });
    expect(filesOf(project)).toEqual(filesOf(await made.make(['--pattern', pattern])));
    expect(JSON.parse(project.read(state)).templates).toBe(templateGeneration);
    expect((await project.upgrade(['--check'])).code).toBe(0);
  });

  it('becomes that without its base too: the templates of then are in this package', async () => {
    const project = await first(pattern);
    project.remove(base);
    expect((await project.upgrade(['--yes'])).code).toBe(0);
    expect(filesOf(project)).toEqual(filesOf(await made.make(['--pattern', pattern])));
  });

  it('keeps every edit, with its base and without', async () => {
    for (const damage of [() => {}, (project: Project) => project.write(base, '')]) {
      const project = await first(pattern);
      everydayEdits(project);
      damage(project);
      const outcome = await project.upgrade(['--yes', '--json']);
      expect(outcome.stderr).toBe('');
      everyEditIsThere(project);
      const paths = JSON.parse(outcome.stdout).conflicts.map(({ path }: { path: string }) => path);
      // Both may have written at the end of the README, and only a person can say in which order.
      expect(paths.filter((path: string) => path !== 'README.md')).toEqual([]);
      if (paths.length > 0) continue;
      expect((await project.upgrade()).stdout).toBe('Up to date.\n');
    }
  });
});

/** Every pattern that generation 1 has to every other of today by night; by day one from each. */
const straight = Object.keys(firstAnswers).flatMap((from, index) => {
  const others = readySlugs.filter((to) => to !== from);
  const tried = process.env.MATRIX === 'full' ? others : [others[(2 * index) % others.length]!];
  return tried.map((to) => [from, to] as const);
});

describe.each(straight)('a project of generation 1 of pattern %s that becomes one of %s', (from, to) => {
  // Generation 1 asked for no services, so that there is none to stay.
  const services = to === 'microservices' ? ['--services', 'orders,customers'] : [];
  const flags = ['--pattern', to, ...services, '--yes', '--accept', 'all'];

  it('is what one of today becomes, byte for byte', async () => {
    const project = await first(from);
    expect(await project.upgrade(flags)).toMatchObject({ code: 0, stderr: '' });
    const today = await made.make(['--pattern', from]);
    expect((await today.upgrade(flags)).code).toBe(0);
    expect(filesOf(project)).toEqual(filesOf(today));
  });

  it('keeps every edit', async () => {
    const project = await first(from);
    everydayEdits(project);
    const outcome = await project.upgrade([...flags, '--json']);
    expect(outcome.stderr).toBe('');
    everyEditIsThere(project);
    const paths = JSON.parse(outcome.stdout).conflicts.map(({ path }: { path: string }) => path);
    // Both may have written at the end of the README, and only a person can say in which order.
    expect(paths.filter((path: string) => path !== 'README.md')).toEqual([]);
  });
});

describe('call sites in a project of generation 1', () => {
  const read = (project: Project) => (path: string) => project.read(path);

  it('follow what moved: modules, exports, the stack of a service', async () => {
    const project = await first('api');
    project.write(
      'services/orders/handlers/export.ts',
      'import { decodeCursor } from "../cursor.ts";\nimport { fingerprint, type NewOrder } from "../order.ts";\nimport { client, getOrder, TableName } from "../order-store.ts";\n\nexport const all = [decodeCursor, fingerprint, client, getOrder, TableName];\nexport type Mine = NewOrder;\n',
    );
    project.edit(
      'infra/lib/stack.ts',
      '  new OrdersStack(app, stage, { host: hostOf(stage, "api") });',
      '  const orders = new OrdersStack(app, stage, { host: hostOf(stage, "api") });\n  audit(orders);',
    );
    project.edit(
      'infra/lib/stack.ts',
      'import { hostOf }',
      'import { audit } from "./audit.ts";\nimport { hostOf }',
    );
    project.write(
      'infra/lib/audit.ts',
      'import type { OrdersStack } from "./orders-stack.ts";\n\nexport function audit(stack: OrdersStack): void {\n  stack.tags.setTag("audit", "yes");\n}\n',
    );
    const { code, stdout } = await project.upgrade(['--yes']);
    expect(code, stdout).toBe(0);
    const text = read(project);
    expect(text('services/orders/handlers/export.ts')).toBe(
      'import { decodeCursor } from "../../lib/cursor.ts";\nimport { type NewOrder } from "../order.ts";\nimport { fingerprint } from "../../lib/fingerprint.ts";\nimport { getOrder } from "../order-store.ts";\nimport { client, TableName } from "../../lib/table.ts";\n\nexport const all = [decodeCursor, fingerprint, client, getOrder, TableName];\nexport type Mine = NewOrder;\n',
    );
    expect(text('infra/lib/stack.ts')).toContain(
      'const orders = new ServiceStack(app, stage, { name: "orders", service: OrdersService, host: hostOf(stage, "api") });',
    );
    expect(text('infra/lib/stack.ts').match(/import .*OrdersService/g)).toHaveLength(1);
    expect(text('infra/lib/audit.ts')).toContain('import type { ServiceStack } from "./service-stack.ts"');
    expect(stdout).not.toContain('which is not there');
    expect((await project.upgrade()).stdout).toBe('Up to date.\n');
  });

  it('keep an index that was added to the table, in the file that the table is in now', async () => {
    const project = await first('api');
    project.edit(
      'services/orders/table.ts',
      '    billing: Billing.onDemand(limits),',
      '    tags: [{ key: "team", value: "orders" }],\n    billing: Billing.onDemand(limits),',
    );
    const { code, stdout } = await project.upgrade(['--yes']);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('services/orders/table.ts -> infra/lib/service-table.ts');
    expect(project.read('infra/lib/service-table.ts')).toContain('tags: [{ key: "team", value: "orders" }],');
    expect(existsSync(join(project.path, 'services/orders/table.ts'))).toBe(false);
  });

  it('of another shape are named, and so are imports of what has gone', async () => {
    const project = await first('api');
    project.write(
      'infra/lib/second.ts',
      'import { OrdersStack } from "./orders-stack.ts";\n\nexport const make = (options: ConstructorParameters<typeof OrdersStack>) => new OrdersStack(...options);\n',
    );
    project.write(
      'infra/lib/props.ts',
      'import type { OrdersServiceProps } from "../../services/orders/infra.ts";\n\nexport type Props = OrdersServiceProps;\n',
    );
    project.write(
      'test/unit/paths.test.ts',
      'import { readFileSync } from "node:fs";\nimport { vi } from "vitest";\n\nvi.mock("../../services/orders/cursor.ts");\nreadFileSync("./services/orders/table.ts");\n',
    );
    const { stdout } = await project.upgrade(['--yes', '--json']);
    expect(project.read('test/unit/paths.test.ts')).toContain('vi.mock("../../services/lib/cursor.ts")');
    expect(JSON.parse(stdout).notices).toEqual(
      expect.arrayContaining([
        {
          path: 'test/unit/paths.test.ts',
          kind: 'call-site',
          message: 'It names ./services/orders/table.ts, which is not there any more.',
        },
        expect.objectContaining({ path: 'infra/lib/second.ts', kind: 'call-site' }),
        {
          path: 'infra/lib/props.ts',
          kind: 'call-site',
          message:
            'It imports OrdersServiceProps from ../../services/orders/infra.ts, which does not export that.',
        },
      ]),
    );
  });
});

describe('the history as a base', () => {
  const damaged = (line: string) => line.replace(/"z":"[^"]*"/, '"z":"AAAA"');

  function change(project: Project, path: string, how: (line: string) => string): void {
    const lines = project.read(base).split('\n');
    const own = (line: string) => line.startsWith(`{"p":"${path}"`);
    project.write(base, lines.map((line) => (own(line) ? how(line) : line)).join('\n'));
  }

  it('gives back a file whose digest it has, and says so', async () => {
    const project = await first('api');
    change(project, 'README.md', damaged);
    project.write('README.md', `${project.read('README.md')}\nMine.\n`);
    const outcome = await project.upgrade(['--yes', '--package-manager', 'pnpm']);
    expect(outcome.stdout).toMatch(/README\.md was rendered anew/);
    expect(outcome.code).toBe(0);
    expect(project.read('README.md')).toContain('pnpm run dev');
    expect(project.read('README.md')).toContain('Mine.');
  });

  it('is not taken for a file of another digest', async () => {
    const project = await first('api');
    change(project, '.nvmrc', (line) =>
      damaged(line).replace(/"h":"[0-9a-f]{64}"/, `"h":"${'0'.repeat(64)}"`),
    );
    project.write('.nvmrc', '22\n');
    const outcome = await project.upgrade(['--yes']);
    expect(outcome.stdout).toContain('What was generated for .nvmrc is lost');
    expect(project.read('.nvmrc')).toBe('22\n');
  });

  it('is not taken for a project of another version, but for files that are as it has them', async () => {
    const project = await first('api');
    project.remove(base);
    project.edit(state, '"cli": "0.1.0"', '"cli": "0.0.9"');
    project.write('README.md', 'mine\n');
    const outcome = await project.upgrade(['--yes', '--package-manager', 'pnpm']);
    expect(outcome.code).toBe(3);
    expect(project.read('README.md')).toBe('mine\n');
    expect(project.read('.serverless-pattern/incoming/README.md')).toContain('pnpm run dev');
    expect(project.read('package.json')).toContain('"packageManager": "pnpm@');
  });

  it('knows the file of the tool by the digest at its head, and an edited one', async () => {
    const project = await first('api');
    project.remove(base);
    expect((await project.upgrade(['--yes'])).code).toBe(0);
    expect(project.read('dev/local-cloud.mjs')).toBe('export const version = 1;\n');
    const other = await first('api');
    other.remove(base);
    other.write('dev/local-cloud.mjs', `${other.read('dev/local-cloud.mjs')}// mine\n`);
    expect((await other.upgrade(['--yes'])).code).toBe(3);
    expect(other.read('dev/local-cloud.mjs')).toContain('// mine');
  });

  it.each([
    ['"slug": "shop"', '"slug": "$(touch x)"'],
    ['"pattern": "api"', '"pattern": "../../etc"'],
    ['"templates": 1', '"templates": 1e9'],
    ['"templates": 1', '"templates": -1'],
    ['"cli": "0.1.0"', '"cli": "0.1.0/../../x"'],
  ])('takes no orders from a record: %s -> %s is refused', async (from, to) => {
    const project = await first('api');
    project.write(state, project.read(state).replaceAll(from, to));
    project.remove(base);
    const before = contentOf(project.path);
    expect([2, 11]).toContain((await project.upgrade(['--yes'])).code);
    expect(contentOf(project.path)).toEqual(before);
  });
});
