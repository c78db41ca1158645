/** Threads keep compiled code of the modules that functions share, where this Node.js can. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { call, codeFolder, functionOf, startLambda } from './fixture.ts';

const code = codeFolder();
const kept = mkdtempSync(join(tmpdir(), 'compiled-'));
vi.stubEnv('NODE_COMPILE_CACHE', kept);
afterAll(() => {
  vi.unstubAllEnvs();
  code.dispose();
  rmSync(kept, { recursive: true, force: true, maxRetries: 3 });
});

it('a spare environment keeps it once it is ready, and the function answers as ever', async () => {
  code.write('get', 'export const shared = () => "shared";', 'shared.mjs');
  const early = pathToFileURL(join(code.root, 'get', 'shared.mjs')).href;
  const handler = `import { shared } from ${JSON.stringify(early)}; export const handler = async () => shared();`;
  const resources = { get: functionOf('get', code.write('get', handler)) };
  const harness = await startLambda(resources, { earlyModules: () => [early] });
  const files = () =>
    readdirSync(kept, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  if ('flushCompileCache' in nodeModule) await vi.waitFor(() => expect(files()).toBeGreaterThan(0));
  expect((await call(harness, 'get')).value).toBe('shared');
  if (!('flushCompileCache' in nodeModule)) expect(files()).toBe(0);
  await harness.close();
});
