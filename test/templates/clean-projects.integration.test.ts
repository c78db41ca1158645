import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { goldenFolder } from '../golden-trees.ts';

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
const folder = mkdtempSync(join(tmpdir(), 'clean-projects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

describe.each(readdirSync(goldenFolder))('the default project of %s', (slug) => {
  it('is formatted and sorted, and its own linter finds nothing', async () => {
    const project = join(folder, slug);
    // Elsewhere, as this repository has a configuration of its own that leaves these trees out.
    cpSync(join(goldenFolder, slug), project, { recursive: true });
    const argv = [biome, 'check', '--error-on-warnings', '--colors=off', '.'];
    const report = await promisify(execFile)(process.execPath, argv, { cwd: project }).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }) => `${stdout}${stderr}`,
    );
    expect(report).toMatch(/^Checked \d+ files in [^\n]*\. No fixes applied\.\n$/);
  });
});
