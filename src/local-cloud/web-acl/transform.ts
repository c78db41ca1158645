import type { Properties } from '../contract.ts';

/** Text transformations (AWS WAF developer guide, "Text transformation settings"); an unknown one changes nothing. */
const transformations: Record<string, (text: string) => string> = {
  BASE64_DECODE: (text) => Buffer.from(text, 'base64').toString(),
  COMPRESS_WHITE_SPACE: (text) => text.replace(/[\s\u00a0]+/g, ' '),
  HTML_ENTITY_DECODE: (text) =>
    text
      .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => character(Number.parseInt(code, 16)))
      .replace(/&#(\d+);/g, (_, code: string) => character(Number(code)))
      .replace(/&(quot|lt|gt|nbsp|amp);/g, (_, name: string) => entities[name]!),
  LOWERCASE: (text) => text.toLowerCase(),
  NORMALIZE_PATH: (text) => normalized(text),
  REMOVE_NULLS: (text) => text.replaceAll('\0', ''),
  TRIM: (text) => text.trim(),
  URL_DECODE: (text) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      return text;
    }
  },
};

const entities: Record<string, string> = { quot: '"', lt: '<', gt: '>', nbsp: '\u00a0', amp: '&' };
const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

export function transformed(text: string, list: Properties[] | undefined): string {
  const ordered = [...(list ?? [])].sort((a, b) => Number(a.Priority) - Number(b.Priority));
  return ordered.reduce((value, { Type }) => transformations[Type]?.(value) ?? value, text);
}

function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.replace(/\/{2,}/g, '/').split('/')) {
    if (part === '..') parts.length > 1 && parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
