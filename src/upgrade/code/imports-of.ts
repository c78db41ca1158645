import { bindingsOf, type ImportStatement, parseImport } from './import-statement.ts';
import { importStatements } from './items.ts';
import type { Lexed } from './lex.ts';

/** A name that a source text imports, with its statement. */
export interface Imported {
  name: string;
  statement: ImportStatement;
  text: string;
}

/** The imported names of a source text, in its order. */
export function importsOf(lines: readonly string[], lexed: Lexed): Imported[] {
  return importStatements(lexed.tokens).flatMap(({ line, endLine }) => {
    const text = lines.slice(line, endLine + 1).join('\n');
    const statement = parseImport(text);
    return statement ? bindingsOf(statement).map((name) => ({ name, statement, text })) : [];
  });
}
