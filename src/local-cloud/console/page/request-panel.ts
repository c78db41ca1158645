import type { KeptBody, RequestDetail, TraceEvent } from '../views.ts';
import type { App } from './app.ts';
import { block, button, facts, h } from './dom.ts';
import { type Hop, waterfall } from './hops.ts';
import { bytes, milliseconds, oneLine, plural, pretty } from './text.ts';
import { headOf, isPreflight, type Trace } from './traces.ts';

/** Everything about one request: its hops in time, what it caused, its headers and bodies. */
export function requestDetail(app: App, trace: Trace, actions: (HTMLElement | undefined)[]): HTMLElement[] {
  const head = headOf(trace)!;
  const { hops, total } = waterfall(trace);
  const detail = trace.request?.detail as RequestDetail | undefined;
  const title = trace.request?.text ?? (head.kind === 'invoke' ? app.store.label(head.source) : head.text);
  return [
    h('h2', {}, title),
    facts([
      ['Status', head.status],
      ['Time', milliseconds(head.duration)],
      ['Hops', hops.filter(({ event }) => event.kind !== 'log').length],
      [
        'Kind',
        isPreflight(trace)
          ? 'CORS preflight'
          : trace.request
            ? 'request'
            : head.kind === 'invoke'
              ? 'work without a request'
              : 'call of the developer',
      ],
    ]),
    h('div', { className: 'actions' }, ...actions),
    ...refusals(trace),
    h('h3', {}, 'Hop by hop'),
    h(
      'ol',
      { className: 'plain waterfall' },
      ...hops.map((hop, at) => h('li', {}, hopRow(app, hop, total, at))),
    ),
    ...linked(app, 'Caused by', trace.causes),
    ...linked(app, 'What it caused', trace.effects),
    ...(detail
      ? [
          ...headers('Request headers', detail.request),
          ...body('Request body', detail.body),
          ...headers('Response headers', detail.response),
          ...body('Response body', detail.responseBody),
        ]
      : []),
    h('p', { className: 'quiet mono' }, trace.id),
  ];
}

function hopRow(
  { store }: App,
  { event, depth, start, length }: Hop,
  total: number,
  at: number,
): HTMLElement {
  const failed = (event.status ?? 0) >= 400;
  const isMark = event.duration === undefined;
  const share = (value: number) => `${total > 0 ? Math.min((value / total) * 100, 100) : 0}%`;
  const bar = h('i', { className: `${event.kind}${isMark ? ' mark' : ''}${failed ? ' failed' : ''}` });
  bar.style.left = isMark ? `min(${share(start)}, 100% - 5px)` : `min(${share(start)}, 100% - 2px)`;
  if (!isMark) bar.style.width = share(length);
  const what = h(
    'span',
    {
      className: `what ${failed || (event.kind === 'notice' && event.source === 'iam') ? 'bad' : ''}`,
      title: event.text,
    },
    h('span', { className: 'who' }, `${who(event, store.label(event.source))} `),
    readable(event, store.label),
    event.status !== undefined && event.kind !== 'invoke' && ` ${event.status}`,
  );
  what.style.paddingLeft = `${depth * 12}px`;
  return h(
    'details',
    { 'data-key': `hop-${at}` },
    h(
      'summary',
      { 'data-key': `summary-${at}` },
      what,
      h('span', { className: 'track', 'aria-hidden': 'true' }, bar),
      h('span', { className: 'time' }, isMark ? `+${start.toFixed(0)} ms` : milliseconds(event.duration)),
    ),
    block(`${event.text}\n\n${pretty(readableDetail(event.detail))}`.trim(), 'Details of the hop'),
  );
}

/** The kind of thing that acts, and its name where the text does not say it. */
function who({ kind, source }: TraceEvent, label: string): string {
  switch (kind) {
    case 'request':
      return 'viewer';
    case 'hop':
      return source.startsWith('distribution:') ? 'CloudFront' : source.startsWith('bucket:') ? 'S3' : label;
    case 'invoke':
      return 'function';
    case 'aws':
      return source;
    default:
      return kind === 'notice' && source === 'iam' ? 'refused' : kind;
  }
}

/** The text of an event with the names of the project in place of ARNs and physical names. */
function readable({ kind, source, text, detail }: TraceEvent, label: (name: string) => string): string {
  const short = text.replace(/[A-Za-z][\w:/.-]{14,}/g, (name) => {
    const last = name.split(/[:/]/).at(-1)!;
    return label(name) === name ? (label(last) === last ? name : label(last)) : label(name);
  });
  if (kind !== 'invoke') return oneLine(short);
  const cold = (detail as { cold?: boolean } | undefined)?.cold ? ' (cold start)' : '';
  return `${label(source)}${text.endsWith('answered') ? '' : short.slice(short.indexOf(' '))}${cold}`;
}

/** Texts of JSON within the detail are shown as the documents that they are. */
function readableDetail(detail: unknown): unknown {
  if (detail === null || typeof detail !== 'object' || Array.isArray(detail)) return detail;
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return [name, value];
      try {
        return [name, JSON.parse(value)];
      } catch {
        return [name, value];
      }
    }),
  );
}

/** Calls that IAM refused, with the statement that would allow them. */
function refusals({ events }: Trace): HTMLElement[] {
  return events
    .filter(({ kind, source }) => kind === 'notice' && source === 'iam')
    .flatMap((event) => refusal(event));
}

export function refusal({ text, detail }: TraceEvent): HTMLElement[] {
  const { reason, missing, missingFrom } = (detail ?? {}) as {
    reason?: string;
    missing?: object;
    missingFrom?: string;
  };
  return [
    h('p', { className: 'bad' }, `${text}${reason ? ` ${reason}` : ''}.`),
    ...(missing
      ? [
          h('p', {}, `This statement is missing from ${missingFrom}:`),
          block(pretty(missing), 'Missing statement'),
        ]
      : []),
  ];
}

function linked(app: App, title: string, ids: Set<string>): HTMLElement[] {
  const traces = [...ids]
    .flatMap((id) => app.store.traces.find(id) ?? [])
    .filter((trace) => trace.events.length > 0);
  if (traces.length === 0) return [];
  return [
    h('h3', {}, title),
    h(
      'ul',
      { className: 'plain links' },
      ...traces.slice(0, 50).map((trace) => {
        const head = headOf(trace)!;
        const text = trace.request
          ? head.text
          : `${app.store.label(head.source)} ${head.status === 200 ? 'worked' : 'failed'}`;
        return h(
          'li',
          {},
          button(text, () => app.openTrace(trace.id), { className: 'link', 'data-key': `link-${trace.id}` }),
          ` ${milliseconds(head.duration)}`,
        );
      }),
    ),
    ...(traces.length > 50
      ? [h('p', { className: 'quiet' }, `and ${plural(traces.length - 50, 'more')}`)]
      : []),
  ];
}

const headers = (title: string, list: [string, string][]): HTMLElement[] => [
  h('h3', {}, title),
  block(list.map(([name, value]) => `${name}: ${value}`).join('\n') || 'none', title),
];

function body(title: string, kept: KeptBody | undefined): HTMLElement[] {
  if (!kept) return [];
  const cut = kept.cutFrom ? ` (the start of ${bytes(kept.cutFrom)})` : '';
  const encoding = kept.encoding === 'base64' ? ' (binary, as base64)' : '';
  return [h('h3', {}, `${title}${cut}${encoding}`), block(pretty(kept.text), title)];
}
