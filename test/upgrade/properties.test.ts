import fc from 'fast-check';
import { describe, test } from 'vitest';
import { merge } from '../../src/upgrade/merge.ts';
import { propertiesOf } from './properties.ts';
import { seedFrom } from './seed.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);
const seed = seedFrom('PROPERTY_SEED', 4_711);

describe('what holds for every merge', () => {
  test.each(Object.entries(propertiesOf(merge)))('%s', { timeout: 3_600_000 }, (_, property) => {
    fc.assert(property, { numRuns, seed });
  });
});
