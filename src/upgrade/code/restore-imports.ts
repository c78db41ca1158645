import type { ThreeTexts } from '../lines/chunks.ts';
import { bindingsOf, type ImportStatement, parseImport } from './import-statement.ts';
import { lexItems } from './items.ts';
import { lex } from './lex.ts';

interface Source {
  imports: { name: string; statement: ImportStatement; text: string }[];
  uses: Set<string>;
}

/**
 * An import that one side dropped while the other side's code still needs it is put back, below the other imports.
 * The names that were put back come along.
 */
export function restoreImports(
  merged: readonly string[],
  { yours, next }: Pick<ThreeTexts, 'yours' | 'next'>,
): { lines: string[]; restored: string[] } {
  const result = read(merged);
  const added: string[] = [];
  const restored: string[] = [];
  const present = new Set(result.imports.map(({ name }) => name));
  const ours = read(yours);
  const theirs = read(next);
  for (const [holder, dropper] of [
    [ours, theirs],
    [theirs, ours],
  ] as const) {
    for (const { name, statement, text } of holder.imports) {
      const dropped = !dropper.imports.some((each) => each.name === name) && !dropper.uses.has(name);
      if (!dropped || present.has(name) || !result.uses.has(name)) continue;
      added.push(bindingsOf(statement).length === 1 ? text : single(name, statement, text));
      restored.push(name);
      present.add(name);
    }
  }
  return { lines: insertAfterImports(merged, added), restored };
}

/** A statement that imports one name of a longer statement. */
function single(name: string, statement: ImportStatement, text: string): string {
  const specifier = statement.names?.find((each) => each.split(' ').at(-1) === name);
  const clause = specifier ? `{ ${specifier} }` : name === statement.namespace ? `* as ${name}` : name;
  const ending = text.trimEnd().endsWith(';') ? ';' : '';
  const quote = text.includes("'") ? "'" : '"';
  const module = statement.module.slice(1, -1);
  return `import ${statement.typeOnly ? 'type ' : ''}${clause} from ${quote}${module}${quote}${ending}`;
}

function read(lines: readonly string[]): Source {
  const imports: Source['imports'] = [];
  const body: string[] = [];
  for (const text of lexItems(lines).texts) {
    const statement = /^\s*import\b/.test(text) ? parseImport(text) : undefined;
    if (!statement) body.push(text);
    else for (const name of bindingsOf(statement)) imports.push({ name, statement, text });
  }
  return { imports, uses: usedWords(body.join('\n')) };
}

/** Words that may refer to something imported: not the name of a member, not a key. */
function usedWords(text: string): Set<string> {
  const uses = new Set<string>();
  const tokens = lex(text).tokens.filter(({ kind }) => kind !== 'comment');
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'template') {
      for (const [, inner] of token.text.matchAll(/\$\{([^}]*)/g)) {
        for (const word of inner!.match(/[\p{L}$_][\p{L}\p{N}$_]*/gu) ?? []) uses.add(word);
      }
    }
    if (token.kind !== 'word') continue;
    const before = tokens[index - 1]?.text;
    const key = tokens[index + 1]?.text === ':' && (before === '{' || before === ',');
    if (before !== '.' && before !== '?.' && !key) uses.add(token.text.replace(/^@/, ''));
  }
  return uses;
}

function insertAfterImports(lines: readonly string[], added: readonly string[]): string[] {
  if (added.length === 0) return [...lines];
  const { texts } = lexItems(lines);
  const last = texts.findLastIndex((text) => /^\s*import\b/.test(text) && parseImport(text) !== undefined);
  return [...texts.slice(0, last + 1), ...added, ...texts.slice(last + 1)].flatMap((text) =>
    text.split('\n'),
  );
}
