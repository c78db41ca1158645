import type { Readable } from 'node:stream';
import { AwsError } from '../aws-error.ts';
import type { AwsRequest } from '../contract.ts';
import { decodeChunks, isChunked } from './endpoint-chunks.ts';

const mebibyte = 1024 * 1024;
/** DynamoDB's BatchWriteItem takes 16 MB, more than any other call but an object's upload. */
const limit = 16 * mebibyte + 64 * 1024;
const objectLimit = 128 * mebibyte;

/**
 * Reads the body of a call, without the framing of `aws-chunked`.
 * @throws AwsError when it is larger than the service takes, or when its framing is broken
 */
export async function readBody(incoming: Readable, head: AwsRequest): Promise<Buffer> {
  const max = head.service === 's3' ? objectLimit : limit;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming) {
      size += chunk.length;
      // The rest is read and dropped, so that the client gets to the answer.
      if (size <= max) chunks.push(chunk);
      else chunks.length = 0;
    }
  } catch {
    throw new AwsError('RequestTimeout', 'The connection ended before the whole body had come.', 400);
  }
  if (size > max) throw tooLarge(head.service, size, max);
  const body = Buffer.concat(chunks, size);
  return isChunked(head.headers) ? decodeChunks(body) : body;
}

function tooLarge(service: string, size: number, max: number): AwsError {
  const message = `The body of ${size} bytes is larger than the ${max} bytes that the local cloud takes.`;
  return service === 's3'
    ? new AwsError('EntityTooLarge', message, 400)
    : new AwsError('RequestEntityTooLargeException', message, 413);
}
