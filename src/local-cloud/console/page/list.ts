import { h } from './dom.ts';

/** A list of rows, newest first, whose elements stay while their keys do: focus and scrolling survive each update. */
export interface List<T> {
  element: HTMLElement;
  update(items: T[]): void;
  /** Marks the row of a key as the one that is open. */
  select(key: string | undefined): void;
  /** Moves the focus by rows. */
  move(step: number): void;
}

export interface Rows<T> {
  className: string;
  label: string;
  key(item: T): string;
  /** Another stamp asks for new cells. */
  stamp(item: T): string;
  cells(item: T): HTMLElement[];
  open(item: T): void;
}

export function createList<T>({ className, label, key, stamp, cells, open }: Rows<T>): List<T> {
  const element = h('ol', { className: `plain rows ${className}`, 'aria-label': label });
  const known = new Map<string, { row: HTMLButtonElement; li: HTMLElement; stamp: string; item: T }>();
  let selected: string | undefined;
  const rowOf = (item: T) => {
    const id = key(item);
    const now = stamp(item);
    const found = known.get(id);
    if (found?.stamp === now) return found.li;
    if (found) {
      found.row.replaceChildren(...cells(item));
      Object.assign(found, { stamp: now, item });
      return found.li;
    }
    const row = h(
      'button',
      { type: 'button', className: 'row', onclick: () => open(known.get(id)!.item) },
      ...cells(item),
    );
    row.dataset.key = id;
    const li = h('li', {}, row);
    if (id === selected) row.setAttribute('aria-current', 'true');
    known.set(id, { row, li, stamp: now, item });
    return li;
  };
  return {
    element,
    update: (items) => {
      const wanted = items.map(rowOf);
      const kept = new Set(items.map(key));
      for (const [id, { li }] of known) {
        if (kept.has(id)) continue;
        li.remove();
        known.delete(id);
      }
      // Only rows that stand elsewhere are moved, so that the focused one stays in the document.
      wanted.forEach((li, at) => {
        if (element.children[at] !== li) element.insertBefore(li, element.children[at] ?? null);
      });
    },
    select: (id) => {
      if (selected !== undefined) known.get(selected)?.row.removeAttribute('aria-current');
      selected = id;
      if (id !== undefined) known.get(id)?.row.setAttribute('aria-current', 'true');
    },
    move: (step) => {
      const rows = [...element.querySelectorAll<HTMLElement>('.row')];
      const at = rows.indexOf(document.activeElement as HTMLElement);
      const start = at >= 0 ? at : rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
      rows[start < 0 ? 0 : Math.min(Math.max(start + step, 0), rows.length - 1)]?.focus();
    },
  };
}
