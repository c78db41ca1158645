/** The project of the benchmarks: `GET /items/{id}` reads one item of a table, in the same bundle whatever server runs it. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkServerlessOffline } from './serverless-offline.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
const region = 'eu-west-1';

// Said once for each process of the SDK, which has nothing to do with what is measured.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** How many items there are: their ids are `0` and so on. */
export const items = 100;

/** The environment in which the function finds the table at an endpoint. */
export function itemsEnvironment(endpoint) {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** Writes the project, with the packages of this repository, serverless-offline and the local cloud's program. */
export function writeItemsProject(folder) {
  cpSync(join(root, 'scripts', 'bench', 'local'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  linkServerlessOffline(folder);
  mkdirSync(join(folder, 'dev'));
  cpSync(join(root, 'dist', 'local-cloud.mjs'), join(folder, 'dev', 'local-cloud.mjs'));
  const build = `import { build } from 'esbuild'; import { options } from '${join(folder, 'build.mjs')}'; await build(options());`;
  execFileSync(process.execPath, ['--input-type=module', '-e', build], { cwd: root });
  // CommonJS in a project of ES modules.
  writeFileSync(join(folder, 'dist', 'package.json'), '{ "type": "commonjs" }');
}

/** Lets the local cloud give its functions this environment. */
export function writeItemsConfig(folder, env) {
  writeFileSync(join(folder, 'dev', 'config.ts'), `export default { env: ${JSON.stringify(env)} };\n`);
}

/** Makes the table at an endpoint, and the items in it. */
export async function fillItems(endpoint) {
  const { CreateTableCommand, DynamoDBClient, PutItemCommand, waitUntilTableExists } = await import(
    '@aws-sdk/client-dynamodb'
  );
  const client = new DynamoDBClient({ endpoint, region, credentials });
  await client.send(
    new CreateTableCommand({
      TableName: 'items',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.1 }, { TableName: 'items' });
  for (let id = 0; id < items; id += 1)
    await client.send(
      new PutItemCommand({ TableName: 'items', Item: { id: { S: String(id) }, name: { S: `item ${id}` } } }),
    );
  client.destroy();
}
