import { AssemblyError } from './assembly-error.ts';

/**
 * Refuses resources that wait for each other, as CloudFormation does before it creates anything.
 * @param dependencies logical ids that a resource needs first
 */
export function refuseCycles(
  stack: string,
  ids: string[],
  dependencies: (id: string) => Iterable<string>,
): void {
  const done = new Set<string>();
  const visit = (id: string, way: string[]): void => {
    if (done.has(id)) return;
    const at = way.indexOf(id);
    if (at >= 0) {
      const loop = [...way.slice(at), id].join(' -> ');
      throw new AssemblyError(`Circular dependency between resources of stack ${stack}: ${loop}.`);
    }
    for (const next of dependencies(id)) visit(next, [...way, id]);
    done.add(id);
  };
  for (const id of ids) visit(id, []);
}
