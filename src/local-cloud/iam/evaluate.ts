import { holds, type RequestContext } from './condition.ts';
import type { Statement } from './statement.ts';
import { matches } from './wildcard.ts';

export interface Call {
  /** `service:Action`, compared without regard to case. */
  action: string;
  resource: string;
  context: RequestContext;
  /** How resource policies may name the caller: `aws:<role or session arn>`, `aws:<account>`, `service:<name>`. */
  principals: readonly string[];
}

export type Verdict = 'allow' | 'explicitDeny' | 'implicitDeny';

/** The verdict of a list of statements: an explicit deny wins, then an allow, else nothing allows it. */
export function evaluate(statements: readonly Statement[], call: Call): Verdict {
  const applying = statements.filter((statement) => appliesTo(statement, call));
  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicitDeny';
  return applying.length > 0 ? 'allow' : 'implicitDeny';
}

function appliesTo(statement: Statement, call: Call): boolean {
  return (
    hasAction(statement, call) &&
    hasResource(statement, call) &&
    hasPrincipal(statement, call) &&
    holds(withVariables(statement, call.context), call.context)
  );
}

function hasAction({ actions, notActions }: Statement, { action }: Call): boolean {
  if (notActions) return !notActions.some((pattern) => matches(pattern, action, true));
  return (actions ?? []).some((pattern) => matches(pattern, action, true));
}

function hasResource({ resources, notResources }: Statement, { resource, context }: Call): boolean {
  if (notResources) return !notResources.some((pattern) => matches(substitute(pattern, context), resource));
  // The statements of a Lambda permission name no resource: they belong to one function.
  return resources?.some((pattern) => matches(substitute(pattern, context), resource)) ?? true;
}

function hasPrincipal({ principals, notPrincipals }: Statement, call: Call): boolean {
  const named = (patterns: string[]) =>
    patterns.some(
      (pattern) => pattern === '*' || call.principals.some((principal) => samePrincipal(pattern, principal)),
    );
  if (notPrincipals) return !named(notPrincipals);
  return principals === undefined || named(principals);
}

/** An account's root ARN stands for the account (IAM user guide, "AWS account principals"). */
function samePrincipal(pattern: string, principal: string): boolean {
  if (pattern === principal) return true;
  const account = /^aws:arn:[\w-]+:iam::(\d{12}):root$/.exec(pattern)?.[1];
  return account !== undefined && principal === `aws:${account}`;
}

function withVariables(
  { conditions, hasVariables }: Statement,
  context: RequestContext,
): Statement['conditions'] {
  if (!hasVariables) return conditions;
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [key, values.map((value) => substitute(value, context))]),
      ),
    ]),
  );
}

/**
 * Replaces policy variables such as `${aws:PrincipalAccount}` or, with a default, `${aws:PrincipalTag/team, 'none'}`; an unknown
 * one stays and matches nothing (IAM user guide, "IAM policy elements: Variables and tags").
 */
function substitute(text: string, context: RequestContext): string {
  if (!text.includes('${')) return text;
  return text.replace(/\$\{([^},]+)(?:,\s*'([^'}]*)')?\}/g, (whole, name: string, other?: string) => {
    const value = context[name.trim().toLowerCase()];
    return typeof value === 'string' ? value : (other ?? whole);
  });
}
