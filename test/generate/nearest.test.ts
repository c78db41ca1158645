import { expect, it } from 'vitest';
import { nearest } from '../../src/generate/nearest.ts';

const words = ['pattern', 'region', 'api', 'ci', 'stages'];

it.each([
  ['patern', 'pattern'],
  ['regoin', 'region'],
  ['Stage', 'stages'],
  ['ap', 'api'],
  ['c', 'ci'],
  ['frontend', undefined],
  ['xyz', undefined],
  ['', undefined],
])('nearest to "%s" is %s', (word, found) => {
  expect(nearest(word, words)).toBe(found);
});
