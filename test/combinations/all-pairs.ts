import { axesOf, buildRow, type Row } from './values.ts';

/** Rows drawn to find out which pairs of values go together. */
const draws = 10_000;
/** Rows of which the best one is taken for each place in the set. */
const candidates = 300;

/**
 * Legal rows in which every pair of values that can come up together does, the same ones at each run. Which pairs there
 * are is found by drawing: the options themselves say what applies when.
 */
export function allPairs(pattern?: string): Row[] {
  const drawn = [...drawnRows(pattern)];
  const open = new Set(drawn.flatMap(pairsOf));
  const rows: Row[] = [];
  let from = 0;
  while (open.size > 0) {
    const some = Array.from({ length: candidates }, (_, index) => drawn[(from + index) % drawn.length]!);
    from += candidates;
    const [best, count] = bestOf(some, open);
    if (count === 0) {
      // What is left is rare: the next row that has one of it will do.
      rows.push(drawn.find((row) => pairsOf(row).some((pair) => open.has(pair)))!);
    } else {
      rows.push(best);
    }
    for (const pair of pairsOf(rows.at(-1)!)) open.delete(pair);
  }
  return rows;
}

/** Legal rows by chance, the same ones at each run. */
export function* drawnRows(pattern?: string): Generator<Row> {
  const random = randomNumbers();
  const start: Row = pattern === undefined ? {} : { pattern };
  for (let count = 0; count < draws; count++) {
    const row = buildRow(start, (values) => values[Math.floor(random() * values.length)]!);
    if (row) yield row;
  }
}

function bestOf(rows: readonly Row[], open: ReadonlySet<string>): [Row, number] {
  return rows
    .map((row): [Row, number] => [row, pairsOf(row).filter((pair) => open.has(pair)).length])
    .reduce((best, next) => (next[1] > best[1] ? next : best));
}

function pairsOf(row: Row): string[] {
  const answers = axesOf(row);
  return answers.flatMap((one, index) => answers.slice(index + 1).map((other) => `${one} ${other}`));
}

/** Numbers from 0 to 1 that are the same at each run (mulberry32). */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
