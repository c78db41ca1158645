import { afterEach, expect, it } from 'vitest';
import { distribution, type Fixture, resource, start } from './fixture.ts';

const arn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Edge/1';
const acl = (properties: object) =>
  resource('AWS::WAFv2::WebACL', 'Acl', { Scope: 'CLOUDFRONT', ...properties }, { Arn: arn });
const rule = (Name: string, Priority: number, Statement: object, Block: object = {}) => ({
  Name,
  Priority,
  Statement,
  Action: { Block },
});
const path = (SearchString: string) => ({
  ByteMatchStatement: {
    FieldToMatch: { UriPath: {} },
    PositionalConstraint: 'STARTS_WITH',
    SearchString,
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
});
const from = (...CountryCodes: string[]) => ({ GeoMatchStatement: { CountryCodes } });

let edge: Fixture;
afterEach(() => edge.close());

it('a web ACL stands before the cache and the functions', async () => {
  edge = await start([
    distribution('E1', { WebACLId: arn }),
    acl({
      DefaultAction: { Allow: {} },
      Rules: [
        rule('hidden', 0, path('/hidden')),
        rule('gone', 1, path('/gone'), { CustomResponse: { ResponseCode: 410 } }),
        rule('abroad', 2, { NotStatement: { Statement: from('DE', 'AT') } }),
      ],
    }),
  ]);
  const ask = (url: string, country = 'DE') =>
    edge.request(url, { headers: [['cloudfront-viewer-country', country]] });
  expect((await ask('/app.js')).text).toBe('run()');
  const hidden = await ask('/hidden/x');
  expect([hidden.status, hidden.header('x-cache')]).toEqual([403, 'Error from cloudfront']);
  expect(hidden.text).toContain('Request blocked.');
  expect((await ask('/gone')).status).toBe(410);
  expect((await ask('/app.js', 'FR')).status).toBe(403);
  expect((await edge.request('/app.js')).status).toBe(403);
  expect(edge.traces.some(({ text }) => text === 'web ACL Acl: hidden')).toBe(true);
});

it('the error page of the distribution stands for what the web ACL blocks', async () => {
  edge = await start([
    distribution('E1', {
      WebACLId: arn,
      CustomErrorResponses: [{ ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/index.html' }],
    }),
    acl({ DefaultAction: { Block: {} } }),
  ]);
  expect(await edge.request('/app.js')).toMatchObject({ status: 404, text: '<h1>shop</h1>' });
});
