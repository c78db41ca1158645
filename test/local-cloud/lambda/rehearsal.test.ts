import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { rehearse } from '../../../src/local-cloud/lambda/runtime/rehearsal.ts';
import type { Harness } from '../harness.ts';
import { call, codeFolder, functionOf, startLambda } from './fixture.ts';

const code = codeFolder();
const early = (name: string) => pathToFileURL(join(code.root, name, 'client.mjs')).href;
let harness: Harness;

/** A client as the SDK's: it leaves a file when a call begins, and one when it has been closed. Its calls may wait for a file. */
const client = (name: string, waits: boolean) => `
import { existsSync, writeFileSync } from 'node:fs';
export const seen = [];
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
const folder = ${JSON.stringify(join(code.root, name))};
export class OneCommand { constructor(input) { this.input = input; } }
export class OtherCommand extends OneCommand {}
export class FakeClient {
  constructor({ endpoint }) { this.endpoint = endpoint; }
  async send(command) {
    writeFileSync(folder + '/began', '');
    console.warn('a client warns');
    const { AWS_ACCESS_KEY_ID: key, AWS_LAMBDA_FUNCTION_NAME: name } = process.env;
    while (${waits} && !existsSync(folder + '/wanted')) await pause();
    await pause();
    seen.push([command.constructor.name, this.endpoint, key, name, JSON.stringify(command.input)]);
    throw new Error('a call fails');
  }
  destroy() { seen.push('closed'); writeFileSync(folder + '/ended', ''); }
}`;

const handler = (name: string) => `
import { seen } from ${JSON.stringify(early(name))};
const atLoad = { seen: [...seen], key: process.env.AWS_ACCESS_KEY_ID };
export const handler = async () => ({ ...atLoad, region: process.env.AWS_REGION });`;

const left = (name: string, mark: string) =>
  vi.waitFor(() => expect(existsSync(join(code.root, name, mark))).toBe(true), { timeout: 10_000 });

beforeAll(async () => {
  code.write('early', client('early', false), 'client.mjs');
  code.write('slow', client('slow', true), 'client.mjs');
  const figures = { early: 128, slow: 256 };
  const resources = Object.fromEntries(
    Object.entries(figures).map(([name, MemorySize]) => [
      name,
      functionOf(name, code.write(name, handler(name)), { MemorySize }),
    ]),
  );
  harness = await startLambda(resources, {
    earlyModules: (folder) => [early(folder.endsWith('slow') ? 'slow' : 'early')],
  });
});

afterAll(async () => {
  await harness.close();
  code.dispose();
});

describe('a spare environment', () => {
  it('has sent each command of a client once before it gets its function, and nothing tells of it', async () => {
    await left('early', 'ended');
    const { value } = await call(harness, 'early');
    const address = `${harness.endpoint}/__rehearsal`;
    expect(value.seen).toEqual([
      ['OneCommand', address, 'rehearsal', null, '{}'],
      ['OtherCommand', address, 'rehearsal', null, '{}'],
      'closed',
    ]);
    expect(value.key).not.toBe('rehearsal');
    expect(value.region).toBe('eu-west-1');
    expect(harness.log.events().map(({ kind }) => kind)).toEqual(['invoke']);
  });

  it('that a function waits for ends its call, begins no other, and then loads the function', async () => {
    await left('slow', 'began');
    const answered = call(harness, 'slow');
    writeFileSync(join(code.root, 'slow', 'wanted'), '');
    const { value } = await answered;
    expect(value.seen).toEqual([expect.arrayContaining(['OneCommand', 'rehearsal']), 'closed']);
    expect(value.key).not.toBe('rehearsal');
  });
});

describe('a rehearsal with clients of the SDK', () => {
  // It runs in a thread of its own elsewhere, with no variables yet.
  afterEach(() => vi.unstubAllEnvs());

  it('signs and sends to its address alone, also through the document client, and leaves neither connection nor variable', async () => {
    vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
    const asked: string[] = [];
    const server = createServer(({ headers, url }, response) => {
      asked.push(`${url} ${headers['x-amz-target']} ${/Credential=[^/]+/.exec(headers.authorization ?? '')}`);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    server.keepAliveTimeout = 60_000;
    const sockets: Socket[] = [];
    server.on('connection', (socket) => sockets.push(socket));
    await new Promise((resolve) => server.once('listening', resolve));
    const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...others } = process.env;
    const modules = [
      { DynamoDBClient },
      { DynamoDBDocumentClient, GetCommand, QueryCommand },
      { SQSClient, SendMessageCommand },
      { PutRecordCommand },
    ];
    await rehearse(modules, `http://127.0.0.1:${(server.address() as AddressInfo).port}/below`, () => false);
    await vi.waitFor(() => expect(sockets.every(({ destroyed }) => destroyed)).toBe(true));
    server.close();
    expect(asked).toEqual([
      '/below/ DynamoDB_20120810.GetItem Credential=rehearsal',
      '/below/ DynamoDB_20120810.Query Credential=rehearsal',
      '/below/ AmazonSQS.SendMessage Credential=rehearsal',
    ]);
    expect(process.env).toEqual(others);
  });
});
