import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/local-cloud/console/page/layout.ts';
import { pictureOf } from '../../../src/local-cloud/console/picture/picture.ts';
import type { Picture } from '../../../src/local-cloud/console/views.ts';
import { modelOf, placeholders, type Resources } from '../harness.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const lambda = (role: string, variables = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Role: arnOf(role), Environment: { Variables: variables } },
});
const role = (statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }] },
});
const allow = (Action: string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const lambdaUri = (id: string) => ({
  'Fn::Sub': placeholders(
    `arn:aws:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/<${id}.Arn>/invocations`,
  ),
});

const resources: Resources = {
  Site: { Type: 'AWS::S3::Bucket', Properties: {} },
  Rewrite: { Type: 'AWS::CloudFront::Function', Properties: { Name: 'rewrite' } },
  Web: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Origins: [
          { Id: 'site', DomainName: { 'Fn::GetAtt': ['Site', 'RegionalDomainName'] }, S3OriginConfig: {} },
          {
            Id: 'api',
            DomainName: { 'Fn::Sub': placeholders('<Api>.execute-api.<AWS::Region>.amazonaws.com') },
          },
        ],
        CacheBehaviors: [{ PathPattern: '/orders*', TargetOriginId: 'api' }],
        DefaultCacheBehavior: {
          TargetOriginId: 'site',
          FunctionAssociations: [
            { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Rewrite', 'FunctionARN'] } },
          ],
        },
      },
    },
  },
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
  Orders: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      PathPart: 'orders',
    },
  },
  GetOrders: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { Ref: 'Orders' },
      HttpMethod: 'GET',
      AuthorizerId: { Ref: 'Authorizer' },
      Integration: { Type: 'AWS_PROXY', Uri: lambdaUri('List') },
    },
  },
  PostOrders: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { Ref: 'Orders' },
      HttpMethod: 'POST',
      Integration: {
        Type: 'AWS',
        Uri: {
          'Fn::Sub': placeholders(
            'arn:aws:apigateway:<AWS::Region>:sqs:path/<AWS::AccountId>/<Intake.QueueName>',
          ),
        },
      },
    },
  },
  OptionsOrders: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { Ref: 'Orders' },
      HttpMethod: 'OPTIONS',
      Integration: { Type: 'MOCK' },
    },
  },
  Authorizer: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: { Name: 'users', RestApiId: { Ref: 'Api' }, ProviderARNs: [arnOf('Users')] },
  },
  Users: { Type: 'AWS::Cognito::UserPool', Properties: {} },
  Dead: { Type: 'AWS::SQS::Queue', Properties: {} },
  Intake: {
    Type: 'AWS::SQS::Queue',
    Properties: { RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 3 } },
  },
  ListRole: role([
    allow(
      ['dynamodb:Query', 'dynamodb:GetItem'],
      [arnOf('Table'), { 'Fn::Sub': placeholders('<Table.Arn>/index/*') }],
    ),
  ]),
  List: lambda('ListRole', { TABLE_NAME: { Ref: 'Table' } }),
  WorkRole: role([
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arnOf('Intake')),
  ]),
  Work: lambda('WorkRole', { TABLE_NAME: { Ref: 'Table' } }),
  Poll: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arnOf('Intake'), FunctionName: { Ref: 'Work' }, BatchSize: 5 },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    },
  },
  Alarms: { Type: 'AWS::SNS::Topic', Properties: {} },
};

const model = modelOf({ shop: { Resources: resources } });
const hosts = (type: string, key: string, names: (ref: string) => string[]) =>
  model.byType(type).map(({ ref, path }) => ({ key: `${key}:${path}`, hosts: names(ref) }));
const sites = [
  ...hosts('AWS::S3::Bucket', 'bucket', (ref) => [`${ref}.s3.eu-west-1.amazonaws.com`]),
  ...hosts('AWS::ApiGateway::RestApi', 'api', (ref) => [`${ref}.execute-api.eu-west-1.amazonaws.com`]),
];
const picture = pictureOf(model, sites as never, 1);
const short = (id: string) => id.replace('shop/', '');
const edges = picture.edges.map(
  ({ from, to, kind, text }) => `${short(from)} -${kind}-> ${short(to)}: ${text}`,
);

describe('the picture', () => {
  it('draws what serves, stores and passes on, and no plumbing', () => {
    expect(picture.nodes.map(({ id, kind }) => `${short(id)} ${kind}`).sort()).toEqual([
      'Alarms topic',
      'Api api',
      'Dead queue',
      'Intake queue',
      'List function',
      'Rewrite edge-function',
      'Site bucket',
      'Table table',
      'Users pool',
      'Web distribution',
      'Work function',
    ]);
  });

  it('draws what leads to what', () => {
    expect(edges.sort()).toEqual([
      'Api -authorizer-> Users: authorizer users',
      'Api -request-> Intake: POST /orders (direct)',
      'Api -request-> List: GET /orders',
      'Intake -event-> Work: batches of up to 5',
      'Intake -failure-> Dead: after 3 receives',
      'List -access-> Table: GetItem, Query',
      'Web -authorizer-> Rewrite: viewer-request',
      'Web -request-> Api: /orders*',
      'Web -request-> Site: * (default)',
      'Work -access-> Table: named in the environment, no permission',
    ]);
  });

  it('gives behaviours and routes, without the preflights that the API answers itself', () => {
    const ports = (id: string) =>
      picture.nodes.find((node) => node.id === `shop/${id}`)!.ports.map(({ text }) => text);
    expect(ports('Web')).toEqual(['/orders*', '* (default)']);
    expect(ports('Api')).toEqual(['GET /orders', 'POST /orders']);
  });
});

describe('names', () => {
  const api = (...methods: string[]) => ({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
    ...Object.fromEntries(
      methods.map((method) => [
        `${method}Route`,
        {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: { Ref: 'Api' }, RouteKey: `${method} /${method === 'PUT' ? 'a' : 'b'}` },
        },
      ]),
    ),
  });
  const named = (stacks: Record<string, object>) =>
    pictureOf(
      modelOf(
        Object.fromEntries(Object.entries(stacks).map(([name, of]) => [name, { Resources: of }])) as never,
      ),
      [],
      1,
    ).nodes;

  it('tell the APIs of several stacks apart, and leave alone what there is once', () => {
    const topic = { Alarms: { Type: 'AWS::SNS::Topic', Properties: {} } };
    const nodes = named({ 'my-shop-orders-dev': api(), 'my-shop-order-items-dev': { ...api(), ...topic } });
    expect(nodes.map(({ name }) => name).sort()).toEqual([
      'Alarms',
      'order-items/Api',
      'order-items/Table',
      'orders/Api',
      'orders/Table',
    ]);
  });

  it('say the method of a route first, in the order of the paths', () => {
    const [node] = named({ shop: api('GET', 'DELETE', 'PUT') });
    expect(node!.ports.map(({ text }) => text)).toEqual(['PUT /a', 'DELETE /b', 'GET /b']);
  });
});

describe('the layout', () => {
  it.each([1280, 800, 300])('overlaps nothing at a width of %i', (width) => {
    const { nodes, width: total, height } = layOut(picture, width);
    expect(nodes).toHaveLength(picture.nodes.length);
    for (const [at, one] of nodes.entries()) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.y).toBeGreaterThanOrEqual(0);
      expect(one.x + one.width).toBeLessThanOrEqual(total);
      expect(one.y + one.height).toBeLessThanOrEqual(height);
      for (const other of nodes.slice(at + 1)) {
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect(apart, `${one.node.id} over ${other.node.id}`).toBe(true);
      }
    }
  });

  it('leads from left to right, and ends with circles too', () => {
    const place = new Map(layOut(picture, 1280).nodes.map(({ node, x }) => [short(node.id), x]));
    for (const [from, to] of [
      ['Web', 'Api'],
      ['Api', 'List'],
      ['Intake', 'Work'],
      ['List', 'Table'],
    ] as const) {
      expect(place.get(from)).toBeLessThan(place.get(to)!);
    }
    const circle: Picture = {
      ...picture,
      edges: [...picture.edges, { from: 'shop/Table', to: 'shop/Work', kind: 'event', text: 'changes' }],
    };
    expect(layOut(circle, 1280).lines).toHaveLength(circle.edges.length);
  });

  it('draws nothing of nothing', () => {
    expect(layOut({ version: 1, nodes: [], edges: [] }, 800)).toMatchObject({ nodes: [], lines: [] });
  });
});
