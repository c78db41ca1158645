import { lex, type Token } from './lex.ts';

/** A relative path in quotes in a source text. */
export interface NamedModule {
  /** As it is written, without its quotes. */
  specifier: string;
  /** Offsets of the specifier, between its quotes. */
  start: number;
  end: number;
  /**
   * `module`: an import, an export, `import()`, `require()` or a mock, which may leave out an extension. `url`: a
   * `new URL()` from `import.meta.url`. `text`: any other string, which may be meant from another folder.
   */
  form: 'module' | 'url' | 'text';
  /** Of an import or export with names between braces, and no comments. */
  statement?: NamingStatement;
}

export interface NamingStatement {
  /** Offsets from `import` or `export` to the end of the specifier's quotes. */
  start: number;
  end: number;
  keyword: 'import' | 'export';
  typeOnly: boolean;
  defaultName?: string;
  /** One entry each: `Stack`, `Stack as S`, `type StackProps`. */
  names: string[];
}

/** What takes the path of a module as its first argument. */
const loaders = new Set('import require mock doMock unmock doUnmock importActual importMock'.split(' '));
/** How many tokens of type arguments may stand between a loader and its parenthesis. */
const longestTypes = 30;

/** Every relative path in quotes, in the order of the text. */
export function namedModules(text: string): NamedModule[] {
  if (!/["'`]\.\.?\//.test(text)) return [];
  const tokens = lex(text).tokens;
  const offsets = offsetsOf(tokens);
  return tokens.flatMap((token, index): NamedModule[] => {
    const specifier = contentOf(token);
    if (specifier === undefined || !/^\.\.?\//.test(specifier)) return [];
    const start = offsets[index]! + 1;
    const found = { specifier, start, end: start + specifier.length, form: formAt(tokens, index) };
    const statement = found.form === 'module' ? statementAt(tokens, index, offsets) : undefined;
    return [statement ? { ...found, statement } : found];
  });
}

/** Where each token begins. */
function offsetsOf(tokens: readonly Token[]): number[] {
  let at = 0;
  return tokens.map(({ before, text }) => {
    const start = at + before.length;
    at = start + text.length;
    return start;
  });
}

/** The content of a string without escapes, or of a template without substitutions. */
function contentOf({ kind, text }: Token): string | undefined {
  if ((kind !== 'string' && kind !== 'template') || /\\|\$\{/.test(text)) return undefined;
  return text.slice(1, -1);
}

function formAt(tokens: readonly Token[], index: number): NamedModule['form'] {
  const before = tokens[index - 1]?.text;
  if (before === 'from' || before === 'import') return 'module';
  if (before !== '(') return 'text';
  const called = tokens[index - 2]?.text;
  if (called !== undefined && loaders.has(called)) return 'module';
  if (called === 'URL') return isFromHere(tokens, index) ? 'url' : 'text';
  // Type arguments: vi.importActual<typeof import("./a.ts")>("./a.ts").
  const around = tokens.slice(Math.max(0, index - longestTypes), index - 1).map(({ text }) => text);
  const isTyped = called === '>' && around.some((text, at) => loaders.has(text) && around[at + 1] === '<');
  return isTyped ? 'module' : 'text';
}

function isFromHere(tokens: readonly Token[], index: number): boolean {
  const following = tokens.slice(index + 1, index + 7).map(({ text }) => text);
  return following.join('') === ',import.meta.url';
}

/** The statement whose `from` is before the string at `index`, when it has names between braces. */
function statementAt(
  tokens: readonly Token[],
  index: number,
  offsets: readonly number[],
): NamingStatement | undefined {
  if (tokens[index - 1]?.text !== 'from' || tokens[index - 2]?.text !== '}') return undefined;
  let open = index - 3;
  while (open >= 0 && tokens[open]!.text !== '{') open -= 1;
  let first = open - 1;
  while (first >= 0 && (tokens[first]!.kind === 'word' || tokens[first]!.text === ',')) {
    if (['import', 'export'].includes(tokens[first]!.text)) break;
    first -= 1;
  }
  const keyword = tokens[first]?.text;
  if (keyword !== 'import' && keyword !== 'export') return undefined;
  if (tokens.slice(first, index).some(({ kind }) => kind === 'comment')) return undefined;
  const head = tokens.slice(first + 1, open).map(({ text }) => text);
  const typeOnly = head[0] === 'type' && head[1] !== ',';
  const [defaultName] = typeOnly ? head.slice(1) : head;
  const inside = tokens.slice(open + 1, index - 2).map(({ text }) => text);
  return {
    start: offsets[first]!,
    end: offsets[index]! + tokens[index]!.text.length,
    keyword,
    typeOnly,
    ...(defaultName === undefined ? {} : { defaultName }),
    names: inside
      .join(' ')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  };
}

/** The name that a module exports, of `type A as B`. */
export function exportedName(name: string): string {
  return name.replace(/^type /, '').split(' ')[0]!;
}
