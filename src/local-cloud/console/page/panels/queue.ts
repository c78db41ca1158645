import type { App } from '../app.ts';
import { block, facts, h } from '../dom.ts';
import { clock, oneLine, pretty } from '../text.ts';
import { nodeLink } from './panel.ts';

interface Message {
  id: string;
  body: string;
  sentAt: number;
  receives: number;
  group?: string;
  visibleIn: number;
}

interface Queue {
  fifo: boolean;
  visible: number;
  inFlight: number;
  delayed: number;
  url: string;
  deadLetterQueue?: string;
  deadLettersOf: string[];
  messages: Message[];
}

/** Depth, dead-letter queue and the first messages, which looking at does not receive. */
export function queuePanel(queue: Queue, app: App): HTMLElement[] {
  const { deadLetterQueue, deadLettersOf, messages } = queue;
  return [
    facts([
      ['Waiting', queue.visible],
      ['In flight', queue.inFlight],
      ['Delayed', queue.delayed],
      ['Kind', queue.fifo ? 'FIFO' : 'standard'],
    ]),
    ...(deadLetterQueue ? [h('p', {}, 'Dead letters go to ', nodeLink(app, deadLetterQueue), '.')] : []),
    ...deadLettersOf.map((name) => h('p', {}, 'Holds the dead letters of ', nodeLink(app, name), '.')),
    h('h3', {}, 'Messages'),
    messages.length === 0 ? h('p', { className: 'quiet' }, 'The queue is empty.') : list(messages),
    h('p', { className: 'quiet mono' }, queue.url),
  ];
}

const list = (messages: Message[]) =>
  h(
    'table',
    {},
    h(
      'thead',
      {},
      h('tr', {}, ...['sent', 'received', 'state', 'body'].map((name) => h('th', { scope: 'col' }, name))),
    ),
    h('tbody', {}, ...messages.map(row)),
  );

const row = ({ id, body, sentAt, receives, group, visibleIn }: Message) =>
  h(
    'tr',
    {},
    h('td', { className: 'mono' }, clock(sentAt)),
    h('td', { className: 'number' }, `${receives}×`),
    h('td', {}, visibleIn > 0 ? 'in flight' : 'waiting', group ? `, group ${group}` : ''),
    h(
      'td',
      { className: 'mono' },
      h(
        'details',
        { 'data-key': id },
        h('summary', { 'data-key': `${id}-summary` }, oneLine(body, 90)),
        block(`${id}\n\n${pretty(body)}`, 'Message'),
      ),
    ),
  );
