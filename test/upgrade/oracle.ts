import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

/** Judges of merged texts that share no code with the engine: TypeScript's parser, `yaml`, plain line counting. */

/** True when TypeScript's parser finds nothing wrong. */
export function parsesAsCode(path: string, text: string): boolean {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, scriptKind(path));
  const { parseDiagnostics } = source as ts.SourceFile & { parseDiagnostics: readonly ts.Diagnostic[] };
  return parseDiagnostics.length === 0;
}

function scriptKind(path: string): ts.ScriptKind {
  return path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}

/** The value of JSON with comments, its keys sorted, as text; undefined when it does not parse. */
export function jsonValue(text: string): string | undefined {
  const { config, error } = ts.parseConfigFileTextToJson('a.json', text);
  return error ? undefined : JSON.stringify(sorted(config));
}

/** The value of YAML, its keys sorted, as text; undefined when it does not parse. */
export function yamlValue(text: string): string | undefined {
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
  return JSON.stringify(documents.map((document) => sorted(document.toJS())));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** What code says whatever its format: its syntax tree printed in one form, with sorted imports. */
export function codeMeaning(path: string, text: string): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKind(path));
  const imports: string[] = [];
  const rest: string[] = [];
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) imports.push(...importedBy(statement));
    else rest.push(leaves(statement, source));
  }
  const comments = [...text.matchAll(/\/\/.*|\/\*[\s\S]*?\*\//g)].map(([comment]) =>
    comment.replace(/\s+/g, ' ').trim(),
  );
  return [...imports.sort(), ...rest, ...comments].join('\n');
}

function importedBy(statement: ts.ImportDeclaration): string[] {
  const module = (statement.moduleSpecifier as ts.StringLiteral).text;
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  if (!clause) return [module];
  const named =
    bindings && ts.isNamedImports(bindings) ? bindings.elements.map((each) => each.getText()) : [];
  const space = bindings && ts.isNamespaceImport(bindings) ? [bindings.getText()] : [];
  return [clause.name?.text, ...named, ...space]
    .filter((name) => name !== undefined)
    .map((name) => `${module} ${name}`);
}

/** The tokens of a tree without separators that formatters add and remove. */
function leaves(node: ts.Node, source: ts.SourceFile): string {
  const children = node.getChildren(source);
  if (children.length === 0) {
    if (ts.isStringLiteral(node)) return JSON.stringify(node.text);
    const text = node.getText(source);
    return text === ';' || text === ',' ? '' : text.replace(/\s+/g, ' ').trim();
  }
  return children
    .map((child) => leaves(child, source))
    .filter((text) => text !== '')
    .join(' ');
}

/** Lines without their white space at both ends, without blank ones. */
export function bareLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
