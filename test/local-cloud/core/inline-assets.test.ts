import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { runApp } from '../../../src/local-cloud/project/synth-run.ts';

/** What CDK does with `Source.jsonData`: a folder below the real path of the temporary one, removed once it is staged. */
const app = `const fs = require('node:fs');
const { join } = require('node:path');
const folder = fs.mkdtempSync(join(fs.realpathSync(require('node:os').tmpdir()), 'asset'));
fs.writeFileSync(join(folder, 'config.json'), '{}');
fs.writeFileSync(join(process.env.CDK_OUTDIR, 'asset'), folder);
fs.rmSync(folder, { recursive: true });
`;

const root = realpathSync(mkdtempSync(join(tmpdir(), 'csp-inline-')));
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('inline assets stay where the cache lies behind a link', async () => {
  for (const folder of ['elsewhere', 'out']) mkdirSync(join(root, folder));
  symlinkSync(join(root, 'elsewhere'), join(root, 'node_modules'));
  writeFileSync(join(root, 'app.cjs'), app);
  const cache = join(root, 'node_modules', 'cache');
  mkdirSync(cache);
  await runApp({ app: root, cache, bundle: join(root, 'app.cjs'), output: join(root, 'out'), context: {} });
  const asset = readFileSync(join(root, 'out', 'asset'), 'utf8');
  expect(readFileSync(join(asset, 'config.json'), 'utf8')).toBe('{}');
});
