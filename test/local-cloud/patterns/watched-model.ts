import type { Model, Properties, Resource } from '../../../src/local-cloud/contract.ts';

/** A model that notes which properties of its resources are read. */
export interface WatchedModel {
  model: Model;
  /** Paths (`DistributionConfig.Origins.Id`, list items without number) that are set and that no one has read, by type. */
  unread(): Map<string, Set<string>>;
  /** Paths that were read, those of objects and lists too, by type. */
  read(): Map<string, Set<string>>;
}

export function watchModel(model: Model): WatchedModel {
  const watched = model.resources.map((resource) => {
    const read = new Set<string>();
    // A property that is the resource's name or id was read to make its `ref`.
    const names = new Set<string>();
    for (const [name, value] of Object.entries(resource.properties))
      if (value === resource.ref) names.add(name);
    const paths = leaves(resource.properties);
    const properties = watching(resource.properties, '', read);
    // Look-ups of the model lead to the same resources.
    Object.defineProperty(resource, 'properties', { value: properties });
    return { resource, read, paths: paths.filter((path) => !names.has(path)) };
  });
  const gathered = (pick: (read: Set<string>, paths: string[]) => string[]) => {
    const found = new Map<string, Set<string>>();
    for (const { resource, read, paths } of watched) note(found, resource, pick(read, paths));
    return found;
  };
  return {
    model,
    unread: () => gathered((read, paths) => paths.filter((path) => !read.has(path))),
    read: () => gathered((read) => [...read]),
  };
}

function note(found: Map<string, Set<string>>, { type }: Resource, paths: string[]): void {
  if (paths.length === 0) return;
  found.set(type, new Set([...(found.get(type) ?? []), ...paths]));
}

function watching(value: Properties, path: string, read: Set<string>): Properties {
  const known = new Map<PropertyKey, unknown>();
  return new Proxy(value, {
    get: (target, name, receiver) => {
      const member = Reflect.get(target, name, receiver);
      if (typeof name !== 'string') return member;
      const isList = Array.isArray(target);
      const below = isList ? path : join(path, name);
      if (!isList) read.add(below);
      if (member === null || typeof member !== 'object') return member;
      if (!known.has(name)) known.set(name, watching(member, below, read));
      return known.get(name);
    },
  });
}

/** Paths of all values; an empty object or list is a value. */
function leaves(value: unknown, path = ''): string[] {
  if (Array.isArray(value) && value.length > 0)
    return [...new Set(value.flatMap((item) => leaves(item, path)))];
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, join(path, name)));
}

const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);
