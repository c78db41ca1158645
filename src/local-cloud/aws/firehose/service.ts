/** Firehose: records go to the S3 bucket of the template, through its processing; the last ones are kept for the console page. */
import { randomUUID } from 'node:crypto';
import { partition } from '../../assembly/shape.ts';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, Properties, Resource, RunningService, Service } from '../../contract.ts';
import { accountOf } from '../protocol/account.ts';
import { jsonApi, type Operations } from '../protocol/json.ts';
import { createBuffers } from './buffers.ts';
import { destinationOf } from './deliver.ts';
import { servedProcessors } from './process.ts';

/** Firehose quotas, 2026: bytes of a record, records and bytes of a batch. */
const limits = { record: 1_024_000, batchRecords: 500, batchBytes: 4 * 1024 * 1024 };
const keptRecords = 200;

const onlyKept = 'records are kept for the console page and not delivered';
/** Properties of both kinds of S3 destinations. */
const s3 = (names: string[]): string[] =>
  ['S3DestinationConfiguration', 'ExtendedS3DestinationConfiguration'].flatMap((destination) =>
    names.map((name) => `${destination}.${name}`),
  );

export const firehose: Service = {
  name: 'firehose',
  supports: {
    'AWS::KinesisFirehose::DeliveryStream': {
      inert: [
        'DeliveryStreamEncryptionConfigurationInput',
        'DeliveryStreamType',
        'Tags',
        // A batch is delivered a moment after its first record.
        ...s3(['BufferingHints', 'CloudWatchLoggingOptions', 'EncryptionConfiguration', 'CustomTimeZone']),
      ],
      ignored: {
        AmazonOpenSearchServerlessDestinationConfiguration: onlyKept,
        AmazonopensearchserviceDestinationConfiguration: onlyKept,
        ElasticsearchDestinationConfiguration: onlyKept,
        'ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration': 'records stay as they are',
        'ExtendedS3DestinationConfiguration.DynamicPartitioningConfiguration':
          'all records of a batch go into one object',
        'ExtendedS3DestinationConfiguration.S3BackupConfiguration': 'no copy of the records is kept',
        HttpEndpointDestinationConfiguration: onlyKept,
        IcebergDestinationConfiguration: onlyKept,
        KinesisStreamSourceConfiguration: 'the stream is not read',
        RedshiftDestinationConfiguration: onlyKept,
        SnowflakeDestinationConfiguration: onlyKept,
        SplunkDestinationConfiguration: onlyKept,
      },
    },
  },
  start: async (cloud) => startFirehose(cloud),
};

interface Kept {
  id: string;
  at: number;
  data: string;
}

function startFirehose(cloud: Cloud): RunningService {
  const kept = new Map<string, Kept[]>();
  const buffers = createBuffers(cloud);
  const find = (input: Properties, request: AwsRequest, action: string): Resource => {
    const account = accountOf(cloud, request);
    const arn = `arn:${partition(request.region)}:firehose:${request.region}:${account}:deliverystream/${input.DeliveryStreamName}`;
    const stream = cloud.model.find(arn, 'AWS::KinesisFirehose::DeliveryStream');
    if (!stream) {
      const message = `Firehose ${input.DeliveryStreamName} under account ${account} not found.`;
      throw new AwsError('ResourceNotFoundException', message);
    }
    cloud.authorize(request.caller, `firehose:${action}`, arn);
    return stream;
  };
  const keep = (stream: Resource, data: string): { RecordId: string } => {
    const { arn } = stream;
    const record = { id: randomUUID(), at: Date.now(), data };
    kept.set(arn, [...(kept.get(arn) ?? []), record].slice(-keptRecords));
    buffers.add(stream, { ...record, data: Buffer.from(data, 'base64') });
    return { RecordId: record.id };
  };
  const operations: Operations = {
    PutRecord: (input, request) => {
      const stream = find(input, request, 'PutRecord');
      return { ...keep(stream, dataOf(input.Record)), Encrypted: false };
    },
    PutRecordBatch: (input, request) => {
      const stream = find(input, request, 'PutRecordBatch');
      const data = batchOf(input.Records);
      return {
        FailedPutCount: 0,
        Encrypted: false,
        RequestResponses: data.map((each) => keep(stream, each)),
      };
    },
    DescribeDeliveryStream: (input, request) => {
      const { arn, ref } = find(input, request, 'DescribeDeliveryStream');
      const described = { DeliveryStreamName: ref, DeliveryStreamARN: arn, DeliveryStreamStatus: 'ACTIVE' };
      return { DeliveryStreamDescription: { ...described, HasMoreDestinations: false, Destinations: [] } };
    },
    ListDeliveryStreams: (_, { caller }) => {
      cloud.authorize(caller, 'firehose:ListDeliveryStreams', '*');
      const streams = cloud.model.byType('AWS::KinesisFirehose::DeliveryStream');
      return { DeliveryStreamNames: streams.map(({ ref }) => ref), HasMoreDeliveryStreams: false };
    },
  };
  return {
    deploy: async () => nameProcessors(cloud),
    aws: { firehose: jsonApi('1.1', operations) },
    reset: async () => {
      kept.clear();
      buffers.clear();
    },
    snapshot: async () => ({
      deliveryStreams: cloud.model.byType('AWS::KinesisFirehose::DeliveryStream').map(({ ref, arn }) => ({
        name: ref,
        waiting: buffers.waiting(arn),
        records: (kept.get(arn) ?? []).map(({ data, ...record }) => ({
          ...record,
          data: Buffer.from(data, 'base64').toString().slice(0, 2000),
        })),
      })),
    }),
    close: async () => {
      await buffers.flush();
      buffers.clear();
      kept.clear();
    },
  };
}

/** Processors that nothing here runs are named once a deploy. */
function nameProcessors(cloud: Cloud): void {
  for (const stream of cloud.model.byType('AWS::KinesisFirehose::DeliveryStream')) {
    const { Enabled, Processors = [] }: Properties = destinationOf(stream)?.ProcessingConfiguration ?? {};
    for (const { Type } of Enabled === true ? (Processors as Properties[]) : []) {
      if (servedProcessors.includes(Type)) continue;
      const text = `The processor ${Type} of ${stream.path} does nothing here.`;
      cloud.trace({ traceId: '', kind: 'notice', source: 'firehose', text });
    }
  }
}

function dataOf(record: Properties | undefined): string {
  const data: unknown = record?.Data;
  if (typeof data !== 'string') throw new AwsError('ValidationException', 'Record.Data must not be null.');
  if (Buffer.byteLength(data, 'base64') <= limits.record) return data;
  throw new AwsError('ValidationException', `Record.Data must have at most ${limits.record} bytes.`);
}

function batchOf(records: unknown): string[] {
  if (!Array.isArray(records) || records.length === 0 || records.length > limits.batchRecords) {
    throw new AwsError('ValidationException', `Records must have from 1 to ${limits.batchRecords} members.`);
  }
  const data = records.map(dataOf);
  if (data.reduce((sum, each) => sum + Buffer.byteLength(each, 'base64'), 0) <= limits.batchBytes)
    return data;
  throw new AwsError('InvalidArgumentException', 'Records size exceeds 4 MB limit');
}
