import { describe, expect, it } from 'vitest';
import { modelOf, type Resources } from '../harness.ts';

const resources: Resources = {
  Rest: { Type: 'AWS::ApiGateway::RestApi' },
  RestStage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Rest' }, StageName: 'dev' } },
  Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
  Socket: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } },
  Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com' } },
  Fn: { Type: 'AWS::Lambda::Function' },
  Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
  Alias: {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] },
      FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
      Name: 'live',
    },
  },
  Mapping: { Type: 'AWS::Lambda::EventSourceMapping' },
  Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/ops/' } },
  Policy: { Type: 'AWS::IAM::ManagedPolicy' },
  Table: { Type: 'AWS::DynamoDB::GlobalTable' },
  Queue: { Type: 'AWS::SQS::Queue' },
  Fifo: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
  Stream: { Type: 'AWS::Kinesis::Stream' },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
  Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' }, Name: 'all' } },
  DefaultRule: { Type: 'AWS::Events::Rule', Properties: { Name: 'nightly' } },
  Bucket: { Type: 'AWS::S3::Bucket' },
  Cdn: { Type: 'AWS::CloudFront::Distribution' },
  EdgeFn: { Type: 'AWS::CloudFront::Function', Properties: { Name: 'rewrite' } },
  Store: { Type: 'AWS::CloudFront::KeyValueStore', Properties: { Name: 'flags' } },
  Oac: { Type: 'AWS::CloudFront::OriginAccessControl' },
  Cache: { Type: 'AWS::CloudFront::CachePolicy' },
  Pool: { Type: 'AWS::Cognito::UserPool' },
  Client: { Type: 'AWS::Cognito::UserPoolClient' },
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/x' } },
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'errors' } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } },
  Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { Name: 'web', Scope: 'CLOUDFRONT' } },
  Certificate: { Type: 'AWS::CertificateManager::Certificate' },
  Zone: { Type: 'AWS::Route53::HostedZone' },
  Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'flow' } },
  Hose: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { DeliveryStreamName: 'hose' } },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/shop/x', Value: '1', Type: 'String' } },
  Deployment: {
    Type: 'Custom::CDKBucketDeployment',
    Properties: { DestinationBucketName: { Ref: 'Bucket' } },
  },
};
const model = modelOf({ 'shop-orders-dev': { Resources: resources } });
const get = (id: string) => model.resources.find(({ logicalId }) => logicalId === id)!;
const here = 'eu-west-1:123456789012';

describe('what Ref gives', () => {
  it.each<[string, RegExp]>([
    ['Rest', /^[a-z0-9]{10}$/],
    ['RestStage', /^dev$/],
    ['Http', /^[a-z0-9]{10}$/],
    ['Domain', /^api\.example\.com$/],
    ['Fn', /^shop-orders-dev-Fn-\w{12}$/],
    ['Version', new RegExp(`^arn:aws:lambda:${here}:function:shop-orders-dev-Fn-\\w{12}:1$`)],
    ['Alias', /:function:shop-orders-dev-Fn-\w{12}:live$/],
    ['Mapping', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/],
    ['Policy', /^arn:aws:iam::123456789012:policy\/shop-orders-dev-Policy-\w{12}$/],
    ['Queue', /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/123456789012\/shop-orders-dev-Queue-\w{12}$/],
    ['Fifo', /\.fifo$/],
    ['Rule', /^orders\|all$/],
    ['DefaultRule', /^nightly$/],
    ['Bucket', /^shop-orders-dev-bucket-[a-z0-9]{12}$/],
    ['Cdn', /^E[A-Z0-9]{13}$/],
    ['EdgeFn', /^arn:aws:cloudfront::123456789012:function\/rewrite$/],
    ['Store', /^flags$/],
    ['Pool', /^eu-west-1_[A-Za-z0-9]{9}$/],
    ['Client', /^[a-z0-9]{26}$/],
    ['Topic', new RegExp(`^arn:aws:sns:${here}:alarms$`)],
    ['Acl', /^web\|[0-9a-f-]{36}\|CLOUDFRONT$/],
    ['Certificate', new RegExp(`^arn:aws:acm:${here}:certificate/[0-9a-f-]{36}$`)],
    ['Machine', new RegExp(`^arn:aws:states:${here}:stateMachine:flow$`)],
  ])('%s', (id, expected) => {
    expect(get(id).ref).toMatch(expected);
  });
});

describe('ARNs', () => {
  it.each<[string, RegExp]>([
    ['Rest', /^arn:aws:apigateway:eu-west-1::\/restapis\/[a-z0-9]{10}$/],
    ['RestStage', /^arn:aws:apigateway:eu-west-1::\/restapis\/[a-z0-9]{10}\/stages\/dev$/],
    ['Role', /^arn:aws:iam::123456789012:role\/ops\/shop-orders-dev-Role-\w{12}$/],
    ['Table', new RegExp(`^arn:aws:dynamodb:${here}:table/shop-orders-dev-Table-\\w{12}$`)],
    ['Stream', new RegExp(`^arn:aws:kinesis:${here}:stream/shop-orders-dev-Stream-`)],
    ['Bus', new RegExp(`^arn:aws:events:${here}:event-bus/orders$`)],
    ['Rule', new RegExp(`^arn:aws:events:${here}:rule/orders/all$`)],
    ['DefaultRule', new RegExp(`^arn:aws:events:${here}:rule/nightly$`)],
    ['Bucket', /^arn:aws:s3:::shop-orders-dev-bucket-/],
    ['Cdn', /^arn:aws:cloudfront::123456789012:distribution\/E/],
    ['Store', /^arn:aws:cloudfront::123456789012:key-value-store\/[0-9a-f-]{36}$/],
    ['Pool', new RegExp(`^arn:aws:cognito-idp:${here}:userpool/eu-west-1_`)],
    ['Logs', new RegExp(`^arn:aws:logs:${here}:log-group:/aws/x:\\*$`)],
    ['Alarm', new RegExp(`^arn:aws:cloudwatch:${here}:alarm:errors$`)],
    ['Acl', new RegExp(`^arn:aws:wafv2:${here}:global/webacl/web/[0-9a-f-]{36}$`)],
    ['Hose', new RegExp(`^arn:aws:firehose:${here}:deliverystream/hose$`)],
    ['Parameter', new RegExp(`^arn:aws:ssm:${here}:parameter/shop/x$`)],
  ])('%s', (id, expected) => {
    expect(get(id).arn).toMatch(expected);
  });
});

describe('attributes', () => {
  it.each<[string, string, RegExp]>([
    ['Rest', 'RootResourceId', /^[a-z0-9]{10}$/],
    ['Http', 'ApiEndpoint', /^https:\/\/[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/],
    ['Socket', 'ApiEndpoint', /^wss:/],
    ['Domain', 'RegionalDomainName', /^d-[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/],
    ['Table', 'StreamArn', /:table\/[^/]+\/stream\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/],
    ['Bucket', 'RegionalDomainName', /^shop-orders-dev-bucket-\w+\.s3\.eu-west-1\.amazonaws\.com$/],
    ['Cdn', 'DomainName', /^d[a-z0-9]{13}\.cloudfront\.net$/],
    ['Oac', 'Id', /^E[A-Z0-9]{13}$/],
    ['Pool', 'ProviderURL', /^https:\/\/cognito-idp\.eu-west-1\.amazonaws\.com\/eu-west-1_\w{9}$/],
    ['Client', 'ClientSecret', /^[a-z0-9]{51}$/],
    ['Deployment', 'DestinationBucketArn', /^arn:aws:s3:::shop-orders-dev-bucket-/],
  ])('%s %s', (id, name, expected) => {
    expect(get(id).attribute(name)).toMatch(expected);
  });

  it('differ between the root resource and the API', () => {
    expect(get('Rest').attribute('RootResourceId')).not.toBe(get('Rest').ref);
  });
});

describe('generated names', () => {
  it('keep within the limit of the service and stay unique', () => {
    const long = 'OrderStatusChangedNotificationHandlerForTheWholeCompany';
    const names = [`${long}A`, `${long}B`].map((id) => {
      const one = modelOf({ ['s'.repeat(60)]: { Resources: { [id]: { Type: 'AWS::Lambda::Function' } } } });
      return one.resources[0]!.ref;
    });
    expect(names[0]!.length).toBeLessThanOrEqual(64);
    expect(new Set(names).size).toBe(2);
  });

  it('are the same in every run', () => {
    const again = modelOf({ 'shop-orders-dev': { Resources: resources } });
    expect(again.resources.map(({ arn }) => arn)).toEqual(model.resources.map(({ arn }) => arn));
  });
});
