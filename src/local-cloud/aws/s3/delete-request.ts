import { AwsError } from '../../aws-error.ts';

/** The body of DeleteObjects. */
export interface DeleteRequest {
  keys: string[];
  /** Only what could not be deleted is answered. */
  isQuiet: boolean;
}

/** `{ Quiet, Object: [{ Key, VersionId, ... }] }` (S3 API reference, DeleteObjects): 1 to 1000 objects. */
const most = 1000;
const document = /^\s*(?:<\?xml[^>]*\?>)?\s*<Delete(?:\s[^<>]*)?>(.*)<\/Delete>\s*$/s;
const member = /\s*(?:<Object>(.*?)<\/Object>|<Quiet>\s*(true|false)\s*<\/Quiet>)\s*/suy;
const field = /\s*<(Key|VersionId|ETag|LastModifiedTime|Size)>([^<]*)<\/\1>\s*/suy;

/**
 * Reads the document.
 * @throws AwsError MalformedXML
 */
export function readDeleteRequest(body: Buffer): DeleteRequest {
  const inside = document.exec(body.toString('utf8'))?.[1];
  if (inside === undefined) throw malformed();
  const keys: string[] = [];
  let isQuiet = false;
  for (const [, object, quiet] of all(member, inside)) {
    if (quiet !== undefined) isQuiet = quiet === 'true';
    else keys.push(keyOf(object ?? ''));
  }
  if (keys.length === 0 || keys.length > most) throw malformed();
  return { keys, isQuiet };
}

function keyOf(object: string): string {
  const fields = new Map(all(field, object).map(([, name, text]) => [name, text ?? '']));
  if (fields.has('VersionId'))
    throw new AwsError('NotImplemented', 'The local cloud keeps no versions of objects.', 501);
  const key = fields.get('Key');
  if (!key) throw malformed();
  return unescaped(key);
}

/** Matches one after the other, from the first character to the last. */
function all(pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) throw malformed();
    found.push(match);
    at = pattern.lastIndex;
  }
  return found;
}

const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** @throws AwsError MalformedXML for an ampersand that begins no entity */
function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(\w+));|&/g, (_, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    const character = name ? named[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (character === undefined) throw malformed();
    return character;
  });
}

const malformed = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    400,
  );
