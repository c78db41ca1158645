import type { Model, Resource } from '../contract.ts';
import { knownOperator } from './condition.ts';
import { managedPolicy } from './managed-policies.ts';
import { type Statement, statementsOf } from './statement.ts';

/** What the templates say about who may do what. */
export interface Policies {
  /** Identity statements by role ARN; a role that no template makes is absent. */
  identity: Map<string, Statement[]>;
  /** Resource statements by ARN of the queue, bucket, function or topic. */
  resource: Map<string, Statement[]>;
  /** Sentences on what cannot be evaluated, for the notices at start. */
  unevaluated: string[];
}

/** Collects roles, policies and resource policies of a model. */
export function policiesOf(model: Model): Policies {
  const policies: Policies = { identity: new Map(), resource: new Map(), unevaluated: [] };
  const roles = model.byType('AWS::IAM::Role');
  for (const role of roles) {
    policies.identity.set(role.arn, roleStatements(role, model, policies.unevaluated));
  }
  for (const policy of model.byType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')) {
    for (const roleName of attachedRoles(policy)) {
      const role = roles.find((candidate) => candidate.ref === roleName);
      if (role) add(policies.identity, role.arn, statementsOf(policy.properties.PolicyDocument));
    }
  }
  for (const [type, property] of Object.entries(resourcePolicyTypes)) {
    for (const policy of model.byType(type)) {
      for (const target of targets(policy.properties[property])) {
        add(
          policies.resource,
          arnOf(target, model),
          statementsOf(policy.properties.PolicyDocument ?? policy.properties.ResourcePolicy),
        );
      }
    }
  }
  for (const permission of model.byType('AWS::Lambda::Permission'))
    addPermission(permission, model, policies);
  policies.unevaluated.push(...strangeOperators(policies));
  return policies;
}

/** Types of resource policies and the property that names what they are attached to. */
const resourcePolicyTypes: Record<string, string> = {
  'AWS::SQS::QueuePolicy': 'Queues',
  'AWS::S3::BucketPolicy': 'Bucket',
  'AWS::SNS::TopicPolicy': 'Topics',
  'AWS::SecretsManager::ResourcePolicy': 'SecretId',
  'AWS::Kinesis::ResourcePolicy': 'ResourceArn',
};

function roleStatements(role: Resource, model: Model, unevaluated: string[]): Statement[] {
  const inline: { PolicyDocument?: unknown }[] = role.properties.Policies ?? [];
  const managed: string[] = role.properties.ManagedPolicyArns ?? [];
  return [
    ...inline.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument)),
    ...managed.flatMap((arn) => {
      const own = model.find(arn, 'AWS::IAM::ManagedPolicy');
      const known = own ? own.properties.PolicyDocument : managedPolicy(arn);
      if (!known)
        unevaluated.push(`the AWS managed policy ${arn} of ${role.path}: its statements count as absent`);
      return statementsOf(known);
    }),
  ];
}

function attachedRoles({ properties }: Resource): string[] {
  return [...(properties.Roles ?? []), ...(properties.RoleName ? [properties.RoleName] : [])];
}

function targets(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}

/** Queues are named by URL, buckets by name, topics and secrets by ARN. */
function arnOf(target: string, model: Model): string {
  return (
    model.find(target, 'AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret')
      ?.arn ?? target
  );
}

function addPermission({ properties }: Resource, model: Model, policies: Policies): void {
  const { FunctionName, Action, Principal, SourceArn, SourceAccount } = properties;
  const named = model.find(
    FunctionName,
    'AWS::Lambda::Function',
    'AWS::Lambda::Alias',
    'AWS::Lambda::Version',
  );
  const service = /^[\w-]+(\.[\w-]+)+$/.test(Principal);
  const statement: Statement = {
    effect: 'Allow',
    actions: [Action],
    principals: [Principal === '*' ? '*' : `${service ? 'service' : 'aws'}:${Principal}`],
    conditions: {
      ...(SourceArn ? { ArnLike: { 'aws:SourceArn': [SourceArn] } } : {}),
      ...(SourceAccount ? { StringEquals: { 'aws:SourceAccount': [SourceAccount] } } : {}),
    },
  };
  add(policies.resource, named?.arn ?? FunctionName, [statement]);
}

function strangeOperators({ identity, resource }: Policies): string[] {
  const all = [...identity.values(), ...resource.values()].flat();
  const operators = new Set(all.flatMap(({ conditions }) => Object.keys(conditions)));
  return [...operators]
    .filter((name) => !knownOperator(name))
    .map((name) => `the condition operator ${name}: it never holds`);
}

function add(map: Map<string, Statement[]>, key: string, statements: Statement[]): void {
  map.set(key, [...(map.get(key) ?? []), ...statements]);
}
