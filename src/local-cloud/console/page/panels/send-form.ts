import type { Message, PictureNode } from '../../views.ts';
import { send } from '../api.ts';
import type { App } from '../app.ts';
import { h } from '../dom.ts';

interface Field {
  name: string;
  label: string;
  value: string;
  long?: boolean;
}

/** Fields by kind of target; `body` is the message itself. */
function fieldsOf({ kind, ref }: PictureNode): Field[] | undefined {
  switch (kind) {
    case 'queue':
      return [
        { name: 'body', label: 'Message body', value: '{}', long: true },
        ...(ref.endsWith('.fifo') ? [{ name: 'groupId', label: 'Message group id', value: 'console' }] : []),
      ];
    case 'stream':
      return [
        { name: 'body', label: 'Data', value: '{}', long: true },
        { name: 'partitionKey', label: 'Partition key', value: 'console' },
      ];
    case 'bus':
      return [
        { name: 'source', label: 'Source', value: 'console' },
        { name: 'detailType', label: 'Detail type', value: 'Test' },
        { name: 'body', label: 'Detail (JSON)', value: '{}', long: true },
      ];
    case 'topic':
      return [{ name: 'body', label: 'Message', value: '{}', long: true }];
    default:
      return undefined;
  }
}

/** A form that puts a message on a queue, stream, bus or topic; `undefined` where nothing can be put. */
export function sendForm(app: App, node: PictureNode): HTMLElement | undefined {
  const fields = fieldsOf(node);
  if (!fields) return undefined;
  const inputs = new Map(
    fields.map(({ name, value, long }) => [
      name,
      long
        ? h('textarea', { value, spellcheck: false, 'data-key': 'message' })
        : h('input', { value, autocomplete: 'off', spellcheck: false }),
    ]),
  );
  const outcome = h('span', { role: 'status', className: 'quiet' });
  const submit = async () => {
    const values = Object.fromEntries([...inputs].map(([name, input]) => [name, input.value]));
    try {
      const { text, traceId } = await send({ to: node.kind, arn: node.arn, ...values } as Message);
      outcome.className = 'good';
      outcome.textContent = `${text}. `;
      outcome.append(
        h(
          'button',
          { type: 'button', className: 'link', onclick: () => app.openTrace(traceId) },
          'Follow it',
        ),
      );
      await app.store.refresh();
    } catch (error) {
      outcome.className = 'bad';
      outcome.textContent = (error as Error).message;
    }
  };
  const form = h(
    'form',
    { className: 'send', 'aria-label': `Put a message on ${node.name}` },
    h(
      'h3',
      {},
      node.kind === 'stream' ? 'Put a record' : node.kind === 'bus' ? 'Put an event' : 'Send a message',
    ),
    ...fields.map(({ name, label }) => h('label', {}, label, inputs.get(name)!)),
    h(
      'div',
      { className: 'actions' },
      h('button', { type: 'submit', className: 'primary' }, 'Send'),
      h('kbd', {}, 'Ctrl Enter'),
      outcome,
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  });
  return form;
}
