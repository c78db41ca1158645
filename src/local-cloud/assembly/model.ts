import type { Model, Resource } from '../contract.ts';
import { refuseCycles } from './cycles.ts';
import { physicalName } from './identifiers.ts';
import { indexResources } from './index-resources.ts';
import { collectNotices } from './notices.ts';
import { toResource } from './resource.ts';
import { createScope, type StackScope } from './stack-scope.ts';
import { createSurroundings } from './surroundings.ts';
import type { AssemblyInput, StackInput } from './template.ts';

/** A model and what in it differs from a deploy. */
export interface BuiltModel {
  model: Model;
  notices: string[];
}

/**
 * Resolves all stacks of an assembly to one model.
 * @throws AssemblyError when a template holds what CloudFormation would refuse: an unresolved or circular reference
 */
export function buildModel({ stacks, assets }: AssemblyInput): BuiltModel {
  const { notice, texts } = collectNotices();
  const scopes: StackScope[] = [];
  const nested = new Map<StackScope, Map<string, StackScope>>();
  const around = createSurroundings(scopes, nested, notice);

  const add = (input: StackInput): StackScope => {
    const scope = createScope(input, around);
    scopes.push(scope);
    const children = Object.entries(input.nested ?? {}).map(([logicalId, child]) => {
      const { account, region } = input;
      return [
        logicalId,
        add({
          ...child,
          // CloudFormation names a nested stack after its parent and its logical id.
          name: physicalName(input.name, logicalId, `${account}/${region}/${input.name}/${logicalId}`, 128),
          account,
          region,
          get parameters() {
            if (!scope.ids.includes(logicalId)) return undefined;
            return scope.subject(logicalId).property('Parameters') as Record<string, unknown> | undefined;
          },
        }),
      ] as const;
    });
    nested.set(scope, new Map(children));
    return scope;
  };

  const live: StackScope[] = [];
  const keepLive = (scope: StackScope) => {
    live.push(scope);
    for (const [id, child] of nested.get(scope) ?? []) if (scope.ids.includes(id)) keepLive(child);
  };
  for (const root of stacks.map(add)) keepLive(root);

  const resources = live.flatMap((scope) => scope.ids.map((id): Resource => toResource(scope, id)));
  for (const scope of live) refuseCycles(scope.name, scope.ids, (id) => needs(scope, id));
  const outputs = Object.fromEntries(
    live.map((scope) => [
      scope.name,
      Object.fromEntries(scope.outputNames.map((name) => [name, String(scope.output(name))])),
    ]),
  );
  return {
    model: { ...indexResources(resources), outputs, asset: (key) => assets.get(key) },
    notices: texts(),
  };
}

function needs(scope: StackScope, id: string): string[] {
  const waits = scope.resource(id).DependsOn ?? [];
  const named = (Array.isArray(waits) ? waits : [waits]).filter((other) => scope.ids.includes(other));
  return [...named, ...scope.dependencies(id)];
}
