import { afterEach, expect, it } from 'vitest';
import { distribution, type Fixture, resource, start } from './fixture.ts';
import { cloudfrontFunction, onViewer } from './functions.ts';

let edge: Fixture;
afterEach(() => edge.close());

const visit = async (call: string, behaviour: object = {}) => {
  const code = `import cf from 'cloudfront'; function handler(event) { ${call}; return event.request; }`;
  edge = await start([
    distribution('E1', {}, { ...onViewer('viewer-request'), ...behaviour }),
    cloudfrontFunction(code),
    resource('AWS::Nothing', 'nothing', {}),
  ]);
  return edge.request('/app.js', { headers: [['host', 'shop.example.com']] });
};
const got = () => {
  const { path, headers } = edge.received[0]!;
  const { host, 'x-origin-secret': secret, 'x-stage': stage } = Object.fromEntries(headers);
  return { path, host, secret, stage };
};

it('selects another origin of the distribution with all its settings', async () => {
  expect((await visit('cf.selectRequestOriginById("api")')).text).toBe('{"ok":true}');
  expect(got()).toEqual({ path: '/app.js', host: 'api.example.com', secret: 's3cret', stage: undefined });
});

it('selects one under another host', async () => {
  await visit('cf.selectRequestOriginById("api", { hostHeader: "v2.example.com" })');
  expect(got()).toMatchObject({ host: 'v2.example.com' });
});

it.each([
  [
    { domainName: 'api.example.com', originPath: '/v2/' },
    { path: '/v2/app.js', host: 'api.example.com' },
  ],
  [
    { domainName: 'api.example.com', customHeaders: { 'x-stage': 'prod' }, hostHeader: 'inner.example.com' },
    { path: '/app.js', host: 'inner.example.com', stage: 'prod' },
  ],
])('updates the origin: %j', async (update, seen) => {
  const answer = await visit(`cf.updateRequestOrigin(${JSON.stringify(update)})`);
  expect(answer.text).toBe('{"ok":true}');
  expect(got()).toEqual({ secret: undefined, stage: undefined, ...seen });
});

it('keeps what an update does not name, and takes headers away by an empty object', async () => {
  await visit('cf.updateRequestOrigin({ originPath: "/v3" })', { TargetOriginId: 'api' });
  expect(got()).toEqual({ path: '/v3/app.js', host: 'api.example.com', secret: 's3cret', stage: undefined });
  await edge.close();
  await visit('cf.updateRequestOrigin({ customHeaders: {} })', { TargetOriginId: 'api' });
  expect(got()).toMatchObject({ secret: undefined });
});

it('goes to the bucket that an update names, signed as it says', async () => {
  const bucket = { domainName: 'site.s3.eu-west-1.amazonaws.com' };
  const signed = { enabled: true, signingBehavior: 'always', signingProtocol: 'sigv4', originType: 's3' };
  const answer = await visit(
    `cf.updateRequestOrigin(${JSON.stringify({ ...bucket, originAccessControlConfig: signed })})`,
    { TargetOriginId: 'api' },
  );
  expect([answer.status, answer.text]).toEqual([200, 'run()']);
});

it.each([
  ['a list of ids', '["api", "site"]'],
  ['objects', '[{ originId: "api" }, { originId: "site" }]'],
])('makes an origin group of %s', async (_, ids) => {
  const code = `import cf from 'cloudfront'; function handler(event) {
    cf.createRequestOriginGroup({ originIds: ${ids}, failoverCriteria: { statusCodes: [503] } });
    return event.request; }`;
  edge = await start([distribution('E1', {}, onViewer('viewer-request')), cloudfrontFunction(code)]);
  edge.api = () => ({ status: 503, headers: [], body: Buffer.from('down') });
  expect((await edge.request('/app.js')).text).toBe('run()');
  expect(edge.received).toHaveLength(1);
});

it.each([
  ['an unknown origin', 'cf.selectRequestOriginById("other")', 'no origin other'],
  [
    'a group with an unknown one',
    'cf.createRequestOriginGroup({ originIds: ["api", "x"], failoverCriteria: { statusCodes: [500] } })',
    'no origin x',
  ],
  [
    'a group without criteria',
    'cf.createRequestOriginGroup({ originIds: ["api", "site"] })',
    'failoverCriteria',
  ],
  ['a domain with a port', 'cf.updateRequestOrigin({ domainName: "api.example.com:80" })', 'no domain name'],
  ['a path that is a number', 'cf.updateRequestOrigin({ originPath: 5 })', 'originPath'],
  ['a header that is a number', 'cf.updateRequestOrigin({ customHeaders: { a: 1 } })', 'customHeaders.a'],
])('refuses %s', async (_, call, told) => {
  const answer = await visit(call);
  expect([answer.status, answer.header('x-cache')]).toEqual([502, 'FunctionValidationError from cloudfront']);
  expect(answer.text).toContain(told);
});
