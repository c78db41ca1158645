import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/generate/answers.ts';

const secured = { pattern: 'secured', name: 'Shop', edge: ['failover'] };

describe('the Region of the copy of a site', () => {
  it.each([
    ['eu-west-1', 'eu-central-1'],
    ['eu-central-1', 'eu-west-1'],
    ['us-east-1', 'us-east-2'],
    ['us-east-2', 'us-west-2'],
    ['me-south-1', 'eu-central-1'],
  ])('is for stacks in %s %s when nothing is said', (region, expected) => {
    expect(resolve({ ...secured, region })).toMatchObject({ answers: { failoverRegion: expected } });
  });

  it('is another than that of the stacks, and a Region', () => {
    const faultsOf = (failoverRegion: string) => resolve({ ...secured, failoverRegion });
    expect(faultsOf('eu-west-1')).toEqual({
      faults: [
        {
          option: 'failoverRegion',
          message: '--failover-region is eu-west-1, as --region is. Give another one, such as eu-central-1.',
        },
      ],
    });
    expect(faultsOf('mars-1')).toMatchObject({ faults: [{ option: 'failoverRegion' }] });
    expect(faultsOf('us-west-2')).toMatchObject({ answers: { failoverRegion: 'us-west-2' } });
  });
});
