import { expect, it } from 'vitest';
import type { HttpRequest } from '../../../src/local-cloud/contract.ts';
import { arrive } from '../../../src/local-cloud/gateway/arrival.ts';

const request: HttpRequest = {
  method: 'GET',
  scheme: 'http',
  host: '127.0.0.1',
  path: '/',
  rawQuery: '',
  headers: [],
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  traceId: 'Root=1-65a1b2c3-0123456789abcdef01234567',
};

it('gives each of many requests an id of its own', () => {
  const target = { stage: '$default', path: '/', domainName: 'a1.execute-api.eu-west-1.amazonaws.com' };
  const ids = Array.from({ length: 1000 }, () => arrive(request, target).requestId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[\w-]{15}=$/);
});
