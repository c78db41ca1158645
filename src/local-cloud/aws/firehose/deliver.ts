import { gzipSync } from 'node:zlib';
import { AwsError } from '../../aws-error.ts';
import type { Cloud, Properties, Resource } from '../../contract.ts';
import { objectKey } from './object-key.ts';
import { processed, type StreamRecord } from './process.ts';

/** The S3 destination of a delivery stream; other destinations get nothing here. */
export const destinationOf = ({ properties }: Resource): Properties | undefined =>
  properties.ExtendedS3DestinationConfiguration ?? properties.S3DestinationConfiguration;

/**
 * Delivers a batch as one object, its records one after the other, with the rights of the destination's role. Records that
 * the processing could not use go below the error prefix, with what they were.
 * @throws AwsError when the role may not put the object
 */
export async function deliver(
  cloud: Cloud,
  stream: Resource,
  destination: Properties,
  records: StreamRecord[],
): Promise<void> {
  const at = new Date(records[0]?.at ?? Date.now());
  const { well, failed } = await processed(cloud, stream, destination, records);
  const isZipped = destination.CompressionFormat === 'GZIP';
  const extension = destination.FileExtension ?? (isZipped ? '.gz' : '');
  if (well.length > 0) {
    const body = Buffer.concat(well.map(({ data }) => data));
    const key = objectKey({ stream: stream.ref, prefix: destination.Prefix ?? '', extension, at });
    await put(cloud, stream, destination, key, isZipped ? gzipSync(body) : body);
  }
  if (failed.length > 0) {
    const prefix = destination.ErrorOutputPrefix ?? destination.Prefix ?? '';
    const errorType = 'processing-failed';
    const key = objectKey({ stream: stream.ref, prefix, errorType, extension: '', at });
    await put(cloud, stream, destination, key, Buffer.from(failed.map(failure).join('')));
  }
}

const failure = ({ at, data }: StreamRecord): string =>
  `${JSON.stringify({
    attemptsMade: 1,
    arrivalTimestamp: at,
    errorCode: 'Lambda.FunctionError',
    errorMessage: 'The Lambda function did not give this record back as Ok or Dropped.',
    rawData: data.toString('base64'),
  })}\n`;

async function put(
  cloud: Cloud,
  stream: Resource,
  { BucketARN, RoleARN }: Properties,
  key: string,
  body: Buffer,
): Promise<void> {
  const bucket = String(BucketARN).split(':').at(-1);
  const { status, body: answer } = await cloud.aws({
    service: 's3',
    region: stream.region,
    action: '',
    method: 'PUT',
    path: `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/octet-stream' },
    body,
    caller: { roleArn: RoleARN, sourceArn: stream.arn },
  });
  if (status < 400) return;
  const message = /<Message>([^<]*)</.exec(String(answer))?.[1] ?? String(answer);
  throw new AwsError('S3.DeliveryFailed', message, status);
}
