import { type App, type View, type ViewName, viewNames } from './app.ts';
import { dataView } from './data-view.ts';
import { differencesView } from './differences-view.ts';
import { button, h } from './dom.ts';
import { logView } from './log-view.ts';
import { mailView } from './mail-view.ts';
import { pictureView } from './picture-view.ts';
import { refusalsView } from './refusals-view.ts';
import { requestsView } from './requests-view.ts';
import { shortcutsDialog } from './shortcuts.ts';
import { openStore, type Store } from './store.ts';

const titles: Record<ViewName, string> = {
  picture: 'Picture',
  requests: 'Requests',
  data: 'Data',
  mail: 'Mail',
  log: 'Log',
  refusals: 'Refusals',
  differences: 'Differences',
};

/** The page: head, tabs, and the view in front. */
function mount(store: Store): void {
  const filter = h('input', {
    type: 'search',
    id: 'filter',
    autocomplete: 'off',
    spellcheck: false,
    'aria-keyshortcuts': '/',
  });
  const status = h('span', { className: 'status', role: 'status' });
  const sites = h('nav', { 'aria-label': 'Sites' });
  const toast = h('div', { className: 'toast', role: 'status' });
  const dialog = shortcutsDialog();
  let front: ViewName = 'picture';
  let quieten: number | undefined;

  const app: App = {
    store,
    filter: () => filter.value.toLowerCase().split(/\s+/).filter(Boolean),
    show,
    openTrace: (id) => open('requests', id),
    openNode: (id) => open('picture', id),
    openData: (id) => open('data', id),
    lightTrace: (id) => open('picture', id),
    say: (text) => {
      toast.textContent = text;
      window.clearTimeout(quieten);
      quieten = window.setTimeout(() => {
        toast.textContent = '';
      }, 6000);
    },
  };
  const views: Record<ViewName, View> = {
    picture: pictureView(app),
    requests: requestsView(app),
    data: dataView(app),
    mail: mailView(app),
    log: logView(app),
    refusals: refusalsView(app),
    differences: differencesView(app),
  };
  const tabs = new Map(viewNames.map((name, at) => [name, tab(name, at)]));
  for (const name of viewNames) {
    Object.assign(views[name].element, { id: `view-${name}` });
    views[name].element.setAttribute('role', 'tabpanel');
    views[name].element.setAttribute('aria-labelledby', `tab-${name}`);
  }

  function tab(name: ViewName, at: number): HTMLButtonElement {
    return h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${name}`,
        'aria-controls': `view-${name}`,
        'aria-keyshortcuts': String(at + 1),
        onclick: () => show(name),
        onkeydown: (event: KeyboardEvent) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          const next = viewNames[(at + step + viewNames.length) % viewNames.length]!;
          show(next);
          tabs.get(next)!.focus();
        },
      },
      titles[name],
      h('span', { className: 'count', hidden: true }),
    );
  }
  function show(name: ViewName): void {
    front = name;
    for (const each of viewNames) {
      const isFront = each === name;
      const own = tabs.get(each)!;
      own.setAttribute('aria-selected', String(isFront));
      own.tabIndex = isFront ? 0 : -1;
      views[each].element.hidden = !isFront;
    }
    history.replaceState(null, '', `#${name}`);
    update();
  }
  function open(name: ViewName, id: string): void {
    show(name);
    views[name].open?.(id);
  }
  function update(): void {
    for (const name of viewNames) {
      const badge = tabs.get(name)!.querySelector<HTMLElement>('.count')!;
      const count = views[name].count?.();
      badge.hidden = count === undefined || count.value === 0;
      badge.textContent = count ? String(count.value) : '';
      badge.classList.toggle('bad', count?.bad === true);
    }
    const text = store.connected ? 'live' : 'the local cloud does not answer';
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle('off', !store.connected);
    views[front].update();
  }
  function showSites(): void {
    const { project, sites: list } = store.overview;
    document.title = `${project}: local cloud`;
    sites.replaceChildren(
      ...list.flatMap(({ title, url }) =>
        url ? h('a', { href: url, target: '_blank', rel: 'noreferrer' }, title) : [],
      ),
    );
  }

  const keys: Record<string, () => void> = {
    '/': () => {
      filter.focus();
      filter.select();
    },
    '?': () => dialog.showModal(),
    c: () => store.clear(),
    ...Object.fromEntries(viewNames.map((name, at) => [String(at + 1), () => show(name)])),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    const target = event.target as HTMLElement;
    if (event.key === 'Escape') {
      if (target.matches('input, textarea')) target.blur();
      else views[front].close?.();
      return;
    }
    if (target.matches('input, textarea, select') || (target.matches('pre') && event.key.startsWith('Arrow')))
      return;
    const act = views[front].keys?.[event.key] ?? keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  filter.addEventListener('input', update);
  store.on('events', update);
  store.on('state', update);
  store.on('picture', () => {
    showSites();
    update();
  });

  document.body.replaceChildren(
    h('header', { className: 'head' }, h('h1', {}, `${store.overview.project}: local cloud`), sites, status),
    h(
      'div',
      { className: 'bar' },
      h('div', { role: 'tablist', 'aria-label': 'Views' }, ...tabs.values()),
      h(
        'div',
        { className: 'tools' },
        h('label', {}, 'Filter', filter),
        button('Clear', () => store.clear(), { 'aria-keyshortcuts': 'c' }),
        button('Shortcuts', () => dialog.showModal(), { 'aria-keyshortcuts': '?' }),
      ),
    ),
    h('main', {}, ...viewNames.map((name) => views[name].element)),
    toast,
    dialog,
  );
  showSites();
  const wanted = viewNames.find((name) => location.hash === `#${name}`);
  show(wanted ?? 'picture');
}

openStore().then(mount, (error: Error) => {
  document.body.replaceChildren(
    h('p', { className: 'empty bad' }, `The local cloud does not answer: ${error.message}`),
  );
});
