import type { Model, Service } from './contract.ts';
import { inert } from './inert.ts';
import { isOfCdk, isSet } from './unserved.ts';

/** Labels, which have no effect on AWS either: nobody is told of them. */
export const isLabel = (property: string) => /(^|\.)(\w*Tags|Description|Comment|\w*Name)$/.test(property);

/**
 * What in the templates has no effect on a laptop and needs none, each type once and short: `CloudWatch::Alarm` for a whole
 * type, `Lambda::Function Architectures, TracingConfig` for properties of a type that is served.
 */
export function withoutEffect(model: Model, services: readonly Service[]): string[] {
  const supports = new Map(services.flatMap((service) => Object.entries(service.supports)));
  const found = new Map<string, Set<string>>();
  for (const { type, properties, metadata } of model.resources) {
    if (isOfCdk(metadata['aws:asset:path'])) continue;
    const support = supports.get(type);
    const names =
      support?.inert?.filter((property) => !isLabel(property) && isSet(properties, property)) ?? [];
    if (names.length === 0 && (support || !(type in inert))) continue;
    const all = found.get(type) ?? new Set();
    for (const name of names) all.add(name);
    found.set(type, all);
  }
  return [...found]
    .map(([type, names]) => [type.replace(/^AWS::/, ''), [...names].sort().join(', ')].join(' ').trim())
    .sort();
}
