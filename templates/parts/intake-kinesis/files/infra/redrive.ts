// Puts the records that were given up into the stream again, behind all that are there:
//   node --import tsx infra/redrive.ts <URL of the failure queue>
import { fileURLToPath } from "node:url";
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
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

/** How many records were put again. */
export async function redrive(sqs: SQSClient, kinesis: KinesisClient, QueueUrl: string): Promise<number> {
  let count = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    if (Messages.length === 0) return count;
    for (const { Body = "{}", ReceiptHandle } of Messages) {
      const batch: Batch = JSON.parse(Body).KinesisBatchInfo;
      for (const { Data, PartitionKey } of await recordsOf(kinesis, batch)) {
        await kinesis.send(new PutRecordCommand({ StreamARN: batch.streamArn, Data, PartitionKey }));
        count += 1;
      }
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

async function recordsOf(kinesis: KinesisClient, batch: Batch): Promise<StreamRecord[]> {
  const { streamArn: StreamARN, shardId: ShardId, startSequenceNumber, endSequenceNumber } = batch;
  let { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamARN,
      ShardId,
      ShardIteratorType: "AT_SEQUENCE_NUMBER",
      StartingSequenceNumber: startSequenceNumber,
    }),
  );
  const records: StreamRecord[] = [];
  while (ShardIterator) {
    const page = await kinesis.send(new GetRecordsCommand({ StreamARN, ShardIterator }));
    for (const record of page.Records ?? []) {
      records.push(record);
      if (record.SequenceNumber === endSequenceNumber) return records;
    }
    ShardIterator = page.NextShardIterator;
  }
  return records;
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
