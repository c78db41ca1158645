import type { TraceEvent } from '../views.ts';
import { type App, matches, type View } from './app.ts';
import { button, h, swap } from './dom.ts';
import { createList } from './list.ts';
import { refusal } from './request-panel.ts';
import { clock } from './text.ts';

/** Calls that the roles of the templates do not allow, with the statement that each one lacks. */
export function refusalsView(app: App): View {
  const { store } = app;
  const list = createList<TraceEvent>({
    className: 'refusals',
    label: 'Refused calls, newest first',
    key: ({ end }) => String(end),
    stamp: () => '',
    cells: ({ at, text }) => [
      h('span', { className: 'quiet' }, clock(at)),
      h('span', { className: 'bad' }, short(text, store.label)),
    ],
    open: (event) => open(event),
  });
  const aside = h('aside', { className: 'scroll', 'aria-label': 'Refused call', hidden: true });
  const empty = h('p', { className: 'empty' });
  const element = h(
    'div',
    { className: 'view' },
    h('div', { className: 'scroll' }, empty, list.element),
    aside,
  );
  const refused = () => store.lines.filter(({ source, detail }) => source === 'iam' && detail !== undefined);

  function open(event: TraceEvent): void {
    list.select(String(event.end));
    aside.hidden = false;
    element.classList.add('split');
    swap(
      aside,
      h('h2', {}, 'Refused by IAM'),
      h(
        'div',
        { className: 'actions' },
        event.traceId !== '' && button('Open its request', () => app.openTrace(event.traceId)),
        button('Close', () => void close(), { 'aria-keyshortcuts': 'Escape' }),
      ),
      ...refusal(event),
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
    count: () => (refused().length > 0 ? { value: refused().length, bad: true } : undefined),
    update: () => {
      const wanted = refused()
        .filter(({ text }) => matches(app.filter(), text))
        .reverse();
      list.update(wanted);
      empty.hidden = wanted.length > 0;
      empty.textContent =
        refused().length > 0
          ? 'No refusal matches the filter.'
          : 'IAM has refused nothing: the roles in the templates allow every call so far.';
    },
    keys: {
      j: () => list.move(1),
      k: () => list.move(-1),
      ArrowDown: () => list.move(1),
      ArrowUp: () => list.move(-1),
    },
  };
}

/** The sentence with names for the ARNs of roles and resources. */
const short = (text: string, label: (name: string) => string): string =>
  text.replace(/arn:[^\s]+/g, (arn) => {
    const last = arn.split(/[:/]/).at(-1)!;
    return label(arn) === arn ? last : label(arn);
  });
