import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apis, type Served, serveFunctions } from './served.ts';

/** Each function fails for `?fail` and works otherwise. */
const failing = (fault: string) => `
export const handler = async (event) => {
  if (event.queryStringParameters?.fail) { ${fault} }
  return { statusCode: 200, body: 'well' };
};`;

let served: Served;
beforeAll(async () => {
  served = await serveFunctions({
    throws: { code: failing("throw new TypeError('planted');") },
    rejects: { code: failing("Promise.reject(new Error('unhandled')); await new Promise(() => {});") },
    exits: { code: failing('process.exit(3);') },
    loops: { code: failing('for (;;);'), properties: { Timeout: 1 } },
    waits: {
      code: failing('await new Promise((resolve) => setTimeout(resolve, 60_000));'),
      properties: { Timeout: 1 },
    },
    hoards: {
      code: failing('const all = []; for (;;) all.push(new Array(1e5).fill({}));'),
      properties: { MemorySize: 128 },
    },
    measures: {
      code: 'export const handler = async ({ body }) => ({ statusCode: 200, body: String(body.length) });',
    },
  });
});
afterAll(() => served.close());

const expected = {
  http: [500, { message: 'Internal Server Error' }],
  rest: [502, { message: 'Internal server error' }],
} as const;

describe.each(apis)('a handler behind a %s API', (api) => {
  it.each([
    'throws',
    'rejects',
    'exits',
    'loops',
    'waits',
    'hoards',
  ])('that %s gets the answer of API Gateway, and the next call works', async (name) => {
    const url = `${served.base[api]}/${name}`;
    expect((await served.ask(url)).text).toBe('well');
    const { status, text } = await served.ask(`${url}?fail=1`);
    expect([status, JSON.parse(text)]).toEqual(expected[api]);
    expect((await served.ask(url)).text).toBe('well');
  });

  it('that ends its process takes no call of others with it', async () => {
    const url = `${served.base[api]}/exits`;
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => served.ask(at % 2 ? `${url}?fail=1` : url)),
    );
    expect(all.map(({ status }) => status)).toEqual(all.map((_, at) => (at % 2 ? expected[api][0] : 200)));
  });
});

const mebibyte = 1024 * 1024;
describe('a body', () => {
  it.each([
    ['http', '{"message":"Request Entity Too Large"}'],
    ['rest', '{"message":"Request Too Long"}'],
  ] as const)('above 6 MB is more than Lambda takes: %s', async (api, message) => {
    const url = `${served.base[api]}/measures`;
    const fits = await served.ask(url, { method: 'POST', body: 'x'.repeat(5 * mebibyte) });
    expect([fits.status, fits.text]).toEqual([200, String(5 * mebibyte)]);
    const { status, text } = await served.ask(url, { method: 'POST', body: 'x'.repeat(6 * mebibyte + 1) });
    expect([status, text]).toEqual([413, message]);
  });

  it.each([
    ['http', '{"message":"Request Entity Too Large"}'],
    ['rest', 'HTTP content length exceeded 10485760 bytes.'],
  ] as const)('above 10 MB is more than API Gateway takes: %s', async (api, message) => {
    const url = `${served.base[api]}/measures`;
    const { status, text } = await served.ask(url, { method: 'POST', body: 'x'.repeat(10 * mebibyte + 1) });
    expect([status, text]).toEqual([413, message]);
    expect((await served.ask(`${served.base[api]}/throws`)).text).toBe('well');
  });
});

describe.each(apis)('the port of a %s API', (api) => {
  const talk = async (text: string): Promise<string> => {
    const socket = connect(Number(new URL(served.base[api]).port), '127.0.0.1');
    socket.on('error', () => {});
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    socket.end(text);
    await once(socket, 'close');
    return answer;
  };

  it.each([
    ['no request line', 'NONSENSE\r\n\r\n'],
    ['a version that is none', 'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n'],
    ['a header without colon', 'GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n'],
    ['a length that is none', 'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n'],
    [
      'two framings',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a chunk without size',
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n',
    ],
    ['a header of 100 kB', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['bytes that are no text', '\0\x01\x02\r\n\r\n'],
  ])('answers 4xx to %s and lives on', async (_, text) => {
    expect(await talk(text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await served.ask(`${served.base[api]}/throws`)).text).toBe('well');
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:80@127.0.0.1',
    '169.254.169.254',
  ])('answers to no other host: "%s"', async (host) => {
    const answer = await talk(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4(00|21) /);
  });
});
