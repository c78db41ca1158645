import { h } from '../dom.ts';
import { plural } from '../text.ts';

/** Keys of the objects. */
export const bucketPanel = ({ keys, count }: { keys: string[]; count: number }): HTMLElement[] => [
  h('h3', {}, plural(count, 'object')),
  h('ul', { className: 'plain mono' }, ...keys.map((key) => h('li', {}, key))),
  ...(count > keys.length
    ? [h('p', { className: 'quiet' }, `and ${plural(count - keys.length, 'more')}`)]
    : []),
];
