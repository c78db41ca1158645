/** How a text is stored, apart from its lines. */
export interface TextAttributes {
  encoding: 'utf-8' | 'latin1';
  bom: boolean;
  /** Every line ends with CR LF. A file with mixed endings counts as LF and keeps its CRs as part of the lines. */
  crlf: boolean;
  /** The last line ends with a line break; undefined for an empty text. */
  finalNewline: boolean | undefined;
}

export interface Text {
  /** Lines without their line breaks. An empty text has no lines. */
  lines: string[];
  attributes: TextAttributes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Splits bytes into lines. Bytes that are not UTF-8 are read as Latin-1, which gives back every byte on writing. */
export function readText(content: Uint8Array): Text {
  const { text, encoding } = decode(content);
  const bom = text.startsWith('\ufeff');
  const bare = bom ? text.slice(1) : text;
  const crlf = bare.includes('\r\n') && !/(^|[^\r])\n/.test(bare);
  const joined = crlf ? bare.replaceAll('\r\n', '\n') : bare;
  const finalNewline = joined === '' ? undefined : joined.endsWith('\n');
  const lines = joined === '' ? [] : joined.split('\n');
  if (finalNewline) lines.pop();
  return { lines, attributes: { encoding, bom, crlf, finalNewline } };
}

/** The bytes of the lines, or undefined when the encoding cannot hold a character. */
export function writeText({ lines, attributes }: Text): Uint8Array | undefined {
  const end = attributes.crlf ? '\r\n' : '\n';
  const last = lines.length > 0 && attributes.finalNewline !== false ? end : '';
  const text = (attributes.bom ? '\ufeff' : '') + lines.join(end) + last;
  if (attributes.encoding === 'utf-8') return Buffer.from(text, 'utf8');
  return [...text].every((character) => character.codePointAt(0)! <= 0xff)
    ? Buffer.from(text, 'latin1')
    : undefined;
}

/** The attributes of a merged text: yours wherever you changed one, the template's elsewhere. */
export function mergeAttributes(
  base: TextAttributes,
  yours: TextAttributes,
  next: TextAttributes,
): TextAttributes {
  const pick = <K extends keyof TextAttributes>(key: K): TextAttributes[K] =>
    yours[key] === base[key] ? next[key] : yours[key];
  return {
    encoding: yours.encoding,
    bom: pick('bom'),
    crlf: pick('crlf'),
    finalNewline: yours.finalNewline === undefined ? next.finalNewline : pick('finalNewline'),
  };
}

function decode(content: Uint8Array): { text: string; encoding: TextAttributes['encoding'] } {
  try {
    return { text: utf8.decode(content), encoding: 'utf-8' };
  } catch {
    return { text: Buffer.from(content).toString('latin1'), encoding: 'latin1' };
  }
}
