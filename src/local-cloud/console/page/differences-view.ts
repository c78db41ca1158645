import { type App, matches, type View } from './app.ts';
import { h, swap } from './dom.ts';

/** Where this project behaves differently here than on AWS, and what in its templates has no effect here. */
export function differencesView(app: App): View {
  const list = h('div', { className: 'scroll differences' });
  const element = h('div', { className: 'view' }, list);
  let shown: string | undefined;
  return {
    element,
    count: () => {
      const { notices } = app.store.overview.differences;
      return notices.length > 0 ? { value: notices.length } : undefined;
    },
    update: () => {
      const { notices, simpler, withoutEffect } = app.store.overview.differences;
      const words = app.filter();
      const stamp = JSON.stringify([notices, simpler, withoutEffect, words]);
      if (stamp === shown) return;
      shown = stamp;
      const part = (title: string, none: string, lines: string[], show: (line: string) => HTMLElement) => {
        const wanted = lines.filter((line) => matches(words, line));
        const empty = lines.length > 0 ? 'No line matches the filter.' : none;
        return [
          h('h2', {}, title),
          wanted.length > 0
            ? h('ul', { className: 'lines' }, ...wanted.map(show))
            : h('p', { className: 'quiet' }, empty),
        ];
      };
      swap(
        list,
        ...part(
          'Different from AWS here',
          'Nothing in the templates behaves differently here.',
          notices,
          (line) => h('li', {}, line),
        ),
        ...part(
          'Simpler here than on AWS',
          'Nothing in the templates is done in a simpler way here.',
          simpler,
          (line) => h('li', {}, line),
        ),
        ...part(
          'Without effect here',
          'Everything in the templates has its effect here.',
          withoutEffect,
          typeAndProperties,
        ),
      );
    },
  };
}

/** `S3::Bucket BucketEncryption, LoggingConfiguration`; a type alone has no effect at all. */
function typeAndProperties(line: string): HTMLElement {
  const [type = '', ...properties] = line.split(' ');
  return h('li', {}, h('strong', {}, type), ' ', h('span', { className: 'quiet' }, properties.join(' ')));
}
