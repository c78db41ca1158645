import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../scripts/generation/snapshot.ts';
import { patterns } from '../../src/generate/patterns.ts';
import { releasedGenerations } from '../../src/generate/released.ts';
import { localCloudPath, render } from '../../src/generate/render.ts';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { templateGeneration } from '../../src/project/record.ts';
import { answersOf } from '../matrix/rows.ts';

const ready = patterns.filter(({ ready: is }) => is).map(({ slug }) => slug);

describe('released generations', () => {
  it('are kept from the first to the one before this, the newest first', () => {
    const kept = releasedGenerations().map(({ generation }) => generation);
    expect([...new Set(kept)]).toEqual(
      Array.from({ length: templateGeneration - 1 }, (_, index) => templateGeneration - 1 - index),
    );
  });

  it('render what they are asked for, and nothing for answers that they do not take', async () => {
    const first = releasedGenerations().at(-1)!;
    const tree = (await first.render({ pattern: 'api', name: 'Shop', unheardOf: 'x' }))!;
    expect([...tree.keys()]).toContain('infra/lib/orders-stack.ts');
    expect([...tree.keys()]).not.toContain(localCloudPath);
    expect(Buffer.from(tree.get('infra/config.ts')!.content).toString()).toContain('slug = "shop"');
    expect(await first.render({ pattern: 'no-such', name: 'Shop' })).toBeUndefined();
    expect(await first.render({ pattern: 'api', name: 'Shop', slug: '../x' })).toBeUndefined();
    expect(await first.render({})).toBeUndefined();
  });
});

describe('a snapshot of the work tree', () => {
  it('is the same bytes each time, and renders every pattern as the work tree does', async () => {
    const packed = await snapshotOf(packageRoot());
    expect((await snapshotOf(packageRoot())).equals(packed)).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
    try {
      const file = join(folder, 'snapshot.mjs');
      writeFileSync(file, brotliDecompressSync(packed));
      const { renderRecorded } = await import(pathToFileURL(file).href);
      for (const pattern of ready) {
        const answers = answersOf({ pattern, name: 'Shop' });
        const expected = render(answers, new Uint8Array());
        expected.delete(localCloudPath);
        const rendered = new Map<string, { content: Uint8Array; mode: number }>(renderRecorded(answers));
        expect([...rendered.keys()].sort()).toEqual([...expected.keys()]);
        for (const [path, { content, mode }] of expected) {
          expect(Buffer.compare(rendered.get(path)!.content, content), path).toBe(0);
          expect(rendered.get(path)!.mode).toBe(mode);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
