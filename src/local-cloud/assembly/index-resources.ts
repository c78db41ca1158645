import type { Model, Resource } from '../contract.ts';

/** The look-ups of a model over a list of resources. */
export function indexResources(resources: readonly Resource[]): Pick<Model, 'resources' | 'byType' | 'find'> {
  const types = new Map<string, Resource[]>();
  const arns = new Map<string, Resource[]>();
  const refs = new Map<string, Resource[]>();
  for (const resource of resources) {
    push(types, resource.type, resource);
    push(arns, resource.arn, resource);
    push(refs, resource.ref, resource);
  }
  return {
    resources,
    byType: (...wanted) => wanted.flatMap((type) => types.get(type) ?? []),
    find: (arnOrRef, ...wanted) => {
      const fits = ({ type }: Resource) => wanted.length === 0 || wanted.includes(type);
      return arns.get(arnOrRef)?.find(fits) ?? refs.get(arnOrRef)?.find(fits);
    },
  };
}

function push(map: Map<string, Resource[]>, key: string, resource: Resource) {
  const list = map.get(key);
  if (list) list.push(resource);
  else map.set(key, [resource]);
}
