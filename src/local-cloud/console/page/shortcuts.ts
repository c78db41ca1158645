import { button, h } from './dom.ts';

const shortcuts: [keys: string[], does: string][] = [
  [['1', '…', '7'], 'open a view'],
  [['/'], 'filter'],
  [['j', 'k', '↓', '↑'], 'move in a list; arrows move in the picture'],
  [['Enter'], 'open what is focused'],
  [['Esc'], 'close what is open'],
  [['r'], 'resend the request'],
  [['p'], 'show the way of the request in the picture'],
  [['m'], 'write a message to the queue, stream, bus or topic that is open'],
  [['Ctrl Enter'], 'send the message'],
  [['n', 'b'], 'next and previous page of items'],
  [['c'], 'clear requests and log lines'],
  [['?'], 'this list'],
];

/** The list of shortcuts, as a dialog. */
export function shortcutsDialog(): HTMLDialogElement {
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'shortcuts' },
    h('h2', { id: 'shortcuts' }, 'Shortcuts'),
    h(
      'dl',
      {},
      ...shortcuts.flatMap(([keys, does]) => [
        h('dt', {}, ...keys.flatMap((key, at) => [at > 0 ? ' ' : '', h('kbd', {}, key)])),
        h('dd', {}, does),
      ]),
    ),
  );
  dialog.append(button('Close', () => dialog.close()));
  return dialog;
}
