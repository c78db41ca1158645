// Puts the dead letters back into the queue whose dead letters they are, and waits until all have moved:
//   node --import tsx infra/redrive.ts <URL of the dead-letter queue>
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";

/** How many messages have moved. Throws when SQS gives up. */
export async function redrive(sqs: SQSClient, queueUrl: string): Promise<number> {
  const { queueUrls = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: queueUrl }));
  const SourceArn = await arnOf(sqs, queueUrl);
  // SQS knows by itself where a message came from, unless it came from elsewhere than a queue.
  const DestinationArn = await arnOf(sqs, queueUrls[0]);
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  for (;;) {
    const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
    const { Status, ApproximateNumberOfMessagesMoved = 0, FailureReason } = Results[0] ?? {};
    if (Status === "COMPLETED") return ApproximateNumberOfMessagesMoved;
    if (Status !== "RUNNING")
      throw new Error(`The redrive is ${Status}: ${FailureReason ?? "no reason given"}.`);
    await setTimeout(1000);
  }
}

async function arnOf(sqs: SQSClient, QueueUrl: string | undefined): Promise<string | undefined> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return Attributes?.QueueArn;
}

/** The Region of a queue's URL: `https://sqs.<region>.amazonaws.com/<account>/<name>`. */
function regionOf(queueUrl: string): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\./.exec(queueUrl)?.[1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const queueUrl = process.argv[2] ?? "";
  const region = regionOf(queueUrl);
  if (region) {
    console.info(`Moved back: ${await redrive(new SQSClient({ region }), queueUrl)}`);
  } else {
    console.error("Name the dead-letter queue by its URL: the output DeadLettersUrl of the orders stack.");
    process.exitCode = 2;
  }
}
