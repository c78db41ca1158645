/** One statement of a policy, lists made of single values. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  /** Principals of a resource policy: `*`, `aws:<arn or account>`, `service:<name>`, `canonical:<id>`. */
  principals?: string[];
  notPrincipals?: string[];
  /** Operator -> condition key -> values. */
  conditions: Record<string, Record<string, string[]>>;
  /** Whether values of the conditions hold policy variables. */
  hasVariables: boolean;
}

/** The statements of a policy document; anything that is not a document has none. */
export function statementsOf(document: unknown): Statement[] {
  const statements = (document as { Statement?: unknown } | undefined)?.Statement;
  return list(statements)
    .filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null)
    .map(readStatement);
}

function readStatement(raw: Record<string, unknown>): Statement {
  const own = conditions(raw.Condition);
  return {
    effect: raw.Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: texts(raw.Action),
    notActions: texts(raw.NotAction),
    resources: texts(raw.Resource),
    notResources: texts(raw.NotResource),
    principals: principals(raw.Principal),
    notPrincipals: principals(raw.NotPrincipal),
    conditions: own,
    hasVariables: JSON.stringify(own).includes('${'),
  };
}

function principals(raw: unknown): string[] | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw === 'string') return [raw];
  const kinds: Record<string, string> = {
    AWS: 'aws',
    Service: 'service',
    CanonicalUser: 'canonical',
    Federated: 'federated',
  };
  return Object.entries(raw as Record<string, unknown>).flatMap(([kind, values]) =>
    (texts(values) ?? []).map((value) => (value === '*' ? '*' : `${kinds[kind] ?? kind}:${value}`)),
  );
}

function conditions(raw: unknown): Statement['conditions'] {
  const operators = Object.entries((raw ?? {}) as Record<string, Record<string, unknown>>);
  return Object.fromEntries(
    operators.map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, texts(values) ?? []])),
    ]),
  );
}

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function texts(value: unknown): string[] | undefined {
  return value === undefined ? undefined : list(value).map(String);
}
