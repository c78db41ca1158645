import { type Resolved, resolve } from '../../src/generate/answers.ts';
import type { Answers } from '../../src/generate/options.ts';

/** Values tried for each option; free texts get one value of each kind that templates can see. */
export const axes: Record<string, readonly unknown[]> = {
  pattern: ['api', 'spa', 'spa-single-domain', 'storage-first'],
  api: [undefined, 'http', 'rest'],
  frontend: [undefined, 'react', 'angular'],
  intake: [undefined, 'sqs'],
  endpoint: [undefined, 'regional', 'edge'],
  domain: ['', 'shop.example.com'],
  hostedZoneId: [undefined, 'Z0123456789ABCDEFGHIJ'],
  alarmsEmail: ['', 'alarms@example.com'],
  stages: [['dev', 'prod'], ['live']],
  ci: ['github', 'gitlab', 'none'],
  packageManager: ['npm', 'pnpm', 'yarn', 'bun'],
};

export type Row = Record<string, unknown>;

/** The full product of the axes. */
export function rows(): Row[] {
  return Object.entries(axes)
    .reduce<Row[]>(
      (all, [key, values]) =>
        all.flatMap((row) => values.map((value) => (value === undefined ? row : { ...row, [key]: value }))),
      [{ name: 'Corner "Shop" & Söhne' }],
      // Where the kind of API is a choice, its default is one of the values tried anyway.
    )
    .filter(({ pattern, api }) => api !== undefined || pattern === 'storage-first');
}

/** What the generator says of a row. */
export function resolveRow(row: Row): Resolved {
  return resolve(row);
}

/** The answers of a row that is known to be legal. */
export function answersOf(row: Row): Answers {
  const resolved = resolveRow(row);
  if ('faults' in resolved) throw new Error(resolved.faults.map(({ message }) => message).join('\n'));
  return resolved.answers;
}
