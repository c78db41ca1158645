import { createHash } from 'node:crypto';

/** SHA-256 of bytes, lower-case hexadecimal. */
export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The id that git gives to a file with these bytes (SHA-1 object format; git book, "Git Objects"). */
export function gitBlobId(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
