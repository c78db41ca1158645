import type { PictureNode } from '../views.ts';
import type { App } from './app.ts';
import { button, h, swap } from './dom.ts';
import { kindNames } from './kinds.ts';
import { type Panel, panelOf } from './panels/panel.ts';
import { clock, milliseconds } from './text.ts';
import { headOf, type Trace } from './traces.ts';

const shownTraces = 12;

/** A node of the picture: what it is, what leads to it and from it, what passed lately, and its state. */
export function nodePanel(app: App, node: PictureNode, close: () => void): Panel {
  const state = panelOf(app, node);
  const passed = h('div', {});
  const site = app.store.overview.sites.find(({ key }) => node.aliases.includes(key));
  let shown = '';
  const element = h(
    'div',
    {},
    h('h2', {}, node.name, h('span', { className: 'quiet' }, ` ${kindNames[node.kind]}`)),
    h('p', { className: 'quiet' }, node.stack),
    h('div', { className: 'actions' }, button('Close', close, { 'aria-keyshortcuts': 'Escape' })),
    site?.url ? h('p', {}, h('a', { href: site.url }, site.url)) : undefined,
    ...edges(app, node, 'to', 'Comes from'),
    ...edges(app, node, 'from', 'Leads to'),
    state.element,
    passed,
    h('p', { className: 'quiet mono' }, node.arn),
  );
  return {
    element,
    update: () => {
      state.update();
      const traces = app.store.traces
        .all()
        .filter((trace) => touches(app, trace, node.id))
        .slice(-shownTraces)
        .reverse();
      const stamp = traces.map(({ id, events }) => `${id}${events.length}`).join();
      if (stamp === shown) return;
      shown = stamp;
      swap(
        passed,
        ...(traces.length > 0
          ? [
              h('h3', {}, 'What passed lately'),
              h('ul', { className: 'plain links' }, ...traces.map((trace) => link(app, trace))),
            ]
          : []),
      );
    },
  };
}

function edges(app: App, node: PictureNode, end: 'from' | 'to', title: string): HTMLElement[] {
  const other = end === 'from' ? 'to' : 'from';
  const found = app.store.picture.edges.filter((edge) => edge[end] === node.id);
  if (found.length === 0) return [];
  return [
    h('h3', {}, title),
    h(
      'ul',
      { className: 'plain links' },
      ...found.map((edge) => {
        const target = app.store.node(edge[other]);
        return h(
          'li',
          {},
          button(target?.name ?? edge[other], () => app.openNode(edge[other]), { className: 'link' }),
          h('span', { className: 'quiet' }, ` ${edge.text}`),
        );
      }),
    ),
  ];
}

function link(app: App, trace: Trace): HTMLElement {
  const head = headOf(trace)!;
  const text = trace.request ? head.text : head.kind === 'invoke' ? app.store.label(head.source) : head.text;
  return h(
    'li',
    {},
    h('span', { className: 'quiet mono' }, `${clock(trace.at)} `),
    button(text, () => app.openTrace(trace.id), { className: 'link', 'data-key': trace.id }),
    h(
      'span',
      { className: (head.status ?? 0) >= 400 ? 'bad' : 'quiet' },
      ` ${head.status ?? ''} ${milliseconds(head.duration)}`,
    ),
  );
}

/** Ids of the nodes that a trace passed: who acted, what was called, and where the records of a batch came from. */
export function passedNodes({ store }: App, { events }: Trace): Set<string> {
  const names = events.flatMap(({ source, kind, text, detail }) => [
    source,
    ...(kind === 'aws' ? [text.split(' ').at(-1)!] : []),
    ...(kind === 'invoke' ? sourcesOf(detail) : []),
    ...(/^origin ([^ .]+)/.exec(text)?.slice(1) ?? []),
  ]);
  return new Set(names.flatMap((name) => store.node(name)?.id ?? []));
}

/** ARNs of the queues and streams of the records that a function was given. */
const sourcesOf = (detail: unknown): string[] => {
  const event = (detail as { event?: string } | undefined)?.event ?? '';
  return [...event.matchAll(/"eventSourceARN":"([^"]+)"/g)].map(([, arn]) =>
    arn!.replace(/\/stream\/.*$/, ''),
  );
};

const touches = (app: App, trace: Trace, id: string): boolean => passedNodes(app, trace).has(id);
