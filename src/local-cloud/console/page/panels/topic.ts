import type { App } from '../app.ts';
import { block, h } from '../dom.ts';
import { pretty } from '../text.ts';
import { nodeLink } from './panel.ts';

interface Topic {
  subscriptions: { protocol: string; endpoint: string }[];
  messages: Record<string, unknown>[];
}

/** Subscriptions and the latest notifications. */
export const topicPanel = ({ subscriptions, messages }: Topic, app: App): HTMLElement[] => [
  h('h3', {}, 'Subscriptions'),
  subscriptions.length === 0
    ? h('p', { className: 'quiet' }, 'No subscriptions.')
    : h(
        'ul',
        { className: 'plain links' },
        ...subscriptions.map(({ protocol, endpoint }) =>
          h('li', {}, `${protocol}: `, nodeLink(app, endpoint)),
        ),
      ),
  h('h3', {}, 'Latest notifications'),
  ...(messages.length === 0
    ? [h('p', { className: 'quiet' }, 'No notifications.')]
    : messages.toReversed().map((message) => block(pretty(message), 'Notification'))),
];
