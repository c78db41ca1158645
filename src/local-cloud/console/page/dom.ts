type Child = Node | string | undefined | false;
type Properties = Record<string, unknown>;

/**
 * Makes an element. Properties are set as properties where the element has them (`onclick`, `value`), else as attributes;
 * texts become text nodes, so that nothing that is shown can run.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  set(element, properties);
  element.append(
    ...children.filter((child): child is Node | string => child !== undefined && child !== false),
  );
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

export function svg(
  name: string,
  attributes: Record<string, string | number>,
  ...children: Node[]
): SVGElement {
  const element = document.createElementNS(svgNamespace, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

function set(element: HTMLElement, properties: Properties): void {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (key in element && !key.includes('-') && key !== 'list' && key !== 'role')
      Object.assign(element, { [key]: value });
    else element.setAttribute(key, value === true ? '' : String(value));
  }
}

/** Replaces what an element holds; focus and opened details stay with those of the same `data-key`. */
export function swap(container: HTMLElement, ...children: Child[]): void {
  const focused = container.contains(document.activeElement)
    ? (document.activeElement as HTMLElement).dataset.key
    : undefined;
  const open = new Set(
    [...container.querySelectorAll<HTMLElement>('details[open][data-key]')].map(({ dataset }) => dataset.key),
  );
  container.replaceChildren(
    ...children.filter((child): child is Node | string => child !== undefined && child !== false),
  );
  for (const details of container.querySelectorAll<HTMLDetailsElement>('details[data-key]')) {
    if (open.has(details.dataset.key)) details.open = true;
  }
  if (focused !== undefined) {
    container
      .querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)
      ?.focus({ preventScroll: true });
  }
}

/** A block of text that can be scrolled with the keyboard. */
export const block = (text: string, label: string): HTMLElement =>
  h('pre', { tabIndex: 0, 'aria-label': label, role: 'region' }, text);

export const button = (text: string, onclick: () => void, more: Properties = {}): HTMLButtonElement =>
  h('button', { type: 'button', onclick, ...more }, text);

/** A definition list of the pairs that have a value. */
export const facts = (pairs: [string, string | number | undefined][]): HTMLElement =>
  h(
    'dl',
    { className: 'facts' },
    ...pairs
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, String(value)))),
  );
