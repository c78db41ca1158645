import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../../../src/local-cloud/contract.ts';
import type { Resources } from '../../harness.ts';
import { functionResources, type GatewayHarness, startGatewayHarness } from '../fixture.ts';
import { method, proxy, restApi } from './resources.ts';

/** Bytes that are no text. */
const bytes = Buffer.from([0x89, 0x50, 0x00, 0xff, 0xfe]);
const base64 = bytes.toString('base64');

/** Keeps the body that it gets, and answers what the path says. */
let got: Buffer = Buffer.alloc(0);
const backend: Service = {
  name: 'backend',
  supports: {},
  start: async () => ({
    deploy: async () => undefined,
    close: async () => undefined,
    sites: () => [
      {
        key: 'backend',
        title: 'backend',
        kind: 'bucket',
        hosts: ['backend.example.com'],
        handle: async ({ body, path }) => {
          got = body;
          const isImage = path === '/image';
          return {
            status: 200,
            headers: [['content-type', isImage ? 'image/png' : 'text/plain']],
            body: isImage ? bytes : Buffer.from(base64),
          };
        },
      },
    ],
  }),
};

const handlings = ['', 'CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'] as const;
type Handling = (typeof handlings)[number];
const contentHandling = (handling: Handling) => (handling ? { ContentHandling: handling } : {});
const nameOf = (handling: Handling) => handling.toLowerCase().replaceAll('_', '') || 'none';

/** `/in/<handling>` converts requests, `/<kind>/<handling>` converts answers. */
function resources(types: string[] | undefined): Resources {
  const http = (path: string, uri: string, integration: object, response: object) =>
    method(
      path,
      'POST',
      {
        Type: 'HTTP',
        IntegrationHttpMethod: 'POST',
        Uri: `https://backend.example.com/${uri}`,
        IntegrationResponses: [{ StatusCode: '200', ...response }],
        ...integration,
      },
      { MethodResponses: [{ StatusCode: '200' }] },
    );
  const all = handlings.map((handling) => ({ handling, name: nameOf(handling) }));
  return {
    ...functionResources('echo'),
    ...restApi(
      ['/fn', ...all.flatMap(({ name }) => [`/in/${name}`, `/image/${name}`, `/text/${name}`])],
      types && { BinaryMediaTypes: types },
    ),
    ...method('/fn', 'ANY', proxy('echo')),
    ...Object.assign(
      {},
      ...all.flatMap(({ handling, name }) => [
        http(`/in/${name}`, 'text', contentHandling(handling), {}),
        http(`/image/${name}`, 'image', {}, contentHandling(handling)),
        http(`/text/${name}`, 'text', {}, contentHandling(handling)),
      ]),
    ),
  };
}

const start = (types: string[] | undefined) =>
  startGatewayHarness(
    {
      echo: () => ({
        statusCode: 200,
        headers: { 'content-type': 'image/png' },
        body: base64,
        isBase64Encoded: true,
      }),
    },
    { more: [backend], resources: resources(types) },
  );
let images: GatewayHarness;
let everything: GatewayHarness;
let none: GatewayHarness;
beforeAll(async () => {
  [images, everything, none] = await Promise.all([start(['image/*']), start(['*/*']), start(undefined)]);
});
afterAll(async () => {
  for (const cloud of [images, everything, none]) await cloud.close();
});

const post = (
  cloud: GatewayHarness,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
) =>
  cloud.ask(
    `https://${cloud.cloud.model.byType('AWS::ApiGateway::RestApi')[0]!.ref}.execute-api.eu-west-1.amazonaws.com/dev${path}`,
    { method: 'POST', headers, body },
  );

// The tables of the developer guide, "Content type conversions in API Gateway".
describe('a request', () => {
  it.each<[which: 'images' | 'none', type: string, Handling, sent: string | Buffer, string | Buffer]>([
    ['none', 'text/plain', '', base64, base64],
    ['none', 'text/plain', 'CONVERT_TO_BINARY', base64, bytes],
    ['none', 'text/plain', 'CONVERT_TO_TEXT', base64, base64],
    ['images', 'text/plain', '', base64, base64],
    ['images', 'text/plain', 'CONVERT_TO_BINARY', base64, bytes],
    ['images', 'text/plain', 'CONVERT_TO_TEXT', base64, base64],
    ['images', 'image/png', '', bytes, bytes],
    ['images', 'image/png', 'CONVERT_TO_BINARY', bytes, bytes],
    ['images', 'image/png', 'CONVERT_TO_TEXT', bytes, base64],
  ])('with %s binary, of %s, and "%s"', async (which, type, handling, sent, expected) => {
    const cloud = which === 'images' ? images : none;
    await post(cloud, `/in/${nameOf(handling)}`, { 'content-type': type }, sent);
    expect(got).toEqual(Buffer.from(expected));
  });

  it('of any type is binary to a function where all types are', async () => {
    for (const type of ['application/json', 'image/png', 'text/plain; charset=utf-8']) {
      await post(everything, '/fn', { 'content-type': type }, bytes);
      expect(everything.functions.last('echo')).toMatchObject({ body: base64, isBase64Encoded: true });
    }
    await post(everything, '/fn', {}, bytes);
    expect(everything.functions.last('echo')).toMatchObject({ body: base64, isBase64Encoded: true });
    await post(everything, '/fn', { 'content-type': 'text/plain' });
    expect(everything.functions.last('echo')).toMatchObject({ body: null, isBase64Encoded: false });
  });
});

describe('an answer', () => {
  it.each<[which: 'images' | 'none', 'text' | 'image', accept: string, Handling, string | Buffer]>([
    ['none', 'text', 'text/plain', '', base64],
    ['none', 'text', 'text/plain', 'CONVERT_TO_BINARY', bytes],
    ['none', 'text', 'text/plain', 'CONVERT_TO_TEXT', base64],
    ['images', 'text', 'text/plain', '', base64],
    ['images', 'text', 'text/plain', 'CONVERT_TO_BINARY', bytes],
    ['images', 'text', 'text/plain', 'CONVERT_TO_TEXT', base64],
    ['images', 'text', 'image/png', '', bytes],
    ['images', 'text', 'image/png', 'CONVERT_TO_BINARY', bytes],
    ['images', 'text', 'image/png', 'CONVERT_TO_TEXT', base64],
    ['images', 'image', 'text/plain', '', base64],
    ['images', 'image', 'text/plain', 'CONVERT_TO_BINARY', bytes],
    ['images', 'image', 'text/plain', 'CONVERT_TO_TEXT', base64],
    ['images', 'image', 'image/png', '', bytes],
    ['images', 'image', 'image/png', 'CONVERT_TO_BINARY', bytes],
    ['images', 'image', 'image/png', 'CONVERT_TO_TEXT', base64],
  ])('with %s binary, of %s, to a client that accepts %s, and "%s"', async (which, kind, accept, handling, expected) => {
    const cloud = which === 'images' ? images : none;
    const { body } = await post(cloud, `/${kind}/${nameOf(handling)}`, { accept });
    expect(body).toEqual(Buffer.from(expected));
  });

  it('of a function is decoded for any client where all types are binary', async () => {
    const clients: Record<string, string>[] = [{ accept: 'text/html' }, { accept: 'image/png' }, {}];
    for (const headers of clients) expect((await post(everything, '/fn', headers)).body).toEqual(bytes);
    expect((await post(none, '/fn', { accept: 'image/png' })).body).toEqual(Buffer.from(base64));
  });
});
