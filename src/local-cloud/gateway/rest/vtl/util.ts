/** The functions of `$util` (developer guide, "Variables for data transformations", 2026). */
export const util = {
  escapeJavaScript: (value: unknown): string =>
    value === undefined || value === null ? '' : escaped(String(value)),
  parseJson: (value: unknown): unknown => {
    try {
      return JSON.parse(String(value));
    } catch {
      return undefined;
    }
  },
  urlEncode: (value: unknown): string => new URLSearchParams([['', String(value ?? '')]]).toString().slice(1),
  urlDecode: (value: unknown): string => {
    const text = String(value ?? '').replaceAll('+', ' ');
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  },
  base64Encode: (value: unknown): string => Buffer.from(String(value ?? '')).toString('base64'),
  base64Decode: (value: unknown): string => Buffer.from(String(value ?? ''), 'base64').toString(),
};

const named: Record<string, string> = { '\b': '\\b', '\n': '\\n', '\t': '\\t', '\f': '\\f', '\r': '\\r' };

/** As Apache Commons Lang 2 escapes: quotes of both kinds, backslash, slash, controls and what is beyond ASCII. */
const escaped = (text: string): string =>
  text.replace(
    /['"\\/]|[^ -~]/g,
    (character) =>
      named[character] ??
      (/['"\\/]/.test(character)
        ? `\\${character}`
        : `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`),
  );
