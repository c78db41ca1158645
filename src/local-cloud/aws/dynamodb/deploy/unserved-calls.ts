import type { Model } from '../../../contract.ts';
import { statementsOf } from '../../../iam/statement.ts';
import { matches } from '../../../iam/wildcard.ts';
import { isServed } from '../operations.ts';

const partiql = ['Select', 'Insert', 'Update', 'Delete'].map((verb) => `dynamodb:PartiQL${verb}`);

/** Calls that policies of the templates allow and that are not served: one sentence each. */
export function unservedCalls(model: Model): string[] {
  const found = new Map<string, string>();
  for (const { path, document } of documents(model)) {
    for (const { effect, actions = [] } of statementsOf(document)) {
      if (effect !== 'Allow') continue;
      for (const action of actions.flatMap(unserved)) if (!found.has(action)) found.set(action, path);
    }
  }
  return [...found].map(([action, path]) => `DynamoDB does not serve ${action} here, which ${path} allows.`);
}

function documents(model: Model): { path: string; document: unknown }[] {
  const policies = model.byType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy');
  return [
    ...policies.map(({ path, properties }) => ({ path, document: properties.PolicyDocument })),
    ...model.byType('AWS::IAM::Role').flatMap(({ path, properties }) =>
      ((properties.Policies ?? []) as { PolicyDocument: unknown }[]).map(({ PolicyDocument }) => ({
        path,
        document: PolicyDocument,
      })),
    ),
  ];
}

/** What an action of a statement lets in that is not served. `*` alone is an administrator's and says nothing. */
function unserved(pattern: string): string[] {
  if (!/^dynamodb:/i.test(pattern)) return [];
  if (partiql.some((action) => matches(pattern, action, true))) return ['PartiQL'];
  const action = pattern.slice('dynamodb:'.length);
  return /[*?]/.test(action) || isServed(action) ? [] : [action];
}
