// Projects whose upgrade the benchmark plans: made ones with a known share of changes, and a real move between two patterns.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Few files that both sides changed, as in most upgrades; a third of them, half of these in another format; a move. */
export function projects() {
  return [
    { title: '100 files', input: () => makeProject(100, 9) },
    { title: '100 files, a third edited', input: () => makeProject(100, 3) },
    { title: '1,000 files', input: () => makeProject(1000, 9) },
    { title: 'move from api to microservices', input: () => makeMove('api', 'microservices') },
    { title: 'move from secured to api', input: () => makeMove('secured', 'api') },
  ];
}

/** The default project of a pattern, as it is committed in test/golden. */
export function goldenTree(slug) {
  const folder = new URL(`../../test/golden/${slug}`, import.meta.url).pathname;
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((found) =>
    found.isFile(),
  );
  const entries = names.map((found) => {
    const file = join(found.parentPath, found.name);
    return [file.slice(folder.length + 1), { content: readFileSync(file), mode: 0o644 }];
  });
  return new Map(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A move from one pattern to another, with a line of yours at the end of every seventh file that is code or prose. */
function makeMove(from, to) {
  const base = goldenTree(from);
  const texts = [...base.keys()].filter((path) => /\.(ts|md)$/.test(path));
  const edited = new Set(texts.filter((_, index) => index % 7 === 0).concat('README.md'));
  const yours = new Map(
    [...base].map(([path, entry]) => {
      const line = path.endsWith('.md') ? '\nOurs.\n' : '\n// Ours.\n';
      return [
        path,
        edited.has(path) ? { ...entry, content: Buffer.concat([entry.content, Buffer.from(line)]) } : entry,
      ];
    }),
  );
  return { base, yours, next: goldenTree(to) };
}

/** Three trees of `count` files: sources, JSON and YAML. Both sides change one file in `every`, the template a few more. */
function makeProject(count, every) {
  const base = new Map();
  const yours = new Map();
  const next = new Map();
  for (let index = 0; index < count; index += 1) {
    const [path, lines] = makeFile(index);
    const entry = (text) => ({ content: Buffer.from(text), mode: 0o644 });
    const old = entry(lines.join('\n'));
    base.set(path, old);
    yours.set(path, index % every === 0 ? entry(changed(lines, 3, path, index % 2 === 0)) : old);
    next.set(
      path,
      index % every === 0 || index % 5 === 0 ? entry(changed(lines, lines.length - 4, path, false)) : old,
    );
  }
  return { base, yours, next };
}

function makeFile(index) {
  const numbers = Array.from({ length: 120 }, (_, line) => line);
  if (index % 10 === 3)
    return [
      `data/file${index}.json`,
      ['{', ...numbers.map((line) => `  "key${line}": ${line},`), '  "end": 0', '}', ''],
    ];
  if (index % 10 === 6)
    return [`ci/file${index}.yml`, [...numbers.map((line) => `key${line}: ${line}`), 'end: 0', '']];
  return [
    `src/file${index}.ts`,
    [...numbers.map((line) => `export const name${line} = call(${line}, 'text ${line}');`), ''],
  ];
}

/** The lines with one of them changed and, if asked, all strings of code in other quotes. */
function changed(lines, at, path, reformat) {
  const edited = lines.map((line, index) => (index === at ? line.replace(/\d+(?=\D*$)/, '4711') : line));
  const text = edited.join('\n');
  return reformat && path.endsWith('.ts') ? text.replaceAll("'", '"') : text;
}
