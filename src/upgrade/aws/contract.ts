import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import type { Stack } from './stack.ts';

/** Where a project of one app lists the resources that hold data; a service with an app of its own has its own list. */
const contractPath = /^(services\/[^/]+\/)?stateful\.contract\.json$/;

/** A resource that holds data. `stack` has `<slug>` and `<stage>` in the place of their values. */
export interface StatefulResource {
  stack: string;
  logicalId: string;
  /** CloudFormation type. */
  type: string;
}

/** Where the stacks of a contract are deployed. */
export interface Deployment {
  slug: string;
  stages: readonly string[];
  region: string;
}

/** The stacks of a contract with their resources with data, which are all retained; nothing else is known of them. */
export function stacksOf(
  contract: readonly StatefulResource[],
  { slug, stages, region }: Deployment,
): Stack[] {
  return stages.flatMap((stage) => {
    const named = contract.map((resource) => ({
      ...resource,
      stack: resource.stack.replaceAll('<slug>', slug).replaceAll('<stage>', stage),
    }));
    return [...new Set(named.map(({ stack }) => stack))].map((name) => {
      const own = named.filter(({ stack }) => stack === name);
      const retained = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
      const resources = own.map(({ logicalId, type }) => [logicalId, { Type: type, ...retained }] as const);
      return { name, stage, region, account: '', resources: Object.fromEntries(resources) };
    });
  });
}

/** The resources of all contracts of a project; `undefined` when the tree has none or one cannot be read. */
export function contractOf(tree: FileTree): StatefulResource[] | undefined {
  const contracts = [...tree]
    .filter(([path]) => contractPath.test(path))
    .map(([, entry]) => readContract(entry));
  if (contracts.length === 0 || contracts.includes(undefined)) return undefined;
  return contracts.flatMap((contract) => contract ?? []);
}

function readContract({ content, link }: FileEntry): StatefulResource[] | undefined {
  if (link) return undefined;
  try {
    const value: unknown = JSON.parse(
      Buffer.from(content)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
    if (!Array.isArray(value)) return undefined;
    return value.every(isResource) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isResource(value: unknown): value is StatefulResource {
  if (typeof value !== 'object' || value === null) return false;
  const { stack, logicalId, type } = value as Record<string, unknown>;
  return [stack, logicalId, type].every((text) => typeof text === 'string');
}
