import { describe, expect, it } from 'vitest';
import { patterns } from '../../src/generate/patterns.ts';
import { allPairs } from './all-pairs.ts';
import { buildRow } from './values.ts';

describe('the all-pairs set of a pattern', () => {
  const rows = allPairs('spa');

  it('has each pair of values of the options that it takes', () => {
    const pairs = new Set(rows.map(({ frontend, packageManager }) => `${frontend} ${packageManager}`));
    const managers = ['npm', 'pnpm', 'yarn', 'bun'];
    expect(pairs).toEqual(new Set(managers.flatMap((manager) => [`react ${manager}`, `angular ${manager}`])));
    const zones = rows.filter(({ hostedZoneId }) => hostedZoneId);
    expect(zones.length).toBeGreaterThan(0);
    expect(zones.every(({ domain }) => domain)).toBe(true);
  });

  it('is far smaller than the product, and the same at each run', () => {
    expect(rows.length).toBeLessThan(40);
    expect(allPairs('spa')).toEqual(rows);
  });

  it('has every two features at the edge together, apart and each alone of the two, with each kind of sign-in', () => {
    const secured = allPairs('secured');
    const features = ['secure-site', 'failover', 'security-headers', 'ab-testing', 'rollout'];
    const seen = (one: string, other: string) =>
      new Set(secured.map(({ edge }) => `${edge!.includes(one)} ${edge!.includes(other)}`)).size;
    for (const [index, one] of features.entries()) {
      for (const other of features.slice(index + 1))
        expect([one, other, seen(one, other)]).toEqual([one, other, 4]);
      const withAuth = new Set(secured.map(({ auth, edge }) => `${auth} ${edge!.includes(one)}`));
      expect([one, withAuth.size]).toEqual([one, 6]);
    }
    expect(secured.length).toBeLessThan(30);
  });

  it.each(patterns.map(({ slug }) => slug))('has samples for every option of %s', (pattern) => {
    const rows = Array.from({ length: 50 }, (_, index) =>
      buildRow({ pattern }, (values) => values[index % values.length]!),
    );
    expect(rows.some((row) => row !== undefined)).toBe(true);
  });
});
