import type { PictureNode, TraceEvent } from '../views.ts';
import { type App, matches, type View } from './app.ts';
import { h, svg, swap } from './dom.ts';
import { kindNames } from './kinds.ts';
import { type Layout, layOut, type Placed } from './layout.ts';
import { nodePanel, passedNodes } from './node-panel.ts';
import { figureOf } from './panels/find-panel.ts';
import type { Panel } from './panels/panel.ts';
import type { Trace } from './traces.ts';

/** Milliseconds that a node stays lit when something passes it. */
const glow = 900;

/** The project as its templates draw it; what passes lights its way. */
export function pictureView(app: App): View {
  const { store } = app;
  const scroll = h('div', { className: 'scroll' });
  const aside = h('aside', { className: 'scroll', 'aria-label': 'Part of the project', hidden: true });
  const element = h('div', { className: 'view' }, scroll, aside);
  const buttons = new Map<string, HTMLButtonElement>();
  const figures = new Map<string, HTMLElement>();
  let layout: Layout | undefined;
  let lines: { from: string; to: string; path: SVGElement }[] = [];
  let drawn = '';
  let opened: string | undefined;
  let panel: Panel | undefined;
  let traced: Set<string> | undefined;

  function draw(): void {
    const width = scroll.clientWidth;
    const stamp = `${store.picture.version}/${width}`;
    if (width === 0 || stamp === drawn) return;
    drawn = stamp;
    buttons.clear();
    figures.clear();
    if (store.picture.nodes.length === 0) {
      swap(
        scroll,
        h(
          'p',
          { className: 'empty' },
          'The templates hold nothing that can be drawn yet: no API, function, table, queue or distribution. An edit of infra/ shows up here by itself.',
        ),
      );
      return;
    }
    layout = layOut(store.picture, width - 2);
    const root = h('div', { className: 'picture' });
    root.style.width = `${layout.width}px`;
    root.style.height = `${layout.height}px`;
    const drawing = svg(
      'svg',
      { width: layout.width, height: layout.height, 'aria-hidden': 'true' },
      arrow(),
    );
    lines = layout.lines.map(({ edge, path }) => {
      const line = svg('path', { d: path, class: edge.kind, 'marker-end': 'url(#arrow)' });
      drawing.append(line);
      return { from: edge.from, to: edge.to, path: line };
    });
    root.append(drawing, ...layout.nodes.map((placed) => nodeButton(placed)));
    swap(scroll, root);
    mark();
  }

  function nodeButton({ node, x, y, width, height }: Placed): HTMLElement {
    const figure = h('span', {});
    const own = h(
      'button',
      {
        type: 'button',
        className: `node ${node.kind}`,
        onclick: () => open(node.id),
        title: `${node.name}, ${node.stack}`,
        'aria-pressed': String(node.id === opened),
        'data-key': node.id,
      },
      h('span', { className: 'kind' }, h('span', {}, kindNames[node.kind]), figure),
      h('span', { className: 'name' }, node.name),
      node.ports.length > 0 &&
        h(
          'span',
          { className: 'ports' },
          ...node.ports.map(({ text }) => h('span', { className: 'port', title: text }, text)),
        ),
    );
    Object.assign(own.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    buttons.set(node.id, own);
    figures.set(node.id, figure);
    return own;
  }

  function mark(): void {
    const words = app.filter();
    for (const node of store.picture.nodes) {
      const own = buttons.get(node.id);
      if (!own) continue;
      const figure = figureOf(store.panels, node);
      const text = figures.get(node.id)!;
      text.textContent = figure?.text ?? '';
      text.className = figure?.bad ? 'bad' : '';
      own.setAttribute('aria-pressed', String(node.id === opened));
      own.classList.toggle('dim', !shows(node, words));
      if (traced) own.classList.toggle('lit', traced.has(node.id));
    }
    for (const { from, to, path } of lines) {
      const isOn = traced
        ? traced.has(from) && traced.has(to)
        : opened !== undefined && (from === opened || to === opened);
      path.classList.toggle('lit', isOn);
      path.classList.toggle('dim', !isOn && (traced !== undefined || opened !== undefined));
    }
  }
  const shows = (node: PictureNode, words: string[]) =>
    (!traced || traced.has(node.id)) &&
    matches(
      words,
      `${node.name} ${node.stack} ${kindNames[node.kind]} ${node.ports.map(({ text }) => text).join(' ')}`,
    );

  function open(id: string): void {
    traced = undefined;
    opened = id;
    const node = store.node(id);
    if (!node) return;
    aside.hidden = false;
    element.classList.add('split');
    panel = nodePanel(app, node, () => void close());
    swap(aside, panel.element);
    aside.scrollTop = 0;
    update();
    buttons.get(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  function close(): boolean {
    if (traced) {
      traced = undefined;
      for (const own of buttons.values()) own.classList.remove('lit');
      mark();
      return true;
    }
    if (opened === undefined) return false;
    const id = opened;
    opened = undefined;
    panel = undefined;
    aside.hidden = true;
    swap(aside);
    element.classList.remove('split');
    update();
    buttons.get(id)?.focus();
    return true;
  }
  function update(): void {
    draw();
    mark();
    panel?.update();
  }

  /** Lights a node for a moment, and the edges to the others that the same request has passed. */
  function pass(event: TraceEvent, trace: Trace | undefined): void {
    if (!trace || traced || element.hidden || document.hidden || !element.isConnected) return;
    const ids = passedNodes(app, { ...trace, events: [event] });
    if (ids.size === 0) return;
    const all = passedNodes(app, trace);
    const failed = (event.status ?? 0) >= 500;
    const lit: Element[] = [...ids].flatMap((id) => buttons.get(id) ?? []);
    for (const own of lit) own.classList.add(failed ? 'failed' : 'lit');
    const ways = lines
      .filter(({ from, to }) => (ids.has(from) && all.has(to)) || (ids.has(to) && all.has(from)))
      .map(({ path }) => path);
    for (const path of ways) path.classList.add('lit');
    window.setTimeout(() => {
      for (const own of [...lit, ...ways]) own.classList.remove('lit', 'failed');
      mark();
    }, glow);
  }

  /** Focuses the nearest node in a direction. */
  function go(dx: number, dy: number): void {
    const here = layout?.nodes.find(({ node }) => buttons.get(node.id) === document.activeElement);
    if (!layout || !here) return void (buttons.get(opened ?? '') ?? [...buttons.values()][0])?.focus();
    const distance = ({ x, y }: Placed) => {
      const [across, down] = [x - here.x, y - here.y];
      const ahead = across * dx + down * dy;
      return ahead <= 0 ? Number.POSITIVE_INFINITY : ahead + 3 * Math.abs(across * dy + down * dx);
    };
    const next = layout.nodes.reduce((best, each) => (distance(each) < distance(best) ? each : best));
    if (Number.isFinite(distance(next))) buttons.get(next.node.id)?.focus();
  }
  new ResizeObserver(() => update()).observe(scroll);
  store.onEvent(pass);
  return {
    element,
    update,
    open: (id) => {
      const trace = store.traces.find(id);
      if (!trace) return open(id);
      close();
      traced = passedNodes(app, trace);
      for (const effect of trace.effects) {
        const follow = store.traces.find(effect);
        if (follow) for (const node of passedNodes(app, follow)) traced.add(node);
      }
      update();
      buttons.get([...traced][0] ?? '')?.focus();
    },
    close,
    keys: {
      ArrowRight: () => go(1, 0),
      ArrowLeft: () => go(-1, 0),
      ArrowDown: () => go(0, 1),
      ArrowUp: () => go(0, -1),
      m: () => aside.querySelector<HTMLElement>('form.send textarea')?.focus(),
    },
  };
}

const arrow = () =>
  svg(
    'marker',
    {
      id: 'arrow',
      viewBox: '0 0 8 8',
      refX: 7,
      refY: 4,
      markerWidth: 9,
      markerHeight: 9,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto-start-reverse',
    },
    svg('path', { d: 'M0,0 L8,4 L0,8 z' }),
  );
