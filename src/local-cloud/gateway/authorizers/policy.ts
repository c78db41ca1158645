import { type Call, evaluate, type Verdict } from '../../iam/evaluate.ts';
import { statementsOf } from '../../iam/statement.ts';

/** Whether a policy document lets the caller invoke a method: what an authorizer returns, or an API's own policy. */
export function mayInvoke(
  document: unknown,
  methodArn: string,
  principals: readonly string[],
  context: Call['context'] = {},
): Verdict {
  return evaluate(statementsOf(document), {
    action: 'execute-api:Invoke',
    resource: methodArn,
    principals,
    context,
  });
}

/**
 * A resource policy with its short forms written out: `execute-api:/stage/GET/path` stands for the API's own ARN
 * (developer guide, "API Gateway resource policies").
 */
export function writtenOut(document: unknown, apiArn: string): unknown {
  const text = JSON.stringify(document).replaceAll('"execute-api:/', `"${apiArn}/`);
  return JSON.parse(text);
}
