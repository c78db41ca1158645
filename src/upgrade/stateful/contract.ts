import type { FileTree } from '../../generate/file-tree.ts';

/** Where a project lists the resources that hold data. */
export const contractPath = 'stateful.contract.json';

/** A resource that holds data. `stack` has `<slug>` and `<stage>` in the place of their values. */
export interface StatefulResource {
  stack: string;
  logicalId: string;
  /** CloudFormation type. */
  type: string;
}

/** The resources of a contract; `undefined` when the tree has none or it cannot be read. */
export function contractOf(tree: FileTree): StatefulResource[] | undefined {
  const entry = tree.get(contractPath);
  if (!entry || entry.link) return undefined;
  try {
    const value: unknown = JSON.parse(
      Buffer.from(entry.content)
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
