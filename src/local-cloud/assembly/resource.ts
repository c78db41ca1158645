import type { Resource } from '../contract.ts';
import { AssemblyError } from './assembly-error.ts';
import { shapeOf } from './shapes.ts';
import type { StackScope } from './stack-scope.ts';

/** One resource of the model from its place in a stack. */
export function toResource(scope: StackScope, logicalId: string): Resource {
  const { Type: type, Metadata: metadata = {} } = scope.resource(logicalId);
  const ref = String(scope.ref(logicalId));
  return {
    stack: scope.name,
    logicalId,
    type,
    path: String(metadata['aws:cdk:path'] ?? `${scope.name}/${logicalId}`),
    account: scope.account,
    region: scope.region,
    properties: scope.properties(logicalId),
    metadata,
    ref,
    arn: shapeOf(type).arn?.(scope.subject(logicalId)) ?? ref,
    attribute: (name) => {
      const value = scope.knownAttribute(logicalId, name);
      if (value === undefined)
        throw new AssemblyError(`${type} has no attribute ${name} (${scope.name}/${logicalId}).`);
      return value as string;
    },
  };
}
