import type { Model, Properties, Resource } from '../../contract.ts';
import type { PictureEdge } from '../views.ts';
import type { Finder } from './finder.ts';
import { nodeId } from './nodes.ts';
import { behavioursOf } from './ports.ts';

/** Behaviours to their origins (all members of an origin group) and to their edge functions. */
export function distributionEdges(
  model: Model,
  find: Finder,
  hosts: ReadonlyMap<string, string>,
): PictureEdge[] {
  return model.byType('AWS::CloudFront::Distribution').flatMap((distribution) => {
    const from = nodeId(distribution);
    return behavioursOf(distribution).flatMap(({ port, behaviour }) => {
      const origins = originsOf(distribution, behaviour.TargetOriginId);
      const targets = origins.flatMap(({ DomainName }) => find.one(hosts.get(DomainName))?.id ?? []);
      const functions: Properties[] = [
        ...(behaviour.FunctionAssociations ?? []),
        ...(behaviour.LambdaFunctionAssociations ?? []),
      ];
      return [
        ...targets.map((to): PictureEdge => ({ from, port: port.id, to, kind: 'request', text: port.text })),
        ...functions.flatMap(({ EventType, FunctionARN, LambdaFunctionARN }): PictureEdge[] => {
          const node = find.one(FunctionARN ?? LambdaFunctionARN);
          return node ? [{ from, port: port.id, to: node.id, kind: 'authorizer', text: EventType }] : [];
        }),
      ];
    });
  });
}

function originsOf({ properties }: Resource, target: string): Properties[] {
  const config: Properties = properties.DistributionConfig ?? {};
  const groups: Properties[] = config.OriginGroups?.Items ?? [];
  const group = groups.find(({ Id }) => Id === target);
  const ids: string[] = group
    ? (group.Members?.Items ?? []).map(({ OriginId }: Properties) => OriginId)
    : [target];
  return (config.Origins ?? []).filter(({ Id }: Properties) => ids.includes(Id));
}
