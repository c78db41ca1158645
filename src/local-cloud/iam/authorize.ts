import type { Model, Principal } from '../contract.ts';
import { assumedRole, isDeveloper } from '../principal.ts';
import { type Call, evaluate, type Verdict } from './evaluate.ts';
import { type Policies, policiesOf } from './policies.ts';
import { accessDenied, type Denial, denialOf, type Refused } from './refusal.ts';
import { contextOf } from './request-context.ts';
import { roleNotices } from './role-uses.ts';
import { unevaluated } from './unevaluated.ts';

export type { Denial } from './refusal.ts';

export interface Iam {
  /** Throws `AwsError` AccessDenied unless the caller's policies allow the call. The developer may do everything. */
  authorize(
    caller: Principal,
    action: string,
    resource: string,
    context?: Record<string, string | string[]>,
  ): void;
  /** Sentences on what is not evaluated, and on roles that their users cannot take on AWS. */
  notices(): string[];
}

/**
 * Policy evaluation (IAM user guide, "Policy evaluation logic"): an explicit deny anywhere refuses. A service is allowed by
 * the resource's policies alone; a role within its account by its own or by the resource's, in another account by both.
 */
export function createIam(model: () => Model, onDenied: (denial: Denial) => void): Iam {
  let known: { model: Model; policies: Policies } | undefined;
  const policies = () => {
    if (known?.model !== model()) known = { model: model(), policies: policiesOf(model()) };
    return known.policies;
  };
  return {
    authorize: (caller, action, resource, extra = {}) => {
      if (isDeveloper(caller)) return;
      const call = { action, resource, context: contextOf(caller, resource, extra) };
      const refused = judge(policies(), caller, call, accountOf(resource, model()));
      if (!refused) return;
      const denial = denialOf(caller, action, resource, refused);
      onDenied(denial);
      throw accessDenied(denial);
    },
    notices: () => [
      ...[...policies().unknown, ...unevaluated(policies())].map((text) => `IAM does not evaluate ${text}`),
      ...roleNotices(model()),
    ],
  };
}

/** Why a call is refused; `undefined` when it is allowed. */
function judge(
  policies: Policies,
  caller: Principal,
  call: Omit<Call, 'principals'>,
  account: string | undefined,
): Refused | undefined {
  const onResource = resourceStatements(policies, call.resource);
  const { own, ofAccount } = namesOf(caller);
  const resource = evaluate(onResource, { ...call, principals: [...own, ...ofAccount] });
  if (!caller.roleArn) return refusedBy('resource', resource);
  const statements = policies.identity.get(caller.roleArn);
  // A role from outside the templates cannot be judged; what it may do is not this project's to say.
  const identity: Verdict = statements ? evaluate(statements, { ...call, principals: [] }) : 'allow';
  if (resource === 'explicitDeny') return { verdict: resource, by: 'resource' };
  if (identity === 'explicitDeny') return { verdict: identity, by: 'identity' };
  const isElsewhere = account !== undefined && account !== caller.roleArn.split(':')[4];
  if (isElsewhere) return refusedBy('identity', identity) ?? refusedBy('resource', resource);
  if (identity === 'allow') return undefined;
  // A policy that names the account leaves it to the account which of its roles may; one that names the role lets it in.
  return refusedBy('identity', evaluate(onResource, { ...call, principals: own }));
}

const refusedBy = (by: Refused['by'], verdict: Verdict): Refused | undefined =>
  verdict === 'allow' ? undefined : { verdict, by };

/** Statements on the resource itself, on the bucket of an object, on the table of an index, on the API of a method. */
const resourceStatements = ({ resource }: Policies, arn: string) =>
  resource.get(arn) ?? resource.get(containerOf(arn)) ?? [];

function containerOf(arn: string): string {
  if (/^arn:aws:(s3|execute-api):/.test(arn)) return arn.split('/')[0]!;
  return arn.startsWith('arn:aws:dynamodb:') ? arn.split('/').slice(0, 2).join('/') : arn;
}

/** The account of a resource: in its ARN or, for buckets, in the model; `undefined` of what is no single resource. */
function accountOf(arn: string, model: Model): string | undefined {
  return arn.split(':')[4] || model.find(containerOf(arn), 'AWS::S3::Bucket')?.account;
}

/** How policies of resources may name a caller: itself, and the account that it belongs to. */
function namesOf(caller: Principal): { own: string[]; ofAccount: string[] } {
  const { roleArn, service } = caller;
  if (roleArn)
    return {
      own: [`aws:${roleArn}`, `aws:${assumedRole(caller)}`],
      ofAccount: [`aws:${roleArn.split(':')[4]}`],
    };
  return { own: service ? [`service:${service}`] : [], ofAccount: [] };
}
