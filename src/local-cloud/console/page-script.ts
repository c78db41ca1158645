/** The behaviour of the console page. Texts reach the page as text nodes only. */
export const script = `
const $ = (selector, root = document) => root.querySelector(selector);
const get = async (view) => (await fetch('/__local/api/' + view)).json();
const element = (name, text, className) => Object.assign(document.createElement(name), { textContent: text, className: className ?? '' });
const limit = 1000;
let only = '';

function row(cells, item, search) {
  const li = document.createElement('li');
  const button = element('button', '', 'row');
  button.append(...cells);
  button.onclick = () => show(item);
  li.append(button);
  li.dataset.search = search.toLowerCase();
  li.dataset.trace = item.traceId ?? '';
  apply(li);
  return li;
}
function eventRow(event) {
  const bad = event.status >= 400 ? 'bad' : event.kind === 'notice' ? 'notice' : '';
  const took = event.duration === undefined ? '' : event.duration.toFixed(1) + ' ms';
  const cells = [new Date(event.at).toTimeString().slice(0, 8), event.kind, event.source, String(event.status ?? ''), took, event.text];
  return row(cells.map((text) => element('span', text, bad)), event, cells.join(' '));
}
const resourceRow = (resource) =>
  row([resource.stack, '', resource.type, '', '', resource.path].map((text) => element('span', text)), resource, JSON.stringify(resource));

function apply(li) {
  const words = $('#filter').value.toLowerCase().split(/\\s+/).filter(Boolean);
  li.hidden = (only !== '' && li.dataset.trace !== only) || !words.every((word) => li.dataset.search.includes(word));
}
const applyAll = () => document.querySelectorAll('.rows > li').forEach(apply);

function show(item) {
  $('#detail pre').textContent = JSON.stringify(item, null, 2);
  $('#detail').hidden = false;
  $('#detail').dataset.trace = item.traceId ?? '';
}
async function select(name) {
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const isIt = tab.id === 'tab-' + name;
    tab.setAttribute('aria-selected', String(isIt));
    tab.tabIndex = isIt ? 0 : -1;
    $('#' + tab.getAttribute('aria-controls')).hidden = !isIt;
  }
  if (name === 'resources') $('#resources .rows').replaceChildren(...(await get('resources')).map(resourceRow));
  if (name === 'state') $('#state pre').textContent = JSON.stringify(await get('snapshot'), null, 2);
}
function move(step) {
  const rows = [...document.querySelectorAll('section:not([hidden]) li:not([hidden]) > .row')];
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(at < 0 ? 0 : at + step, 0), rows.length - 1)]?.focus();
}
function close() {
  $('#detail').hidden = true;
  if (only !== '') { only = ''; applyAll(); }
}
const keys = {
  1: () => select('events'), 2: () => select('resources'), 3: () => select('state'),
  '/': () => $('#filter').focus(), j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
  t: () => { only = document.activeElement.closest?.('li')?.dataset.trace || $('#detail').dataset.trace || ''; applyAll(); },
};
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') { close(); document.activeElement.blur?.(); return; }
  if (event.target.matches('input, pre')) return;
  if (Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
});
$('#filter').oninput = applyAll;
$('#close').onclick = close;
document.querySelectorAll('[role=tab]').forEach((tab) => (tab.onclick = () => select(tab.id.slice(4))));

const list = $('#events .rows');
function add(event) {
  list.prepend(eventRow(event));
  while (list.children.length > limit) list.lastChild.remove();
}
(async () => {
  const overview = await get('overview');
  $('#sites').replaceChildren(...overview.sites.filter((site) => site.url).map((site) => Object.assign(element('a', site.title), { href: site.url })));
  (await get('trace')).forEach(add);
  const source = new EventSource('/__local/api/events');
  source.onmessage = ({ data }) => add(JSON.parse(data));
  source.onopen = () => ($('#status').textContent = 'live');
  source.onerror = () => ($('#status').textContent = 'the local cloud does not answer');
})();
`;
