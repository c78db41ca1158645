import type { Resource } from '../../contract.ts';

/** Ends of construct paths that repeat what the kind of the node says. */
const said = new Set(['Resource', 'Function', 'Api', 'Distribution', 'UserPool', 'RestApi', 'HttpApi']);

/** `Orders/Create` of `shop-orders-dev/Orders/Create/Function/Resource`: the construct path as its author wrote it. */
export function nameOf({ path, stack, logicalId }: Resource): string {
  const parts = (path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : path).split('/');
  while (parts.length > 1 && said.has(parts.at(-1)!)) parts.pop();
  const kept = parts.filter((part, at) => part !== parts[at - 1]);
  return kept.join('/') || logicalId;
}
