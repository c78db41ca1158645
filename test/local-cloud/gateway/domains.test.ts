import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionResources, type GatewayHarness, startGatewayHarness } from './fixture.ts';
import { httpApi, lambdaRoute } from './http/resources.ts';
import { method, proxy, restApi } from './rest/resources.ts';

let cloud: GatewayHarness;

/** The resources under other logical ids, so that two APIs fit into one stack. */
const renamed = <T>(resources: T, from: string, to: string): T =>
  JSON.parse(JSON.stringify(resources).replaceAll(`"${from}"`, `"${to}"`));

beforeAll(async () => {
  const domain = { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com' } };
  const mapping = (key: string | undefined, api: string, stage: string) => ({
    Type: 'AWS::ApiGatewayV2::ApiMapping',
    Properties: {
      DomainName: { Ref: 'Domain' },
      ApiId: { Ref: api },
      Stage: stage,
      ...(key === undefined ? {} : { ApiMappingKey: key }),
    },
  });
  cloud = await startGatewayHarness(
    {
      http: ({ requestContext, rawPath }) => ({
        api: 'http',
        stage: requestContext.stage,
        rawPath,
        domain: requestContext.domainName,
      }),
      rest: ({ path, requestContext }) => ({
        statusCode: 200,
        body: JSON.stringify({
          api: 'rest',
          path,
          full: requestContext.path,
          domain: requestContext.domainName,
        }),
      }),
    },
    {
      resources: {
        ...functionResources('http', 'rest'),
        ...httpApi(),
        Beta: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'beta' } },
        ...lambdaRoute('All', '$default', 'http'),
        ...renamed(
          {
            ...restApi(['/x/{proxy+}'], { DisableExecuteApiEndpoint: true }),
            ...method('/x/{proxy+}', 'ANY', proxy('rest')),
            ...method('/', 'GET', proxy('rest')),
          },
          'Api',
          'Rest',
        ),
        Stage: httpApi().Stage!,
        RestStage: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: { RestApiId: { Ref: 'Rest' }, DeploymentId: 'd', StageName: 'dev' },
        },
        Domain: domain,
        Root: mapping(undefined, 'Api', '$default'),
        Orders: mapping('orders', 'Api', 'beta'),
        OrdersV2: mapping('orders/v2', 'Rest', 'dev'),
        Open: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'open.example.com' } },
        // Another app makes this domain, which a mapping knows by its name.
        Shared: {
          Type: 'AWS::ApiGatewayV2::ApiMapping',
          Properties: {
            DomainName: 'shared.example.com',
            ApiId: { Ref: 'Api' },
            Stage: '$default',
            ApiMappingKey: 'orders',
          },
        },
        OpenMapping: {
          Type: 'AWS::ApiGateway::BasePathMapping',
          Properties: { DomainName: { Ref: 'Open' }, RestApiId: { Ref: 'Rest' } },
        },
        Locked: {
          Type: 'AWS::ApiGatewayV2::DomainName',
          Properties: {
            DomainName: 'locked.example.com',
            MutualTlsAuthentication: { TruststoreUri: 's3://bucket/ca.pem' },
          },
        },
        LockedMapping: {
          Type: 'AWS::ApiGatewayV2::ApiMapping',
          Properties: { DomainName: { Ref: 'Locked' }, ApiId: { Ref: 'Api' }, Stage: '$default' },
        },
        Empty: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'empty.example.com' } },
      },
    },
  );
});
afterAll(() => cloud.close());

const get = async (url: string) => {
  const { status, text } = await cloud.visit(url);
  return status === 200 ? JSON.parse(text) : status;
};

describe('API mappings (developer guide, "Work with API mappings")', () => {
  it.each([
    ['https://api.example.com/any', { api: 'http', stage: '$default', rawPath: '/any' }],
    ['https://api.example.com/orders/1', { api: 'http', stage: 'beta', rawPath: '/orders/1' }],
    ['https://api.example.com/ordersX', { api: 'http', stage: '$default', rawPath: '/ordersX' }],
    [
      'https://api.example.com/orders/v2/x/1',
      { api: 'rest', path: '/orders/v2/x/1', full: '/orders/v2/x/1' },
    ],
    ['https://api.example.com/orders/v2', { api: 'rest', path: '/orders/v2' }],
  ])('take the longest key for %s', async (url, expected) => {
    expect(await get(url)).toMatchObject({ ...expected, domain: 'api.example.com' });
  });

  it('leave the stage to the path where they name none', async () => {
    expect(await get('https://open.example.com/dev/x/1')).toMatchObject({
      path: '/dev/x/1',
      full: '/dev/x/1',
    });
    expect(await get('https://open.example.com/none/x/1')).toBe(403);
  });

  it('lead from a domain that another app makes', async () => {
    const answer = { api: 'http', stage: '$default', rawPath: '/orders/1', domain: 'shared.example.com' };
    expect(await get('https://shared.example.com/orders/1')).toMatchObject(answer);
    expect(await get('https://shared.example.com/customers/1')).toBe(404);
    expect(cloud.sites().find(({ title }) => title === 'shared.example.com')).toMatchObject({ public: true });
  });

  it('also answer under the regional name of the domain', async () => {
    const name = cloud.cloud.model
      .find('api.example.com', 'AWS::ApiGatewayV2::DomainName')!
      .attribute('RegionalDomainName');
    expect(await get(`https://${name}/any`)).toMatchObject({ api: 'http' });
  });
});

it('refuses a host that is switched off, and has no port for it', async () => {
  const rest = cloud.sites().find(({ key }) => key === 'api:test/Rest')!;
  expect(rest.public).toBe(false);
  expect(await get(`https://${rest.hosts[0]}/dev/x/1`)).toBe(403);
  expect(cloud.sites().find(({ title }) => title === 'empty.example.com')).toMatchObject({ public: false });
});

it('asks for a certificate under a domain with mutual TLS', async () => {
  const url = 'https://locked.example.com/any';
  const refused = await cloud.visit(url);
  expect(refused.status).toBe(403);
  expect(JSON.parse(refused.text)).toEqual({ message: 'Forbidden' });
  const clientCertificate = 'arn:aws:acm:us-east-1:111122223333:certificate/c';
  expect((await cloud.visit(url, { clientCertificate })).status).toBe(200);
});
