import { AwsError } from '../aws-error.ts';
import type { Model, Principal } from '../contract.ts';
import type { RequestContext } from './condition.ts';
import { type Call, evaluate, type Verdict } from './evaluate.ts';
import { type Policies, policiesOf } from './policies.ts';

/** What was refused, for the console page. */
export interface Denial {
  caller: Principal;
  action: string;
  resource: string;
  reason: string;
  /** The statement whose absence refused the call; absent when an explicit deny did. */
  missing?: { Effect: 'Allow'; Action: string; Resource: string };
}

export interface Iam {
  /** Throws `AwsError` AccessDenied unless the caller's policies allow the call. The developer may do everything. */
  authorize(
    caller: Principal,
    action: string,
    resource: string,
    context?: Record<string, string | string[]>,
  ): void;
  /** Sentences on what cannot be evaluated. */
  notices(): string[];
}

/**
 * Policy evaluation within one account (IAM user guide, "Policy evaluation logic"): an explicit deny anywhere refuses;
 * a role is allowed by its own policies or by the resource's; a service only by the resource's.
 */
export function createIam(model: () => Model, onDenied: (denial: Denial) => void): Iam {
  let known: { model: Model; policies: Policies } | undefined;
  const policies = () => {
    if (known?.model !== model()) known = { model: model(), policies: policiesOf(model()) };
    return known.policies;
  };
  return {
    authorize: (caller, action, resource, extra = {}) => {
      if (!caller.roleArn && !caller.service) return;
      const { verdict, by } = judge(policies(), caller, action, resource, contextOf(caller, resource, extra));
      if (verdict === 'allow') return;
      const reason = reasonOf(verdict, by, caller, action);
      const missing =
        verdict === 'explicitDeny'
          ? undefined
          : { Effect: 'Allow' as const, Action: action, Resource: resource };
      onDenied({ caller, action, resource, reason, missing });
      throw accessDenied(caller, action, resource, reason);
    },
    notices: () => policies().unevaluated,
  };
}

function judge(
  policies: Policies,
  caller: Principal,
  action: string,
  resource: string,
  context: RequestContext,
) {
  const call: Call = { action, resource, context, principals: principalsOf(caller) };
  const onResource = evaluate(resourceStatements(policies, resource), call);
  if (!caller.roleArn) return { verdict: onResource, by: 'resource' as const };
  const statements = policies.identity.get(caller.roleArn);
  // A role from outside the templates cannot be judged; what it may do is not this project's to say.
  const identity: Verdict = statements ? evaluate(statements, call) : 'allow';
  if (onResource === 'explicitDeny') return { verdict: onResource, by: 'resource' as const };
  if (identity !== 'implicitDeny') return { verdict: identity, by: 'identity' as const };
  return { verdict: onResource, by: 'identity' as const };
}

/** Statements on the resource itself, on the bucket of an object, on the function of a version or alias. */
function resourceStatements({ resource: known }: Policies, arn: string) {
  const own = known.get(arn);
  if (own) return own;
  const container = arn.startsWith('arn:aws:s3:::')
    ? arn.split('/')[0]!
    : arn.split(':').slice(0, 7).join(':');
  return known.get(container) ?? [];
}

function principalsOf({ roleArn, service }: Principal): string[] {
  if (service) return [`service:${service}`];
  const account = roleArn?.split(':')[4];
  return [`aws:${roleArn}`, `aws:${account}`];
}

function contextOf(
  caller: Principal,
  resource: string,
  extra: Record<string, string | string[]>,
): RequestContext {
  const [, , , region, account] = resource.split(':');
  const roleAccount = caller.roleArn?.split(':')[4];
  const context: Record<string, string | string[] | undefined> = {
    // TLS ends before the local cloud; on AWS every SDK call arrives by HTTPS.
    'aws:securetransport': 'true',
    'aws:sourcearn': caller.sourceArn,
    'aws:sourceaccount': caller.sourceAccount ?? (caller.sourceArn?.split(':')[4] || undefined),
    'aws:principalarn': caller.roleArn,
    'aws:principalaccount': roleAccount,
    'aws:resourceaccount': account || undefined,
    'aws:requestedregion': region || undefined,
    'aws:principalisawsservice': String(Boolean(caller.service)),
    'aws:viaawsservice': 'false',
    'aws:sourceip': caller.service ? undefined : '127.0.0.1',
    'aws:currenttime': new Date().toISOString(),
  };
  for (const [key, value] of Object.entries(extra)) context[key.toLowerCase()] = value;
  return context;
}

function reasonOf(
  verdict: Verdict,
  by: 'identity' | 'resource',
  { roleArn }: Principal,
  action: string,
): string {
  const kind = by === 'resource' || !roleArn ? 'resource-based' : 'identity-based';
  return verdict === 'explicitDeny'
    ? `with an explicit deny in a${kind === 'identity-based' ? 'n' : ''} ${kind} policy`
    : `because no ${kind} policy allows the ${action} action`;
}

/** Services differ in the name and status of the error (each service's API reference, "Common errors"). */
const forms: Record<string, { code: string; status: number }> = {
  s3: { code: 'AccessDenied', status: 403 },
  sqs: { code: 'AccessDenied', status: 403 },
  sns: { code: 'AuthorizationError', status: 403 },
  lambda: { code: 'AccessDeniedException', status: 403 },
  'execute-api': { code: 'AccessDeniedException', status: 403 },
};

function accessDenied(caller: Principal, action: string, resource: string, reason: string): AwsError {
  const service = action.split(':')[0]!;
  const { code, status } = forms[service] ?? { code: 'AccessDeniedException', status: 400 };
  const who = caller.roleArn ? assumedRole(caller) : `${caller.service}`;
  return new AwsError(
    code,
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    status,
  );
}

/** The ARN by which AWS names a role in use: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
function assumedRole({ roleArn = '', sourceArn }: Principal): string {
  const [, partition, , , account, path = ''] = roleArn.split(':');
  const session = sourceArn?.split(':').at(-1) ?? 'local';
  return `arn:${partition}:sts::${account}:assumed-role/${path.split('/').at(-1)}/${session}`;
}
