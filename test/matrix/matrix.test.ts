import { parse as parseJsonc } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { plan } from '../../src/generate/plan.ts';
import { render } from '../../src/generate/render.ts';
import { allLayerFiles } from '../templates/all-layer-files.ts';
import { expectedFiles, isLegal } from './oracle.ts';
import { answersOf, resolveRow, rows } from './rows.ts';

const program = Buffer.from('// the local cloud\n');
const all = rows();
const legal = all.filter(isLegal);

describe('every combination of the options', () => {
  it('is accepted exactly when the oracle says so', () => {
    const wrong = all.filter((row) => isLegal(row) !== 'answers' in resolveRow(row));
    expect(wrong).toEqual([]);
    expect(legal.length).toBeGreaterThan(100);
  });

  it('renders a sound project', () => {
    const faults = legal.flatMap((row) =>
      faultsOf(render(answersOf(row), program), row).map((fault) => `${JSON.stringify(row)}: ${fault}`),
    );
    expect(faults.slice(0, 10)).toEqual([]);
  });

  it('renders the same bytes twice', () => {
    for (const row of [legal[0]!, legal.at(-1)!]) {
      expect(render(answersOf(row), program)).toEqual(render(answersOf(row), program));
    }
  });

  it('reaches every template file', () => {
    const used = new Set(
      legal.flatMap((row) => {
        const answers = answersOf(row);
        return [...plan(answers).values()].flatMap(({ sources }) =>
          sources.map(({ layer, file }) => `${layer}:${file.path}`),
        );
      }),
    );
    const unused = allLayerFiles().filter(({ id }) => !used.has(id));
    expect(unused.map(({ id }) => id)).toEqual([]);
  });
});

function faultsOf(tree: FileTree, row: Record<string, unknown>): string[] {
  const faults: string[] = [];
  const { present, absent } = expectedFiles(row);
  faults.push(...present.filter((path) => !tree.has(path)).map((path) => `${path} is missing`));
  faults.push(...absent.filter((path) => tree.has(path)).map((path) => `${path} should not be there`));
  for (const [path, { content }] of tree) {
    if (path === 'dev/local-cloud.mjs') continue;
    const text = Buffer.from(content).toString('utf8');
    if (text.includes('\r')) faults.push(`${path} has carriage returns`);
    if (!text.endsWith('\n') || text.endsWith('\n\n')) faults.push(`${path} does not end with one newline`);
    if (/[ \t]\n/.test(text) && !path.endsWith('.md')) faults.push(`${path} has trailing spaces`);
    if (/\{\{[#/>]|\[object Object\]|\bundefined\n/.test(text))
      faults.push(`${path} holds an unrendered part`);
    faults.push(...parseFaults(path, text));
  }
  return faults;
}

function parseFaults(path: string, text: string): string[] {
  try {
    if (path.endsWith('.json')) {
      const errors: never[] = [];
      const value = parseJsonc(text, errors, { allowTrailingComma: false });
      if (errors.length > 0) return [`${path} is not JSON`];
      return path.endsWith('package.json') ? pinFaults(path, value) : [];
    }
    if (/\.ya?ml$/.test(path)) parseYaml(text);
    return [];
  } catch (error) {
    return [`${path}: ${(error as Error).message}`];
  }
}

function pinFaults(path: string, manifest: Record<string, Record<string, string>>): string[] {
  const pins = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return [
    ...pins
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name]) => `${path} does not pin ${name}`),
    ...(manifest.devDependencies?.['aws-cdk']?.startsWith('3.') ? [`${path} takes aws-cdk 3`] : []),
  ];
}
