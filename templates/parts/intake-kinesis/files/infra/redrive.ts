// Puts the records that were given up into the stream again, behind all that are there:
//   node --import tsx infra/redrive.ts <URL of the failure queue>
import { fileURLToPath } from "node:url";
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  ResourceNotFoundException,
  type _Record as StreamRecord,
} from "@aws-sdk/client-kinesis";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

/** A part of a shard that Lambda has given up. */
interface Batch {
  streamArn: string;
  shardId: string;
  startSequenceNumber: string;
  endSequenceNumber: string;
}

/** How many records were put again. What the stream no longer has is named, and its message stays. */
export async function redrive(sqs: SQSClient, kinesis: KinesisClient, QueueUrl: string): Promise<number> {
  let count = 0;
  const left = new Set<string | undefined>();
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    // What stays comes again after half a minute.
    if (Messages.every(({ MessageId }) => left.has(MessageId))) return count;
    for (const { MessageId, Body = "{}", ReceiptHandle } of Messages) {
      const batch: Batch = JSON.parse(Body).KinesisBatchInfo;
      const found = await putAgain(kinesis, batch);
      count += found;
      if (found > 0) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      else {
        console.warn(`No longer in the stream: ${JSON.stringify(batch)}`);
        left.add(MessageId);
      }
    }
  }
}

/** How many records of a batch there were. */
async function putAgain(kinesis: KinesisClient, batch: Batch): Promise<number> {
  let count = 0;
  for await (const { Data, PartitionKey } of recordsOf(kinesis, batch)) {
    await kinesis.send(new PutRecordCommand({ StreamARN: batch.streamArn, Data, PartitionKey }));
    count += 1;
  }
  return count;
}

/** The last record may be gone with those before it, so the end of what is there is an end too, as of an open shard. */
async function* recordsOf(kinesis: KinesisClient, batch: Batch): AsyncGenerator<StreamRecord> {
  const StreamARN = batch.streamArn;
  const last = BigInt(batch.endSequenceNumber);
  let ShardIterator = await startOf(kinesis, batch);
  while (ShardIterator) {
    const page = await kinesis.send(new GetRecordsCommand({ StreamARN, ShardIterator }));
    for (const record of page.Records ?? []) {
      const number = BigInt(record.SequenceNumber ?? 0);
      if (number <= last) yield record;
      if (number >= last) return;
    }
    if (page.MillisBehindLatest === 0) return;
    ShardIterator = page.NextShardIterator;
  }
}

/** Where a batch begins, or what is left of it; nothing when all of its shard was too old. */
async function startOf(kinesis: KinesisClient, batch: Batch): Promise<string | undefined> {
  try {
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({
        StreamARN: batch.streamArn,
        ShardId: batch.shardId,
        ShardIteratorType: "AT_SEQUENCE_NUMBER",
        StartingSequenceNumber: batch.startSequenceNumber,
      }),
    );
    return ShardIterator;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** The Region of a queue's URL: `https://sqs.<region>.amazonaws.com/<account>/<name>`. */
function regionOf(queueUrl: string): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\./.exec(queueUrl)?.[1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const queueUrl = process.argv[2] ?? "";
  const region = regionOf(queueUrl);
  if (region) {
    const count = await redrive(new SQSClient({ region }), new KinesisClient({ region }), queueUrl);
    console.info(`Put again: ${count}`);
  } else {
    console.error("Name the failure queue by its URL: the output FailuresUrl of the orders stack.");
    process.exitCode = 2;
  }
}
