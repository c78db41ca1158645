import type { Picture, PictureEdge, PictureNode } from '../views.ts';

export interface Placed {
  node: PictureNode;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Line {
  edge: PictureEdge;
  /** SVG path. */
  path: string;
}

export interface Layout {
  width: number;
  height: number;
  nodes: Placed[];
  lines: Line[];
}

export const headHeight = 46;
export const portHeight = 22;
const rowGap = 16;
const margin = 12;

/** What takes a place in a column: a node, or an edge on its way through. */
interface Slot {
  id: string;
  column: number;
  y: number;
  height: number;
  node?: PictureNode;
}

/** An edge as a chain of slots, one a column. */
interface Way {
  edge: PictureEdge;
  slots: Slot[];
}

/** Places nodes in columns, from what a browser reaches to what holds the data, and draws what leads from one to another. */
export function layOut({ nodes, edges }: Picture, available: number): Layout {
  const linked = new Set(edges.filter(({ from, to }) => from !== to).flatMap(({ from, to }) => [from, to]));
  const column = columnsOf(
    nodes.filter(({ id }) => linked.has(id)),
    edges,
  );
  const count = Math.max(0, ...column.values()) + 1;
  const gap = clamp((available - 2 * margin - count * 180) / Math.max(count - 1, 1), 44, 120);
  const width = clamp((available - 2 * margin - gap * (count - 1)) / count, 146, 236);
  const left = (index: number) => margin + index * (width + gap);

  const slots = new Map<string, Slot>();
  for (const node of nodes) {
    const own = column.get(node.id);
    if (own !== undefined)
      slots.set(node.id, { id: node.id, column: own, y: 0, height: heightOf(node), node });
  }
  const ways = edges.flatMap((edge) => wayOf(edge, slots));
  const columns = Array.from({ length: count }, (_, index) =>
    [...slots.values()].filter((slot) => slot.column === index),
  );
  align(columns, ways);

  const placed = [...slots.values()].flatMap(({ node, y, height, column: index }) =>
    node ? [{ node, x: left(index), y, width, height }] : [],
  );
  const bottom = Math.max(0, ...[...slots.values()].map(({ y, height }) => y + height));
  const alone = placeAlone(
    nodes.filter(({ id }) => !linked.has(id)),
    width,
    Math.max(available, left(count)),
    bottom,
  );
  const all = [...placed, ...alone];
  return {
    width: Math.max(0, ...all.map(({ x }) => x + width)) + margin,
    height: Math.max(0, ...all.map(({ y, height }) => y + height)) + margin,
    nodes: all,
    lines: ways.map((way) => ({ edge: way.edge, path: pathOf(way, left, width) })),
  };
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

const heightOf = ({ ports }: PictureNode) =>
  headHeight + (ports.length > 0 ? ports.length * portHeight + 6 : 0);

/** Each node one column right of all that lead to it; an edge that closes a circle does not count. */
function columnsOf(nodes: PictureNode[], edges: PictureEdge[]): Map<string, number> {
  const after = new Map(nodes.map(({ id }) => [id, new Set<string>()]));
  for (const { from, to } of edges) if (from !== to && after.has(to)) after.get(from)?.add(to);
  const column = new Map(nodes.map(({ id }) => [id, 0]));
  const order = forwardOrder(after);
  const rank = new Map(order.map((id, at) => [id, at]));
  for (const id of order) {
    for (const next of after.get(id)!) {
      if (rank.get(next)! > rank.get(id)!) column.set(next, Math.max(column.get(next)!, column.get(id)! + 1));
    }
  }
  return column;
}

/** An order in which nodes come after those that lead to them, as far as there is no circle. */
function forwardOrder(after: ReadonlyMap<string, Set<string>>): string[] {
  const done = new Set<string>();
  const order: string[] = [];
  const entered = new Set([...after.values()].flatMap((next) => [...next]));
  const visit = (id: string) => {
    if (done.has(id)) return;
    done.add(id);
    for (const next of after.get(id)!) visit(next);
    order.unshift(id);
  };
  // Those that nothing leads to are the entrances.
  for (const id of after.keys()) if (!entered.has(id)) visit(id);
  for (const id of after.keys()) visit(id);
  return order;
}

/** The slots of an edge: where it spans columns, it takes a place in those between, so that no node covers it. */
function wayOf(edge: PictureEdge, slots: Map<string, Slot>): Way[] {
  const [from, to] = [slots.get(edge.from), slots.get(edge.to)];
  if (!from || !to || from === to) return [];
  const between: Slot[] = [];
  for (let column = from.column + 1; column < to.column; column++) {
    // Edges to the same node pass a column together.
    const id = `${column}>${edge.to}`;
    const slot = slots.get(id) ?? { id, column, y: 0, height: 2 };
    slots.set(id, slot);
    between.push(slot);
  }
  return [{ edge, slots: [from, ...between, to] }];
}

/** Moves slots to the height of what leads to them, then of what they lead to, and keeps them apart. */
function align(columns: Slot[][], ways: Way[]): void {
  const steps = ways.flatMap(({ edge, slots }) =>
    slots.slice(1).map((to, at) => ({ from: slots[at]!, to, port: at === 0 ? edge.port : undefined })),
  );
  for (const column of columns) stack(column, new Map());
  const pull = (column: Slot[], toLeft: boolean) => {
    const wanted = new Map<Slot, number>();
    for (const slot of column) {
      const ends = steps.flatMap(({ from, to, port }) => {
        if (toLeft && to === slot && from.column < slot.column)
          return [exitOf(from, port) - entryOffset(slot)];
        if (!toLeft && from === slot && to.column > slot.column)
          return [to.y + entryOffset(to) - (exitOf(slot, port) - slot.y)];
        return [];
      });
      if (ends.length > 0) wanted.set(slot, ends.reduce((sum, end) => sum + end, 0) / ends.length);
    }
    stack(column, wanted);
  };
  for (let round = 0; round < 4; round++) {
    for (const column of columns.slice(1)) pull(column, true);
    if (round < 3) for (const column of columns.slice(0, -1).reverse()) pull(column, false);
  }
  const top = Math.min(...columns.flat().map(({ y }) => y));
  for (const slot of columns.flat()) slot.y += margin - top;
}

/** Puts the slots of a column below each other, as near to the wanted heights as their order allows. */
function stack(column: Slot[], wanted: ReadonlyMap<Slot, number>): void {
  const at = (slot: Slot) => wanted.get(slot) ?? slot.y;
  column.sort((one, other) => at(one) - at(other));
  let top = margin;
  const ideal = column.map(at);
  for (const [index, slot] of column.entries()) {
    slot.y = Math.max(ideal[index]!, top);
    top = slot.y + slot.height + rowGap;
  }
  if (column.length === 0) return;
  const drift = column.reduce((sum, slot, index) => sum + slot.y - ideal[index]!, 0) / column.length;
  const shift = Math.min(drift, column[0]!.y - margin);
  for (const slot of column) slot.y -= shift;
}

/** Nodes that nothing leads to or from, in rows below the others. */
function placeAlone(nodes: PictureNode[], width: number, available: number, top: number): Placed[] {
  const perRow = Math.max(1, Math.floor((available - margin) / (width + rowGap)));
  const placed: Placed[] = [];
  let y = top > 0 ? top + 2 * rowGap : margin;
  for (let at = 0; at < nodes.length; at += perRow) {
    const row = nodes.slice(at, at + perRow);
    row.forEach((node, index) => {
      placed.push({ node, x: margin + index * (width + rowGap), y, width, height: heightOf(node) });
    });
    y += Math.max(...row.map(heightOf)) + rowGap;
  }
  return placed;
}

function pathOf({ edge, slots }: Way, left: (column: number) => number, width: number): string {
  const [from, to] = [slots[0]!, slots.at(-1)!];
  if (to.column <= from.column) {
    // Back, or down the same column: out on the right and in on the right.
    const [x1, x2] = [left(from.column) + width, left(to.column) + width + 2];
    const out = Math.max(x1, x2) + 36;
    const [y1, y2] = [exitOf(from, edge.port), to.y + entryOffset(to)];
    return `M${x1},${y1} C${out},${y1} ${out},${y2} ${x2},${y2}`;
  }
  let [x, y] = [left(from.column) + width, exitOf(from, edge.port)];
  let path = `M${x},${y}`;
  for (const slot of slots.slice(1)) {
    const [nextX, nextY] = [left(slot.column) - (slot === to ? 2 : 0), slot.y + entryOffset(slot)];
    const bend = (nextX - x) / 2;
    path += ` C${x + bend},${y} ${nextX - bend},${nextY} ${nextX},${nextY}`;
    [x, y] = [nextX, nextY];
    if (slot === to) break;
    x += width;
    path += ` H${x}`;
  }
  return path;
}

/** Height at which an edge leaves a slot. */
function exitOf(slot: Slot, port: string | undefined): number {
  const at = slot.node?.ports.findIndex(({ id }) => id === port) ?? -1;
  return slot.y + (at < 0 ? entryOffset(slot) : headHeight + at * portHeight + portHeight / 2);
}

const entryOffset = ({ node, height }: Slot): number => (node ? headHeight / 2 : height / 2);
