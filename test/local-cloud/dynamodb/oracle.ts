/**
 * Runs the behaviour checks against DynamoDB Local and against the local cloud, and compares.
 * DYNAMODB_LOCAL names the folder of DynamoDBLocal.jar; Java 17 or newer has to be on the path:
 *   DYNAMODB_LOCAL=/path/to/dynamodb_local npx tsx test/local-cloud/dynamodb/oracle.ts
 * Exits 1 when the local cloud fails a check that DynamoDB Local passes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { startHarness } from '../harness.ts';
import { behaviour, checks } from './behaviour.ts';

const folder = process.env.DYNAMODB_LOCAL;
if (folder === undefined) {
  console.error('Set DYNAMODB_LOCAL to the folder that holds DynamoDBLocal.jar.');
  process.exit(2);
}

const port = await freePort();
const java = spawn(
  'java',
  ['-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', '-inMemory', '-port', `${port}`],
  { cwd: folder, stdio: 'ignore' },
);
const harness = await startHarness({ services: [dynamodb] });
const ours = new DynamoDBClient(harness.client);
const theirs = new DynamoDBClient({ ...harness.client, endpoint: `http://127.0.0.1:${port}` });
try {
  await answering(theirs);
  const [left, right] = [await outcomes(ours), await outcomes(theirs)];
  for (const { name } of checks) {
    const [own, other] = [left.get(name), right.get(name)];
    if (own !== undefined) console.log(`local cloud    fails: ${name}\n    ${own}`);
    if (other !== undefined) console.log(`DynamoDB Local fails: ${name}\n    ${other}`);
  }
  const worse = [...left.keys()].filter((name) => !right.has(name));
  console.log(
    `${checks.length} checks: local cloud ${checks.length - left.size}, DynamoDB Local ${checks.length - right.size}, ` +
      `worse than DynamoDB Local: ${worse.length}`,
  );
  process.exitCode = worse.length > 0 ? 1 : 0;
} finally {
  java.kill();
  ours.destroy();
  theirs.destroy();
  await harness.close();
}

/** Failed checks with their messages. */
async function outcomes(client: DynamoDBClient): Promise<Map<string, string>> {
  const context = await behaviour(client);
  const failed = new Map<string, string>();
  for (const { name, run } of checks) {
    await run(context).catch((error: Error) => failed.set(name, error.message.replaceAll('\n', ' ')));
  }
  return failed;
}

async function answering(client: DynamoDBClient): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return free;
}
