import type { App } from '../app.ts';
import { block, h } from '../dom.ts';
import { clock, oneLine, pretty } from '../text.ts';
import { nodeLink } from './panel.ts';

interface Rule {
  name: string;
  bus: string;
  state: string;
  pattern?: unknown;
  schedule?: string;
  targets: string[];
  matched: number;
}

interface BusEvent {
  at: number;
  bus: string;
  rules: string[];
  event: Record<string, unknown>;
}

/** Rules with what they matched, and the latest events. */
export function busPanel({ name }: { name: string }, app: App): HTMLElement[] {
  const { eventRules = [], events = [] } = app.store.panels.events ?? {};
  const rules: Rule[] = eventRules.filter(({ bus }: Rule) => bus === name);
  const latest: BusEvent[] = events.filter(({ bus }: BusEvent) => bus === name);
  return [
    h('h3', {}, 'Rules'),
    ...(rules.length === 0
      ? [h('p', { className: 'quiet' }, 'No rules.')]
      : rules.map((rule) => ruleOf(rule, app))),
    h('h3', {}, 'Latest events'),
    latest.length === 0 ? h('p', { className: 'quiet' }, 'No events.') : list(latest, app),
  ];
}

const ruleOf = ({ name, state, pattern, schedule, targets, matched }: Rule, app: App) =>
  h(
    'details',
    { 'data-key': `rule-${name}` },
    h(
      'summary',
      { 'data-key': `rule-summary-${name}` },
      app.store.label(name),
      h('span', { className: 'quiet' }, ` matched ${matched}, ${state.toLowerCase()}, to `),
      ...targets.flatMap((arn, at) => [at > 0 ? ', ' : '', nodeLink(app, arn)]),
    ),
    block(schedule ?? pretty(pattern), 'Pattern'),
  );

const list = (events: BusEvent[], app: App) =>
  h(
    'table',
    {},
    h(
      'thead',
      {},
      h('tr', {}, ...['at', 'detail type', 'rules', 'event'].map((name) => h('th', { scope: 'col' }, name))),
    ),
    h(
      'tbody',
      {},
      ...events.map(({ at, rules, event }) =>
        h(
          'tr',
          {},
          h('td', { className: 'mono' }, clock(at)),
          h('td', {}, String(event['detail-type'])),
          h('td', {}, rules.map((rule) => app.store.label(rule)).join(', ') || 'none'),
          h(
            'td',
            { className: 'mono' },
            h(
              'details',
              { 'data-key': String(event.id) },
              h('summary', { 'data-key': `${event.id}-summary` }, oneLine(JSON.stringify(event.detail), 80)),
              block(pretty(event), 'Event'),
            ),
          ),
        ),
      ),
    ),
  );
