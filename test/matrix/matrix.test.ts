import { parse as parseJsonc } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { plan } from '../../src/generate/plan.ts';
import { render } from '../../src/generate/render.ts';
import { allLayerFiles } from '../templates/all-layer-files.ts';
import { expectedFiles, isLegal } from './oracle.ts';
import { answersOf, illegalRows, legalRows, type Row, resolveRow, settings, shapes } from './rows.ts';

const program = Buffer.from('// the local cloud\n');
const legal = legalRows();

describe('every combination of the options', () => {
  it('is accepted exactly when the oracle says so', () => {
    const refused = legal.filter((row) => !('answers' in resolveRow(row)));
    const taken = illegalRows().filter((row) => 'answers' in resolveRow(row));
    expect(legal.every(isLegal)).toBe(true);
    expect({ refused, taken }).toEqual({ refused: [], taken: [] });
    expect(legal.length).toBeGreaterThan(100);
    expect(illegalRows().length).toBeGreaterThan(100);
  });

  it('has every setting beside every other value', () => {
    const seen = new Set(legal.flatMap(pairsOf));
    const values = (axes: typeof shapes) =>
      Object.entries(axes).flatMap(([axis, all]) => all.map((value) => JSON.stringify([axis, value])));
    const missing = values(settings).flatMap((setting) =>
      [...values(shapes), ...values(settings)]
        .filter((value) => JSON.parse(value)[0] !== JSON.parse(setting)[0])
        .map((value) => `${setting} ${value}`)
        .filter((pair) => !seen.has(pair)),
    );
    expect(missing).toEqual([]);
  });

  // With every combination it takes minutes.
  it('renders a sound project', { timeout: 3_600_000 }, () => {
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

/** Every two values of a row, each as `["axis",value]`. */
function pairsOf(row: Row): string[] {
  const values = Object.entries(row).map((value) => JSON.stringify(value));
  return values.flatMap((first) => values.map((second) => `${first} ${second}`));
}

function faultsOf(tree: FileTree, row: Row): string[] {
  const faults: string[] = [];
  const { present, absent } = expectedFiles(row);
  faults.push(...present.filter((path) => !tree.has(path)).map((path) => `${path} is missing`));
  faults.push(...absent.filter((path) => tree.has(path)).map((path) => `${path} should not be there`));
  for (const [path, { content }] of tree) {
    if (path !== 'dev/local-cloud.mjs')
      faults.push(...textFaults(path, Buffer.from(content).toString('utf8')));
  }
  return faults;
}

const checked = new Map<string, string[]>();

/** Faults of a file by itself; most files are the same in many rows, and are checked once. */
function textFaults(path: string, text: string): string[] {
  const known = checked.get(`${path}\n${text}`);
  if (known) return known;
  const faults: string[] = [];
  if (text.includes('\r')) faults.push(`${path} has carriage returns`);
  if (!text.endsWith('\n') || text.endsWith('\n\n')) faults.push(`${path} does not end with one newline`);
  if (/[ \t]\n/.test(text) && !path.endsWith('.md')) faults.push(`${path} has trailing spaces`);
  if (/\{\{[#/>]|\[object Object\]|\bundefined\n/.test(text)) faults.push(`${path} holds an unrendered part`);
  faults.push(...parseFaults(path, text));
  checked.set(`${path}\n${text}`, faults);
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
