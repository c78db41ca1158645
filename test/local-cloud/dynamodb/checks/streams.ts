import assert from 'node:assert/strict';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Check, type Context, failure } from './context.ts';

interface Answer {
  StreamDescription: {
    StreamStatus: string;
    StreamViewType: string;
    TableName: string;
    Shards: { ShardId: string }[];
  };
  Streams: { StreamArn: string }[];
  ShardIterator?: string;
  NextShardIterator?: string;
  Records: Entry[];
}

interface Entry {
  eventName: string;
  eventSource: string;
  dynamodb: {
    Keys: Image;
    OldImage?: Image;
    NewImage?: Image;
    SequenceNumber: string;
  };
}

type Image = Record<string, { S?: string; N?: string }>;

/** The DynamoDB Streams API over the wire: its client package is not needed for four operations. */
async function streams(client: DynamoDBClient, operation: string, input: object): Promise<Answer> {
  const { protocol, hostname, port } = await client.config.endpoint!();
  const response = await fetch(`${protocol}//${hostname}:${port}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
      'x-amz-date': '20240101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=developer/20240101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00',
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as Answer & Record<string, string>;
  if (response.ok) return body;
  throw Object.assign(new Error(String(body.message ?? body.Message)), {
    name: String(body.__type).split('#').at(-1),
  });
}

async function streamArn({ client, watched }: Context): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: watched }));
  return Table?.LatestStreamArn ?? assert.fail('no stream');
}

/** All records of the shared table's stream on one item. */
async function recordsOf(context: Context, id: string): Promise<Entry[]> {
  const StreamArn = await streamArn(context);
  const { StreamDescription } = await streams(context.client, 'DescribeStream', { StreamArn });
  const found: Entry[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = await streams(context.client, 'GetShardIterator', start);
    for (let more = true; more && ShardIterator; ) {
      const page = await streams(context.client, 'GetRecords', { ShardIterator });
      found.push(...page.Records);
      more = page.Records.length > 0;
      ShardIterator = page.NextShardIterator;
    }
  }
  return found.filter((record) => record.dynamodb.Keys.id?.S === id);
}

export const streamChecks: Check[] = [
  {
    name: 'ListStreams and DescribeStream name the stream of a table',
    run: async (context) => {
      const StreamArn = await streamArn(context);
      const { Streams } = await streams(context.client, 'ListStreams', { TableName: context.watched });
      assert.deepEqual(
        Streams.map((stream) => stream.StreamArn),
        [StreamArn],
      );
      const { StreamDescription } = await streams(context.client, 'DescribeStream', { StreamArn });
      assert.equal(StreamDescription.StreamStatus, 'ENABLED');
      assert.equal(StreamDescription.StreamViewType, 'NEW_AND_OLD_IMAGES');
      assert.equal(StreamDescription.TableName, context.watched);
    },
  },
  {
    name: 'INSERT, MODIFY and REMOVE carry their images in order',
    run: async (context) => {
      const { doc, watched: TableName } = context;
      const id = context.unique();
      await doc.send(new PutCommand({ TableName, Item: { id, n: 1 } }));
      const change = { UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': 2 } };
      await doc.send(new UpdateCommand({ TableName, Key: { id }, ...change }));
      await doc.send(new DeleteCommand({ TableName, Key: { id } }));
      const records = await recordsOf(context, id);
      const images = records.map(({ eventName, dynamodb: { OldImage, NewImage } }) => [
        eventName,
        OldImage?.n?.N,
        NewImage?.n?.N,
      ]);
      assert.deepEqual(images, [
        ['INSERT', undefined, '1'],
        ['MODIFY', '1', '2'],
        ['REMOVE', '2', undefined],
      ]);
      const numbers = records.map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
      assert.ok(numbers.every((number, at) => at === 0 || number > numbers[at - 1]!));
      assert.equal(records[0]!.eventSource, 'aws:dynamodb');
    },
  },
  {
    name: 'a write that changes nothing leaves no record',
    run: async (context) => {
      const { doc, watched: TableName } = context;
      const id = context.unique();
      for (let n = 0; n < 2; n++) await doc.send(new PutCommand({ TableName, Item: { id, n: 1 } }));
      await failure(
        doc.send(
          new PutCommand({ TableName, Item: { id }, ConditionExpression: 'attribute_not_exists(id)' }),
        ),
        'ConditionalCheckFailedException',
      );
      assert.equal((await recordsOf(context, id)).length, 1);
    },
  },
  {
    name: 'a transaction leaves a record for each item it changed',
    run: async (context) => {
      const { doc, watched: TableName } = context;
      const ids = [context.unique(), context.unique()];
      const TransactItems = ids.map((id) => ({ Put: { TableName, Item: { id } } }));
      await doc.send(new TransactWriteCommand({ TransactItems }));
      for (const id of ids) assert.equal((await recordsOf(context, id)).length, 1);
    },
  },
  {
    name: 'an unknown stream is ResourceNotFoundException',
    run: async (context) => {
      const StreamArn = (await streamArn(context)).replace(/stream\/.*/, 'stream/2001-01-01T00:00:00.000');
      await failure(streams(context.client, 'DescribeStream', { StreamArn }), 'ResourceNotFoundException');
    },
  },
];
