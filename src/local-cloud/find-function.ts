import type { Model, Resource } from './contract.ts';
import { ProjectError } from './project/esbuild.ts';

/**
 * A function by its name or ARN, its logical id, or the end of its construct path.
 * @throws ProjectError when none or several fit; the message names all functions
 */
export function findFunction(model: Model, name: string): Resource {
  const all = model.byType('AWS::Lambda::Function');
  const exact = model.find(name, 'AWS::Lambda::Function');
  if (exact) return exact;
  const path = (resource: Resource) => resource.path.replace(/\/Resource$/, '');
  const fits =
    pick(all, ({ logicalId }) => logicalId === name) ??
    pick(all, (resource) => path(resource) === name || path(resource).endsWith(`/${name}`));
  if (fits?.length === 1) return fits[0]!;
  throw new ProjectError(
    `${fits ? 'Several functions are' : 'No function is'} called ${name}. There are: ${all.map(path).join(', ')}.`,
  );
}

function pick(all: Resource[], fits: (resource: Resource) => boolean): Resource[] | undefined {
  const found = all.filter(fits);
  return found.length > 0 ? found : undefined;
}
