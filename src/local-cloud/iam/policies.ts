import type { Model, Resource } from '../contract.ts';
import { managedPolicy } from './managed-policies.ts';
import { resourcePolicies } from './resource-policies.ts';
import { type Statement, statementsOf } from './statement.ts';

/** What the templates say about who may do what. */
export interface Policies {
  /** Identity statements by role ARN; a role that no template makes is absent. */
  identity: Map<string, Statement[]>;
  /** Resource statements by ARN of the queue, bucket, function or topic. */
  resource: Map<string, Statement[]>;
  /** Policies whose statements are not known here. */
  unknown: string[];
}

/** Collects roles, policies and resource policies of a model. */
export function policiesOf(model: Model): Policies {
  const policies: Policies = { identity: new Map(), resource: resourcePolicies(model), unknown: [] };
  const roles = model.byType('AWS::IAM::Role');
  for (const role of roles) {
    policies.identity.set(role.arn, roleStatements(role, model, policies.unknown));
  }
  for (const policy of model.byType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')) {
    for (const roleName of attachedRoles(policy)) {
      const role = roles.find((candidate) => candidate.ref === roleName);
      const statements = role && policies.identity.get(role.arn);
      statements?.push(...statementsOf(policy.properties.PolicyDocument));
    }
  }
  return policies;
}

function roleStatements(role: Resource, model: Model, unknown: string[]): Statement[] {
  const inline: { PolicyDocument?: unknown }[] = role.properties.Policies ?? [];
  const managed: string[] = role.properties.ManagedPolicyArns ?? [];
  return [
    ...inline.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument)),
    ...managed.flatMap((arn) => {
      const own = model.find(arn, 'AWS::IAM::ManagedPolicy');
      const known = own ? own.properties.PolicyDocument : managedPolicy(arn);
      if (!known)
        unknown.push(`the AWS managed policy ${arn} of ${role.path}: its statements count as absent`);
      return statementsOf(known);
    }),
  ];
}

function attachedRoles({ properties }: Resource): string[] {
  return [...(properties.Roles ?? []), ...(properties.RoleName ? [properties.RoleName] : [])];
}
