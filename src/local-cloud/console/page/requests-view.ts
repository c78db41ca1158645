import type { TraceEvent } from '../views.ts';
import { type App, matches, resendTrace, type View } from './app.ts';
import { button, h, swap } from './dom.ts';
import { createList } from './list.ts';
import { requestDetail } from './request-panel.ts';
import { clock, milliseconds } from './text.ts';
import { hasProblem, headOf, isPreflight, type Trace } from './traces.ts';

/** Requests and other work as they pass, newest first; one of them hop by hop beside. */
export function requestsView(app: App): View {
  const { store } = app;
  const list = createList<Trace>({
    className: 'requests',
    label: 'Requests, newest first',
    key: ({ id }) => id,
    stamp: ({ events, effects }) => `${events.length}/${effects.size}`,
    cells: (trace) => cellsOf(app, trace),
    open: ({ id }) => open(id),
  });
  const aside = h('aside', { className: 'scroll', 'aria-label': 'Request', hidden: true });
  const empty = h('div', { className: 'empty' });
  const element = h(
    'div',
    { className: 'view' },
    h('div', { className: 'scroll' }, empty, list.element),
    aside,
  );
  let opened: string | undefined;
  let shown = '';

  function open(id: string): void {
    opened = id;
    shown = '';
    list.select(id);
    update();
  }
  function close(): boolean {
    if (opened === undefined) return false;
    const row = list.element.querySelector<HTMLElement>('[aria-current]');
    opened = undefined;
    list.select(undefined);
    update();
    row?.focus();
    return true;
  }
  function update(): void {
    const words = app.filter();
    const all = store.traces.all();
    const traces = all.filter((trace) => matches(words, searchText(app, trace))).reverse();
    list.update(traces);
    empty.hidden = traces.length > 0;
    if (traces.length === 0)
      swap(empty, ...(all.length > 0 ? [h('p', {}, 'No request matches the filter.')] : hint(app)));
    const trace = opened === undefined ? undefined : store.traces.find(opened);
    aside.hidden = !trace;
    element.classList.toggle('split', trace !== undefined);
    if (!trace) return;
    const stamp = `${trace.id}/${trace.events.length}/${trace.effects.size}`;
    if (stamp === shown) return;
    shown = stamp;
    swap(
      aside,
      ...requestDetail(app, trace, [
        trace.request &&
          button('Resend', () => void resendTrace(app, trace.id), {
            'aria-keyshortcuts': 'r',
            'data-key': 'resend',
          }),
        button('Show in the picture', () => app.lightTrace(trace.id), {
          'aria-keyshortcuts': 'p',
          'data-key': 'light',
        }),
        button('Close', () => void close(), { 'aria-keyshortcuts': 'Escape', 'data-key': 'close' }),
      ]),
    );
  }
  const current = () =>
    (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('.row')?.dataset.key ?? opened;
  return {
    element,
    update,
    open,
    close,
    count: () => ({ value: store.traces.all().length }),
    keys: {
      j: () => list.move(1),
      k: () => list.move(-1),
      ArrowDown: () => list.move(1),
      ArrowUp: () => list.move(-1),
      r: () => {
        const id = current();
        if (id && store.traces.find(id)?.request) void resendTrace(app, id);
      },
      p: () => {
        const id = current();
        if (id) app.lightTrace(id);
      },
    },
  };
}

function cellsOf({ store }: App, trace: Trace): HTMLElement[] {
  const head = headOf(trace)!;
  const { request } = trace;
  const [method, ...rest] = request
    ? request.text.split(' ')
    : [head.kind === 'invoke' ? 'worker' : head.kind];
  const text = request ? rest.join(' ') : head.kind === 'invoke' ? store.label(head.source) : head.text;
  const status = head.status ?? 0;
  const tone = status >= 500 || hasProblem(trace) ? 'bad' : status >= 400 ? 'warn' : '';
  return [
    h('span', { className: 'quiet' }, clock(trace.at)),
    h('span', { className: request ? '' : 'quiet' }, method ?? ''),
    h('span', {}, text, isPreflight(trace) && h('span', { className: 'tag warn' }, 'preflight')),
    h('span', { className: 'quiet site' }, request ? store.label(request.source) : feeder(store, head)),
    h('span', { className: `number ${tone}` }, request ? String(status) : status >= 400 ? 'fail' : ''),
    h('span', { className: 'number quiet' }, milliseconds(head.duration)),
  ];
}

/** What gave a worker its batch; for any other work, who did it. */
function feeder(store: App['store'], { kind, source, detail }: TraceEvent): string {
  if (kind !== 'invoke') return store.label(source);
  const { event = '' } = (detail ?? {}) as { event?: string };
  const arn = /"eventSourceARN":"([^"]+)"/.exec(event)?.[1];
  return arn === undefined ? '' : store.label(arn);
}

const searchText = ({ store }: App, trace: Trace): string => {
  const head = headOf(trace)!;
  return `${head.text} ${head.status ?? ''} ${head.kind} ${store.label(head.source)} ${isPreflight(trace) ? 'preflight' : ''} ${trace.id}`;
};

function hint({ store }: App): HTMLElement[] {
  const site = store.overview.sites.find(({ url }) => url !== undefined);
  // The root of an API has no route.
  const route = site && store.node(site.key)?.ports.find(({ text }) => /^GET [^{}*]+$/.test(text));
  const path = route?.text.slice('GET '.length) ?? '';
  return [
    h('p', {}, 'No request has passed yet. Open a site, or send one:'),
    h('pre', {}, `curl -i ${site?.url?.replace(/\/$/, '') ?? store.overview.endpoint}${path}`),
  ];
}
