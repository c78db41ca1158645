import type { Overview, Picture, PictureNode, TraceEvent } from '../views.ts';
import { get } from './api.ts';
import { createTraces, type Trace, type Traces } from './traces.ts';

/** What rooms say of their state, by room and panel. */
// biome-ignore lint/suspicious/noExplicitAny: each panel is the room's own.
export type Panels = Record<string, Record<string, any>>;

/** What the page knows of the local cloud; views are told when it changes. */
export interface Store {
  overview: Overview;
  picture: Picture;
  panels: Panels;
  traces: Traces;
  /** Log lines and notices, oldest first. */
  lines: TraceEvent[];
  connected: boolean;
  /** The node that a source of events or an ARN means. */
  node(name: string): PictureNode | undefined;
  /** A short name for a person. */
  label(source: string): string;
  on(change: 'events' | 'state' | 'picture', tell: () => void): void;
  /** Calls back for each event as it comes. */
  onEvent(tell: (event: TraceEvent, trace: Trace | undefined) => void): void;
  /** Forgets the requests and lines that are shown. */
  clear(): void;
  /** Asks for the state anew. */
  refresh(): Promise<void>;
}

const keptLines = 2000;
/** Milliseconds: bursts of events are shown together. */
const afterEvents = 150;
const betweenPolls = 2500;

export async function openStore(): Promise<Store> {
  const [overview, picture, state] = await Promise.all([
    get<Overview>('overview'),
    get<Picture>('picture'),
    get<{ version: number; panels: Panels }>('state'),
  ]);
  const listeners = {
    events: new Set<() => void>(),
    state: new Set<() => void>(),
    picture: new Set<() => void>(),
  };
  const eventListeners = new Set<(event: TraceEvent, trace: Trace | undefined) => void>();
  let aliases = aliasesOf(picture);
  let last = JSON.stringify(state.panels);

  const store: Store = {
    overview,
    picture,
    panels: state.panels,
    traces: createTraces(),
    lines: [],
    connected: false,
    node: (name) => aliases.get(name),
    label: (source) => aliases.get(source)?.name ?? source,
    on: (change, tell) => listeners[change].add(tell),
    onEvent: (tell) => eventListeners.add(tell),
    clear: () => {
      store.traces.clear();
      store.lines.length = 0;
      for (const tell of listeners.events) tell();
    },
    refresh: async () => {
      const next = await get<{ version: number; panels: Panels }>('state');
      if (next.version !== store.picture.version) {
        [store.overview, store.picture] = await Promise.all([
          get<Overview>('overview'),
          get<Picture>('picture'),
        ]);
        aliases = aliasesOf(store.picture);
        for (const tell of listeners.picture) tell();
      }
      const text = JSON.stringify(next.panels);
      if (text === last) return;
      last = text;
      store.panels = next.panels;
      for (const tell of listeners.state) tell();
    },
  };
  follow(
    store,
    (event) => {
      const trace = take(store, event);
      for (const tell of eventListeners) tell(event, trace);
    },
    () => {
      for (const tell of listeners.events) tell();
    },
  );
  return store;
}

function take(store: Store, event: TraceEvent): Trace | undefined {
  if (event.kind === 'log' || event.kind === 'notice') {
    store.lines.push(event);
    if (store.lines.length > keptLines + 500) store.lines.splice(0, 500);
  }
  return store.traces.add(event);
}

/** Follows the events of the server, and asks for the state after them and now and then. */
function follow(store: Store, take: (event: TraceEvent) => void, changed: () => void): void {
  let due: number | undefined;
  const refresh = () => store.refresh().catch(() => {});
  const soon = () => {
    if (due !== undefined) return;
    due = window.setTimeout(() => {
      due = undefined;
      changed();
      void refresh();
    }, afterEvents);
  };
  const source = new EventSource('/__local/api/events');
  source.onmessage = ({ data }) => {
    take(JSON.parse(data));
    soon();
  };
  let run: string | undefined;
  source.addEventListener('run', ({ data }) => {
    // Another run of the local cloud: nothing that is shown is true any more.
    if (run !== undefined && run !== data) location.reload();
    run = data;
  });
  source.onopen = () => {
    store.connected = true;
    soon();
  };
  source.onerror = () => {
    store.connected = false;
    soon();
  };
  window.setInterval(() => {
    if (!document.hidden) void refresh();
  }, betweenPolls);
}

const aliasesOf = ({ nodes }: Picture): Map<string, PictureNode> =>
  new Map(nodes.flatMap((node) => [node.id, ...node.aliases].map((alias) => [alias, node] as const)));
