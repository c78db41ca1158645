import type { HttpRequest, HttpResponse, Model, Properties, Resource } from '../contract.ts';
import { matchesStatement } from './statement.ts';

/** What a web ACL says of a request. */
export interface Verdict {
  action: 'allow' | 'block';
  /** The rule that decided; absent when the default action did. */
  rule?: string;
  /** The answer to a blocked request where the rule or the default action has one of its own. */
  response?: HttpResponse;
}

/**
 * Judges a request by the rules of an `AWS::WAFv2::WebACL`, lowest priority number first: the first `Allow` or `Block`
 * that matches ends it, `Count` goes on, then the default action (AWS WAF developer guide, "How AWS WAF handles rules",
 * 2026). `Captcha` and `Challenge` let pass; rate-based rules and managed rule groups match nothing.
 */
export function evaluate(webAcl: Resource, request: HttpRequest, model: Model): Verdict {
  const { properties } = webAcl;
  const labels = new Set<string>();
  for (const rule of sorted(properties.Rules)) {
    const verdict = judge(rule, request, model, labels, properties);
    if (verdict) return verdict;
  }
  const block = properties.DefaultAction?.Block;
  return block ? { action: 'block', response: customResponse(block, properties) } : { action: 'allow' };
}

/** Statements that match no request here. */
export const unevaluatedStatements = [
  'AsnMatchStatement',
  'ManagedRuleGroupStatement',
  'RateBasedStatement',
  'SqliMatchStatement',
  'XssMatchStatement',
] as const;

function judge(
  rule: Properties,
  request: HttpRequest,
  model: Model,
  labels: Set<string>,
  acl: Properties,
): Verdict | undefined {
  const group = rule.Statement?.RuleGroupReferenceStatement;
  if (group) return judgeGroup(rule, String(group.Arn), request, model, labels, acl);
  if (!matchesStatement(rule.Statement, request, { model, labels })) return undefined;
  for (const { Name } of rule.RuleLabels ?? []) labels.add(Name);
  const { Block, Allow } = rule.Action ?? {};
  if (Block) return { action: 'block', rule: rule.Name, response: customResponse(Block, acl) };
  return Allow ? { action: 'allow', rule: rule.Name } : undefined;
}

/** A rule group of the templates: its rules stand where the reference does. `OverrideAction: Count` lets it only count. */
function judgeGroup(
  rule: Properties,
  arn: string,
  request: HttpRequest,
  model: Model,
  labels: Set<string>,
  acl: Properties,
): Verdict | undefined {
  const rules = sorted(model.find(arn, 'AWS::WAFv2::RuleGroup')?.properties.Rules);
  for (const inner of rules) {
    const verdict = judge(inner, request, model, labels, acl);
    if (verdict) return rule.OverrideAction?.Count ? undefined : verdict;
  }
  return undefined;
}

function customResponse(block: Properties, acl: Properties): HttpResponse | undefined {
  const custom = block.CustomResponse;
  if (!custom) return undefined;
  const body = acl.CustomResponseBodies?.[custom.CustomResponseBodyKey];
  const types: Record<string, string> = {
    APPLICATION_JSON: 'application/json',
    TEXT_HTML: 'text/html',
    TEXT_PLAIN: 'text/plain',
  };
  const headers: [string, string][] = (custom.ResponseHeaders ?? []).map(({ Name, Value }: Properties) => [
    String(Name).toLowerCase(),
    String(Value),
  ]);
  return {
    status: Number(custom.ResponseCode),
    headers: body ? [['content-type', types[body.ContentType] ?? 'text/plain'], ...headers] : headers,
    body: Buffer.from(body?.Content ?? ''),
  };
}

const sorted = (rules: Properties[] | undefined): Properties[] =>
  [...(rules ?? [])].sort((a, b) => Number(a.Priority) - Number(b.Priority));
