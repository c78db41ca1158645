import { AwsError } from '../aws-error.ts';
import type { Principal } from '../contract.ts';
import { anonymous, assumedRole } from '../principal.ts';
import type { Verdict } from './evaluate.ts';

/** A verdict that refuses, and the kind of policy that it comes from. */
export interface Refused {
  verdict: Exclude<Verdict, 'allow'>;
  by: 'identity' | 'resource';
}

/** A statement of a policy as it is written; `Principal` and `Condition` only in the policy of a resource. */
export interface MissingStatement {
  Effect: 'Allow';
  Principal?: '*' | { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

/** What was refused, for the console page. */
export interface Denial {
  caller: Principal;
  action: string;
  resource: string;
  reason: string;
  /** The statement whose absence refused the call; absent when an explicit deny did. */
  missing?: MissingStatement;
  /** Where that statement is missing: `the policies of the role`, `the policy of the queue`. */
  missingFrom?: string;
}

/** Resources with policies of their own, by the service of the action. */
const policies: Record<string, string> = {
  dynamodb: 'the policy of the table',
  events: 'the policy of the event bus',
  'execute-api': 'the policy of the API',
  kinesis: 'the policy of the stream',
  lambda: 'the permissions of the function',
  s3: 'the policy of the bucket',
  secretsmanager: 'the policy of the secret',
  sns: 'the policy of the topic',
  sqs: 'the policy of the queue',
};

/** Describes a refused call. */
export function denialOf(caller: Principal, action: string, resource: string, refused: Refused): Denial {
  const denial = { caller, action, resource, reason: reasonOf(refused, action) };
  if (refused.verdict === 'explicitDeny') return denial;
  const statement = { Effect: 'Allow' as const, Action: action, Resource: resource };
  if (refused.by === 'identity')
    return { ...denial, missing: statement, missingFrom: 'the policies of the role' };
  const missingFrom = policies[action.split(':')[0]!];
  // Nothing but a role gets in where resources have no policies.
  if (!missingFrom) {
    const role = caller.roleArn ? "a role of the resource's account" : 'a role that the caller is given';
    return { ...denial, missing: statement, missingFrom: `the policies of ${role}` };
  }
  const Condition = sourceCondition(caller);
  const missing = {
    Effect: statement.Effect,
    Principal: principalElement(caller),
    Action: action,
    Resource: resource,
    ...(Condition ? { Condition } : {}),
  };
  return { ...denial, missing, missingFrom };
}

function principalElement({ roleArn, service }: Principal): MissingStatement['Principal'] {
  if (roleArn) return { AWS: roleArn };
  return service === undefined || service === anonymous ? '*' : { Service: service };
}

/** A service is let in for the one thing that it acts for (IAM user guide, "The confused deputy problem"). */
function sourceCondition({ roleArn, service, sourceArn, sourceAccount }: Principal) {
  if (roleArn || !service || service === anonymous || !sourceArn) return undefined;
  return {
    ArnLike: { 'aws:SourceArn': sourceArn },
    ...(sourceAccount ? { StringEquals: { 'aws:SourceAccount': sourceAccount } } : {}),
  };
}

function reasonOf({ verdict, by }: Refused, action: string): string {
  return verdict === 'explicitDeny'
    ? `with an explicit deny in a${by === 'identity' ? 'n' : ''} ${by}-based policy`
    : `because no ${by}-based policy allows the ${action} action`;
}

/** Services differ in the name and status of the error (each service's API reference, "Common errors"). */
const forms: Record<string, { code: string; status: number }> = {
  s3: { code: 'AccessDenied', status: 403 },
  sqs: { code: 'AccessDenied', status: 403 },
  sns: { code: 'AuthorizationError', status: 403 },
  lambda: { code: 'AccessDeniedException', status: 403 },
  'execute-api': { code: 'AccessDeniedException', status: 403 },
};

/** The error of a refused call, in the form of its service. */
export function accessDenied({ caller, action, resource, reason }: Denial): AwsError {
  const { code, status } = forms[action.split(':')[0]!] ?? { code: 'AccessDeniedException', status: 400 };
  const text = `User: ${nameOf(caller)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return new AwsError(code, text, status);
}

/** How messages name a caller: a role with its session, a service, or nobody. */
export const nameOf = (caller: Principal): string =>
  caller.roleArn ? assumedRole(caller) : (caller.service ?? anonymous);
