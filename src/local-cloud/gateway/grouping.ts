import type { Model, Resource } from '../contract.ts';

/** Resources of a type by the text of one property, such as the id of their API. */
export function byProperty(model: Model, type: string, property: string): (value: string) => Resource[] {
  const groups = new Map<string, Resource[]>();
  for (const resource of model.byType(type)) {
    const key = String(resource.properties[property]);
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  return (value) => groups.get(value) ?? [];
}
