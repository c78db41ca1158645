import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayHarness, startGatewayHarness } from '../fixture.ts';
import { functionResources, httpApi, lambdaRoute } from './resources.ts';

const allowed = 'https://app.example.com';
let cloud: GatewayHarness;

beforeAll(async () => {
  cloud = await startGatewayHarness(
    { echo: () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://own.example' } }) },
    {
      resources: {
        ...functionResources('echo'),
        ...httpApi({
          CorsConfiguration: {
            AllowOrigins: [allowed, 'http://*'],
            AllowMethods: ['GET', 'PUT'],
            AllowHeaders: ['Content-Type', 'Authorization'],
            ExposeHeaders: ['x-total'],
            AllowCredentials: true,
            MaxAge: 600,
          },
        }),
        ...lambdaRoute('Get', 'GET /items', 'echo'),
        ...lambdaRoute('Any', 'ANY /any', 'echo'),
        Authorizer: {
          Type: 'AWS::ApiGatewayV2::Authorizer',
          Properties: {
            ApiId: { Ref: 'Api' },
            AuthorizerType: 'JWT',
            IdentitySource: ['$request.header.Authorization'],
            JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['a'] },
          },
        },
        ...lambdaRoute('Closed', 'ANY /closed', 'echo', {
          AuthorizationType: 'JWT',
          AuthorizerId: { Ref: 'Authorizer' },
        }),
      },
    },
  );
});
afterAll(() => cloud.close());

const preflight = (path: string, origin = allowed) =>
  cloud.call('Api', path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } });
const corsOf = (list: [string, string][]) =>
  Object.fromEntries(list.filter(([name]) => name.startsWith('access-control-')));

describe('preflight requests', () => {
  it('are answered by the gateway where no route takes OPTIONS', async () => {
    const before = cloud.functions.count('echo');
    for (const path of ['/items', '/no/route']) {
      const { status, list, text } = await preflight(path);
      expect([status, text]).toEqual([204, '']);
      expect(corsOf(list)).toEqual({
        'access-control-allow-origin': allowed,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,PUT',
        'access-control-allow-headers': 'content-type,authorization',
        'access-control-expose-headers': 'x-total',
        'access-control-max-age': '600',
      });
    }
    expect(cloud.functions.count('echo')).toBe(before);
  });

  it('get no CORS headers for another origin', async () => {
    const { status, list } = await preflight('/items', 'https://evil.example');
    expect([status, corsOf(list)]).toEqual([204, {}]);
  });

  it('reach an ANY route, and its authorizer refuses them', async () => {
    expect((await preflight('/any')).status).toBe(200);
    expect(cloud.functions.last('echo').requestContext.http.method).toBe('OPTIONS');
    expect((await preflight('/closed')).status).toBe(401);
  });
});

describe('other requests', () => {
  it('get the CORS headers of the API in place of those of the function', async () => {
    const { list } = await cloud.call('Api', '/items', { headers: { origin: allowed } });
    expect(corsOf(list)).toEqual({
      'access-control-allow-origin': allowed,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-total',
    });
  });

  it('get none without an allowed origin', async () => {
    expect(corsOf((await cloud.call('Api', '/items')).list)).toEqual({});
    expect(
      corsOf((await cloud.call('Api', '/items', { headers: { origin: 'https://evil.example' } })).list),
    ).toEqual({});
    const { list } = await cloud.call('Api', '/items', { headers: { origin: 'http://localhost:5173' } });
    expect(corsOf(list)['access-control-allow-origin']).toBe('http://localhost:5173');
  });

  it('get them on a 401 too, so that a page can read it', async () => {
    const { status, list } = await cloud.call('Api', '/closed', { headers: { origin: allowed } });
    expect([status, corsOf(list)['access-control-allow-origin']]).toEqual([401, allowed]);
  });
});
