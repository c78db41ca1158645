/** Copies of the fixture projects in temporary folders, ready to build and synthesise. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuiltModel } from '../../src/local-cloud/assembly/model.ts';
import { openProject } from '../../src/local-cloud/project/project.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface Fixture {
  root: string;
  dispose(): void;
}

/** A copy of `test/fixtures/<name>` with the packages of this repository; `dispose` removes it. */
export function copyFixture(name: string): Fixture {
  const root = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
  cpSync(join(repository, 'test', 'fixtures', name), root, {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|dist)$/.test(path),
  });
  mkdirSync(join(root, 'node_modules'));
  for (const part of ['aws-cdk-lib', '@aws-cdk', '@aws-sdk', 'cdk-nag', 'constructs', 'esbuild']) {
    symlinkSync(join(repository, 'node_modules', part), join(root, 'node_modules', part), 'junction');
  }
  return { root, dispose: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Builds and synthesises a fixture: its model, with the folders of the bundles on disk. */
export async function fixtureModel({ root }: Fixture): Promise<BuiltModel> {
  const project = await openProject(root);
  try {
    const [built] = await Promise.all([project.synth(), project.build()]);
    return built;
  } finally {
    await project.close();
  }
}
