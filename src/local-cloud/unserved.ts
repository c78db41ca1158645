import type { Model, Service } from './contract.ts';
import { inert } from './inert.ts';

/**
 * What in the templates behaves differently here than on AWS: types that no room serves, and properties that the room
 * of their type ignores. One line each, with the number of resources that it concerns.
 */
export function unserved(model: Model, services: readonly Service[]): string[] {
  const supports = new Map(services.flatMap((service) => Object.entries(service.supports)));
  const lines = new Map<string, Set<string>>();
  const name = (line: string, path: string) => lines.set(line, (lines.get(line) ?? new Set()).add(path));
  for (const { type, path, properties, metadata } of model.resources) {
    if (isOfCdk(metadata['aws:asset:path'])) continue;
    const support = supports.get(type);
    if (!support) {
      if (!(type in inert)) name(`${type} is not emulated`, path);
      continue;
    }
    for (const [property, reason] of Object.entries(support.ignored ?? {})) {
      if (isSet(properties, property)) name(`${type} ${property}: ${reason}`, path);
    }
  }
  return [...lines].map(([line, paths]) => `${line} (${summary([...paths])})`);
}

/** Code that CDK ships for its own custom resources, such as the AWS CLI of `BucketDeployment`; nothing here runs it. */
export const isOfCdk = (asset: unknown) =>
  typeof asset === 'string' && /[\\/]node_modules[\\/](aws-cdk-lib|@aws-cdk)[\\/]/.test(asset);

/** Whether a property is there; a dotted name reaches into objects, and into each item of a list. */
export function isSet(value: unknown, path: string): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => isSet(item, path));
  if (path === '') return true;
  if (typeof value !== 'object') return false;
  if (Object.hasOwn(value, path)) return isSet((value as Record<string, unknown>)[path], '');
  const [head = '', ...rest] = path.split('.');
  return rest.length > 0 && isSet((value as Record<string, unknown>)[head], rest.join('.'));
}

const summary = (paths: string[]): string =>
  paths.length === 1 ? paths[0]! : `${paths[0]} and ${paths.length - 1} more`;
