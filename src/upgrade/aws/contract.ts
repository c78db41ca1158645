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
  /** What no deploy can change of it: its key, its name. Absent in lists of older templates, which did not say. */
  fixed?: Readonly<Record<string, unknown>>;
  /** `Retain` where the list does not say. */
  deletionPolicy?: string;
  updateReplacePolicy?: string;
}

/** Where the stacks of a contract are deployed. */
export interface Deployment {
  slug: string;
  stages: readonly string[];
  region: string;
  /** Stacks with an account or a Region of their own, by what is between slug and stage in their name. */
  homes?: ReadonlyMap<string, { account: string; region: string }>;
}

/** The stacks of a contract with their resources with data; nothing else is known of them. */
export function stacksOf(
  contract: readonly StatefulResource[],
  { slug, stages, region, homes }: Deployment,
): Stack[] {
  return stages.flatMap((stage) =>
    [...new Set(contract.map(({ stack }) => stack))].map((pattern): Stack => {
      const own = contract.filter(({ stack }) => stack === pattern);
      const [, part = ''] = /^<slug>-(.+)-<stage>$/.exec(pattern) ?? [];
      return {
        name: pattern.replaceAll('<slug>', slug).replaceAll('<stage>', stage),
        stage,
        ...(homes?.get(part) ?? { region, account: '' }),
        resources: Object.fromEntries(own.map((resource) => [resource.logicalId, asResource(resource)])),
      };
    }),
  );
}

function asResource({
  type,
  fixed,
  deletionPolicy = 'Retain',
  updateReplacePolicy = 'Retain',
}: StatefulResource): Stack['resources'][string] {
  return {
    Type: type,
    DeletionPolicy: deletionPolicy,
    UpdateReplacePolicy: updateReplacePolicy,
    ...(fixed ? { Properties: fixed } : {}),
  };
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
  const { stack, logicalId, type, fixed, deletionPolicy, updateReplacePolicy } = value as Record<
    string,
    unknown
  >;
  const policies = [deletionPolicy, updateReplacePolicy].filter((policy) => policy !== undefined);
  return (
    [stack, logicalId, type, ...policies].every((text) => typeof text === 'string') &&
    (fixed === undefined || (typeof fixed === 'object' && fixed !== null))
  );
}
