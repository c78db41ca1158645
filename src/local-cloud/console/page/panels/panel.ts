import type { PictureNode } from '../../views.ts';
import type { App } from '../app.ts';
import { button, facts, h, swap } from '../dom.ts';
import { bytes } from '../text.ts';
import { bucketPanel } from './bucket.ts';
import { busPanel } from './bus.ts';
import { findPanel } from './find-panel.ts';
import { createItems } from './items.ts';
import { poolPanel } from './pool.ts';
import { queuePanel } from './queue.ts';
import { positionsOf, readersOf } from './readers.ts';
import { sendForm } from './send-form.ts';
import { stateMachinePanel } from './state-machine.ts';
import { streamPanel } from './stream.ts';
import { topicPanel } from './topic.ts';

/** The state of one node, kept up to date: items, messages, positions, users, and a form to put something. */
export interface Panel {
  element: HTMLElement;
  update(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: each panel is the room's own.
type Body = (panel: any, app: App) => HTMLElement[];

const bodies: Partial<Record<PictureNode['kind'], Body>> = {
  queue: queuePanel,
  stream: streamPanel,
  bus: busPanel,
  topic: topicPanel,
  'state-machine': stateMachinePanel,
  bucket: bucketPanel,
  pool: poolPanel,
  table: (panel, app) => [
    facts([
      ['Items', panel.itemCount],
      ['Size', bytes(panel.sizeBytes)],
      ['Key', panel.key.join(', ')],
      ['Time to live', panel.ttl],
      ['Stream', panel.stream],
      ...positionsOf(app, panel.arn),
    ]),
    ...(panel.indexes.length > 0
      ? [
          h(
            'p',
            { className: 'quiet' },
            `Indexes: ${panel.indexes.map((index: { name: string; key: string[] }) => `${index.name} (${index.key.join(', ')})`).join(', ')}`,
          ),
        ]
      : []),
  ],
  function: (panel) => [
    facts([
      ['Runtime', panel.runtime],
      ['Memory', `${panel.memoryMb} MB`],
      ['Timeout', `${panel.timeoutMs / 1000} s`],
      ['Warm environments', panel.environments],
    ]),
  ],
};

export function panelOf(app: App, node: PictureNode): Panel {
  const state = h('div', {});
  const first = findPanel(app.store.panels, node);
  const items = node.kind === 'table' && first ? createItems(first.name, first.key) : undefined;
  let shown = '';
  return {
    element: h('div', {}, state, items?.element, sendForm(app, node)),
    update: () => {
      const panel = findPanel(app.store.panels, node);
      const text = JSON.stringify(panel) ?? '';
      const stamp = text + JSON.stringify(readersOf(app, panel?.arn ?? ''));
      if (stamp === shown) return;
      shown = stamp;
      swap(state, ...(panel ? (bodies[node.kind]?.(panel, app) ?? []) : []));
      items?.update(text);
    },
  };
}

/** A link to the data of another node by its physical name. */
export function nodeLink(app: App, name: string): HTMLElement {
  const node = app.store.node(name);
  return node
    ? button(node.name, () => app.openData(node.id), { className: 'link', 'data-key': `node-${node.id}` })
    : h('span', {}, name);
}
