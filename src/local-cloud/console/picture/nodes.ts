import type { Model, Resource } from '../../contract.ts';
import type { NodeKind, PictureNode } from '../views.ts';
import { apart, nameOf } from './names.ts';
import { behaviourPorts, routePorts } from './ports.ts';

/** Resource types that are drawn. */
const kinds: Record<string, NodeKind> = {
  'AWS::CloudFront::Distribution': 'distribution',
  'AWS::CloudFront::Function': 'edge-function',
  'AWS::ApiGatewayV2::Api': 'api',
  'AWS::ApiGateway::RestApi': 'api',
  'AWS::Cognito::UserPool': 'pool',
  'AWS::Lambda::Function': 'function',
  'AWS::SQS::Queue': 'queue',
  'AWS::Kinesis::Stream': 'stream',
  'AWS::Events::EventBus': 'bus',
  'AWS::Events::Rule': 'rule',
  'AWS::SNS::Topic': 'topic',
  'AWS::StepFunctions::StateMachine': 'state-machine',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose',
  'AWS::DynamoDB::Table': 'table',
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::S3::Bucket': 'bucket',
};

/** Prefix of the key of a site by kind (`Site.key`). */
const siteKeys: Partial<Record<NodeKind, string>> = {
  distribution: 'distribution',
  api: 'api',
  bucket: 'bucket',
};

/** Functions that CDK adds to deploy things and that serve nothing. */
const isProvider = ({ path }: Resource) =>
  /(^|\/)(Custom::|AWS[0-9a-f]{30,}|LogRetention|.*framework-on)/.test(path);

export const nodeId = ({ stack, logicalId }: Resource): string => `${stack}/${logicalId}`;

export function nodesOf(model: Model): PictureNode[] {
  const nodes = model.resources.flatMap((resource) => {
    const kind = kinds[resource.type];
    return kind && !isProvider(resource) ? [nodeOf(resource, kind, model)] : [];
  });
  return apart(nodes);
}

function nodeOf(resource: Resource, kind: NodeKind, model: Model): PictureNode {
  const { stack, arn, ref } = resource;
  const site = siteKeys[kind];
  const physical = ref.startsWith('https://') ? ref.split('/').at(-1)! : ref;
  const aliases = [arn, ref, physical, ...(site ? [`${site}:${resource.path}`] : [])];
  return {
    id: nodeId(resource),
    kind,
    name: nameOf(resource),
    stack,
    ports:
      kind === 'distribution' ? behaviourPorts(resource) : kind === 'api' ? routePorts(resource, model) : [],
    aliases: [...new Set(aliases)],
    arn,
    ref,
  };
}
