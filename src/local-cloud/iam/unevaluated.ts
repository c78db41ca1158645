import { knownOperator } from './condition.ts';
import type { Policies } from './policies.ts';
import { isSupplied } from './request-context.ts';
import type { Statement } from './statement.ts';

/** Prefixes of the actions that the rooms ask about; statements on others are never needed here. */
const judged = new Set([
  'cloudfront-keyvaluestore',
  'cognito-idp',
  'dynamodb',
  'events',
  'execute-api',
  'firehose',
  'kinesis',
  'lambda',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
]);

/** What in the statements cannot be evaluated, each thing once: operators, condition keys and policy variables. */
export function unevaluated({ identity, resource }: Policies): string[] {
  const all = [...identity.values(), ...resource.values()].flat().filter(concernsServices);
  const unique = (found: string[]) => [...new Set(found)];
  const operators = unique(all.flatMap(({ conditions }) => Object.keys(conditions)));
  const keys = unique(all.flatMap(({ conditions }) => Object.values(conditions).flatMap(Object.keys)));
  const variables = unique(all.flatMap(variablesOf));
  return [
    ...operators
      .filter((name) => !knownOperator(name))
      .map((name) => `the condition operator ${name}: it never holds`),
    ...keys
      .filter((key) => !isSupplied(key))
      .map((key) => `the condition key ${key}: no call has it here, so that it counts as absent`),
    ...variables
      .filter((key) => !isSupplied(key))
      .map((key) => `the policy variable ${key}: no call has it here, so that it matches nothing`),
  ];
}

const concernsServices = ({ actions }: Statement): boolean =>
  actions === undefined ||
  actions.some((action) => {
    const prefix = action.split(':')[0]!.toLowerCase();
    return prefix.includes('*') || judged.has(prefix);
  });

/** Keys of variables in resources and values; one with a default always stands for something. */
function variablesOf({ resources, notResources, conditions }: Statement): string[] {
  const values = Object.values(conditions).flatMap((keys) => Object.values(keys).flat());
  return [...(resources ?? []), ...(notResources ?? []), ...values].flatMap((text) =>
    [...text.matchAll(/\$\{([^},]+)\}/g)].map(([, key = '']) => key.trim()),
  );
}
