import { bindingsOf, type ImportStatement } from './import-statement.ts';
import { type Imported, importsOf } from './imports-of.ts';
import { importStatements } from './items.ts';
import { type Lexed, lex } from './lex.ts';

/** A source text with its tokens. */
export interface Source {
  lines: readonly string[];
  lexed: Lexed;
}

/** True when no line of the imports of either side is missing, so that there is nothing to restore. */
export function keepsImports(
  merged: readonly string[],
  { yours, next }: Record<'yours' | 'next', readonly string[]>,
): boolean {
  const present = new Set(merged);
  return [yours, next].every((lines) => {
    const last = lines.findLastIndex((line) => /^\s*import\b|\bfrom\s*["']/.test(line));
    return lines.slice(0, last + 1).every((line) => present.has(line));
  });
}

/**
 * An import that one side dropped while the other side's code still needs it is put back, below the other imports.
 * The names that were put back come along.
 */
export function restoreImports(
  merged: Source,
  yours: Source,
  next: Source,
): { lines: string[]; restored: string[] } {
  const present = new Set(importsOf(merged.lines, merged.lexed).map(({ name }) => name));
  const [ours, theirs] = [yours, next].map(({ lines, lexed }) => importsOf(lines, lexed)) as [
    Imported[],
    Imported[],
  ];
  const added: string[] = [];
  const restored: string[] = [];
  for (const [holder, dropper, source] of [
    [ours, theirs, next],
    [theirs, ours, yours],
  ] as const) {
    for (const { name, statement, text } of holder) {
      if (present.has(name) || dropper.some((each) => each.name === name)) continue;
      if (usedWords(source.lexed).has(name) || !usedWords(merged.lexed).has(name)) continue;
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

/** Words that may refer to something imported: not in an import, not the name of a member, not a key. */
function usedWords({ tokens: all }: Lexed): Set<string> {
  const uses = new Set<string>();
  const statements = importStatements(all);
  const tokens = all.filter(({ kind, line }) => {
    return kind !== 'comment' && !statements.some((each) => line >= each.line && line <= each.endLine);
  });
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'template') {
      for (const [, inner] of token.text.matchAll(/\$\{([^}]*)/g)) {
        for (const word of lex(inner!).tokens) uses.add(word.text);
      }
    }
    if (token.kind !== 'word') continue;
    const before = tokens[index - 1]?.text;
    const key = tokens[index + 1]?.text === ':' && (before === '{' || before === ',');
    if (before !== '.' && before !== '?.' && !key) uses.add(token.text.replace(/^@/, ''));
  }
  return uses;
}

function insertAfterImports({ lines, lexed }: Source, added: readonly string[]): string[] {
  const last = importStatements(lexed.tokens).at(-1)?.endLine ?? -1;
  return [
    ...lines.slice(0, last + 1),
    ...added.flatMap((text) => text.split('\n')),
    ...lines.slice(last + 1),
  ];
}
