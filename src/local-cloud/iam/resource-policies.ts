import type { Model, Properties, Resource } from '../contract.ts';
import { writtenOut } from '../gateway/authorizers/policy.ts';
import { type Statement, statementsOf } from './statement.ts';

/** Types of resource policies and the property that names what they are attached to. */
const attached: Record<string, string> = {
  'AWS::SQS::QueuePolicy': 'Queues',
  'AWS::S3::BucketPolicy': 'Bucket',
  'AWS::SNS::TopicPolicy': 'Topics',
  'AWS::SecretsManager::ResourcePolicy': 'SecretId',
  'AWS::Kinesis::ResourcePolicy': 'ResourceArn',
};

/** Statements of resource policies by ARN of the resource: of policy resources, of properties, of Lambda permissions. */
export function resourcePolicies(model: Model): Map<string, Statement[]> {
  const found = new Map<string, Statement[]>();
  const add = (arn: string, statements: Statement[]) =>
    found.set(arn, [...(found.get(arn) ?? []), ...statements]);
  for (const [type, property] of Object.entries(attached)) {
    for (const { properties } of model.byType(type)) {
      for (const target of texts(properties[property]))
        add(arnOf(target, model), statementsOf(properties.PolicyDocument ?? properties.ResourcePolicy));
    }
  }
  for (const { arn, properties } of model.byType('AWS::DynamoDB::Table'))
    add(arn, statementsOf(properties.ResourcePolicy?.PolicyDocument));
  for (const { arn, region, properties } of model.byType('AWS::DynamoDB::GlobalTable')) {
    const replica = properties.Replicas?.find((each: Properties) => each.Region === region);
    add(arn, statementsOf(replica?.ResourcePolicy?.PolicyDocument));
  }
  for (const { ref, region, account, properties } of model.byType('AWS::ApiGateway::RestApi')) {
    const arn = `arn:aws:execute-api:${region}:${account}:${ref}`;
    if (properties.Policy) add(arn, statementsOf(writtenOut(properties.Policy, arn)));
  }
  for (const { arn, properties } of model.byType('AWS::Events::EventBus'))
    add(arn, statementsOf(properties.Policy));
  for (const policy of model.byType('AWS::Events::EventBusPolicy'))
    add(busOf(policy, model), statementsOf({ Statement: busStatement(policy) }));
  for (const { properties } of model.byType('AWS::Lambda::Permission'))
    add(functionOf(properties.FunctionName, model), [permission(properties)]);
  return found;
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}

/** Queues are named by URL, buckets by name, topics and secrets by ARN. */
function arnOf(target: string, model: Model): string {
  return (
    model.find(target, 'AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret')
      ?.arn ?? target
  );
}

function busOf({ properties, region, account }: Resource, model: Model): string {
  const name = properties.EventBusName ?? 'default';
  const own = model.find(name, 'AWS::Events::EventBus')?.arn;
  return own ?? `arn:aws:events:${region}:${account}:event-bus/${name}`;
}

/** A whole statement or, in the older form, an account, an action and a condition (CloudFormation, EventBusPolicy). */
function busStatement({ properties }: Resource): unknown {
  const { Statement, Action, Principal, Condition } = properties;
  if (Statement) return Statement;
  const condition = Condition && { [Condition.Type]: { [Condition.Key]: Condition.Value } };
  const principal = Principal === '*' ? '*' : { AWS: Principal };
  return { Effect: 'Allow', Principal: principal, Action, Condition: condition };
}

/** Functions are named by name, partial ARN or ARN; each version and alias has a policy of its own. */
function functionOf(name: string, model: Model): string {
  const types = ['AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version'];
  return model.find(name, ...types)?.arn ?? name;
}

/** A permission as the statement that Lambda makes of it (Lambda API reference, AddPermission). */
function permission(properties: Properties): Statement {
  const { Action, Principal } = properties;
  const equals: Record<string, unknown> = {
    'aws:SourceAccount': properties.SourceAccount,
    'aws:PrincipalOrgID': properties.PrincipalOrgID,
    'lambda:EventSourceToken': properties.EventSourceToken,
    'lambda:FunctionUrlAuthType': properties.FunctionUrlAuthType,
  };
  const given = Object.entries(equals).filter(([, value]) => value !== undefined);
  const conditions: Record<string, Record<string, unknown>> = {
    ...(properties.SourceArn ? { ArnLike: { 'aws:SourceArn': properties.SourceArn } } : {}),
    ...(given.length > 0 ? { StringEquals: Object.fromEntries(given) } : {}),
    ...(properties.InvokedViaFunctionUrl === undefined
      ? {}
      : { Bool: { 'lambda:InvokedViaFunctionUrl': properties.InvokedViaFunctionUrl } }),
  };
  const isService = /^[\w-]+(\.[\w-]+)+$/.test(Principal);
  const principal = Principal === '*' ? '*' : { [isService ? 'Service' : 'AWS']: Principal };
  const document = { Statement: { Effect: 'Allow', Action, Principal: principal, Condition: conditions } };
  return statementsOf(document)[0]!;
}
