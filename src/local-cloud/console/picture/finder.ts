import type { PictureNode } from '../views.ts';

/** Finds the nodes that a text of a template speaks of. */
export interface Finder {
  /** Node whose name, ARN or host this is, or one below it (a version, an index, an object). */
  one(text: unknown): PictureNode | undefined;
  /** Every node that a document names anywhere, in its texts or in texts within them. */
  all(value: unknown): PictureNode[];
}

/** Names as short as this also stand for other things. */
const shortest = 8;

export function finderOf(nodes: readonly PictureNode[]): Finder {
  const byAlias = new Map(nodes.flatMap((node) => node.aliases.map((alias) => [alias, node] as const)));
  const long = [...byAlias].filter(([alias]) => alias.length >= shortest);
  const one = (text: unknown): PictureNode | undefined => {
    if (typeof text !== 'string') return undefined;
    return (
      byAlias.get(text) ??
      long.find(([alias]) => text.startsWith(alias) && /^[:/]/.test(text.slice(alias.length)))?.[1]
    );
  };
  return {
    one,
    all: (value) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
      const found = long.filter(([alias]) => names(text, alias)).map(([, node]) => node);
      return [...new Set([...found, ...(one(value) ? [one(value)!] : [])])];
    },
  };
}

/** Whether the text holds the name as a whole word. */
function names(text: string, alias: string): boolean {
  for (let at = text.indexOf(alias); at >= 0; at = text.indexOf(alias, at + 1)) {
    if (!/[\w.-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + alias.length] ?? ' ')) return true;
  }
  return false;
}
