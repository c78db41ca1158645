import { createHash } from 'node:crypto';

/** Characters of a generated name or id; the same seed gives the same text in every run. */
export function digits(seed: string, length: number, alphabet: string): string {
  let text = '';
  for (let round = 0; text.length < length; round++) {
    const bytes = createHash('sha256').update(`${round}:${seed}`).digest();
    for (const byte of bytes) text += alphabet[byte % alphabet.length];
  }
  return text.slice(0, length);
}

export const lowerAlphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';
export const upperAlphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
export const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A version 4 UUID that follows from the seed. */
export function uuid(seed: string): string {
  const hex = digits(seed, 32, '0123456789abcdef');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/**
 * A physical name as CloudFormation makes it: `<stack>-<logicalId>-<12 characters>`. A name beyond `max` loses
 * the ends of the stack name and of the logical id, never the characters that make it unique.
 */
export function physicalName(stack: string, logicalId: string, seed: string, max = 255): string {
  const unique = digits(seed, 12, alphanumeric);
  const room = max - unique.length - 2;
  if (stack.length + logicalId.length <= room) return `${stack}-${logicalId}-${unique}`;
  const half = Math.floor(room / 2);
  const id = logicalId.slice(0, Math.max(half, room - stack.length));
  return `${stack.slice(0, room - id.length)}-${id}-${unique}`;
}
