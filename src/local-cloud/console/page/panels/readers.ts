import type { App } from '../app.ts';

/** An event source mapping: where in each shard of a stream its function is. */
export interface Reader {
  source: string;
  function: string;
  positions: { shard: string; position: string }[];
}

/** The functions that read a stream, or the stream of a table. */
export const readersOf = (app: App, arn: string): Reader[] =>
  (app.store.panels.lambda?.eventSources ?? []).filter(
    ({ source }: Reader) => source === arn || source.startsWith(`${arn}/stream/`),
  );

/** One line for each shard that a function reads. */
export const positionsOf = (app: App, arn: string): [string, string][] =>
  readersOf(app, arn).flatMap((reader): [string, string][] => {
    const name = `${app.store.label(reader.function)} is at`;
    return reader.positions.length === 0
      ? [[name, 'not started']]
      : reader.positions.map(({ position }): [string, string] => [name, position]);
  });
