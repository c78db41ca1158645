// Goes on with all executions that have failed, timed out or were stopped within 14 days, where they did:
//   node --import tsx infra/redrive.ts <ARN of the state machine>
import { fileURLToPath } from "node:url";
import {
  ExecutionNotRedrivable,
  type ExecutionStatus,
  paginateListExecutions,
  RedriveExecutionCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";

const unsuccessful: ExecutionStatus[] = ["FAILED", "TIMED_OUT", "ABORTED"];

/** How many executions go on. */
export async function redrive(client: SFNClient, stateMachineArn: string): Promise<number> {
  let count = 0;
  for (const statusFilter of unsuccessful) {
    // What was redriven leaves the list: all of it is read before.
    const arns: string[] = [];
    const pages = paginateListExecutions({ client }, { stateMachineArn, statusFilter });
    for await (const { executions = [] } of pages) {
      arns.push(...executions.flatMap(({ executionArn }) => executionArn ?? []));
    }
    for (const executionArn of arns) count += await goOn(client, executionArn);
  }
  return count;
}

/** 0 for an execution that is too old, or goes on already. */
async function goOn(client: SFNClient, executionArn: string): Promise<0 | 1> {
  try {
    await client.send(new RedriveExecutionCommand({ executionArn }));
    return 1;
  } catch (error) {
    if (error instanceof ExecutionNotRedrivable) return 0;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const arn = process.argv[2] ?? "";
  const [, region] = /^arn:[\w-]+:states:([\w-]+):\d+:stateMachine:[\w-]+$/.exec(arn) ?? [];
  if (region) {
    console.info(`Redriven: ${await redrive(new SFNClient({ region }), arn)}`);
  } else {
    console.error("Name the state machine by its ARN: the output WorkflowArn of the orders stack.");
    process.exitCode = 2;
  }
}
