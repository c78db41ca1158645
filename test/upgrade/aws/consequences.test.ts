import { describe, expect, it } from 'vitest';
import { consequencesOf } from '../../../src/upgrade/aws/consequences.ts';
import type { Resource, Stack } from '../../../src/upgrade/aws/stack.ts';

const stack = (name: string, resources: Record<string, Resource>, stage = 'dev'): Stack => ({
  name,
  stage,
  region: 'eu-west-1',
  account: '',
  resources,
});
const of = (Type: string, Properties: object = {}): Resource => ({
  Type,
  Properties: { ...Properties },
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
});
const distribution = (...aliases: string[]) =>
  of('AWS::CloudFront::Distribution', { DistributionConfig: { Aliases: aliases } });
const texts = (told: { message: string }[]) => told.map(({ message }) => message);

describe('what a deploy does', () => {
  it('is nothing when nothing changes', () => {
    const stacks = [stack('web', { Site: distribution('a.example'), Bucket: of('AWS::S3::Bucket') })];
    expect(consequencesOf(stacks, structuredClone(stacks))).toEqual({
      losses: [],
      created: [],
      notes: [],
      steps: [],
      counts: [{ stage: 'dev', created: 0, changed: 0, removed: 0 }],
      gone: [],
    });
  });

  it('is counted for each stage, without stacks that it leaves alone', () => {
    const topic = of('AWS::SNS::Topic');
    const before = [
      stack('a-dev', { One: topic, Two: topic }),
      stack('b-dev', { Three: topic }),
      stack('a-prod', { One: topic }, 'prod'),
    ];
    const after = [
      stack('a-dev', { One: of('AWS::SNS::Topic', { DisplayName: 'x' }), Four: topic }),
      stack('a-prod', { One: topic }, 'prod'),
    ];
    const { counts, gone } = consequencesOf(before, after);
    expect(counts).toEqual([
      { stage: 'dev', created: 1, changed: 1, removed: 1 },
      { stage: 'prod', created: 0, changed: 0, removed: 0 },
    ]);
    expect(gone).toEqual(['b-dev']);
  });

  it('names new resources with data, but not those that take the place of others', () => {
    const before = [stack('data', { Table: of('AWS::DynamoDB::GlobalTable') })];
    const after = [
      stack('orders', { Table: of('AWS::DynamoDB::GlobalTable'), Queue: of('AWS::SQS::Queue') }),
    ];
    expect(consequencesOf(before, after).created.map(({ logicalId }) => logicalId)).toEqual(['Queue']);
  });

  it('changes the addresses of APIs and sites that are replaced', () => {
    const before = [stack('a', { Http: of('AWS::ApiGatewayV2::Api'), Site: distribution() })];
    const rest = [stack('a', { Rest: of('AWS::ApiGateway::RestApi'), Site2: distribution() })];
    expect(texts(consequencesOf(before, rest).notes)).toEqual([
      'The API gets another execute-api URL (Http in a is replaced). A custom domain stays as it is.',
      'The site gets another cloudfront.net domain (Site in a is replaced). A custom domain stays as it is.',
    ]);
    expect(texts(consequencesOf(before, [stack('a', { Site: distribution() })]).notes)).toEqual([
      'Http in a (AWS::ApiGatewayV2::Api) goes, and its URL with it.',
    ]);
  });
});

describe('paths that clients call', () => {
  const http = (...keys: string[]) =>
    Object.fromEntries(keys.map((RouteKey) => [RouteKey, of('AWS::ApiGatewayV2::Route', { RouteKey })]));
  const rest = (prefix: string | undefined, ...methods: string[]) => ({
    ...(prefix
      ? {
          Api: of('AWS::ApiGateway::Resource', {
            ParentId: { 'Fn::GetAtt': ['A', 'Root'] },
            PathPart: prefix,
          }),
        }
      : {}),
    Orders: of('AWS::ApiGateway::Resource', {
      ParentId: prefix ? { Ref: 'Api' } : { 'Fn::GetAtt': ['A', 'Root'] },
      PathPart: 'orders',
    }),
    ...Object.fromEntries(
      [...methods, 'OPTIONS'].map((HttpMethod) => [
        `Orders${HttpMethod}`,
        of('AWS::ApiGateway::Method', { HttpMethod, ResourceId: { Ref: 'Orders' } }),
      ]),
    ),
  });
  const notes = (before: Record<string, Resource>, after: Record<string, Resource>) =>
    texts(consequencesOf([stack('a', before)], [stack('a', after)]).notes);

  it('are told of when they go', () => {
    const before = http('POST /orders', 'GET /orders', 'GET /orders/{id}');
    const after = http('POST /api/orders', 'GET /api/orders', 'GET /orders/{id}');
    expect(notes(before, after)).toEqual([
      'The API in a no longer has GET /orders, POST /orders. Instead it has GET /api/orders, POST /api/orders.',
    ]);
    expect(notes(http('GET /a', 'GET /b', 'GET /c', 'GET /d'), http('GET /d'))).toEqual([
      'The API in a no longer has GET /a, GET /b and 1 more.',
    ]);
  });

  it('are read from either kind of API, without preflights', () => {
    expect(notes(rest(undefined, 'GET'), rest('api', 'GET'))).toEqual([
      'The API in a no longer has GET /orders. Instead it has GET /api/orders.',
    ]);
    expect(notes(http('GET /orders'), rest(undefined, 'GET'))).toEqual([]);
  });

  it('are no news when routes are added, or when the whole API goes', () => {
    expect(notes(http('GET /orders'), http('GET /orders', 'PUT /orders'))).toEqual([]);
    expect(notes(http('GET /orders'), {})).toEqual([]);
  });
});

describe('before and while deploying', () => {
  const steps = (before: Stack[], after: Stack[]) => texts(consequencesOf(before, after).steps);

  it('a queue or stream that nobody reads any more is drained', () => {
    const before = [stack('orders', { Queue: of('AWS::SQS::Queue'), Stream: of('AWS::Kinesis::Stream') })];
    const [queue, stream] = steps(before, [stack('orders', {})]);
    expect(queue).toContain('Drain Queue in orders first');
    expect(stream).toContain('IteratorAge');
  });

  it('what may be on its way through a delivery stream or a workflow is waited for', () => {
    const before = [
      stack('orders', {
        Delivery: of('AWS::KinesisFirehose::DeliveryStream'),
        Workflow: of('AWS::StepFunctions::StateMachine'),
      }),
    ];
    const [delivery, workflow] = steps(before, [stack('orders', {})]);
    expect(delivery).toContain('Wait for Delivery in orders first');
    expect(workflow).toContain('none of its executions is RUNNING');
    expect(steps(before, before)).toEqual([]);
  });

  it('a table whose stream nobody reads any more is looked into', () => {
    const table = of('AWS::DynamoDB::GlobalTable');
    const EventSourceArn = { 'Fn::GetAtt': ['OrdersTable', 'StreamArn'] };
    const Accepted = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn } };
    const before = [stack('orders', { OrdersTable: table, Accepted })];
    expect(steps(before, [stack('orders', { OrdersTable: table })])).toEqual([
      expect.stringContaining('Nobody reads the stream of OrdersTable in orders after the deploy.'),
    ]);
    expect(steps(before, [stack('orders', { OrdersTable: table, Other: Accepted })])).toEqual([]);
  });

  it('a user pool that the app lets go of is told of', () => {
    const found = steps([stack('auth', { UserPool: of('AWS::Cognito::UserPool') })], []);
    expect(found).toEqual([expect.stringContaining('UserPool in auth keeps its users')]);
  });

  it('a name goes from one resource to another in an order that AWS accepts', () => {
    const site = stack('web', { Site: distribution('shop.example') });
    const other = (name: string) => stack(name, { Front: distribution('shop.example') });
    expect(steps([site], [stack('web', {}), other('front')])).toEqual([
      expect.stringContaining('deploy web first (cdk deploy --exclusively web), then front'),
    ]);
    expect(steps([site], [other('front')])).toEqual([
      expect.stringContaining('delete the stack web first, then deploy front'),
    ]);
    expect(steps([site], [other('web')])).toEqual([
      expect.stringContaining('deploy once without the domain, then with it'),
    ]);
    expect(steps([site], [stack('web', { Site: distribution('shop.example', 'more.example') })])).toEqual([]);
  });

  it('the same holds for records and for custom domains of either kind of API', () => {
    const before = [
      stack('a', {
        Record: of('AWS::Route53::RecordSet', { Name: 'api.shop.example.', Type: 'A' }),
        Domain: of('AWS::ApiGatewayV2::DomainName', { DomainName: 'api.shop.example' }),
      }),
    ];
    const after = [
      stack('a', {
        Other: of('AWS::Route53::RecordSet', { Name: 'api.shop.example', Type: 'A' }),
        RestDomain: of('AWS::ApiGateway::DomainName', { DomainName: 'api.shop.example' }),
      }),
    ];
    expect(steps(before, after)).toEqual([
      expect.stringContaining('The A record api.shop.example goes from Record in a to Other'),
      expect.stringContaining('The custom domain of API Gateway api.shop.example goes from Domain in a'),
    ]);
  });

  it('the domain of an edge-optimised API is an alias of CloudFront, that of a regional one is not', () => {
    const api = (endpoint: object) =>
      stack('api', {
        Domain: of('AWS::ApiGateway::DomainName', { DomainName: 'api.shop.example', ...endpoint }),
      });
    const after = [stack('api', {}), stack('front', { Front: distribution('api.shop.example') })];
    const told = [
      expect.stringContaining(
        'The CloudFront alias api.shop.example goes from Domain in api to Front in front.',
      ),
    ];
    expect(steps([api({})], after)).toEqual(told);
    expect(steps([api({ EndpointConfiguration: { Types: ['EDGE'] } })], after)).toEqual(told);
    expect(steps([api({ EndpointConfiguration: { Types: ['REGIONAL'] } })], after)).toEqual([]);
  });

  it('a resource that keeps its id and not its type is told of, as CloudFormation refuses that', () => {
    const before = [stack('a', { Api: of('AWS::ApiGatewayV2::Api') })];
    expect(steps(before, [stack('a', { Api: of('AWS::ApiGateway::RestApi') })])).toEqual([
      expect.stringContaining(
        'AWS::ApiGatewayV2::Api into AWS::ApiGateway::RestApi, which CloudFormation refuses',
      ),
    ]);
  });

  it('a function at the edge is not deleted at once', () => {
    const before = [
      stack('edge', {
        Fn: of('AWS::Lambda::Function'),
        FnVersion: of('AWS::Lambda::Version', { FunctionName: { Ref: 'Fn' } }),
        Other: of('AWS::Lambda::Function'),
        Site: of('AWS::CloudFront::Distribution', {
          DistributionConfig: {
            DefaultCacheBehavior: {
              LambdaFunctionAssociations: [{ LambdaFunctionARN: { Ref: 'FnVersion' } }],
            },
          },
        }),
      }),
    ];
    const told = [expect.stringContaining("Fn in edge has copies at CloudFront's edges")];
    expect(steps(before, [stack('edge', { Site: distribution() })])).toEqual(told);
    // Of a stack that is no longer part of the app, which is deleted by hand.
    expect(steps(before, [])).toEqual(told);
  });
});
