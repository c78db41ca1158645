import type { TraceEvent } from '../views.ts';
import { type App, matches, type View } from './app.ts';
import { block, button, facts, h, swap } from './dom.ts';
import { createList } from './list.ts';
import { clock, oneLine, pretty } from './text.ts';

const shownLines = 1000;

/** Log lines of functions, access logs and notices, newest first. */
export function logView(app: App): View {
  const list = createList<TraceEvent>({
    className: 'log',
    label: 'Log lines, newest first',
    key: ({ end }) => String(end),
    stamp: () => '',
    cells: (event) => cellsOf(app, event),
    open: (event) => open(event),
  });
  const aside = h('aside', { className: 'scroll', 'aria-label': 'Log line', hidden: true });
  const empty = h('p', { className: 'empty' });
  const element = h(
    'div',
    { className: 'view' },
    h('div', { className: 'scroll' }, empty, list.element),
    aside,
  );

  function open(event: TraceEvent): void {
    const { requestId, level, line } = (event.detail ?? {}) as {
      requestId?: string;
      level?: string;
      line?: string;
    };
    list.select(String(event.end));
    aside.hidden = false;
    element.classList.add('split');
    swap(
      aside,
      h('h2', {}, app.store.label(event.source)),
      facts([
        ['At', new Date(event.at).toISOString()],
        ['Level', level],
        ['Request id', requestId],
      ]),
      h(
        'div',
        { className: 'actions' },
        event.traceId !== '' && button('Open its request', () => app.openTrace(event.traceId)),
        button('Close', () => void close(), { 'aria-keyshortcuts': 'Escape' }),
      ),
      block(line === undefined ? event.text : pretty(line), 'Line'),
      ...(line === undefined && event.detail !== undefined ? [block(pretty(event.detail), 'Details')] : []),
    );
  }
  function close(): boolean {
    if (aside.hidden) return false;
    const row = list.element.querySelector<HTMLElement>('[aria-current]');
    aside.hidden = true;
    element.classList.remove('split');
    list.select(undefined);
    row?.focus();
    return true;
  }
  return {
    element,
    close,
    update: () => {
      const words = app.filter();
      const lines = app.store.lines
        .filter((event) =>
          matches(
            words,
            `${event.text} ${app.store.label(event.source)} ${requestIdOf(event)} ${event.traceId}`,
          ),
        )
        .slice(-shownLines)
        .reverse();
      list.update(lines);
      empty.hidden = lines.length > 0;
      empty.textContent =
        app.store.lines.length > 0 ? 'No line matches the filter.' : 'Nothing has been logged yet.';
    },
    keys: {
      j: () => list.move(1),
      k: () => list.move(-1),
      ArrowDown: () => list.move(1),
      ArrowUp: () => list.move(-1),
    },
  };
}

function cellsOf({ store }: App, event: TraceEvent): HTMLElement[] {
  const { level } = (event.detail ?? {}) as { level?: string };
  const tone =
    event.kind === 'notice' ? 'warn' : level === 'ERROR' || event.text.startsWith('ERROR') ? 'bad' : '';
  return [
    h('span', { className: 'quiet' }, clock(event.at)),
    h('span', { className: 'quiet' }, store.label(event.source)),
    h('span', { className: tone }, oneLine(event.text, 300)),
  ];
}

const requestIdOf = ({ detail }: TraceEvent): string =>
  (detail as { requestId?: string } | undefined)?.requestId ?? '';
