import { patterns } from '../../src/generate/patterns.ts';
import type { Row } from '../combinations/values.ts';
import { firstAnswers } from '../upgrade-command/first-generation.ts';

/** A project to begin with, and the answers that it moves to. */
export interface Move {
  title: string;
  /** Generation of the templates that make it; the newest when absent. */
  generation?: 1;
  from: Row;
  /** Flags of `upgrade`. */
  flags: string[];
}

/** Projects of generation 1 that stay what they are, and every pattern to every other, by where they go. */
export function everyMove(): Move[] {
  const name = { name: 'Moving shop', slug: 'moving-shop' };
  const upgrades = Object.entries(firstAnswers).map(
    ([pattern, from]): Move => ({ title: `generation 1 of ${pattern}`, generation: 1, from, flags: [] }),
  );
  const moves = patterns.flatMap((to) =>
    patterns
      .filter(({ slug }) => slug !== to.slug)
      .map(
        (from): Move => ({
          title: `${from.number} to ${to.number}`,
          from: { ...name, pattern: from.slug },
          flags: ['--pattern', to.slug],
        }),
      ),
  );
  return [...upgrades, ...moves];
}
