import { AwsError } from '../../aws-error.ts';
import type { ObjectHeaders } from './store.ts';

/** What the names of user-defined metadata begin with; it is no part of them. */
export const metadataPrefix = 'x-amz-meta-';
/** Bytes of the names and values together (S3 user guide, "Working with object metadata", 2026). */
const mostBytes = 2048;

/**
 * Checks the size of user-defined metadata.
 *
 * @throws AwsError `MetadataTooLarge`, 400 (S3 API reference, "Error responses")
 */
export function checkMetadata(headers: ObjectHeaders): void {
  const size = Object.entries(headers)
    .filter(([name]) => name.startsWith(metadataPrefix))
    .reduce((sum, [name, value]) => sum + bytesOf(name.slice(metadataPrefix.length)) + bytesOf(value), 0);
  if (size <= mostBytes) return;
  throw new AwsError(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
    400,
    {
      Size: size,
      MaxSizeAllowed: mostBytes,
    },
  );
}

/** Node reads headers as Latin-1, one character for each byte of UTF-8 that was sent. */
const bytesOf = (text: string): number => Buffer.byteLength(text, 'latin1');
