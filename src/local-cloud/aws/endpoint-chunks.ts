import { AwsError } from '../aws-error.ts';

/** Whether a body is framed as `aws-chunked`, as the SDK's S3 client frames streams and checksummed uploads. */
export const isChunked = (headers: Record<string, string>): boolean =>
  /\baws-chunked\b/.test(headers['content-encoding'] ?? '') ||
  (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');

/**
 * Takes the content out of `<hex size>[;chunk-signature=...]\r\n<bytes>\r\n ... 0\r\n<trailers>\r\n`.
 * Source: S3 API Reference, Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks.
 * @throws AwsError when the framing is broken
 */
export function decodeChunks(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size) || size < 0) break;
    if (size === 0) return Buffer.concat(parts);
    const start = lineEnd + 2;
    if (start + size > body.length) break;
    parts.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
  if (body.length === 0) return body;
  throw new AwsError('IncompleteBody', 'The aws-chunked body ends before its last chunk.', 400);
}
