import { posix } from 'node:path';
import type { FileTree } from '../../generate/file-tree.ts';
import { type ImportStatement, parseImport } from '../code/import-statement.ts';
import { importStatements } from '../code/items.ts';
import { lex } from '../code/lex.ts';
import { editCode } from './edit-code.ts';

/** A module that has another path, or some of its exports that have. */
export interface MovedModule {
  from: string;
  to: string;
  /** What moves; everything when absent, and then the file itself does too. */
  names?: readonly string[];
}

/** Makes the relative imports of a tree name modules by their new paths. Files stay where they are: a merge moves them. */
export function moveModules(tree: FileTree, moved: readonly MovedModule[]): FileTree {
  return editCode(tree, (text, path) => {
    const own = moved.find(({ from, names }) => from === path && !names)?.to ?? path;
    const lines = text.split('\n');
    const statements = importStatements(lex(text).tokens);
    for (const { line, endLine } of statements.toReversed()) {
      const before = lines.slice(line, endLine + 1).join('\n');
      const statement = parseImport(before);
      const after = statement && rewritten(before, statement, { path, own, moved, tree });
      if (after !== undefined && after !== before) lines.splice(line, endLine - line + 1, after);
    }
    return lines.join('\n');
  });
}

interface Place {
  path: string;
  /** The path that the file itself is going to have. */
  own: string;
  moved: readonly MovedModule[];
  tree: FileTree;
}

function rewritten(text: string, statement: ImportStatement, { path, own, moved, tree }: Place): string {
  const specifier = JSON.parse(statement.module) as string;
  if (!specifier.startsWith('.')) return text;
  const target = posix.join(posix.dirname(path), specifier);
  // Of a file that moves itself, those that are already as they will be name nothing from here.
  if (!tree.has(target)) return text;
  const whole = moved.find(({ from, names }) => from === target && !names);
  const now = relativeTo(own, whole?.to ?? target);
  const part = moved.find(({ from, names }) => from === target && names);
  const going = (statement.names ?? []).filter((name) => part?.names?.includes(exported(name)));
  if (!part || going.length === 0) return withSpecifier(text, specifier, now);
  const there = withSpecifier(text, specifier, relativeTo(own, part.to));
  if (going.length === statement.names?.length) return there;
  const staying = statement.names!.filter((name) => !going.includes(name));
  return `${withNames(withSpecifier(text, specifier, now), staying)}\n${withNames(there, going)}`;
}

/** The name that a module exports, of `type A as B`. */
function exported(name: string): string {
  return name.replace(/^type /, '').split(' ')[0]!;
}

function withSpecifier(text: string, from: string, to: string): string {
  const at = text.lastIndexOf(from);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

function withNames(text: string, names: readonly string[]): string {
  return text.replace(/\{[^}]*\}/, () => `{ ${names.join(', ')} }`);
}

function relativeTo(path: string, target: string): string {
  const relative = posix.relative(posix.dirname(path), target);
  return relative.startsWith('.') ? relative : `./${relative}`;
}
