import type { Model, Resource } from '../contract.ts';
import { type Statement, statementsOf } from './statement.ts';
import { matches } from './wildcard.ts';

/** Properties that give a role to a service, by type: the service that takes it. Lists are looked through. */
const givers: Record<string, { service: string; properties: readonly string[] }> = {
  'AWS::Lambda::Function': { service: 'lambda', properties: ['Role'] },
  'AWS::ApiGateway::Account': { service: 'apigateway', properties: ['CloudWatchRoleArn'] },
  'AWS::ApiGateway::Authorizer': { service: 'apigateway', properties: ['AuthorizerCredentials'] },
  'AWS::ApiGateway::Method': { service: 'apigateway', properties: ['Integration.Credentials'] },
  'AWS::ApiGatewayV2::Authorizer': { service: 'apigateway', properties: ['AuthorizerCredentialsArn'] },
  'AWS::ApiGatewayV2::Integration': { service: 'apigateway', properties: ['CredentialsArn'] },
  'AWS::Events::Rule': { service: 'events', properties: ['RoleArn', 'Targets.RoleArn'] },
  'AWS::KinesisFirehose::DeliveryStream': {
    service: 'firehose',
    properties: ['ExtendedS3DestinationConfiguration.RoleARN', 'S3DestinationConfiguration.RoleARN'],
  },
  'AWS::Pipes::Pipe': { service: 'pipes', properties: ['RoleArn'] },
  'AWS::S3::Bucket': { service: 's3', properties: ['ReplicationConfiguration.Role'] },
  'AWS::Scheduler::Schedule': { service: 'scheduler', properties: ['Target.RoleArn'] },
  'AWS::StepFunctions::StateMachine': { service: 'states', properties: ['RoleArn'] },
};

/**
 * Sentences on roles as they are used: one that no template makes may do everything here; one whose trust policy does not
 * name the service cannot be taken on AWS, which refuses the deployment or the call (IAM user guide, "Roles terms and
 * concepts", trust policy).
 */
export function roleNotices(model: Model): string[] {
  const sentences = new Map<string, string[]>();
  const roles = new Map(model.byType('AWS::IAM::Role').map((role) => [role.arn, trustOf(role)]));
  for (const [type, { service, properties }] of Object.entries(givers)) {
    for (const user of model.byType(type)) {
      for (const arn of new Set(properties.flatMap((property) => textsAt(user.properties, property)))) {
        const sentence = sentenceOn(arn, roles.get(arn), `${service}.amazonaws.com`);
        if (sentence) sentences.set(sentence, [...(sentences.get(sentence) ?? []), user.path]);
      }
    }
  }
  return [...sentences].map(
    ([sentence, [first, ...more]]) =>
      `${sentence} (${first}${more.length > 0 ? ` and ${more.length} more` : ''})`,
  );
}

interface Role extends Pick<Resource, 'path' | 'account'> {
  trust: Statement[];
}

const trustOf = ({ path, account, properties }: Resource): Role => ({
  path,
  account,
  trust: statementsOf(properties.AssumeRolePolicyDocument),
});

function sentenceOn(arn: string, role: Role | undefined, service: string): string | undefined {
  // `arn:aws:iam::*:user/*` is no role: the caller's own credentials are passed on.
  if (!role)
    return arn.includes(':role/')
      ? `IAM does not evaluate the role ${arn}, which no template makes: it may do everything here`
      : undefined;
  return role.trust.some((statement) => trusts(statement, service, role.account))
    ? undefined
    : `The role ${role.path} does not trust ${service}, which uses it: on AWS it cannot`;
}

/** Whether a statement lets the service take the role, as far as its conditions can be known before a call. */
function trusts(
  { effect, actions = [], principals = [], conditions }: Statement,
  service: string,
  account: string,
): boolean {
  const known: Record<string, string> = { 'aws:sourceaccount': account };
  // Firehose gives the account as the external id (Firehose developer guide, "Controlling access").
  if (service === 'firehose.amazonaws.com') known['sts:externalid'] = account;
  const fits = ([operator, keys]: [string, Record<string, string[]>]) =>
    !/^String(Equals|Like)$/.test(operator) ||
    Object.entries(keys).every(([key, values]) => {
      const given = known[key.toLowerCase()];
      return given === undefined || values.some((value) => matches(value, given));
    });
  return (
    effect === 'Allow' &&
    actions.some((action) => matches(action, 'sts:AssumeRole', true)) &&
    principals.some((name) => isService(name, service)) &&
    Object.entries(conditions).every(fits)
  );
}

/** A service may be named with a Region: `states.eu-west-1.amazonaws.com`. */
const isService = (principal: string, service: string): boolean =>
  principal === '*' ||
  principal.replace(/\.[a-z]{2}(-[a-z]+)+-\d(?=\.amazonaws\.com$)/, '') === `service:${service}`;

/** The texts at a dotted path, in each item of a list on the way. */
function textsAt(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, path));
  if (path === '') return typeof value === 'string' ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const [head = '', ...rest] = path.split('.');
  return textsAt((value as Record<string, unknown>)[head], rest.join('.'));
}
