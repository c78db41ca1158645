import type { Resource } from '../../contract.ts';
import type { PictureNode } from '../views.ts';

/** Ends of construct paths that repeat what the kind of the node says. */
const said = new Set(['Resource', 'Function', 'Api', 'Distribution', 'UserPool', 'RestApi', 'HttpApi']);

/** `Orders/Create` of `shop-orders-dev/Orders/Create/Function/Resource`: the construct path as its author wrote it. */
export function nameOf({ path, stack, logicalId }: Resource): string {
  const parts = (path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : path).split('/');
  while (parts.length > 1 && said.has(parts.at(-1)!)) parts.pop();
  const kept = parts.filter((part, at) => part !== parts[at - 1]);
  return kept.join('/') || logicalId;
}

/** Nodes with what tells their stacks apart before a name that several of a kind have: `orders/Api`, `customers/Api`. */
export function apart(nodes: PictureNode[]): PictureNode[] {
  const words = stackWords([...new Set(nodes.map(({ stack }) => stack))]);
  const isShared = ({ kind, name, stack }: PictureNode) =>
    nodes.some((other) => other.kind === kind && other.name === name && other.stack !== stack);
  return nodes.map((node) =>
    isShared(node) ? { ...node, name: `${words.get(node.stack)}/${node.name}` } : node,
  );
}

/** Names of stacks without the words that all begin or end with: `orders` and `web` of `shop-orders-dev` and `shop-web-dev`. */
function stackWords(stacks: readonly string[]): Map<string, string> {
  const split = stacks.map((stack) => stack.split('-'));
  const same = (word: (words: string[]) => string | undefined) =>
    new Set(split.map(word)).size === 1 && split.every((words) => words.length > 1);
  while (same((words) => words[0])) for (const words of split) words.shift();
  while (same((words) => words.at(-1))) for (const words of split) words.pop();
  return new Map(stacks.map((stack, at) => [stack, split[at]!.join('-')]));
}
