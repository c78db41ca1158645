import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../../../src/local-cloud/aws-error.ts';
import type { Resources } from '../../harness.ts';
import { functionResources, type GatewayHarness, invokeUri, startGatewayHarness } from '../fixture.ts';
import { method, proxy, restApi } from './resources.ts';

/** What the gateway answers itself, by the path that brings it about. */
const types = {
  '/slow': 'INTEGRATION_TIMEOUT',
  '/down': 'INTEGRATION_FAILURE',
  '/throttled': 'INTEGRATION_FAILURE',
  '/guarded': 'UNAUTHORIZED',
  '/denied': 'ACCESS_DENIED',
  '/unknown': 'MISSING_AUTHENTICATION_TOKEN',
  '/boom': 'DEFAULT_5XX',
  '/broken': 'API_CONFIGURATION_ERROR',
} as const;
type Path = keyof typeof types;

const custom = (type: string, more: object = {}): Resources => ({
  [`Response${type.replaceAll('_', '')}`]: {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResponseType: type,
      ResponseParameters: { 'gatewayresponse.header.X-Type': "'own'" },
      ResponseTemplates: {
        'application/json': '{"type":"$context.error.responseType","title":$context.error.messageString}',
      },
      ...more,
    },
  },
});

const resources: Resources = {
  ...functionResources('slow', 'throttled', 'boom', 'judge'),
  ...restApi(Object.keys(types).filter((path) => path !== '/unknown')),
  Judge: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      RestApiId: { Ref: 'Api' },
      Name: 'Judge',
      Type: 'TOKEN',
      AuthorizerUri: invokeUri('judge'),
      IdentitySource: 'method.request.header.Authorization',
    },
  },
  ...method('/slow', 'GET', proxy('slow', { TimeoutInMillis: 50 })),
  ...method('/throttled', 'GET', proxy('throttled')),
  ...method('/boom', 'GET', proxy('boom')),
  ...method('/down', 'GET', { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'http://127.0.0.1:1/' }),
  ...method('/broken', 'GET', proxy('boom', { IntegrationHttpMethod: 'GET' })),
  ...Object.assign(
    {},
    ...['/guarded', '/denied'].map((path) =>
      method(path, 'GET', proxy('boom'), { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Judge' } }),
    ),
  ),
};

const started: GatewayHarness[] = [];
const start = async (responses: Resources): Promise<GatewayHarness> => {
  const cloud = await startGatewayHarness(
    {
      slow: () => new Promise(() => undefined),
      throttled: () => ({ statusCode: 200 }),
      boom: () => {
        throw new Error('boom');
      },
      judge: () => ({
        principalId: 'me',
        policyDocument: { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
      }),
    },
    { resources: { ...resources, ...responses } },
  );
  const { invoke } = cloud.cloud;
  cloud.cloud.invoke = async (name, ...more) => {
    if (name.endsWith(':throttled')) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    return invoke(name, ...more);
  };
  started.push(cloud);
  return cloud;
};
afterAll(async () => {
  for (const cloud of started) await cloud.close();
});

const ask = async (cloud: GatewayHarness, path: Path) => {
  const headers: Record<string, string> = path === '/denied' ? { authorization: 'token' } : {};
  const { status, json, headers: sent } = await cloud.call('Api', `/dev${path}`, { headers });
  return { status, json, error: sent['x-amzn-errortype'], own: sent['x-type'] };
};

describe('without gateway responses', () => {
  let cloud: GatewayHarness;
  beforeAll(async () => {
    cloud = await start({});
  });

  const internal = 'InternalServerErrorException';
  it.each<[Path, number, object, string]>([
    ['/slow', 504, { message: 'Endpoint request timed out' }, internal],
    ['/down', 504, { message: 'Network error communicating with endpoint' }, internal],
    ['/throttled', 500, { message: 'Internal server error' }, internal],
    ['/boom', 502, { message: 'Internal server error' }, internal],
    ['/broken', 500, { message: 'Internal server error' }, internal],
    ['/guarded', 401, { message: 'Unauthorized' }, 'UnauthorizedException'],
    [
      '/denied',
      403,
      { Message: 'User is not authorized to access this resource with an explicit deny' },
      'AccessDeniedException',
    ],
    ['/unknown', 403, { message: 'Missing Authentication Token' }, 'MissingAuthenticationTokenException'],
  ])('%s gets what AWS answers by default', async (path, status, json, error) => {
    expect(await ask(cloud, path)).toEqual({ status, json, error, own: undefined });
  });
});

describe('with one for each type', () => {
  let cloud: GatewayHarness;
  beforeAll(async () => {
    const each = [...new Set(Object.values(types))].map((type, at) =>
      custom(type, { StatusCode: String(type.startsWith('DEFAULT') ? 599 : 430 + at) }),
    );
    cloud = await start(Object.assign({}, ...each));
  });

  it.each(Object.entries(types) as [Path, string][])('%s gets that of %s', async (path, type) => {
    const all = [...new Set<string>(Object.values(types))];
    const { status, json, own } = await ask(cloud, path);
    expect([json.type, own]).toEqual([type, 'own']);
    expect(status).toBe(type.startsWith('DEFAULT') ? 599 : 430 + all.indexOf(type));
  });
});

describe('with those of all 4xx and 5xx', () => {
  let cloud: GatewayHarness;
  beforeAll(async () => {
    cloud = await start({ ...custom('DEFAULT_4XX'), ...custom('DEFAULT_5XX') });
  });

  it.each(
    Object.entries(types) as [Path, string][],
  )('%s keeps its status and type, and gets their template and headers', async (path, type) => {
    const statuses: Record<Path, number> = {
      '/slow': 504,
      '/down': 504,
      '/throttled': 500,
      '/boom': 502,
      '/broken': 500,
      '/guarded': 401,
      '/denied': 403,
      '/unknown': 403,
    };
    const { status, json, own } = await ask(cloud, path);
    expect([status, json.type, own]).toEqual([statuses[path], type, 'own']);
  });
});

it('one without a status gives a failure the status of its type', async () => {
  const cloud = await start(custom('INTEGRATION_FAILURE'));
  expect(await ask(cloud, '/throttled')).toMatchObject({
    status: 504,
    json: { type: 'INTEGRATION_FAILURE' },
  });
});
