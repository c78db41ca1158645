import { setOutage } from '../api.ts';
import type { App } from '../app.ts';
import { button, h } from '../dom.ts';
import { plural } from '../text.ts';

interface Bucket {
  arn: string;
  count: number;
  keys: string[];
  outage: boolean;
}

/** Keys of the objects, and a switch for an outage, which what fails over can be watched with. */
export const bucketPanel = ({ arn, keys, count, outage }: Bucket, app: App): HTMLElement[] => [
  h(
    'p',
    {},
    button(outage ? 'End the outage' : 'Put out of order', () => void turn(app, arn, !outage), {
      'data-key': 'outage',
    }),
  ),
  outage
    ? h('p', { className: 'bad' }, 'Out of order: it answers 503 to everybody.')
    : h('p', { className: 'quiet' }, 'Out of order it answers 503 to everybody, as in an outage of S3.'),
  h('h3', {}, plural(count, 'object')),
  h('ul', { className: 'plain mono' }, ...keys.map((key) => h('li', {}, key))),
  ...(count > keys.length
    ? [h('p', { className: 'quiet' }, `and ${plural(count - keys.length, 'more')}`)]
    : []),
];

async function turn(app: App, arn: string, on: boolean): Promise<void> {
  try {
    const { text } = await setOutage(arn, on);
    app.say(`${text}.`);
    await app.store.refresh();
  } catch (error) {
    app.say((error as Error).message);
  }
}
