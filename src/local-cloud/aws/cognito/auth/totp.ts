import { createHmac, randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const stepMs = 30_000;

/** A new secret in Base32, 52 characters as Cognito's. */
export function newTotpSecret(): string {
  return [...randomBytes(52)].map((byte) => alphabet[byte % 32]).join('');
}

/** The code of a 30-second step: HMAC-SHA-1, six digits (RFC 6238, RFC 4226 section 5.3). */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = hash[hash.length - 1]! & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** The step whose code this is, at most one before or after now; `undefined` when there is none. */
export function totpStep(secret: string, code: string, now: number): number | undefined {
  const current = Math.floor(now / stepMs);
  return [current, current - 1, current + 1].find((step) => step >= 0 && totpCode(secret, step) === code);
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text) {
    bits = (bits << 5) | alphabet.indexOf(character);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
      bits &= (1 << count) - 1;
    }
  }
  return Buffer.from(bytes);
}
