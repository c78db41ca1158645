import type { NodeKind, PictureNode } from '../views.ts';
import { type App, matches, type View } from './app.ts';
import { button, h, swap } from './dom.ts';
import { kindNames } from './kinds.ts';
import { figureOf } from './panels/find-panel.ts';
import { type Panel, panelOf } from './panels/panel.ts';

/** Kinds that hold something, in the order of the list. */
const holding: NodeKind[] = ['table', 'queue', 'stream', 'bus', 'topic', 'bucket', 'pool'];

const titles: Partial<Record<NodeKind, string>> = {
  table: 'Tables',
  queue: 'Queues',
  stream: 'Streams',
  bus: 'Event buses',
  topic: 'Topics',
  bucket: 'Buckets',
  pool: 'User pools',
};

/** What tables, queues and the like hold, one of them at a time. */
export function dataView(app: App): View {
  const { store } = app;
  const choices = h('nav', { className: 'scroll choices rows', 'aria-label': 'Stores' });
  const aside = h('aside', { className: 'scroll', 'aria-label': 'State' });
  const element = h('div', { className: 'view browse' }, choices, aside);
  let opened: string | undefined;
  let panel: Panel | undefined;
  let listed = '';

  const nodes = () => store.picture.nodes.filter(({ kind }) => holding.includes(kind));

  function open(id: string): void {
    opened = id;
    panel = undefined;
    listed = '';
    update();
  }
  function update(): void {
    const words = app.filter();
    const all = nodes().filter((node) =>
      matches(words, `${node.name} ${node.stack} ${kindNames[node.kind]}`),
    );
    const node = nodes().find(({ id }) => id === opened) ?? all[0];
    const stamp = JSON.stringify([all.map((each) => [each.id, figureOf(store.panels, each)]), node?.id]);
    if (stamp !== listed) swap(choices, ...holding.flatMap((kind) => group(kind, all, node)));
    listed = stamp;
    if (!node) {
      swap(
        aside,
        h(
          'p',
          { className: 'empty' },
          nodes().length > 0
            ? 'Nothing matches the filter.'
            : 'The templates hold no table, queue, stream, bus, bucket or user pool.',
        ),
      );
      return;
    }
    if (!panel || opened !== node.id) {
      opened = node.id;
      panel = panelOf(app, node);
      swap(
        aside,
        h(
          'div',
          { className: 'titled' },
          h('h2', {}, node.name, h('span', { className: 'quiet' }, ` ${kindNames[node.kind]}`)),
          button('Show in the picture', () => app.openNode(node.id)),
        ),
        h('p', { className: 'quiet mono' }, node.arn),
        panel.element,
      );
    }
    panel.update();
  }
  function group(kind: NodeKind, all: PictureNode[], current: PictureNode | undefined): HTMLElement[] {
    const own = all.filter((node) => node.kind === kind);
    if (own.length === 0) return [];
    const several = new Set(nodes().map(({ stack }) => stack)).size > 1;
    return [
      h('h3', {}, titles[kind]),
      ...own.map((node) => {
        const figure = figureOf(store.panels, node);
        return h(
          'button',
          {
            type: 'button',
            className: 'row',
            onclick: () => open(node.id),
            'aria-current': node === current ? 'true' : undefined,
            'data-key': node.id,
          },
          h('span', {}, node.name, several && h('span', { className: 'quiet' }, ` ${node.stack}`)),
          h('span', { className: figure?.bad ? 'bad' : 'quiet' }, figure?.text ?? ''),
        );
      }),
    ];
  }
  function move(step: number): void {
    const rows = [...choices.querySelectorAll<HTMLElement>('.row')];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const start = at >= 0 ? at : rows.findIndex((row) => row.getAttribute('aria-current') === 'true') - step;
    rows[Math.min(Math.max(start + step, 0), rows.length - 1)]?.focus();
  }
  return {
    element,
    update,
    open,
    keys: {
      j: () => move(1),
      k: () => move(-1),
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      m: () => aside.querySelector<HTMLElement>('form.send textarea')?.focus(),
      n: () => aside.querySelector<HTMLElement>('[data-key=next]')?.click(),
      b: () => aside.querySelector<HTMLElement>('[data-key=previous]')?.click(),
    },
  };
}
