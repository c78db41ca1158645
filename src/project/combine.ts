import { applyEdits, modify, type ParseError, parse } from 'jsonc-parser';
import { isLockFile } from '../upgrade/lock-files.ts';
import { baseName } from '../upgrade/paths.ts';

/** Content with everything of yours in it, and what of the project's was left out. */
export interface Combined {
  content: Uint8Array;
  notes: string[];
}

const lineLists = new Set(['.gitignore', '.dockerignore', '.npmignore', '.gitattributes']);

/**
 * Adds to a file of yours what the project's has and yours lacks; nothing of yours is changed or moved. Only JSON and
 * lists of lines can be combined without a common ancestor; `undefined` for all else.
 */
export function combine(path: string, yours: Uint8Array, theirs: Uint8Array): Combined | undefined {
  if (isLockFile(path)) return undefined;
  const mine = text(yours);
  const added = text(theirs);
  if (mine === undefined || added === undefined) return undefined;
  if (lineLists.has(baseName(path))) return combineLines(mine, added);
  return path.endsWith('.json') ? combineJson(mine, added) : undefined;
}

function text(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** Your lines, then those that are missing, in their order. */
function combineLines(yours: string, theirs: string): Combined {
  const end = yours.includes('\r\n') ? '\r\n' : '\n';
  const have = new Set(yours.split(/\r?\n/).map((line) => line.trim()));
  const missing = theirs.split(/\r?\n/).filter((line) => line.trim() !== '' && !have.has(line.trim()));
  const start = yours === '' || yours.endsWith('\n') ? yours : yours + end;
  return { content: Buffer.from(start + missing.map((line) => line + end).join('')), notes: [] };
}

function combineJson(yours: string, theirs: string): Combined | undefined {
  const mine = parseJsonc(yours);
  const other = parseJsonc(theirs);
  if (!isObject(mine) || !isObject(other)) return undefined;
  const notes: string[] = [];
  const indent = /^([ \t]+)"/m.exec(yours)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: yours.includes('\r\n') ? '\r\n' : '\n',
  };
  const mark = yours.startsWith('\ufeff') ? '\ufeff' : '';
  let result = yours.slice(mark.length);
  for (const { path, value } of additions(mine, other, [], notes)) {
    result = applyEdits(result, modify(result, path, value, { formattingOptions }));
  }
  return { content: Buffer.from(mark + result), notes };
}

interface Addition {
  path: (string | number)[];
  value: unknown;
}

/** What `theirs` has and `yours` lacks. A value that both have stays yours, and is noted when it differs. */
function additions(yours: object, theirs: object, path: string[], notes: string[]): Addition[] {
  return Object.entries(theirs).flatMap(([key, value]): Addition[] => {
    const here = [...path, key];
    if (!Object.hasOwn(yours, key)) return [{ path: here, value }];
    const own: unknown = (yours as Record<string, unknown>)[key];
    if (isObject(own) && isObject(value)) return additions(own, value, here, notes);
    if (Array.isArray(own) && Array.isArray(value)) {
      const have = new Set(own.map((item) => JSON.stringify(item)));
      const missing = value.filter((item) => !have.has(JSON.stringify(item)));
      return missing.map((item, index) => ({ path: [...here, own.length + index], value: item }));
    }
    if (JSON.stringify(own) !== JSON.stringify(value)) notes.push(`kept your "${here.join('.')}"`);
    return [];
  });
}

function parseJsonc(source: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(source.replace(/^\ufeff/, ''), errors, { allowTrailingComma: true });
  return errors.length > 0 ? undefined : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
