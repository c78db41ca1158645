import { patterns } from '../../generate/patterns.ts';
import type { Io } from '../io.ts';

/** Prints the patterns, one a line. */
export function list(json: boolean, io: Io): void {
  if (json) {
    io.stdout.write(`${JSON.stringify({ ok: true, command: 'list', patterns }, null, 2)}\n`);
    return;
  }
  const width = Math.max(...patterns.map(({ slug }) => slug.length));
  for (const { number, slug, summary, ready } of patterns) {
    io.stdout.write(
      `${number}  ${slug.padEnd(width)}  ${summary}${ready ? '' : ' (not in this version yet)'}\n`,
    );
  }
}
