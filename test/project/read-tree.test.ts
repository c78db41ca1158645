import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { localDisk } from '../../src/project/disk.ts';
import { largestFile, readTree } from '../../src/project/read-tree.ts';
import { put, remove, temporaryFolder } from './folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => remove(folder));

it('reads what people wrote, links as links, and names what is too large', () => {
  put(folder, {
    'a/b.ts': 'b',
    'a.ts': 'a',
    'run.sh': '#!/bin/sh',
    '.env': 'SECRET=1',
    '.git/config': 'x',
    'services/node_modules/x/index.js': 'x',
    'cdk.out/t.json': '{}',
    'large.bin': 'x'.repeat(largestFile + 1),
  });
  chmodSync(join(folder, 'run.sh'), 0o700);
  symlinkSync('../outside', join(folder, 'link'));
  const { tree, large } = readTree(localDisk, folder);
  expect([...tree.keys()]).toEqual(['a.ts', 'a/b.ts', 'link', 'run.sh']);
  expect(tree.get('run.sh')?.mode).toBe(0o755);
  expect(tree.get('link')).toMatchObject({ link: true, content: Buffer.from('../outside') });
  expect(large).toEqual(['large.bin']);
});
