import type { FileEntry } from '../generate/file-tree.ts';
import { fileKind } from './file-kind.ts';
import { clashesOf, type ThreeTexts } from './lines/chunks.ts';
import { hasMarkers, renderChunks } from './lines/markers.ts';
import {
  type FoundConflict,
  type FoundNotice,
  isWellFormed,
  mergeText,
  type TextMerge,
} from './merge-text.ts';
import { mergeAttributes, readText, type TextAttributes, writeText } from './text-attributes.ts';
import type { ConflictStyle } from './types.ts';

export interface ContentMerge {
  /** Undefined: your file stays as it is. */
  content?: Uint8Array;
  conflicts: FoundConflict[];
  notices: FoundNotice[];
  /** The template's file goes to the incoming folder. */
  incoming: boolean;
}

/** Merges three different contents of a text file. The path tells the kind of the file. */
export function mergeContent(
  path: string,
  entries: { base: FileEntry; yours: FileEntry; next: FileEntry },
  style: ConflictStyle,
): ContentMerge {
  const [base, yours, next] = [
    readText(entries.base.content),
    readText(entries.yours.content),
    readText(entries.next.content),
  ];
  if (hasMarkers(yours.lines) && !hasMarkers(base.lines)) {
    return aside(
      'markers',
      'The file has the markers of an earlier conflict; settle them, then upgrade again.',
    );
  }
  if (next.attributes.encoding !== 'utf-8' && yours.attributes.encoding === 'utf-8') {
    return aside('encoding', "The template's file is not UTF-8 but yours is; they were not merged.");
  }
  const texts: ThreeTexts = { base: base.lines, yours: yours.lines, next: next.lines };
  const kind = fileKind(path);
  const merged = mergeText(kind, texts, style === 'template' ? 'next' : 'yours');
  if (merged.unsound) {
    return aside('unsound', `The two versions were not merged: ${merged.unsound}. Yours is kept.`, texts);
  }
  const mayMark = !Object.values(texts).some(hasMarkers);
  const settledStyle = style === 'inline' && !mayMark ? 'sidecar' : style;
  const outcome = settle(merged, settledStyle);
  if (!outcome.lines) return { ...outcome, incoming: true };
  const resolved = clashesOf(merged.chunks).length > 0 && settledStyle !== 'inline';
  if (resolved && isWellFormed(kind, texts.yours) && !isWellFormed(kind, outcome.lines)) {
    return aside(
      'unsound',
      `With the ${style === 'yours' ? 'lines of yours' : "template's lines"} the file would be broken. Yours is kept.`,
      texts,
    );
  }
  const attributes = mergeAttributes(base.attributes, yours.attributes, next.attributes);
  const content = encode(outcome.lines, texts.yours, attributes);
  if (!content) {
    return aside(
      'encoding',
      'The file is not UTF-8 and cannot hold what the template adds; save it as UTF-8 first.',
    );
  }
  return { ...outcome, content, incoming: outcome.incoming };
}

/** Your file stays as it is and the template's goes to the incoming folder. */
function aside(kind: FoundConflict['kind'], message: string, texts?: ThreeTexts): ContentMerge {
  const excerpts = texts && {
    base: texts.base.join('\n'),
    yours: texts.yours.join('\n'),
    template: texts.next.join('\n'),
  };
  return { conflicts: [{ kind, message, ...excerpts }], notices: [], incoming: true };
}

interface Settled {
  /** Undefined: your file stays as it is. */
  lines?: string[];
  conflicts: FoundConflict[];
  notices: FoundNotice[];
  incoming: boolean;
}

/** Turns clashes into markers, a file at the side, or one side's lines, as the style says. */
function settle(merged: TextMerge, style: ConflictStyle): Settled {
  const clashes = clashesOf(merged.chunks).map(({ base, yours, next }): FoundConflict => {
    const message = 'Both sides changed the same or neighbouring lines.';
    return {
      kind: 'content',
      message,
      base: base.join('\n'),
      yours: yours.join('\n'),
      template: next.join('\n'),
    };
  });
  const found = [...clashes, ...merged.values];
  if (style === 'yours' || style === 'template') {
    const lines = renderChunks(merged.chunks, style === 'yours' ? 'yours' : 'next');
    return {
      lines,
      conflicts: [],
      notices: [...merged.notices, ...found.map((each) => resolved(each, style))],
      incoming: false,
    };
  }
  if (style === 'sidecar' && clashes.length > 0) {
    return { conflicts: found, notices: [], incoming: true };
  }
  const lines = renderChunks(merged.chunks, 'marked');
  return {
    lines,
    conflicts: found,
    notices: merged.notices,
    incoming: style === 'sidecar' && found.length > 0,
  };
}

/** A conflict that the chosen style decided, as a notice that still holds both versions. */
export function resolved(
  { kind: _, message, ...rest }: FoundConflict,
  resolution: 'yours' | 'template',
): FoundNotice {
  const whose = resolution === 'yours' ? 'Yours' : "The template's";
  return { ...rest, kind: 'resolved', resolution, message: `${message} ${whose} is taken, as asked.` };
}

/** The bytes, or undefined when a file that is not UTF-8 would get characters that it did not have before. */
function encode(
  lines: string[],
  yours: readonly string[],
  attributes: TextAttributes,
): Uint8Array | undefined {
  if (attributes.encoding === 'latin1') {
    const known = new Set(yours);
    const ascii = (line: string) => Buffer.byteLength(line) === line.length;
    if (!lines.every((line) => ascii(line) || known.has(line))) return undefined;
  }
  return writeText({ lines, attributes });
}
