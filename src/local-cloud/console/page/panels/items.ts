import type { Rows } from '../../views.ts';
import { get } from '../api.ts';
import { block, button, h, swap } from '../dom.ts';
import { oneLine, pretty } from '../text.ts';

/** Items of a table, a page at a time. */
export interface Items {
  element: HTMLElement;
  /** Loads the page anew when the table has changed. */
  update(stamp: string): void;
}

export function createItems(table: string, key: string[]): Items {
  const element = h('div', {});
  // Where each page that was seen starts; the last one is shown.
  let starts: (string | undefined)[] = [undefined];
  let seen = '';

  async function load(): Promise<void> {
    const start = starts.at(-1);
    const query = new URLSearchParams({ table, ...(start ? { start } : {}) });
    try {
      show(await get<Rows>(`items?${query}`));
    } catch (error) {
      swap(element, h('p', { className: 'bad' }, (error as Error).message));
    }
  }
  function show({ rows, next }: Rows): void {
    const back = () => {
      starts = starts.slice(0, -1);
      void load();
    };
    const forward = () => {
      starts = [...starts, next];
      void load();
    };
    swap(
      element,
      h('h3', {}, 'Items'),
      rows.length === 0 ? h('p', { className: 'quiet' }, 'No items.') : tableOf(rows),
      h(
        'div',
        // A table that fits one page has nowhere to go.
        { className: 'actions', hidden: starts.length === 1 && next === undefined },
        button('Previous', back, { disabled: starts.length === 1, 'data-key': 'previous' }),
        button('Next', forward, { disabled: next === undefined, 'data-key': 'next' }),
        h('span', { className: 'quiet', role: 'status' }, `Page ${starts.length}`),
      ),
    );
  }
  function tableOf(rows: Rows['rows']): HTMLElement {
    return h(
      'table',
      {},
      h(
        'thead',
        {},
        h('tr', {}, ...key.map((name) => h('th', { scope: 'col' }, name)), h('th', { scope: 'col' }, 'item')),
      ),
      h('tbody', {}, ...rows.map((row, at) => rowOf(row, at))),
    );
  }
  function rowOf(row: Record<string, unknown>, at: number): HTMLElement {
    const rest = Object.fromEntries(Object.entries(row).filter(([name]) => !key.includes(name)));
    return h(
      'tr',
      {},
      ...key.map((name) => h('td', { className: 'mono' }, String(row[name]))),
      h(
        'td',
        { className: 'mono' },
        h(
          'details',
          { 'data-key': `item-${at}` },
          h('summary', { 'data-key': `item-summary-${at}` }, oneLine(JSON.stringify(rest), 140)),
          block(pretty(row), 'Item'),
        ),
      ),
    );
  }
  return {
    element,
    update: (stamp) => {
      if (stamp === seen) return;
      seen = stamp;
      void load();
    },
  };
}
