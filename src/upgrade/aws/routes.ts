import { type Resource, type Stack, sameStack, type Told } from './stack.ts';

/**
 * Clients that call a route by its path have to learn another one, though the host stays. Told of stacks that remain, with
 * an API of the same kind; a contract names no routes.
 */
export function changedRoutes(before: readonly Stack[], after: readonly Stack[]): Told[] {
  return before.flatMap((stack) => {
    const there = sameStack(after, stack);
    const next = there ? routesOf(there) : [];
    // An API that goes is told of with its address.
    if (next.length === 0) return [];
    const known = routesOf(stack);
    const gone = known.filter((route) => !next.includes(route));
    if (gone.length === 0) return [];
    const come = next.filter((route) => !known.includes(route));
    const instead = come.length > 0 ? ` Instead it has ${some(come)}.` : '';
    const message = `The API in ${stack.name} no longer has ${some(gone)}.${instead}`;
    return [{ stack: stack.name, message }];
  });
}

/** `GET /orders` for every route of the stack's APIs, in the order of the paths. */
function routesOf({ resources }: Stack): string[] {
  const routes = Object.values(resources).flatMap((resource) => {
    const { Type, Properties = {} } = resource;
    if (Type === 'AWS::ApiGatewayV2::Route') return [String(Properties.RouteKey)];
    if (Type !== 'AWS::ApiGateway::Method' || Properties.HttpMethod === 'OPTIONS') return [];
    return [`${Properties.HttpMethod} ${pathOf(Properties.ResourceId, resources) || '/'}`];
  });
  const pathFirst = (route: string) => route.split(' ').reverse().join(' ');
  return [...new Set(routes)].sort((a, b) => (pathFirst(a) < pathFirst(b) ? -1 : 1));
}

/** The path of a resource of a REST API, from its parents; empty for the root. */
function pathOf(reference: unknown, resources: Stack['resources']): string {
  const id = (reference as { Ref?: string } | undefined)?.Ref;
  const found: Resource | undefined = id === undefined ? undefined : resources[id];
  if (found?.Type !== 'AWS::ApiGateway::Resource') return '';
  return `${pathOf(found.Properties?.ParentId, resources)}/${found.Properties?.PathPart}`;
}

function some(routes: readonly string[]): string {
  const named = routes.slice(0, 2).join(', ');
  return routes.length > 2 ? `${named} and ${routes.length - 2} more` : named;
}
