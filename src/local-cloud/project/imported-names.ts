import { initSync, parse } from 'es-module-lexer';

/** Names that are imported of modules, by module; `*` stands for all of them. No names: for its side effects. */
export type ImportedNames = Record<string, string[]>;

/** The names that an ES module imports of those modules that `isWanted` tells. */
export function importedNames(code: string, isWanted: (module: string) => boolean): ImportedNames {
  initSync();
  const names: ImportedNames = {};
  for (const { n: module, d: dynamic, ss: start, s: end } of parse(code)[0]) {
    if (module === undefined || !isWanted(module)) continue;
    const found = dynamic > -1 ? ['*'] : namesOf(code.slice(start, end - 1));
    names[module] = merged(names[module], found);
  }
  return names;
}

/** Both: sorted, and `*` alone where it is among them. */
export const merged = (some: readonly string[] = [], more: readonly string[] = []): string[] => {
  const all = new Set([...some, ...more]);
  return all.has('*') ? ['*'] : [...all].sort();
};

/** Whether the names hold all of others. */
export const holds = (names: readonly string[] | undefined, others: readonly string[]): boolean =>
  names !== undefined && (names[0] === '*' || others.every((name) => names.includes(name)));

/** Of `import one, { two as three } from `, without the module. */
function namesOf(statement: string): string[] {
  const clause = statement.replace(/^(import|export)\b/, '').replace(/\bfrom\s*$/, '');
  if (clause.includes('*')) return ['*'];
  const [before = '', within] = clause.split(/[{}]/);
  const plain = before.replace(',', '').trim();
  const listed = (within ?? '').split(',').flatMap((each) => each.trim().split(/\s+as\s+/)[0] || []);
  return [...(plain ? ['default'] : []), ...listed];
}
