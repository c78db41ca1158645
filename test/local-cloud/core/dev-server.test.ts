import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, getPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDevServer, type DevServer } from '../../../src/local-cloud/project/dev-server.ts';
import { reachableAt } from '../reachable.ts';

/** A dev server that listens where its arguments say, and everywhere without. */
const program = `
const { values } = require('node:util').parseArgs({ strict: false, options: { port: { type: 'string' }, host: { type: 'string' } } });
require('node:http').createServer((_, response) => response.end(String(require('node:os').getPriority()))).listen({ port: Number(values.port), host: values.host });
`;

const root = mkdtempSync(join(tmpdir(), 'dev-server-'));
let server: DevServer | undefined;
let port = 0;
beforeAll(async () => {
  const files = {
    'package.json': JSON.stringify({ scripts: { dev: 'vite' } }),
    'node_modules/vite/package.json': JSON.stringify({ name: 'vite', version: '1.0.0' }),
    'node_modules/vite/bin/vite.js': program,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'web', path)), { recursive: true });
    writeFileSync(join(root, 'web', path), text);
  }
  server = createDevServer(root, () => {});
  server!.begin();
  port = await server!.ready;
});
afterAll(async () => {
  await server?.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
});

it('the dev server of the site listens on the loopback interface only', async () => {
  expect(await reachableAt(port)).toEqual(['127.0.0.1']);
});

it('the dev server gives way to the synth and to functions', async () => {
  const priority = Number(await (await fetch(`http://127.0.0.1:${port}/`)).text());
  expect(priority).toBe(Math.min(getPriority() + 5, constants.priority.PRIORITY_LOW));
});

describe('until it is begun', () => {
  let waiting: DevServer;
  beforeEach(() => {
    waiting = createDevServer(root, () => {})!;
  });
  afterEach(() => waiting.close());

  it('the dev server of the site does not run', async () => {
    const state = () => Promise.race([waiting.ready.then(() => 'ready'), delay(500, 'waiting')]);
    expect(await state()).toBe('waiting');
    waiting.begin();
    expect(await reachableAt(await waiting.ready)).toEqual(['127.0.0.1']);
  });

  it('the dev server can be closed, and never runs', async () => {
    await waiting.close();
    waiting.begin();
    await expect(waiting.ready).rejects.toThrow('was closed before it started');
  });
});
