import { afterEach, describe, expect, it } from 'vitest';
import { distribution, type Fixture, start } from './fixture.ts';
import { cloudfrontFunction, onViewer } from './functions.ts';

let edge: Fixture;
afterEach(() => edge.close());

const pages = [{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' }];
const lambdas = ['viewer-request', 'viewer-response'].map((EventType) => ({
  EventType,
  LambdaFunctionARN: `arn:${EventType}`,
}));
const code = `function handler(event) {
  if (event.response) { event.response.headers['x-ran'] = { value: 'yes' }; return event.response; }
  if (event.request.uri === '/api/away') return { statusCode: 302, headers: { location: { value: '/' } } };
  return event.request;
}`;

describe.each([
  ['CloudFront Function', { behaviour: onViewer('viewer-request', 'viewer-response') }],
  ['Lambda@Edge function', { behaviour: { LambdaFunctionAssociations: lambdas } }],
])('a %s for viewer responses', (_, { behaviour }) => {
  const begin = async () => {
    const config = { CustomErrorResponses: pages, api: behaviour };
    edge = await start([distribution('E1', config, behaviour), cloudfrontFunction(code)]);
    edge.lambdas.set('arn:viewer-request', ({ Records }) => {
      const { request } = Records[0].cf;
      if (request.uri !== '/api/away') return request;
      return { status: '302', headers: { location: [{ value: '/' }] } };
    });
    edge.lambdas.set('arn:viewer-response', ({ Records }) => {
      const { response } = Records[0].cf;
      return { ...response, headers: { ...response.headers, 'x-ran': [{ value: 'yes' }] } };
    });
  };
  const ran = async (path: string) => {
    const answer = await edge.request(path);
    return [answer.status, answer.header('x-ran')];
  };

  it('runs for answers of the origin, redirects too, and of the cache', async () => {
    await begin();
    expect(await ran('/app.js')).toEqual([200, 'yes']);
    expect(await ran('/app.js')).toEqual([200, 'yes']);
    edge.api = () => ({ status: 301, headers: [], body: Buffer.alloc(0) });
    expect(await ran('/api/x')).toEqual([301, 'yes']);
  });

  it('does not run for an answer made at the viewer request', async () => {
    await begin();
    expect(await ran('/api/away')).toEqual([302, undefined]);
  });

  it('does not run for an error of the origin', async () => {
    await begin();
    edge.api = () => ({ status: 404, headers: [], body: Buffer.alloc(0) });
    expect(await ran('/api/x')).toEqual([404, undefined]);
  });

  it('does not run for the page that stands in for an error, whatever its status', async () => {
    await begin();
    expect(await ran('/orders/42')).toEqual([200, undefined]);
  });
});
