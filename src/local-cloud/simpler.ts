import type { Model, Service } from './contract.ts';
import { isOfCdk, isSet } from './unserved.ts';

/**
 * What the templates ask of AWS and the rooms do in a simpler way, which code of a project seldom notices: the sentences of the
 * tables, each once.
 */
export function simpler(model: Model, services: readonly Service[]): string[] {
  const supports = new Map(services.flatMap((service) => Object.entries(service.supports)));
  const found = new Set<string>();
  for (const { type, properties, metadata } of model.resources) {
    if (isOfCdk(metadata['aws:asset:path'])) continue;
    for (const [property, sentence] of Object.entries(supports.get(type)?.simpler ?? {}))
      if (isSet(properties, property)) found.add(sentence);
  }
  return [...found].sort();
}
