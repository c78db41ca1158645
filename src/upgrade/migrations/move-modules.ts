import type { FileTree } from '../../generate/file-tree.ts';
import { exportedName, type NamedModule, type NamingStatement, namedModules } from '../code/named-modules.ts';
import { relativeTo, resolveModule } from '../code/resolve-module.ts';
import { editCode } from './edit-code.ts';

/** A module that has another path, or some of its exports that have. */
export interface MovedModule {
  from: string;
  to: string;
  /** What moves; everything when absent, and then the file itself does too. */
  names?: readonly string[];
}

/**
 * Makes what names a module of a tree, by an import, an export, a mock or a URL, name it by its new path. Files stay where
 * they are: a merge moves them.
 */
export function moveModules(tree: FileTree, moved: readonly MovedModule[]): FileTree {
  return editCode(tree, (text, path) => {
    const own = moved.find(({ from, names }) => from === path && !names)?.to ?? path;
    return namedModules(text).reduceRight((current, named) => {
      const { start, end, text: written } = rewritten(text, named, { path, own, moved, tree });
      return current.slice(0, start) + written + current.slice(end);
    }, text);
  });
}

interface Place {
  path: string;
  /** The path that the file itself is going to have. */
  own: string;
  moved: readonly MovedModule[];
  tree: FileTree;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

function rewritten(source: string, named: NamedModule, { path, own, moved, tree }: Place): Edit {
  const { start, end, specifier, form, statement } = named;
  // Of a file that moves itself, those that are already as they will be name nothing from here.
  const found = form === 'text' ? undefined : resolveModule(tree, path, specifier);
  if (!found) return { start, end, text: specifier };
  const whole = moved.find(({ from, names }) => from === found.path && !names);
  const asSeen = (target: string) => found.spelling(relativeTo(own, target));
  const isSame = !whole && own === path;
  const now = isSame ? specifier : asSeen(whole?.to ?? found.path);
  const part = moved.find(({ from, names }) => from === found.path && names);
  const going = (statement?.names ?? []).filter((name) => part?.names?.includes(exportedName(name)));
  if (!part || !statement || going.length === 0) return { start, end, text: now };
  const there = asSeen(part.to);
  const staying = statement.names.filter((name) => !going.includes(name));
  if (staying.length === 0 && !statement.defaultName) return { start, end, text: there };
  const quote = source[end]!;
  const ending = source[statement.end] === ';' ? ';' : '';
  const from = (clause: string, module: string) =>
    `${opening(statement)}${clause} from ${quote}${module}${quote}`;
  const left = [statement.defaultName, staying.length > 0 ? braced(staying) : undefined];
  const text = [from(left.filter(Boolean).join(', '), now), from(braced(going), there)];
  return { start: statement.start, end: statement.end, text: text.join(`${ending}\n`) };
}

function opening({ keyword, typeOnly }: NamingStatement): string {
  return `${keyword} ${typeOnly ? 'type ' : ''}`;
}

function braced(names: readonly string[]): string {
  return `{ ${names.join(', ')} }`;
}
