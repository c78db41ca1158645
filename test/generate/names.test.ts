import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  displayNameFaults,
  maximumSlugLength,
  slugFaults,
  slugOf,
  suggestSlug,
} from '../../src/generate/names.ts';
import { seedFrom } from '../upgrade/seed.ts';

describe('a short name', () => {
  it.each(['shop', 'my-shop', 'a', 'shop2', 'x'.repeat(maximumSlugLength)])('may be %s', (slug) => {
    expect(slugFaults(slug)).toEqual([]);
  });

  it.each([
    ['', 'must start with a lower-case letter'],
    ['2shop', 'must start with a lower-case letter'],
    ['Shop', 'lower-case'],
    ['my_shop', 'may hold only'],
    ['my--shop', 'two in a row'],
    ['shop-', 'end with a hyphen'],
    ['x'.repeat(maximumSlugLength + 1), 'characters'],
    ['con', 'device name on Windows'],
    ['lpt1', 'device name on Windows'],
    ['fs', 'npm or Node.js'],
    ['node_modules', 'npm or Node.js'],
    ['aws-shop', 'AWS keeps'],
    ['sthree-shop', 'S3 refuses'],
    ['shop-s3alias', 'S3 refuses'],
  ])('may not be %s', (slug, says) => {
    const [fault, ...more] = slugFaults(slug);
    expect(more).toEqual([]);
    expect(fault).toContain(says);
    const suggested = /Try --slug (\S+)\.$/.exec(fault ?? '')?.[1] ?? '';
    expect(slugFaults(suggested)).toEqual([]);
  });

  it.each([
    ['My Shop', 'my-shop'],
    ['  Émile & Söhne!  ', 'emile-sohne'],
    ['3 little pigs', 'little-pigs'],
    ['@scope/name', 'scope-name'],
    ['日本語', ''],
  ])('of "%s" is "%s"', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('that is suggested is always good', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (name) => slugFaults(suggestSlug(name)).length === 0,
      ),
      { seed: seedFrom('PROPERTY_SEED', 4_711) },
    );
  });
});

describe('a display name', () => {
  it.each(['My shop', '日本語', "it's; rm -rf", '👩‍💻 team', '../x'])('may be %s', (name) => {
    expect(displayNameFaults(name)).toEqual([]);
  });

  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['a\nb', 'cannot be printed'],
    ['a\u202eb', 'cannot be printed'],
    ['x'.repeat(101), 'at most 100'],
  ])('may not be %j', (name, says) => {
    expect(displayNameFaults(name).join()).toContain(says);
  });
});
